import { z } from 'zod';
import { timeMs } from '@/lib/alerts/schemas';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { permissions } from '@/lib/auth/permissions';
import { endpoint } from '@/lib/endpoint';

/** Keys that a tenant may have in use at once, days that one may last, and seconds that the old one may go on after a rotation. */
export const keyLimits = { active: 200, days: 3650, overlapSeconds: 30 * 86_400, name: 100, endedShown: 100 } as const;

const KeyId = z.strictObject({ id: z.uuid('The id of a key.') });
const name = z.string().max(keyLimits.name).refine(isStorable, notStorable).trim().min(1, 'Say who or what uses the key.');
const scope = z.enum(permissions);
const expiresInDays = z.int().min(1).max(keyLimits.days).nullable().describe('Days until it ends by itself; null: never');
const write = { permission: 'monitoring.key.update' } as const;

/** Who made a key. `state` says what became of that person or key; one that is removed cannot be told from one of another tenant. */
const KeyMaker = z.strictObject({ kind: z.enum(['user', 'key', 'system']), id: z.string(), name: z.string(), state: z.enum(['active', 'deactivated', 'removed']) });

export const ApiKey = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(scope),
  state: z.enum(['active', 'expired', 'revoked']),
  createdBy: KeyMaker.nullable().describe('Null for keys from before this was kept'),
  createdAt: timeMs,
  expiresAt: timeMs.nullable().describe('Null when it never ends by itself'),
  revokedAt: timeMs.nullable(),
  lastUsedAt: timeMs.nullable().describe('To the minute'),
  lastUsedAddress: z.string().nullable(),
  rotatedFromId: z.uuid().nullable(),
  rotatedToId: z.uuid().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** A key and, this once, its secret. */
export const MadeKey = z.strictObject({ key: ApiKey, secret: z.string().describe('Shown only now; only its hash is stored') });
export type MadeKey = z.infer<typeof MadeKey>;

export const listApiKeys = endpoint({
  method: 'GET', path: '/api/monitoring/keys', permission: 'monitoring.config.read', summary: 'API keys: those in use, and the last that ended',
  response: z.strictObject({ keys: z.array(ApiKey).describe('Those in use first, of each the newest'), active: z.number().int(), mostActive: z.number().int(), at: timeMs }),
});
export const createApiKey = endpoint({
  method: 'POST', path: '/api/monitoring/keys', ...write, summary: 'Create an API key with scopes that the caller holds',
  body: z.strictObject({ name, scopes: z.array(scope).min(1, 'Choose what the key may do.').max(permissions.length), expiresInDays }),
  response: MadeKey,
});
export const renameApiKey = endpoint({
  method: 'PATCH', path: '/api/monitoring/keys/{id}', ...write, summary: 'Rename an API key', params: KeyId,
  body: z.strictObject({ name, from: z.string().max(1_000).describe('The name that is to be changed; when it has another one by now, that is a conflict') }),
  response: ApiKey,
});
export const rotateApiKey = endpoint({
  method: 'POST', path: '/api/monitoring/keys/{id}/rotate', ...write, summary: 'Make a new key of the same name and scopes, and let the old one end', params: KeyId,
  body: z.strictObject({
    overlapSeconds: z.int().min(0).max(keyLimits.overlapSeconds).describe('Seconds that the old key still works'),
    expiresInDays: expiresInDays.optional().describe('Of the new key; as long as the old one was made for unless said'),
  }),
  response: z.strictObject({ ...MadeKey.shape, old: ApiKey }),
});
export const revokeApiKey = endpoint({
  method: 'POST', path: '/api/monitoring/keys/{id}/revoke', ...write, summary: 'End an API key at once', params: KeyId,
  body: z.strictObject({}),
  response: ApiKey,
});
