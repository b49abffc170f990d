import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { EntraTenant, IssuerUrl, ProviderConnection } from '@/lib/settings/provider-settings';
import type { VariableProvider } from '@/lib/sso/providers';

const secret = z.string().min(1).max(1_000).optional();
const id = z.string().min(1).max(256).optional();

/** The variables that name providers of sign-in. */
export const providerVariables = {
  AUTH_OIDC_ISSUER: IssuerUrl.optional(),
  AUTH_OIDC_CLIENT_ID: id,
  AUTH_OIDC_CLIENT_SECRET: secret,
  AUTH_OIDC_NAME: z.string().trim().min(1).max(60).optional(),
  AUTH_OIDC_SCOPE: z.string().max(200).optional(),
  AUTH_OIDC_GROUPS_CLAIM: z.string().trim().min(1).max(100).optional(),
  AUTH_ENTRA_TENANT_ID: EntraTenant.optional(),
  AUTH_ENTRA_CLIENT_ID: id,
  AUTH_ENTRA_CLIENT_SECRET: secret,
  AUTH_GITHUB_CLIENT_ID: id,
  AUTH_GITHUB_CLIENT_SECRET: secret,
  AUTH_GOOGLE_CLIENT_ID: id,
  AUTH_GOOGLE_CLIENT_SECRET: secret,
};
type Values = { [Name in keyof typeof providerVariables]?: z.output<(typeof providerVariables)[Name]> };

/** Which variables make a provider: the first list all together, the second only beside it. */
const together: readonly { all: readonly (keyof Values)[]; beside: readonly (keyof Values)[] }[] = [
  { all: ['AUTH_OIDC_ISSUER', 'AUTH_OIDC_CLIENT_ID', 'AUTH_OIDC_CLIENT_SECRET'], beside: ['AUTH_OIDC_NAME', 'AUTH_OIDC_SCOPE', 'AUTH_OIDC_GROUPS_CLAIM'] },
  { all: ['AUTH_ENTRA_TENANT_ID', 'AUTH_ENTRA_CLIENT_ID', 'AUTH_ENTRA_CLIENT_SECRET'], beside: [] },
  { all: ['AUTH_GITHUB_CLIENT_ID', 'AUTH_GITHUB_CLIENT_SECRET'], beside: [] },
  { all: ['AUTH_GOOGLE_CLIENT_ID', 'AUTH_GOOGLE_CLIENT_SECRET'], beside: [] },
];

/** The providers that the variables name. Throws AppError `invalid` where one is named by half. */
export function providersOfVariables(values: Values): VariableProvider[] {
  for (const { all, beside } of together) {
    const missing = all.filter((name) => values[name] === undefined);
    const isBegun = [...all, ...beside].some((name) => values[name] !== undefined);
    if (isBegun && missing.length > 0) throw new AppError('invalid', `${all.slice(0, -1).join(', ')} and ${String(all.at(-1))} go together: set all, or none.`);
  }
  return [oidc(values), entra(values), github(values), google(values)].filter((each) => each !== null);
}

function oidc(values: Values): VariableProvider | null {
  const { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_CLIENT_ID: clientId, AUTH_OIDC_CLIENT_SECRET: clientSecret } = values;
  if (!issuer || !clientId || !clientSecret) return null;
  const connection = ProviderConnection.safeParse({ kind: 'oidc', issuer, clientId, scope: values.AUTH_OIDC_SCOPE, groupsClaim: values.AUTH_OIDC_GROUPS_CLAIM });
  if (!connection.success) throw new AppError('invalid', `A variable is wrong: AUTH_OIDC_SCOPE ${connection.error.issues[0]?.message ?? ''}. Correct it and start again.`);
  return { key: 'oidc', name: values.AUTH_OIDC_NAME ?? 'single sign-on', connection: connection.data, clientSecret };
}

function entra(values: Values): VariableProvider | null {
  const { AUTH_ENTRA_TENANT_ID: tenant, AUTH_ENTRA_CLIENT_ID: clientId, AUTH_ENTRA_CLIENT_SECRET: clientSecret } = values;
  if (!tenant || !clientId || !clientSecret) return null;
  return { key: 'entra', name: 'Microsoft', connection: { kind: 'entra', tenant, clientId, groupsClaim: 'groups' }, clientSecret };
}

function github(values: Values): VariableProvider | null {
  const { AUTH_GITHUB_CLIENT_ID: clientId, AUTH_GITHUB_CLIENT_SECRET: clientSecret } = values;
  return clientId && clientSecret ? { key: 'github', name: 'GitHub', connection: { kind: 'github', clientId }, clientSecret } : null;
}

function google(values: Values): VariableProvider | null {
  const { AUTH_GOOGLE_CLIENT_ID: clientId, AUTH_GOOGLE_CLIENT_SECRET: clientSecret } = values;
  return clientId && clientSecret ? { key: 'google', name: 'Google', connection: { kind: 'google', clientId }, clientSecret } : null;
}
