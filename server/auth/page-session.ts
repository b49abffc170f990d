import { cookies, headers } from 'next/headers';
import type { Permission, Role } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { addressOf, requestIdFrom } from '@/server/http/request-headers';
import { runtime } from '@/server/runtime';
import { sessionIdFrom } from './session-token';

export interface PageSession {
  user: { id: string; name: string | null; email: string };
  tenant: Caller['tenant'];
  role: Role;
  permissions: readonly Permission[];
  needsSecondFactor: boolean;
  ctx: Caller;
}

/** Who opened a page, by the session cookie, or null. The page checks the permission before it reads anything. */
export async function pageSession(): Promise<PageSession | null> {
  const jar = await cookies();
  const header = jar.getAll().map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  const sessionId = await sessionIdFrom(header, runtime().authSecret);
  const head = await headers();
  const access = sessionId && (await runtime().access.bySession(sessionId, addressOf(head)));
  if (!access || access.actor.kind !== 'user') return null;
  const { id, name, email, role } = access.actor;
  const { tenant, actor, permissions, needsSecondFactor } = access;
  const ctx = { tenant, actor, permissions, now: Date.now(), requestId: requestIdFrom(head), address: addressOf(head) };
  return { user: { id, name, email }, tenant, role, permissions, needsSecondFactor, ctx };
}
