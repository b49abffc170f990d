import { z } from 'zod';
import { roles } from '@/lib/auth/permissions';
import { endpoint } from '@/lib/endpoint';
import { ProviderConnection, ProviderKey, providerKinds, ProviderRules, StoredProvider } from '@/lib/settings/provider-settings';
import { SignInSettings } from '@/lib/settings/sign-in-settings';

const version = z.number().int().min(0).describe('The version that the change was made from; 0: nothing was changed yet. Another one is a conflict');

const SignInAnswer = z.strictObject({
  version: z.number().int(),
  settings: SignInSettings,
  roles: z
    .array(z.strictObject({ role: z.enum(roles), people: z.int(), withoutSecondFactor: z.int().describe('Of those, who have no second factor yet') }))
    .describe('Active people by role'),
  canDoWithoutPassword: z.boolean().describe('Whether an owner has a passkey, or came in by a provider that is on: without, passwords cannot be switched off'),
});
export type SignInAnswer = z.infer<typeof SignInAnswer>;

export const readSignInSettings = endpoint({
  method: 'GET', path: '/api/monitoring/sign-in-settings', permission: 'monitoring.config.read', summary: 'How people sign in, and who has a second factor', response: SignInAnswer,
});
export const updateSignInSettings = endpoint({
  method: 'PUT', path: '/api/monitoring/sign-in-settings', permission: 'monitoring.people.update',
  summary: 'Change how people sign in, at once. What concerns owners, and switching passwords off, takes an owner; passwords stay on while no owner can sign in without one',
  body: z.strictObject({ version, settings: SignInSettings }), response: SignInAnswer,
});

const ShownProvider = z.strictObject({
  key: z.string(), kind: z.enum(providerKinds), name: z.string(), isOn: z.boolean(),
  connection: ProviderConnection, hasSecret: z.boolean(), rules: ProviderRules,
  isFromVariables: z.boolean().describe('The variables say where it is; only its rules are changed here'),
  people: z.int().describe('People who came in by it'),
});
export type ShownProvider = z.infer<typeof ShownProvider>;

const ProvidersAnswer = z.strictObject({
  version: z.number().int(),
  providers: z.array(ShownProvider),
  publicUrl: z.string().nullable().describe('Where providers send people back to begins with this; null: with the address by which Nines is reached'),
  tenants: z.array(z.strictObject({ slug: z.string(), name: z.string(), customRoles: z.array(z.string()) })).describe('Tenants that new people may join'),
});
export type ProvidersAnswer = z.infer<typeof ProvidersAnswer>;

const byKey = z.strictObject({ key: ProviderKey });

export const listProviders = endpoint({
  method: 'GET', path: '/api/monitoring/sign-in-providers', permission: 'monitoring.config.read', summary: 'The providers of sign-in of this installation, without their secrets', response: ProvidersAnswer,
});

const ProviderInput = StoredProvider.omit({ key: true });
export type ProviderInput = z.output<typeof ProviderInput>;

export const updateProvider = endpoint({
  method: 'PUT', path: '/api/monitoring/sign-in-providers/{key}', permission: 'monitoring.config.update', summary: 'Add or change a provider of sign-in, or the rules of one that the variables name; for owners of the organisation that runs this installation',
  params: byKey,
  body: z.strictObject({ version, provider: ProviderInput, clientSecret: z.string().min(1).max(1_000).optional().describe('Absent: that of before stays') }),
  response: ProvidersAnswer,
});
export const deleteProvider = endpoint({
  method: 'DELETE', path: '/api/monitoring/sign-in-providers/{key}', permission: 'monitoring.config.update', summary: 'Remove a provider of sign-in; of one that the variables name, its rules',
  params: byKey, query: z.strictObject({ version: z.coerce.number().int().min(0) }), response: ProvidersAnswer,
});
