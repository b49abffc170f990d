import type pg from 'pg';
import { worstOf, type CheckState } from '@/lib/checks/states';
import type { ServiceView } from '@/lib/services/schemas';
import { situationOf } from '@/server/checks/check-view';
import { readUptimes } from './service-uptimes';
import { countOpenAlerts, type ServiceCheck, type ServiceRow } from './service-rows';

/** The worst of its checks; unknown without any. */
export function stateOfService(checks: readonly ServiceCheck[] | undefined): CheckState {
  return worstOf(checks?.map(({ shown }) => shown) ?? []) ?? 'unknown';
}

/** The state of a service and why: that of its worst check, the one that is so for the longest. */
interface Situation {
  state: CheckState;
  since: number | null;
  reason: string;
  isInMaintenance: boolean;
  checks: Record<CheckState, number>;
}

function situationOfService(checks: readonly ServiceCheck[]): Situation {
  const state = stateOfService(checks);
  const counts = { up: 0, degraded: 0, unknown: 0, down: 0 } satisfies Record<CheckState, number>;
  for (const { shown } of checks) counts[shown] += 1;
  const common = { state, isInMaintenance: checks.some(({ isInMaintenance }) => isInMaintenance), checks: counts };
  if (checks.length === 0) return { ...common, since: null, reason: 'It has no check.' };
  const worst = checks.filter(({ shown }) => shown === state).map((check) => ({ name: check.name, ...situationOf(check) }));
  worst.sort((a, b) => (a.since ?? Infinity) - (b.since ?? Infinity));
  const [first] = worst;
  // A service is up since the last of its checks came back.
  const since = state === 'up' ? worst.reduce<number | null>((latest, each) => (each.since === null ? latest : Math.max(latest ?? 0, each.since)), null) : (first?.since ?? null);
  return { ...common, since, reason: state === 'up' ? 'All its checks succeed.' : `${first?.name ?? ''}: ${first?.reason ?? ''}` };
}

/** Services as they are shown: two queries for all of them, however many. */
export async function viewServices(client: pg.ClientBase, now: number, rows: readonly ServiceRow[], checksOf: ReadonlyMap<string, readonly ServiceCheck[]>): Promise<ServiceView[]> {
  const alerts = await countOpenAlerts(client, rows.map(({ settings }) => settings.name));
  const uptimes = await readUptimes(client, new Map(rows.map(({ id }) => [id, checksOf.get(id) ?? []])), now);
  return rows.map(({ id, version, settings, createdAt, updatedAt }) => {
    const checks = checksOf.get(id) ?? [];
    return {
      id, version, settings, ...situationOfService(checks),
      openAlerts: alerts.get(settings.name) ?? 0,
      uptime: uptimes.get(id) ?? { day: null, month: null },
      createdAt: createdAt.getTime(),
      updatedAt: updatedAt.getTime(),
    };
  });
}
