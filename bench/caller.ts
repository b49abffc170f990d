import { randomUUID } from 'node:crypto';
import { permissions } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import type { TenantRef } from '@/lib/tenants';

/** An owner of a scratch tenant. */
export function callerOf(tenant: TenantRef): Caller {
  const actor = { kind: 'user', id: randomUUID(), email: 'alice@example.com', name: 'Alice', role: 'OWNER', sessionId: randomUUID() } as const;
  return { tenant: { ...tenant, slug: 'bench', name: 'Bench' }, actor, permissions, now: Date.now(), requestId: 'bench' };
}
