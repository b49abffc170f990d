import type { Role } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import type { Database, Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';

/** A member of a tenant. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
}

const mostPeople = 1_000;

/** The active members of the caller's tenant, by name: who may be chosen. */
export async function listPeople({ database }: { database: Database }, { tenant }: Caller): Promise<{ people: Person[] }> {
  const people = await database.transaction({ kind: 'tenant', tenant }, (tx) => readPeople(tx, { deactivatedAt: null }));
  return { people: people.sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1)) };
}

/** The members of the transaction's tenant; at most 1,000, those first who joined first. Who is deactivated is said to be beside the name. */
export function peopleOf(tx: Transaction): Promise<Person[]> {
  return readPeople(tx, {});
}

async function readPeople(tx: Transaction, where: Prisma.MembershipWhereInput): Promise<Person[]> {
  const members = await tx.membership.findMany({
    where,
    select: { role: true, deactivatedAt: true, user: { select: { id: true, name: true, email: true } } },
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
    take: mostPeople,
  });
  return members.map(({ role, deactivatedAt, user: { id, name, email } }) => ({ id, name: `${name ?? email}${deactivatedAt ? ' (deactivated)' : ''}`, email, role }));
}
