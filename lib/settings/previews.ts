import { z } from 'zod';
import { timeMs } from '@/lib/alerts/schemas';
import { endpoint } from '@/lib/endpoint';
import { AuditSettings } from './audit-settings';
import { OrganisationSettings } from './organisation-settings';
import { SignInSettings } from './sign-in-settings';

const permission = 'monitoring.config.read';
const count = z.number().int().min(0);

const OrganisationPreview = z.strictObject({
  people: count.describe('Active people, who see it'),
  schedules: count.describe('On-call schedules, which keep the time zone that they have'),
  objectives: count.describe('Objectives, which keep theirs too'),
});
export type OrganisationPreview = z.infer<typeof OrganisationPreview>;

export const previewOrganisation = endpoint({
  method: 'POST', path: '/api/monitoring/organisation/preview', permission, summary: 'Whom an unsaved change of the organisation concerns, and what keeps its time zone', body: OrganisationSettings, response: OrganisationPreview,
});

const SignInPreview = z.strictObject({
  asked: count.describe('Active people who would be asked for a second factor, are not asked now, and have none'),
  lockedOut: count.describe('Active people who could not sign in any more: no passkey, and never came in by a provider that is on'),
  canSave: z.boolean().describe('False while no owner could sign in'),
});
export type SignInPreview = z.infer<typeof SignInPreview>;

export const previewSignIn = endpoint({
  method: 'POST', path: '/api/monitoring/sign-in-settings/preview', permission, summary: 'Whom an unsaved policy of sign-in would ask for a second factor, and whom it would lock out', body: SignInSettings, response: SignInPreview,
});

const AuditPreview = z.strictObject({
  removed: count.describe('Entries whose time would be over'),
  kept: count,
  removedTo: timeMs.nullable().describe('When the newest of those was written'),
  stream: z.enum(['none', 'begins', 'ends', 'changes', 'stays']),
  unsent: count.describe('Entries that wait to be sent to where the trail is streamed now'),
});
export type AuditPreview = z.infer<typeof AuditPreview>;

export const previewAudit = endpoint({
  method: 'POST', path: '/api/monitoring/audit/settings/preview', permission, summary: 'What unsaved settings of the audit trail would remove, and whether a stream begins or ends', body: AuditSettings, response: AuditPreview,
});
