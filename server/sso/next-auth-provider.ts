import type { OAuthConfig, OAuthUserConfig } from 'next-auth/providers/oauth';
import AzureAD from 'next-auth/providers/azure-ad';
import GitHub from 'next-auth/providers/github';
import Google from 'next-auth/providers/google';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { identityOf } from '@/lib/sso/identity';
import type { Provider } from '@/lib/sso/providers';
import { createOutgoingClient } from '@/server/outgoing/http-client';
import type { Discovered } from './discover';
import { exchangeMs, insidePolicy, providerHttpOptions, withReach } from './provider-agent';

type Claims = Record<string, unknown>;
type Config = OAuthConfig<Claims>;

/** A provider in next-auth's form: authorisation code with PKCE, state and, where there is an id token, nonce. `discovered` is what an issuer says of itself; without it one of OpenID Connect leads nowhere. */
export function nextAuthProvider(provider: Provider, discovered: Discovered | null): Config {
  const { key: id, name, connection, clientSecret } = provider;
  if (clientSecret === null) throw new AppError('unavailable', `The secret of the provider ${name} is not known. Enter it in Config.`);
  const common = {
    id,
    name,
    clientId: connection.clientId,
    clientSecret,
    // Who it is decides the transaction that opens the session; here a name is asked for, and no more is kept.
    profile: (claims: Claims) => ({ id: identityOf(connection, claims)?.subject ?? 'nobody' }),
  } satisfies OAuthUserConfig<Claims>;
  // Beside the options, of which next-auth makes copies: an agent cannot be copied.
  const httpOptions = providerHttpOptions(connection.kind !== 'oidc' || connection.issuer.startsWith('https:'));
  switch (connection.kind) {
    case 'oidc':
      return { ...common, ...endpointsOf(connection, discovered), type: 'oauth', idToken: true, checks: ['pkce', 'state', 'nonce'], httpOptions };
    case 'entra': {
      const wellKnown = `https://login.microsoftonline.com/${connection.tenant}/v2.0/.well-known/openid-configuration`;
      return { ...(AzureAD({ ...common, tenantId: connection.tenant, wellKnown, idToken: true, checks: ['pkce', 'state', 'nonce'] } as unknown as Parameters<typeof AzureAD>[0]) as unknown as Config), httpOptions };
    }
    case 'github':
      return { ...(GitHub({ ...common, checks: ['pkce', 'state'], userinfo: { request: gitHubProfile } } as unknown as Parameters<typeof GitHub>[0]) as unknown as Config), httpOptions };
    case 'google':
      return { ...(Google({ ...common, checks: ['pkce', 'state', 'nonce'] } as unknown as Parameters<typeof Google>[0]) as unknown as Config), httpOptions };
  }
}

/** The endpoints as they were checked: next-auth asks for no document of its own. */
function endpointsOf({ issuer, scope }: Extract<Provider['connection'], { kind: 'oidc' }>, found: Discovered | null): Partial<Config> {
  const params = { scope };
  if (!found) return { issuer, authorization: { params } };
  return {
    issuer: found.issuer,
    authorization: { url: found.authorization, params },
    token: { url: found.token, request: (asked) => withReach(found.policy, () => takeTokens(asked, found)) },
    userinfo: { url: found.userinfo ?? undefined, request: (asked) => withReach(found.policy, () => allClaims(asked)) },
    jwks_endpoint: found.jwks,
    client: { token_endpoint_auth_method: found.takesSecretInBody ? 'client_secret_post' : 'client_secret_basic' },
  };
}

type Token = Extract<NonNullable<Config['token']>, object>['request'];

/** As next-auth does it, with what it would have read in the document: an answer must name the issuer where that says it does (RFC 9207, section 2.4). */
async function takeTokens({ client, provider, params, checks }: Parameters<NonNullable<Token>>[0], { namesItself }: Discovered) {
  if (namesItself && params.iss === undefined) throw new Error('The answer does not name its issuer.');
  return { tokens: await client.callback(provider.callbackUrl, params, checks) };
}

type Request = NonNullable<Extract<NonNullable<Config['userinfo']>, object>['request']>;

/** The claims of the verified id token, with those that the provider tells only when it is asked. */
const allClaims: Request = async ({ client, tokens }) => {
  const inToken = (tokens as { claims?: () => Claims }).claims?.() ?? {};
  if (!client.issuer.metadata.userinfo_endpoint || !tokens.access_token) return inToken;
  // Refuses an answer about somebody else than the id token names (OpenID Connect Core 1.0, section 5.3.2).
  const asked = await client.userinfo(tokens as Parameters<typeof client.userinfo>[0]);
  return { ...asked, ...inToken };
};

const gitHub = createOutgoingClient({ policy: insidePolicy, timeouts: { connectMs: exchangeMs, totalMs: exchangeMs } });
const Emails = z.array(z.looseObject({ email: z.string(), primary: z.boolean(), verified: z.boolean() })).max(1_000);

/** GitHub's profile with the primary email, if GitHub verified it: the public one of a profile proves nothing. */
const gitHubProfile: Request = async ({ client, tokens }) => {
  const profile = await client.userinfo(tokens.access_token ?? '');
  const headers = { authorization: `Bearer ${tokens.access_token ?? ''}`, accept: 'application/vnd.github+json', 'user-agent': 'Nines' };
  const answer = await gitHub.request({ method: 'GET', url: 'https://api.github.com/user/emails', headers, body: null, hasSecrets: true });
  const emails = answer.status === 200 ? Emails.safeParse(JSON.parse(answer.body)) : null;
  const primary = emails?.data?.find((each) => each.primary && each.verified);
  return { ...profile, email: primary?.email, email_verified: primary !== undefined } as never;
};
