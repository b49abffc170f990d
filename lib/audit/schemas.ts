import { z } from 'zod';
import { timeMs } from '@/lib/alerts/schemas';

export const auditLimits = {
  /** Entries of one page. */
  page: 200,
  /** Entries that one request looks through; what lies further back is the next page. */
  scan: 10_000,
  /** Characters of what was before or after that a list shows. */
  shown: 32_768,
  /** Entries and bytes of one exported file. */
  exportEntries: 50_000,
  exportBytes: 8 * 1024 * 1024,
  /** Entries that one request verifies. */
  verified: 200_000,
} as const;

const AuditActor = z.strictObject({
  kind: z.string().describe('user, key or system'),
  id: z.string(),
  name: z.string().nullable().describe('As it is called now; null: gone'),
});

/** One entry of the trail as it is shown. */
export const AuditEntry = z.strictObject({
  seq: z.number().int(),
  at: timeMs,
  actor: AuditActor,
  action: z.string(),
  before: z.unknown().describe('What was; null: nothing'),
  after: z.unknown().describe('What is; null: nothing'),
  isTooLong: z.boolean().describe('What was before and after is only in the export'),
  requestId: z.string(),
  address: z.string().nullable().describe('Where the request came from'),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditVerification = z.strictObject({
  result: z.enum(['ok', 'broken', 'unfinished']),
  sentence: z.string(),
  entries: z.number().int().describe('Verified so far'),
  total: z.number().int().describe('How many there are to verify'),
  brokenAt: z.number().int().nullable().describe('The sequence number of the first broken link'),
  next: z.string().nullable().describe('Go on from here; null: the end was reached'),
  at: timeMs,
});
export type AuditVerification = z.infer<typeof AuditVerification>;

export const AuditStreamStatus = z.strictObject({
  isOn: z.boolean(),
  behind: z.number().int().describe('Entries that were not sent yet'),
  failures: z.number().int().describe('Failed attempts since the last one that succeeded'),
  lastError: z.string().nullable(),
  sentAt: timeMs.nullable(),
  nextAttemptAt: timeMs.nullable(),
});
