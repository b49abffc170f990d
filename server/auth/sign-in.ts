import { createHmac } from 'node:crypto';
import { AppError } from '@/lib/errors';
import { stepThrottle, throttleSubjects, type ThrottleSubject } from '@/lib/auth/throttle';
import { record } from '@/server/audit/record';
import type { Database, Transaction } from '@/server/database/database';
import { verifyPassword } from './passwords';

export const sessionLifetimeMs = 30 * 86_400_000;

export interface SignInAttempt {
  email: string;
  password: string;
  address: string;
  userAgent: string | null;
  now: number;
  requestId: string;
}

export interface SignedIn {
  userId: string;
  email: string;
  name: string | null;
  sessionId: string;
}

/**
 * Checks a password and opens a session. Null when email or password is wrong; the answer and its time are the same
 * whether the account exists or not. Throws AppError `too_many_requests` while the account or the address is locked.
 */
export async function signIn(database: Database, secret: string, attempt: SignInAttempt): Promise<SignedIn | null> {
  const email = attempt.email.trim().toLowerCase();
  const subjects = subjectsOf(secret, email, attempt.address);
  await countAttempt(database, subjects, attempt.now);
  const user = await database.transaction({ kind: 'auth' }, (tx) =>
    tx.user.findUnique({ where: { email }, include: { memberships: { include: { tenant: true }, orderBy: { createdAt: 'asc' } } } }),
  );
  const matches = await verifyPassword(user?.passwordHash ?? null, attempt.password);
  const membership = user?.memberships[0];
  if (!user || !membership || !matches) {
    if (user && membership) await auditRefusal(database, membership.tenant, user.id, attempt);
    return null;
  }
  const sessionId = await database.transaction({ kind: 'auth' }, async (tx) => {
    await tx.signInThrottle.deleteMany({ where: { subject: { in: [subjects.pair, subjects.account] } } });
    // An address is shared by many: a success takes back its own count only.
    await tx.signInThrottle.updateMany({
      where: { subject: subjects.address, failures: { gt: 0 } },
      data: { failures: { decrement: 1 }, lockedUntil: null },
    });
    const session = await tx.session.create({
      data: {
        tenantId: membership.tenantId,
        userId: user.id,
        expiresAt: new Date(attempt.now + sessionLifetimeMs),
        address: attempt.address,
        userAgent: attempt.userAgent?.slice(0, 300) ?? null,
      },
    });
    await audit(tx, membership.tenant, user.id, 'session.create', attempt);
    return session.id;
  });
  return { userId: user.id, email: user.email, name: user.name, sessionId };
}

/** Ends one session at once. */
export async function endSession(database: Database, sessionId: string, now: number): Promise<void> {
  await database.transaction({ kind: 'auth' }, (tx) =>
    tx.session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { revokedAt: new Date(now) } }),
  );
}

async function countAttempt(database: Database, subjects: Record<ThrottleSubject, string>, now: number): Promise<void> {
  const refusedForMs = await database.transaction({ kind: 'auth' }, async (tx) => {
    let longest = 0;
    for (const kind of throttleSubjects) longest = Math.max(longest, await countOne(tx, kind, subjects[kind], now));
    return longest;
  });
  if (refusedForMs === 0) return;
  throw new AppError('too_many_requests', 'Too many attempts. Wait a few minutes, then try again.', {
    retryAfterSeconds: Math.ceil(refusedForMs / 1000),
  });
}

/** Milliseconds that the subject is still locked, or 0 when the attempt was counted. */
async function countOne(tx: Transaction, kind: ThrottleSubject, subject: string, now: number): Promise<number> {
  await tx.$executeRaw`
    insert into sign_in_throttles (subject, failures, last_failure_at) values (${subject}, 0, ${new Date(now)}) on conflict do nothing`;
  await tx.$executeRaw`select 1 from sign_in_throttles where subject = ${subject} for update`;
  const row = await tx.signInThrottle.findUniqueOrThrow({ where: { subject } });
  const decision = stepThrottle(
    { failures: row.failures, lastFailureAt: row.lastFailureAt.getTime(), lockedUntil: row.lockedUntil?.getTime() ?? null },
    kind,
    now,
  );
  if (!decision.allowed) return decision.retryAfterMs;
  const { failures, lastFailureAt, lockedUntil } = decision.next;
  await tx.signInThrottle.update({
    where: { subject },
    data: { failures, lastFailureAt: new Date(lastFailureAt), lockedUntil: lockedUntil === null ? null : new Date(lockedUntil) },
  });
  return 0;
}

function subjectsOf(secret: string, email: string, address: string): Record<ThrottleSubject, string> {
  const keyed = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  return { pair: keyed(`pair\n${email}\n${address}`), account: keyed(`account\n${email}`), address: keyed(`address\n${address}`) };
}

async function auditRefusal(database: Database, tenant: { id: string; number: number }, userId: string, attempt: SignInAttempt): Promise<void> {
  await database.transaction({ kind: 'tenant', tenant }, (tx) => audit(tx, tenant, userId, 'session.refuse', attempt));
}

async function audit(tx: Transaction, tenant: { id: string; number: number }, userId: string, action: string, attempt: SignInAttempt): Promise<void> {
  await record(tx, tenant, {
    actor: { kind: 'user', id: userId },
    action,
    before: null,
    after: { address: attempt.address },
    requestId: attempt.requestId,
    now: attempt.now,
  });
}
