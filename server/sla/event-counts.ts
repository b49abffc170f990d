import type { MetricStore, QueryResult } from '@/lib/metrics/metric-store';
import type { TimeRange } from '@/lib/sla/days';
import type { Amount } from '@/lib/sla/schemas';
import { eventQueriesOf } from '@/lib/sla/sli-query';
import type { TenantRef } from '@/lib/tenants';
import type { MeasuredCheck } from './measured-checks';
import type { StoredObjective } from './stored-objectives';

const queryTimeoutMs = 5_000;
const keptCounts = 20_000;

const memories = new WeakMap<MetricStore, Map<string, Promise<Amount>>>();
export const noEvents: Amount = { good: 0, bad: 0, unit: 'events' };

/** What counts events is looked at once a minute: its queries cost more than a look at spans, and the same ones are asked by everybody who looks. */
export function minuteOf(nowMs: number): number {
  return nowMs - (nowMs % 60_000);
}

/** The events of a time, remembered. Each of its two queries may take `timeoutMs`. Rejects with what the metric store says. */
export function countEvents(store: MetricStore, tenant: TenantRef, objective: StoredObjective, checks: readonly MeasuredCheck[], range: TimeRange, timeoutMs = queryTimeoutMs): Promise<Amount> {
  const memory = memories.get(store) ?? new Map<string, Promise<Amount>>();
  memories.set(store, memory);
  const key = `${objective.id}:${objective.version}:${range.fromMs}:${range.toMs}`;
  const known = memory.get(key);
  if (known) return known;
  if (memory.size >= keptCounts) memory.clear();
  const counting = ask(store, tenant, objective, checks, range, Math.min(timeoutMs, queryTimeoutMs));
  memory.set(key, counting);
  counting.catch(() => memory.delete(key));
  return counting;
}

async function ask(store: MetricStore, tenant: TenantRef, { settings: { sli } }: StoredObjective, checks: readonly MeasuredCheck[], { fromMs, toMs }: TimeRange, timeoutMs: number): Promise<Amount> {
  if (sli.kind === 'checks') return noEvents;
  const queries = eventQueriesOf(sli, toMs - fromMs, checks[0]?.intervalMs ?? 20_000);
  const count = async (expr: string) => sumOf((await store.query(tenant, { expr, timeMs: toMs, timeoutMs })).result);
  const [total, good] = [await count(queries.total), await count(queries.good)];
  const counted = Math.max(0, total);
  const kept = Math.min(Math.max(0, good), counted);
  return { good: kept, bad: counted - kept, unit: 'events' };
}

/** All series together; what is no number counts nothing. */
function sumOf(result: QueryResult): number {
  const values = result.type === 'scalar' ? [result.value] : result.type === 'vector' ? result.series.map(({ value }) => value) : [];
  return values.reduce((sum, value) => (Number.isFinite(value) ? sum + value : sum), 0);
}
