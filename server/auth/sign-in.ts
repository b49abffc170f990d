import { createHmac } from 'node:crypto';
import { AppError } from '@/lib/errors';
import { Email } from '@/lib/auth/credentials';
import { networkOf } from '@/lib/auth/network';
import { forgetAfterMs, stepThrottle, throttleSubjects, type ThrottleSubject } from '@/lib/auth/throttle';
import { record } from '@/server/audit/record';
import type { Database, Transaction } from '@/server/database/database';
import type { Log } from '@/server/log';
import { createSession } from './create-session';
import { verifyPassword } from './passwords';

const nobody = '00000000-0000-0000-0000-000000000000';

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
export async function signIn(database: Database, secret: string, attempt: SignInAttempt, log: Pick<Log, 'error'>): Promise<SignedIn | null> {
  const email = attempt.email.trim().toLowerCase();
  const subjects = subjectsOf(secret, email, attempt.address);
  await countAttempt(database, subjects, attempt.now);
  const account = Email.safeParse(email).success ? await findAccount(database, email) : null;
  const matches = await verifyPassword(account?.user.passwordHash ?? null, attempt.password);
  if (!account) return null;
  const { user, tenant } = account;
  if (!matches) {
    // Not waited for: the time of the answer would tell that the account exists.
    void database.transaction({ kind: 'tenant', tenant }, (tx) => audit(tx, tenant, user.id, 'session.refuse', attempt)).catch((error: unknown) => {
      log.error({ err: error, requestId: attempt.requestId }, 'a refused sign-in could not be written to the audit trail');
    });
    return null;
  }
  const sessionId = await database.transaction({ kind: 'auth' }, async (tx) => {
    await lockSubjects(tx, subjects);
    await tx.signInThrottle.deleteMany({ where: { subject: { in: [subjects.pair, subjects.account] } } });
    // An address is shared by many: a success takes back its own count only.
    await tx.signInThrottle.updateMany({
      where: { subject: subjects.address, failures: { gt: 0 } },
      data: { failures: { decrement: 1 }, lockedUntil: null },
    });
    return createSession(tx, { tenant, userId: user.id, method: 'password', hasSecondFactor: false, from: attempt });
  });
  return { userId: user.id, email: user.email, name: user.name, sessionId };
}

/** Ends one session at once; one that has ended stays as it is. */
export async function endSession(database: Database, sessionId: string, now: number, requestId: string): Promise<void> {
  await database.transaction({ kind: 'auth' }, async (tx) => {
    const { count } = await tx.session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { revokedAt: new Date(now) } });
    if (count === 0) return;
    const { tenant, userId, address } = await tx.session.findUniqueOrThrow({ where: { id: sessionId }, include: { tenant: true } });
    await audit(tx, tenant, userId, 'session.end', { address: address ?? undefined, requestId, now });
  });
}

/** Asks the same questions whether somebody is found or not, so that the time tells nothing. */
function findAccount(database: Database, email: string) {
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const user = await tx.user.findUnique({ where: { email } });
    const membership = await tx.membership.findFirst({ where: { userId: user?.id ?? nobody, deactivatedAt: null }, orderBy: { createdAt: 'asc' } });
    const tenant = await tx.tenant.findUnique({ where: { id: membership?.tenantId ?? nobody } });
    return user && tenant && { user, tenant };
  });
}

/** Counts for all subjects, or for none when one is locked: a guesser locked at one place must not lock the account for all. */
async function countAttempt(database: Database, subjects: Record<ThrottleSubject, string>, now: number): Promise<void> {
  const refusedForMs = await database.transaction({ kind: 'auth' }, async (tx) => {
    await lockSubjects(tx, subjects);
    const rows = await tx.signInThrottle.findMany({ where: { subject: { in: Object.values(subjects) } } });
    const decisions = throttleSubjects.map((kind) => {
      const row = rows.find(({ subject }) => subject === subjects[kind]);
      const previous = row && { failures: row.failures, lastFailureAt: row.lastFailureAt.getTime(), lockedUntil: row.lockedUntil?.getTime() ?? null };
      return { subject: subjects[kind], decision: stepThrottle(previous ?? null, kind, now) };
    });
    const longest = Math.max(...decisions.map(({ decision }) => (decision.allowed ? 0 : decision.retryAfterMs)));
    if (longest > 0) return longest;
    for (const { subject, decision } of decisions) {
      if (!decision.allowed) continue;
      const { failures, lastFailureAt, lockedUntil } = decision.next;
      const state = { failures, lastFailureAt: new Date(lastFailureAt), lockedUntil: lockedUntil === null ? null : new Date(lockedUntil) };
      await tx.signInThrottle.upsert({ where: { subject }, create: { subject, ...state }, update: state });
    }
    await forgetOld(tx, now);
    return 0;
  });
  if (refusedForMs === 0) return;
  throw new AppError('too_many_requests', 'Too many attempts. Wait a few minutes, then try again.', {
    retryAfterSeconds: Math.ceil(refusedForMs / 1000),
  });
}

/** One attempt at a time for each subject, also while it has no row; always in the same order, so that two cannot wait for each other. */
async function lockSubjects(tx: Transaction, subjects: Record<ThrottleSubject, string>): Promise<void> {
  for (const subject of Object.values(subjects).sort()) {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${subject}, 0))`;
  }
}

/** A few of the rows that count no more, so that a flood of names leaves nothing behind. */
async function forgetOld(tx: Transaction, now: number): Promise<void> {
  await tx.$executeRaw`
    delete from sign_in_throttles where subject in (
      select subject from sign_in_throttles where last_failure_at <= ${new Date(now - forgetAfterMs)} limit 100 for update skip locked)`;
}

function subjectsOf(secret: string, email: string, address: string): Record<ThrottleSubject, string> {
  const keyed = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  const network = networkOf(address);
  return { pair: keyed(`pair\n${email}\n${network}`), account: keyed(`account\n${email}`), address: keyed(`address\n${network}`) };
}

async function audit(tx: Transaction, tenant: { id: string; number: number }, userId: string, action: string, from: Pick<SignInAttempt, 'requestId' | 'now'> & { address: string | undefined }): Promise<void> {
  await record(tx, tenant, {
    actor: { kind: 'user', id: userId },
    action,
    before: null,
    after: { address: from.address ?? null },
    address: from.address,
    requestId: from.requestId,
    now: from.now,
  });
}
