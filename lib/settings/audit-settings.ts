import { z } from 'zod';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';

const certificate = z
  .string()
  .max(20_000)
  .regex(/^\s*-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/, 'must be one or more certificates as PEM')
  .refine(isStorable, notStorable)
  .nullable()
  .default(null)
  .describe('The authority that is trusted in place of the public ones, as PEM');

/** Where the trail of a tenant is sent. The secrets of a webhook are stored beside it, encrypted. */
export const AuditStream = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('syslog'),
    protocol: z.enum(['udp', 'tcp', 'tls']).describe('Only tcp and tls tell when nobody listens'),
    host: z.string().min(1).max(253).regex(/^[\w.:-]+$/, 'must be a host name or an address'),
    port: z.int().min(1).max(65_535),
    ca: certificate,
  }),
  z.strictObject({ kind: z.literal('webhook'), url: z.url({ protocol: /^https?$/, error: 'must begin with https:// or http://' }).max(2000).refine((url) => !/^https?:\/\/[^/]*@/i.test(url), 'must have no name and password in it: enter them as the authorization').refine(isStorable, notStorable), ca: certificate }),
]);
export type AuditStream = z.output<typeof AuditStream>;

/** The audit trail of a tenant: how long it is kept, and where it is sent. */
export const AuditSettings = z.strictObject({
  /** Days that entries are kept; null: for ever. */
  retentionDays: z.int().min(30).max(3650).nullable().default(null),
  /** Where each entry is sent once it is written; null: nowhere. */
  stream: AuditStream.nullable().default(null),
});
export type AuditSettings = z.output<typeof AuditSettings>;
