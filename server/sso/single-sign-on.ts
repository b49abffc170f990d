import type { AuthOptions, User } from 'next-auth';
import { AppError, messageOf } from '@/lib/errors';
import { ProviderKey } from '@/lib/settings/provider-settings';
import { identityOf } from '@/lib/sso/identity';
import type { Provider } from '@/lib/sso/providers';
import type { Refusal } from '@/lib/sso/refusals';
import { sessionIdFrom } from '@/server/auth/session-token';
import { addressOf, requestIdFrom } from '@/server/http/request-headers';
import { runtime } from '@/server/runtime';
import { discover, type Discovered } from './discover';
import { enterByProvider } from './enter-by-provider';
import { loadProviders } from './load-providers';
import { nextAuthProvider } from './next-auth-provider';

const actionsWithProvider: readonly string[] = ['signin', 'callback', 'providers'];

/**
 * next-auth's options with the providers that are set up at this moment, and with the callback that opens the session of who comes by one. Other requests keep the options as they are, and cost nothing.
 * Throws AppError `invalid` for a query that would change what is asked of a provider.
 */
export async function withSingleSignOn(options: AuthOptions, path: readonly string[], request: Pick<Request, 'method' | 'url' | 'headers'>): Promise<AuthOptions> {
  const [action = '', key] = path;
  if (!actionsWithProvider.includes(action)) return options;
  if (key !== undefined && !ProviderKey.safeParse(key).success) return options;
  // next-auth would hand the query on to the provider, over its own parameters.
  if (action === 'signin' && request.method === 'POST' && new URL(request.url).search !== '') throw new AppError('invalid', 'Send no query when signing in.');
  const wanted = (await loadProviders(runtime())).filter((provider) => key === undefined || provider.key === key);
  const isUnderway = key !== undefined && (action === 'callback' || request.method === 'POST');
  const providers = wanted.map(async (provider) => nextAuthProvider(provider, isUnderway ? await documentOf(provider) : null));
  return {
    ...options,
    providers: [...options.providers, ...(await Promise.all(providers))],
    callbacks: {
      ...options.callbacks,
      signIn: async (parameters) => {
        const provider = wanted.find((each) => each.key === parameters.account?.provider);
        if (!provider || parameters.account?.type !== 'oauth') return (await options.callbacks?.signIn?.(parameters)) ?? true;
        return enter(provider, parameters.user, parameters.profile, request.headers);
      },
    },
  };
}

/** What an issuer says of itself at this moment; null where it says nothing that can be used, so that next-auth tells the browser. */
async function documentOf({ key, connection }: Provider): Promise<Discovered | null> {
  if (connection.kind !== 'oidc') return null;
  try {
    return await discover(connection.issuer);
  } catch (error) {
    runtime().log.warn({ reason: messageOf(error), provider: key }, 'a provider of sign-in cannot be used');
    return null;
  }
}

/** Opens the session and writes it into next-auth's user, from where its cookie takes it; else says where to go instead. */
async function enter(provider: Provider, user: object, profile: unknown, headers: Headers): Promise<true | string> {
  const { database, log, authSecret, access } = runtime();
  const requestId = requestIdFrom(headers);
  try {
    const from = { address: addressOf(headers), userAgent: headers.get('user-agent'), now: Date.now(), requestId };
    const sessionId = await sessionIdFrom(headers.get('cookie') ?? '', authSecret);
    const current = sessionId ? await access.bySession(sessionId) : null;
    const signedInUserId = current?.actor.kind === 'user' ? current.actor.id : null;
    const entered = await enterByProvider(database, { provider, identity: identityOf(provider.connection, profile), from, signedInUserId });
    if ('refusal' in entered) return refused(entered.refusal);
    Object.assign(user, { id: entered.userId, sessionId: entered.sessionId } satisfies User & { sessionId: string });
    return true;
  } catch (error) {
    log.error({ err: error, requestId, provider: provider.key }, 'signing in by a provider failed');
    return refused('unavailable');
  }
}

function refused(refusal: Refusal): string {
  return `/sign-in?error=${refusal}`;
}
