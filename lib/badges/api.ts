import { z } from 'zod';
import { endpoint } from '@/lib/endpoint';
import { badgeKinds, badgeRanges, usualRange } from './kinds';

const ServiceId = z.strictObject({ id: z.uuid('The id of a service.') });
const maxLabel = 40;
const label = z.string().refine((text) => [...text].length <= maxLabel, `At most ${maxLabel} characters.`);
const BadgeAddress = z.strictObject({
  token: z.string().nullable().describe('Null while they are off'),
  url: z.string().nullable().describe('Their public address: status.svg and the like follow after a slash'),
});

export const readServiceBadges = endpoint({
  method: 'GET', path: '/api/monitoring/services/{id}/badges', permission: 'monitoring.read', summary: 'Where the badges of a service are, if they are on', params: ServiceId, response: BadgeAddress,
});
export const switchServiceBadges = endpoint({
  method: 'PUT', path: '/api/monitoring/services/{id}/badges', permission: 'monitoring.config.update', summary: 'Switch the badges of a service on or off, or give them a new address: the old one is gone at once', params: ServiceId,
  body: z.strictObject({ isOn: z.boolean(), renew: z.boolean().default(false) }).refine(({ isOn, renew }) => isOn || !renew, { path: ['renew'], message: 'Badges that are switched off have no address to renew.' }),
  response: BadgeAddress,
});
export const readBadge = endpoint({
  method: 'GET', path: '/api/badges/{token}/{kind}', permission: 'public', summary: 'A badge of a service as SVG; needs no session. Failures are SVG too', contentType: 'image/svg+xml',
  params: z.strictObject({ token: z.string().max(100), kind: z.enum([...badgeKinds, 'status.svg', 'uptime.svg', 'latency.svg', 'budget.svg']) }),
  query: z.strictObject({ range: z.enum(badgeRanges).default(usualRange).describe('Of uptime and latency'), label: label.optional().describe(`What stands on the left, at most ${maxLabel} characters`) }),
  response: z.string(),
});
