import { io, type Socket } from 'socket.io-client';
import type { Permission, Role } from '@/lib/auth/permissions';
import type { Database } from '@/server/database/database';
import type { OpenSession, Person, TestRuntime } from '@/server/test-runtime';

let people = 0;

/** A further member of a tenant, with a custom role of these permissions if any are given. */
export async function joined(database: Database, tenant: Person['tenant'], role: Role, ...added: Permission[]): Promise<Person> {
  const email = `person-${(people += 1)}@example.com`;
  const id = await database.transaction({ kind: 'auth' }, async (tx) => {
    const name = `with ${added.join(', ')}`;
    const custom = added.length === 0 ? null : await tx.customRole.upsert({ where: { tenantId_name: { tenantId: tenant.id, name } }, create: { tenantId: tenant.id, name, permissions: added }, update: {} });
    const user = await tx.user.create({ data: { email, name: `Person ${people}`, memberships: { create: { tenantId: tenant.id, role, customRoleId: custom?.id ?? null } } } });
    return user.id;
  });
  return { id, email, tenant, role };
}

/** Calls the API as a person's session or as a key. */
export async function call(nines: TestRuntime, who: { cookie: string } | { key: string } | null, method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const as: Record<string, string> = who === null ? {} : 'cookie' in who ? { cookie: who.cookie } : { authorization: `Bearer ${who.key}` };
  const response = await fetch(`${nines.origin}${path}`, {
    method,
    headers: { ...as, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** An open socket of a session. */
export function watch(nines: TestRuntime, { cookie }: OpenSession): Promise<Socket> {
  const socket = io(nines.origin, { extraHeaders: { cookie }, transports: ['websocket'], reconnection: false, forceNew: true });
  return new Promise((resolve, reject) => {
    socket.on('connect', () => resolve(socket));
    socket.on('connect_error', reject);
  });
}
