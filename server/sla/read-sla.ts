import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { readSla as endpoint } from '@/lib/sla/api';
import { maxObjectives, type DayFigures } from '@/lib/sla/schemas';
import { compareStandings, historyOf, standingOf, unrecordedRanges } from '@/lib/sla/figures';
import type { RecordedDay } from '@/lib/sla/recorded-days';
import type { TenantRef } from '@/lib/tenants';
import { byRecordedDays, isOfEvents, measureEvents, measureTime, type Measurable, type MeasuredObjective, type SlaSources } from './measured-objectives';
import { viewOfObjective } from './objective-view';
import { inRounds } from './rounds';

type Query = z.output<NonNullable<(typeof endpoint)['query']>>;
type Answer = z.input<(typeof endpoint)['response']>;

/** What the metrics are asked of one page, together. */
const eventsBudgetMs = 5_000;
/** Of the newest days some are not recorded yet. */
const newestDays = 3;
const keptHistories = 4;
/** By the recorded days that they come from, and how many were asked for. */
const histories = new WeakMap<readonly RecordedDay[], Map<number, History>>();

/** What does not change until tomorrow, as long as the days that were recorded are the same. */
interface History {
  today: string | undefined;
  measuredFromMs: number | null;
  recorded: readonly DayFigures[];
}

/**
 * Objectives with how they stand and their days, the worst first: what counts events is placed by its recorded days, and the metrics are asked only for those
 * that are shown, five seconds at most; those that are not reached have no figures, and come first the next time.
 */
export async function readSla(sources: SlaSources, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, { serviceId, text, days, limit, offset }: Query): Promise<Answer> {
  const found = await measureTime(sources, tenant, {
    filter: { serviceId, text, limit: maxObjectives },
    nowMs: now,
    rangesOf: (recorded, nowMs) => unrecordedRanges(recorded, nowMs, days),
  });
  const ranked = found
    .map((each) => {
      const { recorded, partOf, nowMs } = byRecordedDays(each);
      return { each, standing: standingOf(recorded, partOf, nowMs) };
    })
    .sort((a, b) => compareStandings(a.standing, b.standing));
  const shown = await measureShown(sources, tenant, ranked.slice(offset, offset + limit).map(({ each }) => each));
  return { objectives: shown.map((measured) => ({ ...viewOfObjective(measured), history: historyFor(measured, days) })), total: ranked.length, at: now };
}

async function measureShown(sources: SlaSources, tenant: TenantRef, shown: readonly Measurable[]): Promise<MeasuredObjective[]> {
  const measured = new Map<string, MeasuredObjective>();
  await inRounds({
    key: `list ${tenant.id}`,
    items: shown.filter(({ objective }) => isOfEvents(objective)).map((each) => ({ each, id: each.objective.id })),
    budgetMs: eventsBudgetMs,
    run: async ({ each, id }, leftMs) => {
      const found = await measureEvents(sources, tenant, each, leftMs);
      measured.set(id, found);
      return found.partOf !== null;
    },
  });
  return shown.map((each) => measured.get(each.objective.id) ?? each);
}

/** All but the newest days are made once, and so looked at on their way out once. */
function historyFor({ recorded, partOf, nowMs }: MeasuredObjective, days: number): DayFigures[] {
  const newest = historyOf(recorded, partOf, nowMs, Math.min(days, newestDays));
  const today = newest.at(-1)?.day;
  const known = histories.get(recorded.days) ?? new Map<number, History>();
  const kept = known.get(days);
  if (kept && kept.today === today && kept.measuredFromMs === recorded.measuredFromMs) return [...kept.recorded, ...newest];
  const whole = historyOf(recorded, partOf, nowMs, days);
  const older = whole.slice(0, -newest.length);
  const isRecorded = new Set(recorded.days.map(({ day }) => day));
  if (older.length > 0 && older.every(({ day }) => isRecorded.has(day))) {
    if (known.size >= keptHistories) known.clear();
    histories.set(recorded.days, known.set(days, { today, measuredFromMs: recorded.measuredFromMs, recorded: older }));
  }
  return whole;
}
