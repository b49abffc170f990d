import type { Caller } from '@/lib/context';

type Tenant = Caller['tenant'];

export interface TenantTurns {
  /** Something changed for this tenant. */
  mark(tenantId: string): void;
  /** Something may have changed for any tenant. */
  markAll(): void;
  /** Begins the tenants that are marked or due, and resolves when they have ended or go on in the background. */
  run(nowMs: number): Promise<{ nextDueMs: number | null }>;
  /** Resolves when nothing goes on in the background. */
  idle(): Promise<void>;
}

const atOnce = 4;
/** When none ends for so long, those that run go on in the background. */
const patienceMs = 100;
/** While something runs in the background, its end may make something due. */
const lookAgainMs = 50;
const retryMs = 1_000;
/** A clock that goes back by more was set. */
const clockStepMs = 1_000;

/**
 * Which tenants are to be planned for, and when: a few at a time, so that one with a storm does not hold up the others. A tenant whose run fails stays due; the
 * others have their turn first, then the failure is thrown.
 */
export function createTenantTurns(list: () => Promise<Tenant[]>, tick: (tenant: Tenant, nowMs: number) => Promise<{ nextDueMs: number | null }>): TenantTurns {
  let tenants = new Map<string, Tenant>();
  let isListDue = true;
  let lastMs = 0;
  const dueMs = new Map<string, number>();
  const running = new Map<string, Promise<void>>();
  const failures: unknown[] = [];

  async function refresh(): Promise<void> {
    tenants = new Map((await list()).map((tenant) => [tenant.id, tenant]));
    isListDue = false;
    for (const id of dueMs.keys()) if (!tenants.has(id)) dueMs.delete(id);
    for (const id of tenants.keys()) dueMs.set(id, 0);
  }

  function begin(tenant: Tenant, nowMs: number): void {
    const { id } = tenant;
    // Before the run, so that what is marked during it is not lost.
    dueMs.delete(id);
    const run = tick(tenant, nowMs)
      .then(
        ({ nextDueMs }) => {
          if (nextDueMs !== null && !dueMs.has(id)) dueMs.set(id, nextDueMs);
        },
        (error: unknown) => {
          dueMs.set(id, nowMs + retryMs);
          failures.push(error);
        },
      )
      .finally(() => running.delete(id));
    running.set(id, run);
  }

  return {
    mark(tenantId) {
      if (!tenants.has(tenantId)) isListDue = true;
      dueMs.set(tenantId, 0);
    },
    markAll: () => void (isListDue = true),
    async run(nowMs) {
      if (isListDue) await refresh();
      // After the clock was set back, what is due would be so much too late.
      if (nowMs < lastMs - clockStepMs) for (const id of dueMs.keys()) dueMs.set(id, 0);
      lastMs = nowMs;
      const queue = [...dueMs].filter(([, at]) => at <= nowMs).flatMap(([id]) => tenants.get(id) ?? []);
      const begun = new Set<string>();
      const isOpen = () => queue.length > 0 || [...begun].some((id) => running.has(id));
      do {
        while (running.size < atOnce && queue.length > 0) {
          const next = queue.shift();
          if (!next || running.has(next.id)) continue;
          begin(next, nowMs);
          begun.add(next.id);
        }
      } while (isOpen() && (await endsWithin(Promise.race(running.values()), patienceMs)));
      if (failures.length > 0) throw failures.splice(0)[0];
      const times = [...dueMs].filter(([id]) => !running.has(id)).map(([, at]) => at);
      if (running.size > 0) times.push(nowMs + lookAgainMs);
      return { nextDueMs: times.length === 0 ? null : Math.min(...times) };
    },
    async idle() {
      await Promise.all(running.values());
    },
  };
}

async function endsWithin(end: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const isEnded = await Promise.race([end.then(() => true), new Promise<false>((resolve) => (timer = setTimeout(resolve, ms, false)))]);
  clearTimeout(timer);
  return isEnded;
}
