import type pg from 'pg';
import { dayAt, daysBetween, type Day } from '@/lib/sla/days';
import type { Part } from '@/lib/sla/recorded-days';
import { amountOf, tallyOf, timelineOf } from '@/lib/sla/timeline';
import type { TenantRef } from '@/lib/tenants';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { Database } from '@/server/database/database';
import { readEverySpan, TooManySpans } from '@/server/checks/spans';
import { countEvents } from './event-counts';
import { findChecksOf, type MeasuredCheck } from './measured-checks';
import type { SlaSources } from './measured-objectives';
import { findObjectives, type StoredObjective } from './stored-objectives';

export interface RecordedResult {
  days: number;
  /** Days that were new or came out otherwise than before. */
  changed: number;
}

type FigureDay = Day & { part: Part };

const dayMs = 86_400_000;
/** How far back days are recorded: of metrics as long as they are kept as they came, or are worth asking for. */
export const oldestMs = { checks: 400 * dayMs, ratio: 90 * dayMs, latency: 14 * dayMs } as const;
const daysAtOnce = 31;

/**
 * Records the figures of an objective's finished days since the last recorded one, so that they need not be counted again: from the spans of its checks, or
 * from metrics. A day is finished when no result can reach into it any more. Milliseconds since 1970.
 */
export function recordDays({ database, metrics }: Pick<SlaSources, 'database' | 'metrics'>, tenant: TenantRef, objectiveId: string, nowMs: number): Promise<RecordedResult> {
  return record(database, tenant, objectiveId, nowMs, { isAnew: false, eventsOf: (objective, checks, days) => countDays(metrics, tenant, objective, checks, days) });
}

/** Records all days of an objective of checks anew, from spans; what comes out as it was stays untouched. Nothing for one that counts events. */
export function rebuildDays(database: Database, tenant: TenantRef, objectiveId: string, nowMs: number): Promise<RecordedResult> {
  return record(database, tenant, objectiveId, nowMs, { isAnew: true, eventsOf: () => Promise.resolve([]) });
}

interface Recording {
  isAnew: boolean;
  eventsOf(objective: StoredObjective, checks: readonly MeasuredCheck[], days: readonly Day[]): Promise<FigureDay[]>;
}

async function record(database: Database, tenant: TenantRef, objectiveId: string, nowMs: number, { isAnew, eventsOf }: Recording): Promise<RecordedResult> {
  const plan = await database.withTenant(tenant, (client) => planOf(client, objectiveId, nowMs, isAnew));
  const result: RecordedResult = { days: 0, changed: 0 };
  if (!plan) return result;
  const { objective, checks, days } = plan;
  for (let at = 0; at < days.length; at += daysAtOnce) {
    const some = days.slice(at, at + daysAtOnce);
    const events = objective.settings.sli.kind === 'checks' ? null : await eventsOf(objective, checks, some);
    if (events?.length === 0) break;
    result.changed += await database.withTenant(tenant, async (client) => {
      // Whoever changes what is measured waits until this is stored, and then takes it away.
      const { rowCount } = await client.query('select from objectives where id = $1 and version = $2 for no key update', [objective.id, objective.version]);
      return rowCount === 0 ? 0 : storeDays(client, tenant, objective, events ?? (await spansOf(client, checks, some)), nowMs);
    });
    result.days += some.length;
  }
  return result;
}

/** Results are written a little later, and what was lost with the network is known up to a minute later. */
const lateMs = 60_000 + 60_000;

/**
 * How long after a day's end the last result may still come that says what its end was: a state begins with the first of the results that decide it
 * together. Milliseconds.
 */
export function graceMsOf(checks: readonly Pick<MeasuredCheck, 'intervalMs' | 'timeoutMs' | 'decidingResults'>[]): number {
  return lateMs + Math.max(0, ...checks.map(({ intervalMs, timeoutMs, decidingResults }) => decidingResults * intervalMs + timeoutMs));
}

