import type { OAuthConfig, OAuthUserConfig } from 'next-auth/providers/oauth';
import AzureAD from 'next-auth/providers/azure-ad';
import GitHub from 'next-auth/providers/github';
import Google from 'next-auth/providers/google';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { identityOf } from '@/lib/sso/identity';
import type { Provider } from '@/lib/sso/providers';
import { createAddressPolicy } from '@/server/outgoing/address-policy';

type Claims = Record<string, unknown>;
type Config = OAuthConfig<Claims>;

/** Longest wait for each answer of a provider. */
const timeoutMs = 5_000;

// A provider may be in the network of who runs Nines; metadata services and the like are refused all the same.
const policy = createAddressPolicy({ allowPrivate: true });

/** A provider in next-auth's form: authorisation code with PKCE, state and, where there is an id token, nonce. */
export function nextAuthProvider(provider: Provider): Config {
  const { key: id, name, connection, clientSecret } = provider;
  if (clientSecret === null) throw new AppError('unavailable', `The secret of the provider ${name} is not known. Enter it in Config.`);
  const common = {
    id,
    name,
    clientId: connection.clientId,
    clientSecret,
    httpOptions: { timeout: timeoutMs, lookup: policy.lookup },
    // Who it is decides the transaction that opens the session; here a name is asked for, and no more is kept.
    profile: (claims: Claims) => ({ id: identityOf(connection, claims)?.subject ?? 'nobody' }),
  } satisfies OAuthUserConfig<Claims>;
  switch (connection.kind) {
    case 'oidc': {
      policy.checkHost(new URL(connection.issuer).hostname);
      const wellKnown = `${connection.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
      const authorization = { params: { scope: connection.scope } };
      return { ...common, type: 'oauth', idToken: true, wellKnown, authorization, checks: ['pkce', 'state', 'nonce'], userinfo: { request: allClaims } };
    }
    case 'entra': {
      const wellKnown = `https://login.microsoftonline.com/${connection.tenant}/v2.0/.well-known/openid-configuration`;
      return AzureAD({ ...common, tenantId: connection.tenant, wellKnown, idToken: true, checks: ['pkce', 'state', 'nonce'] } as unknown as Parameters<typeof AzureAD>[0]) as unknown as Config;
    }
    case 'github':
      return GitHub({ ...common, checks: ['pkce', 'state'], userinfo: { request: gitHubProfile } } as unknown as Parameters<typeof GitHub>[0]) as unknown as Config;
    case 'google':
      return Google({ ...common, checks: ['pkce', 'state', 'nonce'] } as unknown as Parameters<typeof Google>[0]) as unknown as Config;
  }
}

type Request = Extract<NonNullable<Config['userinfo']>, object>['request'];

/** The claims of the verified id token, with those that the provider tells only when it is asked. */
const allClaims: Request = async ({ client, tokens }) => {
  const inToken = (tokens as { claims?: () => Claims }).claims?.() ?? {};
  if (!client.issuer.metadata.userinfo_endpoint || !tokens.access_token) return inToken;
  // Refuses an answer about somebody else than the id token names (OpenID Connect Core 1.0, section 5.3.2).
  const asked = await client.userinfo(tokens as Parameters<typeof client.userinfo>[0]);
  return { ...asked, ...inToken };
};

const Emails = z.array(z.looseObject({ email: z.string(), primary: z.boolean(), verified: z.boolean() })).max(1_000);

/** GitHub's profile with the primary email, if GitHub verified it: the public one of a profile proves nothing. */
const gitHubProfile: Request = async ({ client, tokens }) => {
  const profile = await client.userinfo(tokens.access_token ?? '');
  const headers = { authorization: `Bearer ${tokens.access_token ?? ''}`, accept: 'application/vnd.github+json', 'user-agent': 'Nines' };
  const answer = await fetch('https://api.github.com/user/emails', { headers, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  const emails = answer.ok ? Emails.safeParse(await answer.json()) : null;
  const primary = emails?.data?.find((each) => each.primary && each.verified);
  return { ...profile, email: primary?.email, email_verified: primary !== undefined } as never;
};
