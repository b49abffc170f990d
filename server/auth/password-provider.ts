import CredentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { isAppError } from '@/lib/errors';
import { internalHeaders } from '@/server/http/request-headers';
import { runtime } from '@/server/runtime';
import { signIn } from './sign-in';

const Credentials = z.object({ email: z.string().min(1).max(254), password: z.string().min(1).max(256) });

/** Signing in by email and password. */
export function passwordProvider(requestId: string) {
  const { database, authSecret, log } = runtime();
  return CredentialsProvider({
    credentials: { email: { label: 'Email', type: 'email' }, password: { label: 'Password', type: 'password' } },
    authorize: async (credentials, request) => {
      const { data } = Credentials.safeParse(credentials);
      if (!data) return null;
      const { email, password } = data;
      const headers = (request.headers ?? {}) as Record<string, string | undefined>;
      try {
        const address = headers[internalHeaders.address] ?? 'unknown';
        const attempt = { email, password, address, userAgent: headers['user-agent'] ?? null, now: Date.now(), requestId };
        const found = await signIn(database, authSecret, attempt, log);
        return found && { id: found.userId, email: found.email, name: found.name, sessionId: found.sessionId };
      } catch (error) {
        if (isAppError(error) && error.code === 'too_many_requests') throw new Error('too_many_attempts', { cause: error });
        log.error({ err: error }, 'sign-in failed');
        throw new Error('unavailable', { cause: error });
      }
    },
  });
}
