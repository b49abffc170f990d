import { createHmac } from 'node:crypto';
import { networkOf } from '@/lib/auth/network';
import { forgetAfterMs, stepThrottle, throttleSubjects, type AttemptKind, type ThrottleSubject } from '@/lib/auth/throttle';
import { AppError } from '@/lib/errors';
import type { Database, Transaction } from '@/server/database/database';

export type Subjects = Record<ThrottleSubject, string>;

/** What stands before the email of an account, so that each kind of attempt is counted by itself. */
const prefixes: Readonly<Record<AttemptKind, string>> = { 'sign-in': '', password: 'prove password\n', code: 'prove code\n', passkey: 'prove passkey\n', reset: 'reset\n', contact: 'contact\n' };

/** Keyed names of who tries what, so that nobody can be read out of the rows. */
export function subjectsOf(secret: string, { kind, email, address }: { kind: AttemptKind; email: string; address: string }): Subjects {
  const account = prefixes[kind] + email;
  const keyed = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  const network = networkOf(address);
  return { pair: keyed(`pair\n${account}\n${network}`), account: keyed(`account\n${account}`), address: keyed(`address\n${network}`) };
}

/**
 * Counts an attempt before it is tried, for all subjects, or for none when one is locked: a guesser locked at one place must not lock the account for all. Throws
 * `too_many_requests` while one is locked.
 */
export async function countAttempt(database: Database, subjects: Subjects, now: number): Promise<void> {
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

/** A success forgets the failures of the account. */
export async function forgetFailures(tx: Transaction, subjects: Subjects): Promise<void> {
  await lockSubjects(tx, subjects);
  await tx.signInThrottle.deleteMany({ where: { subject: { in: [subjects.pair, subjects.account] } } });
  await takeBackAddress(tx, subjects);
}

/** An address is shared by many: what was no failure takes back its own count only. */
export async function takeBackAddress(tx: Transaction, { address }: Subjects): Promise<void> {
  await tx.signInThrottle.updateMany({ where: { subject: address, failures: { gt: 0 } }, data: { failures: { decrement: 1 }, lockedUntil: null } });
}

/** One attempt at a time for each subject, also while it has no row; always in the same order, so that two cannot wait for each other. */
async function lockSubjects(tx: Transaction, subjects: Subjects): Promise<void> {
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
