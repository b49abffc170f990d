import { z } from 'zod';

/** The audit trail of a tenant: how long it is kept, and where it is sent. */
export const AuditSettings = z.strictObject({
  /** Days that entries are kept; null: for ever. */
  retentionDays: z.int().min(30).max(3650).nullable().default(null),
  /** Where each entry is sent once it is written; null: nowhere. */
  stream: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('syslog'), protocol: z.enum(['udp', 'tcp', 'tls']), host: z.string().min(1).max(253), port: z.int().min(1).max(65_535) }),
      z.strictObject({ kind: z.literal('webhook'), url: z.url({ protocol: /^https?$/ }).max(2000) }),
    ])
    .nullable()
    .default(null),
});
