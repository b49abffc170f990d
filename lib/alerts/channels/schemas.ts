import { z } from 'zod';
import { timeMs } from '../schemas';

export const maxChannels = 100;
export const maxSubscriptions = 10;

/** A channel as it is sent. A secret that is left out keeps the value that is stored; null takes it away. */
export const ChannelDraft = z.strictObject({
  name: z.string().trim().min(1, 'Give the channel a name.').max(200),
  kind: z.string().min(1).max(40).describe('One of GET /api/monitoring/channel-kinds'),
  isEnabled: z.boolean().default(true),
  settings: z.record(z.string().max(64), z.unknown()).default({}).describe('As the kind has them'),
  secrets: z.record(z.string().max(64), z.string().max(10_000).nullable()).default({}).describe('As the kind has them; never shown again'),
});
export type ChannelDraft = z.infer<typeof ChannelDraft>;

export const ChannelView = z.strictObject({
  id: z.uuid(),
  version: z.number().int(),
  name: z.string(),
  kind: z.string(),
  title: z.string().describe('Of the kind'),
  isEnabled: z.boolean(),
  isPersonal: z.boolean().describe('Whether it reaches the people of escalations'),
  settings: z.record(z.string(), z.unknown()),
  secretsSet: z.array(z.string()).describe('The names of the secrets that are stored'),
  circuit: z.record(z.string(), z.unknown()).nullable().describe('Why nothing is sent for a while; null when all is well'),
  lastDelivery: z.strictObject({ at: timeMs, title: z.string() }).nullable(),
  lastFailure: z.strictObject({ at: timeMs, error: z.string() }).nullable(),
  createdAt: timeMs,
  updatedAt: timeMs,
});
export type ChannelView = z.infer<typeof ChannelView>;

export const ChannelKindView = z.strictObject({
  kind: z.string(),
  title: z.string(),
  summary: z.string(),
  isPersonal: z.boolean().describe('Whether it can reach one named person'),
  perMinute: z.number().int(),
  settings: z.record(z.string(), z.unknown()).describe('JSON Schema; title, description, placeholder, isAdvanced and isMultiline are for the form'),
  secrets: z.record(z.string(), z.unknown()).describe('JSON Schema, each property a text'),
});
export type ChannelKindView = z.infer<typeof ChannelKindView>;

export const ChannelTestResult = z.strictObject({
  ok: z.boolean(),
  status: z.number().int().nullable().describe('Of the service that was called'),
  durationMs: z.number(),
  error: z.string().nullable(),
});
export type ChannelTestResult = z.infer<typeof ChannelTestResult>;

/** A subscription as browsers give it (PushSubscription.toJSON). */
export const PushSubscriptionInput = z.strictObject({
  endpoint: z.url({ protocol: /^https$/, error: 'must be an https URL' }).max(2_000),
  expirationTime: z.number().nullable().optional(),
  keys: z.strictObject({
    p256dh: z.string().regex(/^[\w-]{87}=?$/, 'must be a public key of 65 bytes in base64url'),
    auth: z.string().regex(/^[\w-]{22}(?:==)?$/, 'must be 16 bytes in base64url'),
  }),
});
export type PushSubscriptionInput = z.infer<typeof PushSubscriptionInput>;

export const PushSubscriptionView = z.strictObject({
  id: z.uuid(),
  endpointHash: z.string().describe('SHA-256 of the endpoint in hexadecimal digits, so that a browser knows its own'),
  browser: z.string(),
  createdAt: timeMs,
});
export type PushSubscriptionView = z.infer<typeof PushSubscriptionView>;
