import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { chaseActions } from './chase';
import { declareDue } from './declaring';
import { fillTimelines } from './fill-timeline';
import { followAlerts } from './follow-alerts';
import { pageDue } from './paging';

interface Options {
  database: Database;
  /** Where people reach Nines, without a slash at the end. */
  url: string;
  log: Log;
}

type Tenant = Caller['tenant'];
type Due = { nextDueMs: number | null };

/** A storm of alerts must not read all of a timeline's sources with each of them. */
const fillPauseMs = 2_000;
const quietMs = 600_000;
const mostTenants = 10_000;

/**
 * All that is to be done about the incidents of a tenant at a moment: what fires joins or declares, what people did with alerts is taken over, pages go out, timelines are
 * filled, owners of overdue actions are told. A step that fails keeps none of the others from its turn; then the first failure is thrown, and all is tried again.
 */
export function createIncidentTurn(options: Options): (tenant: Tenant, nowMs: number) => Promise<Due> {
  const filledAt = new Map<string, number>();
  let complainedAt = -Infinity;

  async function declare(tenant: Tenant, nowMs: number): Promise<Due> {
    const { nextDueMs, leftOut, isFull } = await declareDue(options, tenant, nowMs);
    if ((leftOut > 0 || isFull) && performance.now() - complainedAt > quietMs) {
      complainedAt = performance.now();
      if (leftOut > 0) options.log.warn({ tenant: tenant.slug, alerts: leftOut }, 'more alerts fire outside of incidents than are looked at; the mildest and oldest are left out');
      if (isFull) options.log.warn({ tenant: tenant.slug }, 'rules declare no further incident while 100 that they declared are open; resolve or merge some, and make the rules narrower');
    }
    return { nextDueMs };
  }

  async function fill(tenant: Tenant, nowMs: number): Promise<Due> {
    const last = filledAt.get(tenant.id);
    if (last !== undefined && nowMs >= last && nowMs - last < fillPauseMs) return { nextDueMs: last + fillPauseMs };
    if (filledAt.size >= mostTenants) filledAt.clear();
    filledAt.set(tenant.id, nowMs);
    return fillTimelines(options.database, tenant, nowMs);
  }

  return async (tenant, nowMs) => {
    const steps: (() => Promise<Due>)[] = [
      () => declare(tenant, nowMs),
      async () => {
        await followAlerts(options.database, tenant, nowMs);
        return { nextDueMs: null };
      },
      () => pageDue(options, tenant, nowMs),
      () => fill(tenant, nowMs),
      () => chaseActions(options, tenant, nowMs),
    ];
    const times: number[] = [];
    const failures: unknown[] = [];
    for (const step of steps) {
      const due = await step().catch((error: unknown) => void failures.push(error));
      if (due && due.nextDueMs !== null) times.push(due.nextDueMs);
    }
    if (failures.length > 0) throw failures[0];
    return { nextDueMs: times.length === 0 ? null : Math.min(...times) };
  };
}
