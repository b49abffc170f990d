import type { Caller } from '@/lib/context';

type Tenant = Caller['tenant'];

export interface TenantTurns {
  /** Something changed for this tenant. */
  mark(tenantId: string): void;
  /** Something may have changed for any tenant. */
  markAll(): void;
  /** Runs the tenants that are marked or due, one after the other. */
  run(nowMs: number): Promise<{ nextDueMs: number | null }>;
}

/** Which tenants are to be planned for, and when. A tenant whose run fails stays due; the others have their turn first, then the failure is thrown. */
export function createTenantTurns(list: () => Promise<Tenant[]>, tick: (tenant: Tenant, nowMs: number) => Promise<{ nextDueMs: number | null }>): TenantTurns {
  let tenants = new Map<string, Tenant>();
  let isListDue = true;
  const dueMs = new Map<string, number>();

  async function refresh(): Promise<void> {
    tenants = new Map((await list()).map((tenant) => [tenant.id, tenant]));
    isListDue = false;
    for (const id of dueMs.keys()) if (!tenants.has(id)) dueMs.delete(id);
    for (const id of tenants.keys()) dueMs.set(id, 0);
  }

  return {
    mark(tenantId) {
      if (!tenants.has(tenantId)) isListDue = true;
      dueMs.set(tenantId, 0);
    },
    markAll: () => void (isListDue = true),
    async run(nowMs) {
      if (isListDue) await refresh();
      const failures: unknown[] = [];
      for (const [id, at] of [...dueMs]) {
        const tenant = tenants.get(id);
        if (at > nowMs || !tenant) continue;
        // Before the run, so that what is marked during it is not lost.
        dueMs.delete(id);
        try {
          const { nextDueMs } = await tick(tenant, nowMs);
          if (nextDueMs !== null && !dueMs.has(id)) dueMs.set(id, nextDueMs);
        } catch (error) {
          dueMs.set(id, nowMs + 1_000);
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
      return { nextDueMs: dueMs.size === 0 ? null : Math.min(...dueMs.values()) };
    },
  };
}
