import CredentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { SecondFactorCode } from '@/lib/account/schemas';
import { isAppError } from '@/lib/errors';
import { internalHeaders } from '@/server/http/request-headers';
import { runtime } from '@/server/runtime';
import { signIn } from './sign-in';

const Credentials = z.object({ email: z.string().min(1).max(254), password: z.string().min(1).max(256), code: SecondFactorCode.optional() });

/** Signing in by email and password, and by a code where the account has a second factor. */
export function passwordProvider(requestId: string) {
  const world = runtime();
  return CredentialsProvider({
    credentials: { email: { label: 'Email', type: 'email' }, password: { label: 'Password', type: 'password' }, code: { label: 'Code', type: 'text' } },
    authorize: async (credentials, request) => {
      const { data } = Credentials.safeParse(credentials);
      if (!data) return null;
      const headers = (request.headers ?? {}) as Record<string, string | undefined>;
      const found = await trySignIn(world, { ...data, address: headers[internalHeaders.address] ?? 'unknown', userAgent: headers['user-agent'] ?? null, now: Date.now(), requestId });
      if (found === 'second_factor') throw new Error('second_factor');
      return found && { id: found.userId, email: found.email, name: found.name, sessionId: found.sessionId };
    },
  });
}

/** Its errors in the words of next-auth, which hands them to the page. */
async function trySignIn(world: Parameters<typeof signIn>[0], attempt: Parameters<typeof signIn>[1]): ReturnType<typeof signIn> {
  try {
    return await signIn(world, attempt);
  } catch (error) {
    if (isAppError(error) && error.code === 'too_many_requests') throw new Error('too_many_attempts', { cause: error });
    world.log.error({ err: error }, 'sign-in failed');
    throw new Error('unavailable', { cause: error });
  }
}
