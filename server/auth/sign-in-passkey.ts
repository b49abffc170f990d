import type { PasskeyAssertion } from '@/lib/account/schemas';
import { acceptPasskey } from '@/server/account/passkeys';
import type { RelyingParty } from '@/server/account/relying-party';
import { record } from '@/server/audit/record';
import { createSession } from './create-session';
import type { SignedIn, SignInWorld } from './sign-in';

interface PasskeyAttempt {
  response: PasskeyAssertion;
  party: RelyingParty;
  address: string;
  userAgent: string | null;
  now: number;
  requestId: string;
}

/** Opens a session by a passkey alone, which is something that one has and a finger or a PIN: it counts as a second factor. Null for one that is not accepted. No throttle: a signature cannot be guessed. */
export async function signInByPasskey(world: SignInWorld, attempt: PasskeyAttempt): Promise<SignedIn | null> {
  const { response, party, now } = attempt;
  const accepted = await acceptPasskey(world, { response, purpose: 'sign-in', userId: null, party, now });
  return world.database.transaction({ kind: 'auth' }, async (tx) => {
    const userId = accepted?.userId ?? (await tx.userFactor.findUnique({ where: { credentialId: response.id }, select: { userId: true } }))?.userId;
    if (userId === undefined) return null;
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const membership = await tx.membership.findFirst({ where: { userId, deactivatedAt: null }, orderBy: { createdAt: 'asc' }, include: { tenant: true } });
    if (!membership) return null;
    const { tenant } = membership;
    if (!accepted) {
      const { requestId, address } = attempt;
      await record(tx, tenant, { actor: { kind: 'user', id: userId }, action: 'session.refuse', before: null, after: { address, reason: 'passkey' }, requestId, address, now });
      return null;
    }
    const sessionId = await createSession(tx, { tenant, userId, method: 'passkey', hasSecondFactor: true, from: attempt });
    return { userId, email: user.email, name: user.name, sessionId };
  });
}
