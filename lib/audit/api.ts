import { z } from 'zod';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { timeMs } from '@/lib/alerts/schemas';
import { endpoint } from '@/lib/endpoint';
import { AuditSettings } from '@/lib/settings/audit-settings';
import { AuditEntry, auditLimits, AuditStreamStatus, AuditVerification } from './schemas';

const queryTime = z.coerce.number().int().min(0).max(253_402_300_799_999);
const words = z.string().min(1).max(200).refine(isStorable, notStorable).optional();
const permission = 'monitoring.audit.read';

const filters = {
  from: queryTime.optional(),
  to: queryTime.optional().describe('Written in [from, to), milliseconds since 1970'),
  actor: words.describe('An id, or part of a name or an email address'),
  action: z.string().regex(/^[a-z0-9_.-]{1,100}$/, 'must be an action or its beginning, as alert_rule.update or alert_rule').optional().describe('An action or its beginning'),
  text: words.describe('Found in the action or in what was before or after'),
  address: words.describe('The address that the request came from'),
  requestId: words,
};
const before = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().describe('Only entries with a smaller sequence number');

export const AuditFilters = z.strictObject(filters);
export type AuditFilters = z.output<typeof AuditFilters>;

export const listAudit = endpoint({
  method: 'GET', path: '/api/monitoring/audit', permission, summary: 'The audit trail, the newest entry first',
  query: z.strictObject({ ...filters, before, limit: z.coerce.number().int().min(1).max(auditLimits.page).default(50) }),
  response: z.strictObject({
    entries: z.array(AuditEntry).describe(`Those found among at most ${auditLimits.scan} entries: with a filter a page can be short or empty, and more follow`),
    nextBefore: z.number().int().nullable().describe('Where to go on; null: nothing is older'),
    scannedTo: timeMs.nullable().describe('The time of the oldest entry that was looked at'),
    at: timeMs,
  }),
});

export const verifyAudit = endpoint({
  method: 'POST', path: '/api/monitoring/audit/verify', permission, summary: 'Recompute the chain of the audit trail and find its first broken link',
  body: z.strictObject({ next: z.string().max(500).nullable().default(null).describe(`Of the answer before, where there are more than ${auditLimits.verified} entries`) }),
  response: AuditVerification,
});

export const exportAudit = endpoint({
  method: 'GET', path: '/api/monitoring/audit/export', permission,
  summary: `The audit trail as CSV or JSON Lines, the newest entry first, at most ${auditLimits.exportEntries} entries a file; the header Link names the next file`,
  contentType: 'text/plain; charset=utf-8',
  query: z.strictObject({ ...filters, before, format: z.enum(['csv', 'jsonl']).default('jsonl') }),
  response: z.string(),
});

export const readAuditStream = endpoint({
  method: 'GET', path: '/api/monitoring/audit/stream', permission, summary: 'How far the audit trail was sent to where it is streamed',
  response: AuditStreamStatus,
});

const StoredAuditSettings = z.strictObject({
  version: z.number().int().describe('0: nothing was changed yet'),
  settings: AuditSettings,
  hasSigningSecret: z.boolean(),
  hasAuthorization: z.boolean(),
});

export const readAuditSettings = endpoint({
  method: 'GET', path: '/api/monitoring/audit/settings', permission: 'monitoring.config.read', summary: 'How long the audit trail is kept and where it is sent',
  response: StoredAuditSettings,
});

const secret = (least: number) => z.string().min(least, `must have at least ${least} characters`).max(2000).regex(/^[\x20-\x7e]+$/, 'must be plain letters, digits and signs').nullable().optional();

export const updateAuditSettings = endpoint({
  method: 'PUT', path: '/api/monitoring/audit/settings', permission: 'monitoring.people.update', summary: 'Change how long the audit trail is kept and where it is sent',
  body: z.strictObject({
    version: z.number().int().min(0).describe('The version that the change was made from; another one is a conflict'),
    settings: AuditSettings,
    signingSecret: secret(16).describe('Each request of a webhook is signed by it; null removes it, absent keeps it'),
    authorization: secret(1).describe('The header Authorization of each request of a webhook; null removes it, absent keeps it'),
  }),
  response: StoredAuditSettings,
});
