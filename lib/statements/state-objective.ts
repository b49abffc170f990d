import { budgetOf, isMet } from '@/lib/sla/budget';
import { daysBetween, type TimeRange } from '@/lib/sla/days';
import type { Amount, Counting, Tally } from '@/lib/sla/schemas';
import { percentOf } from '@/lib/sla/target';
import { amountOf, tallyOf } from '@/lib/sla/timeline';
import type { CausedStretch, TimeCause } from './caused-timeline';
import { statementLimits, type Cause, type StatementObjective } from './schemas';

/** The month that is stated. */
export interface StatedMonth extends TimeRange {
  timeZone: string;
  /** The figures are of [fromMs, measuredUntilMs). */
  measuredUntilMs: number;
}

/** What a statement says of an objective before anything is counted. */
export type StatedSettings = Pick<StatementObjective, 'id' | 'name' | 'sli' | 'measure' | 'sliSha256' | 'target' | 'counting' | 'checks'>;

export interface ListedStretches {
  stretches: (TimeRange & Pick<StatementObjective['stretches'][number], 'kind' | 'countsAs'> & { causes: readonly TimeCause[] })[];
  omitted: StatementObjective['omitted'];
}

/** A day of what counts events; without an amount it cannot be told any more. */
export interface EventDay extends TimeRange {
  day: string;
  amount: Amount | null;
}

const noAmount: Amount = { good: 0, bad: 0, unit: 'ms' };

/** The times that were not simply up, in their order; of more than 1,000 the longest ones. What no check had a say in is unknown. */
export function listStretches(timeline: readonly CausedStretch[], counting: Counting): ListedStretches {
  const found = timeline.flatMap(({ fromMs, toMs, kind: known, causes }) => {
    const kind = known ?? 'unknown';
    return kind === 'up' ? [] : [{ fromMs, toMs, kind, countsAs: kind === 'down' ? ('bad' as const) : counting[kind], causes }];
  });
  if (found.length <= statementLimits.stretches) return { stretches: found, omitted: { count: 0, ms: 0 } };
  const byLength = [...found].sort((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs) || a.fromMs - b.fromMs);
  const rest = byLength.slice(statementLimits.stretches);
  return {
    stretches: byLength.slice(0, statementLimits.stretches).sort((a, b) => a.fromMs - b.fromMs),
    omitted: { count: rest.length, ms: rest.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) },
  };
}

/** The changes of state that listed stretches lead to, each once. */
export function eventIdsOf({ stretches }: ListedStretches): string[] {
  return [...new Set(stretches.flatMap(({ causes }) => causes.flatMap(({ eventId }) => eventId ?? [])))];
}

/**
 * A month of an objective that is judged by time. All figures come from one timeline of the month until `measuredUntilMs`, so that stretches, what is omitted
 * of them, days and tally are the same time. Events that are not there are left out of the causes.
 */
export function stateTime(settings: StatedSettings, timeline: readonly CausedStretch[], listed: ListedStretches, events: ReadonlyMap<string, NonNullable<Cause['event']>>, month: StatedMonth): StatementObjective {
  const { fromMs, measuredUntilMs } = month;
  const { counting, checks } = settings;
  const tally = tallyOf(timeline, fromMs, measuredUntilMs);
  const names = new Map(checks.map(({ id, name }) => [id, name]));
  const causeOf = ({ checkId, eventId, reason, maintenance }: TimeCause): Cause => ({
    checkId, checkName: names.get(checkId) ?? '', reason, maintenance: maintenance && { ...maintenance }, event: (eventId === null ? null : events.get(eventId)) ?? null,
  });
  return {
    ...settings,
    measuredFrom: checks.length === 0 ? null : Math.min(...checks.map(({ from }) => from)),
    tally,
    ...judged(settings.target, amountOf(tally, counting), month),
    stretches: listed.stretches.map(({ fromMs: from, toMs: to, kind, countsAs, causes }) => ({ from, to, kind, countsAs, causes: causes.map(causeOf) })),
    omitted: listed.omitted,
    days: daysOf(timeline, counting, month),
    missingDays: [],
  };
}

/**
 * A month of an objective that counts results or events, from its days. Where days are missing, nobody knows whether the target was met: it is null, or false where
 * the known days by themselves spend more than their budget.
 */
export function stateEvents(settings: StatedSettings, days: readonly EventDay[], month: StatedMonth): StatementObjective {
  const known = days.flatMap(({ amount, ...day }) => (amount ? [{ ...day, amount }] : []));
  const amount: Amount = { good: 0, bad: 0, unit: 'events' };
  for (const day of known) {
    amount.good += day.amount.good;
    amount.bad += day.amount.bad;
  }
  const outcome = judged(settings.target, amount, month);
  return {
    ...settings,
    measuredFrom: known.find((day) => day.amount.good + day.amount.bad > 0)?.fromMs ?? null,
    tally: null,
    ...outcome,
    isMet: known.length < days.length && outcome.isMet ? null : outcome.isMet,
    stretches: [],
    omitted: { count: 0, ms: 0 },
    days: known.map(({ day, amount: { good, bad } }) => ({ day, good, bad, excluded: null })),
    missingDays: days.flatMap((each) => (each.amount ? [] : [each.day])),
  };
}

/** By the whole month: of one that goes on, the time to come is in the budget. */
function judged(target: string, amount: Amount, { fromMs, toMs, measuredUntilMs }: StatedMonth): Pick<StatementObjective, 'amount' | 'percent' | 'isMet' | 'budget'> {
  const spending = { target, window: { fromMs, toMs }, nowMs: measuredUntilMs, amount };
  const { total, spent, left } = budgetOf({ ...spending, recent: { hour: noAmount, sixHours: noAmount, day: noAmount, threeDays: noAmount } });
  return { amount, percent: percentOf(amount), isMet: isMet(spending), budget: { total, spent, left } };
}

/** By a walk over both, because there may be many stretches. */
function daysOf(timeline: readonly CausedStretch[], counting: Counting, { fromMs, measuredUntilMs, timeZone }: StatedMonth): StatementObjective['days'] {
  let first = 0;
  return daysBetween(fromMs, measuredUntilMs, timeZone).map(({ day, fromMs: beginMs, toMs }) => {
    const endMs = Math.min(toMs, measuredUntilMs);
    while (first < timeline.length && (timeline[first]?.toMs ?? 0) <= beginMs) first += 1;
    let end = first;
    while (end < timeline.length && (timeline[end]?.fromMs ?? endMs) < endMs) end += 1;
    const tally: Tally = tallyOf(timeline.slice(first, end), beginMs, endMs);
    const { good, bad } = amountOf(tally, counting);
    return { day, good, bad, excluded: endMs - beginMs - good - bad };
  });
}