async function planOf(client: pg.ClientBase, id: string, nowMs: number, isAnew: boolean) {
  const [objective] = await findObjectives(client, { id, limit: 1 });
  if (!objective) return null;
  const { timeZone, sli } = objective.settings;
  const checks = (await findChecksOf(client, [objective])).get(id) ?? [];
  const { rows } = await client.query<{ firstMs: number | null; lastMs: number | null }>(
    `select round(extract(epoch from min(to_at)) * 1000)::float8 as "firstMs", round(extract(epoch from max(to_at)) * 1000)::float8 as "lastMs" from sla_metrics where objective_id = $1`,
    [id],
  );
  const { firstMs = null, lastMs = null } = rows[0] ?? {};
  const measuredMs = sli.kind === 'checks' ? Math.min(...checks.map(({ sinceMs }) => sinceMs ?? Infinity)) : nowMs - oldestMs[sli.kind];
  let fromMs = Math.max(measuredMs, nowMs - oldestMs[sli.kind]);
  if (!isAnew && lastMs !== null) fromMs = Math.max(fromMs, lastMs);
  if (isAnew && firstMs !== null) fromMs = wholeDaysFrom(fromMs, firstMs, timeZone);
  const finishedMs = nowMs - graceMsOf(checks);
  const days = fromMs < finishedMs ? daysBetween(fromMs, finishedMs, timeZone).filter(({ toMs }) => toMs <= finishedMs) : [];
  return { objective, checks, days };
}

/** A day whose beginning is no longer there in raw data keeps the figures that it has, when there are older ones. */
function wholeDaysFrom(fromMs: number, firstRecordedMs: number, timeZone: string): number {
  const day = dayAt(fromMs, timeZone);
  return firstRecordedMs <= day.fromMs && day.fromMs < fromMs ? day.toMs : day.fromMs;
}

/** Of fewer days at once where there are too many spans. Throws `TooManySpans` for a single day, so that nothing wrong is recorded. */
async function spansOf(client: pg.ClientBase, checks: readonly MeasuredCheck[], days: readonly Day[]): Promise<FigureDay[]> {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const spans = await readEverySpan(client, checks.map(({ checkId }) => checkId), first.fromMs, last.toMs).catch((error: unknown) => {
    if (error instanceof TooManySpans && days.length > 1) return null;
    throw error;
  });
  if (!spans) {
    const half = days.length >> 1;
    return [...(await spansOf(client, checks, days.slice(0, half))), ...(await spansOf(client, checks, days.slice(half)))];
  }
  const timeline = timelineOf(checks, spans, first.fromMs, last.toMs);
  return days.map((day) => ({ ...day, part: { tally: tallyOf(timeline, day.fromMs, day.toMs), amount: null } }));
}

async function countDays(metrics: MetricStore, tenant: TenantRef, objective: StoredObjective, checks: readonly MeasuredCheck[], days: readonly Day[]): Promise<FigureDay[]> {
  const found: FigureDay[] = [];
  for (const day of days) found.push({ ...day, part: { tally: null, amount: await countEvents(metrics, tenant, objective, checks, day) } });
  return found;
}

async function storeDays(client: pg.ClientBase, tenant: TenantRef, { id, version, settings }: StoredObjective, days: readonly FigureDay[], nowMs: number): Promise<number> {
  const none = { upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 };
  const rows = days.map(({ day, fromMs, toMs, part }) => {
    const { good, bad } = part.tally ? amountOf(part.tally, settings.counting) : part.amount;
    return { day, fromMs, toMs, ...(part.tally ?? none), good, bad };
  });
  const { rowCount } = await client.query(
    `insert into sla_metrics as m (objective_id, day, tenant_id, from_at, to_at, up_ms, degraded_ms, down_ms, unknown_ms, maintenance_ms, good, bad, settings_version, computed_at)
     select $1, r.day, $2, to_timestamp(r."fromMs" / 1000), to_timestamp(r."toMs" / 1000), r."upMs", r."degradedMs", r."downMs", r."unknownMs", r."maintenanceMs", r.good, r.bad, $3, $4
     from jsonb_to_recordset($5::jsonb) as r(day date, "fromMs" float8, "toMs" float8, "upMs" int, "degradedMs" int, "downMs" int, "unknownMs" int, "maintenanceMs" int, good float8, bad float8)
     on conflict (objective_id, day) do update set from_at = excluded.from_at, to_at = excluded.to_at, up_ms = excluded.up_ms, degraded_ms = excluded.degraded_ms, down_ms = excluded.down_ms,
       unknown_ms = excluded.unknown_ms, maintenance_ms = excluded.maintenance_ms, good = excluded.good, bad = excluded.bad, settings_version = excluded.settings_version, computed_at = excluded.computed_at
     where (m.from_at, m.to_at, m.up_ms, m.degraded_ms, m.down_ms, m.unknown_ms, m.maintenance_ms, m.good, m.bad)
       is distinct from (excluded.from_at, excluded.to_at, excluded.up_ms, excluded.degraded_ms, excluded.down_ms, excluded.unknown_ms, excluded.maintenance_ms, excluded.good, excluded.bad)`,
    [id, tenant.id, version, new Date(nowMs), JSON.stringify(rows)],
  );
  if (rowCount) await client.query('update objectives set days_version = days_version + 1 where id = $1', [id]);
  return rowCount ?? 0;
}
