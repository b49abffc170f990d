import CredentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { PasskeyAssertion } from '@/lib/account/schemas';
import { isAppError } from '@/lib/errors';
import { relyingPartyOf } from '@/server/account/relying-party';
import { internalHeaders } from '@/server/http/request-headers';
import { runtime } from '@/server/runtime';
import { signInByPasskey } from './sign-in-passkey';

const Credentials = z.object({ response: z.string().max(20_000).transform(readJson).pipe(PasskeyAssertion) });

/** Signing in by a passkey alone. */
export function passkeyProvider(requestId: string) {
  const world = runtime();
  return CredentialsProvider({
    id: 'passkey',
    name: 'Passkey',
    credentials: { response: { label: 'Response', type: 'text' } },
    authorize: async (credentials, request) => {
      const { data } = Credentials.safeParse(credentials);
      if (!data) return null;
      const headers = (request.headers ?? {}) as Record<string, string | undefined>;
      try {
        const party = relyingPartyOf({ get: (name) => headers[name] ?? null }, world.config.publicUrl);
        const from = { address: headers[internalHeaders.address] ?? 'unknown', userAgent: headers['user-agent'] ?? null, now: Date.now(), requestId };
        const found = await signInByPasskey(world, { response: data.response, party, ...from });
        return found && { id: found.userId, email: found.email, name: found.name, sessionId: found.sessionId };
      } catch (error) {
        if (isAppError(error) && error.code === 'invalid') return null;
        world.log.error({ err: error }, 'sign-in by passkey failed');
        throw new Error('unavailable', { cause: error });
      }
    },
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
