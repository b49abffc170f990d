import type { PasskeyAssertion } from '@/lib/account/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { record } from '@/server/audit/record';
import { verifyPassword } from '@/server/auth/passwords';
import { countAttempt, forgetFailures, subjectsOf } from '@/server/auth/sign-in-throttle';
import type { Database, Transaction } from '@/server/database/database';
import { personOf, type AccountWorld } from './own';
import { acceptPasskey } from './passkeys';
import type { RelyingParty } from './relying-party';
import { acceptCode, hasSecondFactor } from './second-factor';

const freshMs = 10 * 60_000;

type Means = { password: string } | { code: string } | { passkey: PasskeyAssertion };

/**
 * Until when the session may change second factors, in milliseconds since 1970; null: its person has to prove anew who it is. A session that was opened without a second factor
 * never may where the account has one: a stolen password or provider must not add a factor of its own.
 */
export async function proofOf(tx: Transaction, caller: Caller): Promise<number | null> {
  const { id, sessionId } = personOf(caller);
  const session = await tx.session.findUnique({ where: { id: sessionId }, select: { createdAt: true, provedAt: true, secondFactorAt: true, revokedAt: true } });
  if (!session || session.revokedAt || (session.secondFactorAt === null && (await hasSecondFactor(tx, id)))) return null;
  const until = Math.max(session.createdAt.getTime(), session.provedAt?.getTime() ?? 0) + freshMs;
  return until > caller.now ? until : null;
}

/** Throws `forbidden` where `proofOf` is null. */
export async function requireProof(tx: Transaction, caller: Caller): Promise<void> {
  if ((await proofOf(tx, caller)) !== null) return;
  throw new AppError('forbidden', 'Prove first that it is you: by your password, a code or a passkey; where the account has a second factor, by that. Then do this within ten minutes.');
}

/**
 * Proves that the person of the session is there. Guesses are counted as those of signing in, passwords and codes apart, so that a known password clears no guesses of codes.
 * Throws `forbidden` for what is wrong, and `too_many_requests`.
 */
export async function prove(world: AccountWorld, caller: Caller, means: Means, party: () => RelyingParty): Promise<{ freshUntil: number }> {
  const by = 'password' in means ? 'password' : 'code' in means ? 'code' : 'passkey';
  const { id, email } = personOf(caller);
  const subjects = subjectsOf(world.authSecret, { kind: by, email, address: caller.address ?? 'unknown' });
  await countAttempt(world.database, subjects, caller.now);
  const isRightPassword = 'password' in means && (await isPasswordOf(world.database, id, means.password));
  // A challenge is used up also where the answer to it is wrong: that must not be rolled back.
  const isRightPasskey = 'passkey' in means && (await acceptPasskey(world, { response: means.passkey, purpose: 'prove', userId: id, party: party(), now: caller.now })) !== null;
  const freshUntil = await world.database.transaction({ kind: 'auth' }, async (tx) => {
    const accepted = 'code' in means ? await acceptCode(tx, world.sealer, id, means.code, caller.now) : isRightPassword || isRightPasskey ? by : null;
    await audit(tx, caller, accepted ? 'session.prove' : 'session.refuse', accepted ?? by);
    if (accepted === null) return null;
    await forgetFailures(tx, subjects);
    const at = new Date(caller.now);
    await tx.session.updateMany({ where: { id: personOf(caller).sessionId, revokedAt: null }, data: { provedAt: at, ...(by === 'password' ? {} : { secondFactorAt: at }) } });
    return (await proofOf(tx, caller)) ?? caller.now;
  });
  if (freshUntil === null) throw new AppError('forbidden', by === 'password' ? 'The password is wrong.' : by === 'code' ? 'The code is wrong, or was used already. Wait for the next one.' : 'This passkey was not accepted.');
  return { freshUntil };
}

async function isPasswordOf(database: Database, userId: string, password: string): Promise<boolean> {
  const user = await database.transaction({ kind: 'auth' }, (tx) => tx.user.findUnique({ where: { id: userId }, select: { passwordHash: true } }));
  return verifyPassword(user?.passwordHash ?? null, password);
}

async function audit(tx: Transaction, { tenant, now, requestId, address, ...caller }: Caller, action: string, by: string): Promise<void> {
  const { id, sessionId } = personOf(caller);
  await record(tx, tenant, { actor: { kind: 'user', id }, action, before: null, after: { session: sessionId, by }, requestId, address, now });
}
