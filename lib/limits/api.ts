import { z } from 'zod';
import { timeMs } from '@/lib/alerts/schemas';
import { Email } from '@/lib/auth/credentials';
import { attemptKinds } from '@/lib/auth/throttle';
import { endpoint } from '@/lib/endpoint';
import { limitKinds, LimitSettings } from '@/lib/settings/limit-settings';

/** Who is shown as refused now, of each kind, and accounts that are looked at for locks. */
export const shownLimits = { refused: 10, members: 1_000 } as const;

const FixedLimit = z.strictObject({ group: z.string(), name: z.string(), value: z.string().describe('With its unit'), setBy: z.string().nullable().describe('The variable that sets it; null: nothing') });
export type FixedLimit = z.infer<typeof FixedLimit>;

const Refused = z.strictObject({
  kind: z.enum(limitKinds),
  name: z.string().describe('A network, an email, the name of a key or of a tenant'),
  count: z.number().int().describe('Refused requests of the last ten minutes, on the node that answers'),
  lastAt: timeMs,
});

const Stored = z.strictObject({ version: z.number().int().describe('0: nothing was changed yet'), settings: LimitSettings });

const Lockout = z.strictObject({
  email: z.string(),
  name: z.string().nullable(),
  kinds: z.array(z.enum(attemptKinds)).describe('What is locked'),
  until: timeMs.describe('The longest of them'),
  isEverywhere: z.boolean().describe('Locked from every address; else only from one network'),
});
export type Lockout = z.infer<typeof Lockout>;

export const readLimits = endpoint({
  method: 'GET', path: '/api/monitoring/limits', permission: 'monitoring.config.read', summary: 'Every limit of this installation, and who is refused now',
  response: z.strictObject({
    ...Stored.shape,
    defaults: LimitSettings,
    isPlatform: z.boolean().describe('Whether the tenant runs this installation, and can change its limits'),
    fixed: z.array(FixedLimit),
    refused: z.array(Refused).describe('At most ten of each kind; of other tenants nobody, of addresses only for owners of the platform'),
    hiddenAddresses: z.number().int().describe('Addresses that are refused now and not shown'),
    totals: z.record(z.enum(limitKinds), z.number().int()).nullable().describe('Refused since the node started; null for tenants that do not run the installation'),
    at: timeMs,
  }),
});
export const updateLimits = endpoint({
  method: 'PUT', path: '/api/monitoring/limits', permission: 'monitoring.people.update', summary: 'Change the rate limits of this installation',
  body: Stored, response: Stored,
});
export const previewLimits = endpoint({
  method: 'POST', path: '/api/monitoring/limits/preview', permission: 'monitoring.config.update', summary: 'What other rate limits would have done to the requests of the last minute',
  body: z.strictObject({ settings: LimitSettings }),
  response: z.strictObject({
    kinds: z.array(z.strictObject({ kind: z.enum(limitKinds), requests: z.number().int(), refused: z.number().int().describe('At least so many'), names: z.number().int().describe('Of so many addresses, people, keys or tenants') })),
    at: timeMs,
  }),
});
export const listLockouts = endpoint({
  method: 'GET', path: '/api/monitoring/limits/lockouts', permission: 'monitoring.people.update', summary: 'Members who cannot sign in, prove who they are or ask for a link now, after too many attempts',
  response: z.strictObject({ lockouts: z.array(Lockout), at: timeMs }),
});
export const unlockAccount = endpoint({
  method: 'POST', path: '/api/monitoring/limits/unlock', permission: 'monitoring.people.update', summary: 'Let a member try again at once, whatever of the account is locked',
  body: z.strictObject({ email: Email }), response: z.strictObject({ email: z.string() }),
});
