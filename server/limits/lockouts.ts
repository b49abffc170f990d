import { z } from 'zod';
import { networkOf } from '@/lib/auth/network';
import { forgetAfterMs } from '@/lib/auth/throttle';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { shownLimits, type Lockout } from '@/lib/limits/api';
import { record } from '@/server/audit/record';
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

const Refused = z.object({ actor: z.object({ id: z.string() }), address: z.string() });
const mostRefusals = 5_000;
const anyAddress = '';

/** Members of the caller's tenant who cannot sign in now. A lock says nothing of who it is for, so that those of the members are looked up: everywhere, and from the networks that were refused in the last hour. */
export async function listLockouts({ database, authSecret }: Verbs, caller: Caller): Promise<{ lockouts: Lockout[]; at: number }> {
  const members = await membersOf(database, caller);
  const known = await subjectsByMember({ database, authSecret }, caller, members);
  const subjects = [...known.values()].flatMap(({ account, pairs }) => [account, ...pairs]);
  const rows = await database.transaction({ kind: 'auth' }, (tx) => tx.signInThrottle.findMany({ where: { subject: { in: subjects }, lockedUntil: { gt: new Date(caller.now) } } }));
  const until = new Map(rows.map(({ subject, lockedUntil }) => [subject, lockedUntil?.getTime() ?? 0]));
  const lockouts = members.flatMap(({ id, email, name }): Lockout[] => {
    const { account = '', pairs = [] } = known.get(id) ?? {};
    const longest = Math.max(until.get(account) ?? 0, ...pairs.map((pair) => until.get(pair) ?? 0));
    return longest === 0 ? [] : [{ email, name, until: longest, isEverywhere: until.has(account) }];
  });
  return { lockouts: lockouts.sort((a, b) => b.until - a.until), at: caller.now };
}

/** Forgets the wrong passwords of a member. Throws `not_found` for who is no member of the caller's tenant, and `conflict` when the account is not locked. */
export async function unlockAccount({ database, authSecret }: Verbs, caller: Caller, { email }: { email: string }): Promise<{ email: string }> {
  const [member] = await membersOf(database, caller, email);
  if (!member) throw new AppError('not_found', `${email} is no member of ${caller.tenant.name}.`);
  const { account = '', pairs = [] } = (await subjectsByMember({ database, authSecret }, caller, [member])).get(member.id) ?? {};
  await database.transaction({ kind: 'auth' }, async (tx) => {
    const { count } = await tx.signInThrottle.deleteMany({ where: { subject: { in: [account, ...pairs] }, lockedUntil: { gt: new Date(caller.now) } } });
    if (count === 0) throw new AppError('conflict', `${email} is not locked. If the whole address is, it is free again after 15 minutes at most.`);
    const { actor, tenant, requestId, address, now } = caller;
    await record(tx, tenant, { actor: { kind: actor.kind, id: actor.kind === 'system' ? actor.job : actor.id }, action: 'sign_in.unlock', before: { email, isLocked: true }, after: { email, isLocked: false }, requestId, address, now });
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

async function subjectsByMember({ database, authSecret }: Verbs, { tenant, now }: Caller, members: readonly Member[]): Promise<Map<string, { account: string; pairs: string[] }>> {
  const refusals = await database.transaction({ kind: 'tenant', tenant }, (tx) =>
    tx.auditEntry.findMany({ where: { action: 'session.refuse', at: { gte: new Date(now - forgetAfterMs) }, address: { not: null } }, select: { actor: true, address: true }, orderBy: { at: 'desc' }, take: mostRefusals }),
  );
  const networks = new Map<string, Map<string, string>>();
  for (const { actor, address } of refusals) {
    const { data } = Refused.safeParse({ actor, address });
    if (!data) continue;
    const { id } = data.actor;
    networks.set(id, (networks.get(id) ?? new Map<string, string>()).set(networkOf(data.address), data.address));
  }
  return new Map(
    members.map(({ id, email }) => {
      const addresses = [...(networks.get(id)?.values() ?? [])];
      return [id, { account: subjectsOf(authSecret, email, anyAddress).account, pairs: addresses.map((address) => subjectsOf(authSecret, email, address).pair) }];
    }),
  );
}
