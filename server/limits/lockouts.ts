import { z } from 'zod';
import { networkOf } from '@/lib/auth/network';
import { attemptKinds, forgetAfterMs, type AttemptKind } from '@/lib/auth/throttle';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { shownLimits, type Lockout } from '@/lib/limits/api';
import { record, storedActor } from '@/server/audit/record';
import { subjectsOf } from '@/server/auth/sign-in-throttle';
import type { Database } from '@/server/database/database';

interface Verbs {
  database: Database;
  authSecret: string;
}

interface Member {
  id: string;
  email: string;
  name: string | null;
}

const Tried = z.object({ action: z.string(), actor: z.object({ id: z.string() }), address: z.string() });
const Locked = z.array(z.object({ subject: z.string(), until: z.date() }));
const mostTried = 5_000;
const anyAddress = '';

/** Which entries of the audit trail tell the networks of each kind of attempt. */
const triedBy: Readonly<Record<string, readonly AttemptKind[]>> = {
  'session.refuse': ['sign-in', 'password', 'code', 'passkey'],
  'access.refuse': ['password'],
  'password.ask': ['reset'],
  'contact.create': ['contact'],
};

/** A keyed name that attempts are counted under, and what it is of. */
interface Subject {
  subject: string;
  memberId: string;
  kind: AttemptKind;
  isEverywhere: boolean;
}

/**
 * Members who cannot sign in, prove who they are, or ask for a link now. A lock says nothing of who it is for, so that those of the members are looked up: everywhere, and from the networks that the audit trail has of
 * the last hour.
 */
export async function listLockouts({ database, authSecret }: Verbs, caller: Caller): Promise<{ lockouts: Lockout[]; at: number }> {
  const members = await membersOf(database, caller);
  const subjects = await subjectsByMember({ database, authSecret }, caller, members);
  const names = subjects.map(({ subject }) => subject);
  const rows = await database.transaction({ kind: 'auth' }, (tx) =>
    tx.$queryRaw`select subject, locked_until as until from sign_in_throttles where subject = any(${names}::text[]) and locked_until > ${new Date(caller.now)}`,
  );
  const until = new Map(Locked.parse(rows).map((row) => [row.subject, row.until.getTime()]));
  const locked = subjects.filter(({ subject }) => until.has(subject));
  const lockouts = members.flatMap(({ id, email, name }): Lockout[] => {
    const own = locked.filter(({ memberId }) => memberId === id);
    if (own.length === 0) return [];
    const kinds = attemptKinds.filter((kind) => own.some((each) => each.kind === kind));
    return [{ email, name, kinds, until: Math.max(...own.map(({ subject }) => until.get(subject) ?? 0)), isEverywhere: own.some((each) => each.isEverywhere) }];
  });
  return { lockouts: lockouts.sort((a, b) => b.until - a.until), at: caller.now };
}

/** Forgets the attempts of a member of every kind that is locked. Throws `not_found` for who is no member of the caller's tenant, and `conflict` when nothing of the account is locked. */
export async function unlockAccount({ database, authSecret }: Verbs, caller: Caller, { email }: { email: string }): Promise<{ email: string }> {
  const [member] = await membersOf(database, caller, email);
  if (!member) throw new AppError('not_found', `${email} is no member of ${caller.tenant.name}.`);
  const subjects = await subjectsByMember({ database, authSecret }, caller, [member]);
  const names = subjects.map(({ subject }) => subject);
  await database.transaction({ kind: 'auth' }, async (tx) => {
    const rows = await tx.$queryRaw`
      delete from sign_in_throttles where subject = any(${names}::text[]) and locked_until > ${new Date(caller.now)} returning subject, locked_until as until`;
    const unlocked = new Set(Locked.parse(rows).map(({ subject }) => subject));
    if (unlocked.size === 0) throw new AppError('conflict', `${email} is not locked. If the whole address is, it is free again after 15 minutes at most.`);
    const { actor, tenant, requestId, address, now } = caller;
    const kinds = attemptKinds.filter((kind) => subjects.some((each) => each.kind === kind && unlocked.has(each.subject)));
    await record(tx, tenant, { actor: storedActor(actor), action: 'sign_in.unlock', before: { email, isLocked: true, kinds }, after: { email, isLocked: false }, requestId, address, now });
  });
  return { email };
}

function membersOf(database: Database, { tenant }: Caller, email?: string): Promise<Member[]> {
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const found = await tx.membership.findMany({
      where: { tenantId: tenant.id, ...(email === undefined ? {} : { user: { email } }) },
      select: { user: { select: { id: true, email: true, name: true } } },
      orderBy: { createdAt: 'asc' },
      take: shownLimits.members,
    });
    return found.map(({ user }) => user);
  });
}

async function subjectsByMember({ database, authSecret }: Verbs, { tenant, now }: Caller, members: readonly Member[]): Promise<Subject[]> {
  const entries = await database.transaction({ kind: 'tenant', tenant }, (tx) =>
    tx.auditEntry.findMany({
      where: { action: { in: Object.keys(triedBy) }, at: { gte: new Date(now - forgetAfterMs) }, address: { not: null } },
      select: { action: true, actor: true, address: true }, orderBy: { at: 'desc' }, take: mostTried,
    }),
  );
  const tried = new Map<string, Map<string, string>>();
  for (const entry of entries) {
    const { data } = Tried.safeParse(entry);
    if (!data) continue;
    for (const kind of triedBy[data.action] ?? []) {
      const key = `${data.actor.id} ${kind}`;
      tried.set(key, (tried.get(key) ?? new Map<string, string>()).set(networkOf(data.address), data.address));
    }
  }
  return members.flatMap(({ id: memberId, email }) =>
    attemptKinds.flatMap((kind): Subject[] => {
      const pairs = [...(tried.get(`${memberId} ${kind}`)?.values() ?? [])].map((address) => subjectsOf(authSecret, { kind, email, address }).pair);
      const everywhere = { subject: subjectsOf(authSecret, { kind, email, address: anyAddress }).account, memberId, kind, isEverywhere: true };
      return [everywhere, ...pairs.map((subject) => ({ subject, memberId, kind, isEverywhere: false }))];
    }),
  );
}
