import { messageOf } from '@/lib/errors';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TimeRange } from '@/lib/sla/days';
import type { PartOf, Recorded } from '@/lib/sla/figures';
import type { Part } from '@/lib/sla/recorded-days';
import { tallyOf } from '@/lib/sla/timeline';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { countEvents, minuteOf, noEvents } from './event-counts';
import { findChecksOf, type MeasuredCheck } from './measured-checks';
import { daysOf } from './kept-days';
import { readTimelines } from './read-timelines';
import { findObjectives, type ObjectiveFilter, type StoredObjective } from './stored-objectives';

/** What the reading verbs work with. */
export interface SlaSources {
  database: Database;
  metrics: MetricStore;
  log: Log;
}

/** An objective with all that its figures come from. */
export interface MeasuredObjective {
  objective: StoredObjective;
  checks: MeasuredCheck[];
  recorded: Recorded;
  partOf: PartOf;
  /** The time that its figures are of. */
  nowMs: number;
}

interface Asked {
  filter: ObjectiveFilter;
  nowMs: number;
  /** What is needed beside the recorded days. */
  rangesOf(recorded: Recorded, nowMs: number): TimeRange[];
}

/** What counts events has no first result to look for: until its days are recorded, this much of it is looked at. */
const unrecordedMs = 3 * 86_400_000;
const noEventsPart: Part = { tally: null, amount: noEvents };

/** What of an objective is not measured yet: the times for which the metrics have to be asked; none for what is measured by spans. Until they are, nothing is known of it. */
export interface Measurable extends MeasuredObjective {
  toCount: readonly TimeRange[];
}

/** Objectives with their recorded days, and what the spans or the metrics say of the times beside them. */
export async function measureObjectives(sources: SlaSources, tenant: TenantRef, asked: Asked): Promise<MeasuredObjective[]> {
  const measured: MeasuredObjective[] = [];
  for (const each of await measureTime(sources, tenant, asked)) measured.push(await measureEvents(sources, tenant, each));
  return measured;
}

/** The same without a question to the metrics: what counts events is to be measured by `measureEvents`. */
export async function measureTime({ database, log }: Pick<SlaSources, 'database' | 'log'>, tenant: TenantRef, { filter, nowMs, rangesOf }: Asked): Promise<Measurable[]> {
  return database.withTenant(tenant, async (client) => {
    const objectives = await findObjectives(client, filter);
    const checks = await findChecksOf(client, objectives);
    const days = await daysOf(client, objectives);
    const found = objectives.map((objective) => {
      const ofObjective = checks.get(objective.id) ?? [];
      const recorded: Recorded = { settings: objective.settings, days: days.get(objective.id) ?? [], measuredFromMs: null };
      const atMs = isOfEvents(objective) ? minuteOf(nowMs) : nowMs;
      recorded.measuredFromMs = measuredFrom(objective, ofObjective, recorded, atMs);
      return { objective, checks: ofObjective, recorded, nowMs: atMs, ranges: rangesOf(recorded, atMs) };
    });
    const byTime = await readTimelines(client, found.filter(({ objective }) => !isOfEvents(objective)));
    return found.map(({ ranges, ...each }): Measurable => {
      if (isOfEvents(each.objective)) return { ...each, partOf: null, toCount: ranges };
      const ofTime = byTime.get(each.objective.id);
      if (!ofTime) log.warn({ objective: each.objective.id }, 'the checks of an objective changed too often to be looked at');
      return { ...each, partOf: ofTime ? (range) => ({ tally: tallyOf(ofTime(range), range.fromMs, range.toMs), amount: null }) : null, toCount: [] };
    });
  });
}

/** Asks the metrics for what is not measured yet, for at most `leftMs`. When they do not answer for any of the times, nothing of the objective is known. */
export async function measureEvents({ metrics, log }: Pick<SlaSources, 'metrics' | 'log'>, tenant: TenantRef, { toCount, ...each }: Measurable, leftMs = Infinity): Promise<MeasuredObjective> {
  const { objective, checks } = each;
  if (!isOfEvents(objective)) return each;
  const untilMs = performance.now() + leftMs;
  const parts = new Map<string, Part>();
  try {
    for (const range of toCount) {
      const timeoutMs = Math.floor(untilMs - performance.now());
      if (timeoutMs <= 0) throw new Error('its queries took too long');
      parts.set(`${range.fromMs}:${range.toMs}`, { tally: null, amount: await countEvents(metrics, tenant, objective, checks, range, timeoutMs) });
    }
  } catch (error) {
    log.debug({ objective: objective.id, reason: messageOf(error) }, 'the events of an objective cannot be counted');
    return { ...each, partOf: null };
  }
  return { ...each, partOf: ({ fromMs, toMs }) => parts.get(`${fromMs}:${toMs}`) ?? noEventsPart };
}

/** As far as its recorded days tell. */
export function byRecordedDays(each: Measurable): MeasuredObjective {
  return isOfEvents(each.objective) ? { ...each, partOf: () => noEventsPart } : each;
}

export function isOfEvents({ settings }: StoredObjective): boolean {
  return settings.sli.kind !== 'checks';
}

function measuredFrom({ settings }: StoredObjective, checks: readonly MeasuredCheck[], { days }: Recorded, nowMs: number): number | null {
  if (settings.sli.kind !== 'checks') {
    const counted = days.find(({ part }) => part.amount && part.amount.good + part.amount.bad > 0);
    return counted?.fromMs ?? days.at(-1)?.toMs ?? nowMs - unrecordedMs;
  }
  const first = Math.min(...checks.map(({ sinceMs }) => sinceMs ?? Infinity));
  const [oldest] = days;
  // What was measured before the spans that are still there is only in the recorded days.
  if (oldest && oldest.toMs <= first) return oldest.fromMs;
  return Number.isFinite(first) ? first : null;
}
