import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { listMembers as endpoint } from '@/lib/people/api';
import { peopleLimits, type Member } from '@/lib/people/schemas';
import type { Database } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';
import { memberInclude, memberViewOf, viewsOf } from './member-view';

type Asked = z.output<NonNullable<(typeof endpoint)['query']>>;

/** A page of the people of the caller's tenant, by name. */
export function listMembers({ database }: { database: Database }, { tenant, now }: Caller, { text, state, page }: Asked): Promise<z.input<(typeof endpoint)['response']>> {
  const tenantId = tenant.id;
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const found = { contains: text ?? '', mode: 'insensitive' as const };
    const where: Prisma.MembershipWhereInput = {
      tenantId,
      ...(state === undefined ? {} : { deactivatedAt: state === 'active' ? null : { not: null } }),
      ...(text ? { user: { OR: [{ name: found }, { email: found }] } } : {}),
    };
    const rows = await tx.membership.findMany({
      where, include: memberInclude, orderBy: [{ user: { name: 'asc' } }, { user: { email: 'asc' } }], skip: page * peopleLimits.page, take: peopleLimits.page,
    });
    const total = await tx.membership.count({ where });
    const active = await tx.membership.count({ where: { tenantId, deactivatedAt: null } });
    const all = await tx.membership.count({ where: { tenantId } });
    return { members: await viewsOf(tx, tenantId, rows, now), total, counts: { active, deactivated: all - active }, at: now };
  });
}

/** One of them. Throws `not_found`. */
export function readMember({ database }: { database: Database }, { tenant, now }: Caller, id: string): Promise<Member> {
  return database.transaction({ kind: 'auth' }, (tx) => memberViewOf(tx, tenant.id, id, now));
}
