import { expect, it } from 'vitest';
import { updateAuditSettings } from '@/lib/audit/api';
import type { AuditSettings } from '@/lib/settings/audit-settings';
import { auditSettingsDifferences, bodyOf, draftOf } from './audit-settings-draft';

const cases: [what: string, settings: AuditSettings][] = [
  ['nothing set', { retentionDays: null, stream: null }],
  ['syslog', { retentionDays: 365, stream: { kind: 'syslog', protocol: 'tcp', host: 'logs.example.com', port: 601, ca: null } }],
  ['a webhook', { retentionDays: 30, stream: { kind: 'webhook', url: 'https://example.com/x', ca: null } }],
];
it.each(cases)('%s is shown and saved as it was', (_, settings) => {
  const body = bodyOf(3, draftOf({ version: 3, settings, hasSigningSecret: true, hasAuthorization: false }));
  expect(updateAuditSettings.body?.parse(body)).toMatchObject({ version: 3, settings });
  expect([body.signingSecret, body.authorization]).toEqual([undefined, undefined]);
});

it('a secret is kept, replaced or removed', () => {
  const draft = { ...draftOf({ version: 1, settings: { retentionDays: null, stream: { kind: 'webhook', url: 'https://a.example/', ca: null } }, hasSigningSecret: true, hasAuthorization: true }), signingSecret: 'a new one, long' };
  expect(bodyOf(1, { ...draft, removesAuthorization: true })).toMatchObject({ signingSecret: 'a new one, long', authorization: null });
});

it('what differs is told in words', () => {
  const mine = draftOf({ version: 1, settings: { retentionDays: null, stream: null }, hasSigningSecret: false, hasAuthorization: false });
  expect(auditSettingsDifferences(mine, { ...mine, retentionDays: '90' })).toEqual([{ name: 'Kept for', mine: 'for ever', theirs: '90 days' }]);
});
