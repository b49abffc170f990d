import { z } from 'zod';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';

/** An actor as entries have it. */
export const StoredActor = z.object({ kind: z.string().catch('unknown'), id: z.string().catch('') }).catch({ kind: 'unknown', id: '' });
export type StoredActor = z.infer<typeof StoredActor>;

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const mostMatches = 200;

/** How those who acted are called now: name or email address of persons, names of keys, names of jobs. Null: gone. */
export async function namesOf(database: Database, tenant: TenantRef, actors: readonly StoredActor[]): Promise<(actor: StoredActor) => string | null> {
  const idsOf = (kind: string) => [...new Set(actors.filter((actor) => actor.kind === kind && uuid.test(actor.id)).map(({ id }) => id))];
  const [userIds, keyIds] = [idsOf('user'), idsOf('key')];
  const users = userIds.length === 0 ? [] : await database.transaction({ kind: 'auth' }, (tx) => tx.user.findMany({ where: { id: { in: userIds } }, select: { id: true, name: true, email: true } }));
  const keys = keyIds.length === 0 ? [] : await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.apiKey.findMany({ where: { id: { in: keyIds } }, select: { id: true, name: true } }));
  const names = new Map([...users.map(({ id, name, email }) => [id, name ?? email] as const), ...keys.map(({ id, name }) => [id, name] as const)]);
  return ({ kind, id }) => (kind === 'user' || kind === 'key' ? (names.get(id) ?? null) : id.replaceAll(/[-_]/g, ' '));
}

/** The ids of those who are meant by a text: an id itself, or members and keys of the tenant with it in their name or address. */
export async function idsMeant(database: Database, tenant: TenantRef, text: string): Promise<string[]> {
  const contains = { contains: text, mode: 'insensitive' as const };
  const members = await database.transaction({ kind: 'auth' }, (tx) =>
    tx.membership.findMany({ where: { tenantId: tenant.id, user: { OR: [{ name: contains }, { email: contains }] } }, select: { userId: true }, take: mostMatches }),
  );
  const keys = await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.apiKey.findMany({ where: { name: contains }, select: { id: true }, take: mostMatches }));
  return [text, text.toLowerCase().replaceAll(' ', '-'), ...members.map(({ userId }) => userId), ...keys.map(({ id }) => id)];
}
