import type { Role } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import type { Database, Transaction } from '@/server/database/database';

/** A member of a tenant. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
}

const mostPeople = 1_000;

/** The members of the caller's tenant, by name. */
export async function listPeople({ database }: { database: Database }, { tenant }: Caller): Promise<{ people: Person[] }> {
  const people = await database.transaction({ kind: 'tenant', tenant }, peopleOf);
  return { people: people.sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1)) };
}

/** The members of the transaction's tenant; at most 1,000, those first who joined first. */
export async function peopleOf(tx: Transaction): Promise<Person[]> {
  const members = await tx.membership.findMany({
    select: { role: true, user: { select: { id: true, name: true, email: true } } },
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
    take: mostPeople,
  });
  return members.map(({ role, user: { id, name, email } }) => ({ id, name: name ?? email, email, role }));
}
