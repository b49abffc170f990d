import { z } from 'zod';

export const providerKinds = ['oidc', 'entra', 'github', 'google'] as const;

export type ProviderKind = (typeof providerKinds)[number];

/** Names of other ways to sign in: a session says by which one it was opened. */
const takenKeys: readonly string[] = ['credentials', 'password', 'passkey', 'second-factor', 'invitation'];

/** The name of a provider in addresses, sessions and identities. */
export const ProviderKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must begin with a letter and have small letters, digits and - only, 40 at most')
  .refine((key) => !takenKeys.includes(key), 'is the name of another way to sign in; choose another one');

/** What a person becomes in the tenant that is joined. Ownership is given by an owner, never by a provider. */
const RoleGrant = z
  .strictObject({
    role: z.enum(['ADMIN', 'MEMBER', 'VIEWER'], 'must be ADMIN, MEMBER or VIEWER: an owner is made by an owner'),
    /** The name of a custom role of that tenant, which adds its permissions to MEMBER or VIEWER. */
    customRole: z.string().trim().min(1).max(80).nullable().default(null),
  })
  .refine(({ role, customRole }) => customRole === null || role !== 'ADMIN', { path: ['customRole'], message: 'goes with MEMBER or VIEWER: ADMIN holds every permission' });
export type RoleGrant = z.output<typeof RoleGrant>;

const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be a domain like example.com, without @');

/** Who may come in by a provider, and as what. */
export const ProviderRules = z.strictObject({
  /** Domains of the emails of who comes by it for the first time. Empty: nobody new joins by it, and members may use it whatever their domain. */
  domains: z.array(Domain).max(50).default([]),
  /** Slug of the tenant that new people join; null: the one that runs this installation. */
  tenant: z.string().min(1).max(80).nullable().default(null),
  /** For new people without one of the groups. */
  grant: RoleGrant.prefault({ role: 'VIEWER' }),
  /** The first group that a person has decides, at each sign-in of who joined by the provider. */
  groups: z.array(RoleGrant.safeExtend({ group: z.string().trim().min(1).max(256) })).max(50).default([]),
  /** Of who has none of the groups, where there are any: `default` gives the grant above, `refuse` nothing. */
  withoutGroup: z.enum(['default', 'refuse']).default('default'),
  /** Whether the provider asks everybody for a second factor, so that Nines need not. */
  trustsSecondFactor: z.boolean().default(false),
});
export type ProviderRules = z.output<typeof ProviderRules>;

const clientId = z.string().trim().min(1, 'Give the client id that the provider shows.').max(256);
const scope = z
  .string()
  .trim()
  .max(200)
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/, 'must be words with one space between them')
  .refine((value) => value.split(' ').includes('openid'), 'must have openid among its words')
  .default('openid profile email');
const claim = z.string().trim().min(1).max(100);

/** OpenID Connect Discovery 1.0, section 2: https, without query or fragment; http on this machine alone. */
export const IssuerUrl = z
  .url({ protocol: /^https?$/, error: 'must be the address of the issuer, as https://login.example.com', abort: true })
  .max(500)
  .refine((value) => !/[?#@]/.test(value), 'must have no query, fragment or user')
  .refine((value) => value.startsWith('https:') || ['localhost', '127.0.0.1', '[::1]'].includes(new URL(value).hostname), 'must be https, unless it is on this machine');

/** A directory of Microsoft Entra ID: its id, one of its domains, or `organizations` for all of them. */
export const EntraTenant = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|organizations|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+)$/, 'must be the id of the directory, one of its domains, or organizations');

const connections = [
  z.strictObject({ kind: z.literal('oidc'), issuer: IssuerUrl, clientId, scope, groupsClaim: claim.default('groups') }),
  z.strictObject({ kind: z.literal('entra'), tenant: EntraTenant, clientId, groupsClaim: claim.default('groups') }),
  z.strictObject({ kind: z.literal('github'), clientId }),
  z.strictObject({ kind: z.literal('google'), clientId }),
] as const;

/** Where a provider is, and as whom Nines comes to it. */
export const ProviderConnection = z.discriminatedUnion('kind', connections);
export type ProviderConnection = z.output<typeof ProviderConnection>;

export const StoredProvider = z.strictObject({
  key: ProviderKey,
  name: z.string().trim().min(1, 'Give it a name for the button.').max(60),
  isOn: z.boolean().default(true),
  /** Null: the variables say it. */
  connection: ProviderConnection.nullable().default(null),
  rules: ProviderRules.prefault({}),
});
export type StoredProvider = z.output<typeof StoredProvider>;

/** Providers of sign-in that were set up in Config, and the rules of those that the variables name. Their secrets are sealed. */
export const ProviderSettings = z.strictObject({
  providers: z
    .array(StoredProvider)
    .max(10)
    .refine((providers) => new Set(providers.map(({ key }) => key)).size === providers.length, 'Two providers have the same key.')
    .default([]),
});
