import type { AuthOptions } from 'next-auth';
import { messageOf } from '@/lib/errors';
import { runtime } from '@/server/runtime';
import { sessionLifetimeMs } from './create-session';
import { passkeyProvider } from './passkey-provider';
import { passwordProvider } from './password-provider';
import { endSession } from './sign-in';

const noSession = '00000000-0000-0000-0000-000000000000';

/**
 * next-auth with credentials. Its cookie carries only the id of a row in `sessions`; what the session may do,
 * and whether it still counts, is read from there on every request.
 */
export function authOptions(requestId: string): AuthOptions {
  const { database, authSecret, log, access: known } = runtime();
  const accessOf = (sessionId: string) =>
    known.bySession(sessionId).catch((error: unknown) => log.warn({ reason: messageOf(error), requestId }, 'a session could not be checked'));
  return {
    secret: authSecret,
    session: { strategy: 'jwt', maxAge: sessionLifetimeMs / 1000 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      passwordProvider(requestId),
      passkeyProvider(requestId),
    ],
    callbacks: {
      jwt: async ({ token, user }) => {
        if (user && 'sessionId' in user) return { sub: user.id, sessionId: String(user.sessionId) };
        const sessionId = typeof token.sessionId === 'string' ? token.sessionId : noSession;
        // A session that ended keeps no name: the next request with its cookie is as if nobody had signed in.
        // While the database does not answer the cookie stays, or a short outage would sign everybody out.
        const access = await accessOf(sessionId);
        return access === null ? { sessionId: noSession } : token;
      },
      session: async ({ session, token }) => {
        const access = await accessOf(String(token.sessionId));
        if (access?.actor.kind !== 'user') return { expires: new Date(0).toISOString() };
        const { email, name, role } = access.actor;
        return { ...session, user: { email, name, role, tenant: access.tenant.slug } };
      },
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sessionId === 'string') await endSession(database, token.sessionId, Date.now(), requestId);
      },
    },
    logger: {
      error: (code, metadata) => log.warn({ code, err: metadata instanceof Error ? metadata : metadata.error }, 'next-auth'),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
