import { budgetOf, isMet, leftPercentOf, whatIf } from './budget';
import { burnWindowsMs, type BurnWindow } from './burn-rules';
import { dayAt, daysBetween, windowAt, type TimeRange } from './days';
import type { Amount, DayFigures, ObjectiveInput, ObjectiveView, Tally } from './schemas';
import { burnRateOf, percentOf } from './target';
import { holesOf, tallyOfDays, type Part, type RecordedDay } from './recorded-days';
import { addTally, amountOf } from './timeline';

export interface Recorded {
  settings: ObjectiveInput;
  /** Oldest first, without overlaps. */
  days: readonly RecordedDay[];
  /** Since when anything was measured; null: never. */
  measuredFromMs: number | null;
}

/** What is known of a time that is no recorded day; asked only for ranges that `unrecordedRanges` named. Null where it could not be asked: then nothing counts. */
export type PartOf = ((range: TimeRange) => Part) | null;

/** What of a time is no recorded day: what was measured then, and how long nothing had been measured yet. */
interface Rest {
  ranges: TimeRange[];
  unmeasuredMs: number;
}

interface Standing {
  rank: number;
  leftPercent: number;
}

type Figures = Pick<ObjectiveView, 'window' | 'tally' | 'amount' | 'percent' | 'isMet' | 'budget' | 'figures'>;

const lowPercent = 25;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const recentMs = { hour: hourMs, sixHours: 6 * hourMs, day: dayMs, threeDays: 3 * dayMs } as const;
const pastMs = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs, quarter: 90 * dayMs, year: 365 * dayMs } as const;

/** The times that `figuresOf` and `historyOf` need beside the recorded days, each once. */
export function unrecordedRanges(recorded: Recorded, nowMs: number, historyDays: number): TimeRange[] {
  const { timeZone } = recorded.settings;
  const beside = partsOf(recorded, { fromMs: historyFrom(recorded, nowMs, historyDays), toMs: nowMs }).ranges;
  const ofHistory = beside.flatMap(({ fromMs, toMs }) => daysBetween(fromMs, toMs, timeZone).map((day) => ({ fromMs: Math.max(day.fromMs, fromMs), toMs: Math.min(day.toMs, toMs) })));
  return rangesBeside(recorded, nowMs, [...Object.values(recentMs), ...Object.values(pastMs)], ofHistory);
}

/** The times that `burnOf` needs beside the recorded days, each once. */
export function unrecordedBurnRanges(recorded: Recorded, nowMs: number): TimeRange[] {
  return rangesBeside(recorded, nowMs, [...Object.values(recentMs), ...Object.values(burnWindowsMs)], []);
}

/** How fast the budget is spent over each of the windows that alerts look at, and the share of it that is left; null where nothing counts. */
export function burnOf(recorded: Recorded, partOf: PartOf, nowMs: number): { rates: Record<BurnWindow, number | null>; leftRatio: number | null } {
  const spending = spendingOf(recorded, partOf, nowMs);
  const left = leftPercentOf(spending);
  const rate = (window: BurnWindow) => burnRateOf(amountIn(recorded, partOf, { fromMs: nowMs - burnWindowsMs[window], toMs: nowMs }), spending.target);
  return {
    rates: { '5m': rate('5m'), '30m': rate('30m'), '1h': rate('1h'), '2h': rate('2h'), '6h': rate('6h'), '1d': rate('1d'), '3d': rate('3d') },
    leftRatio: left === null ? null : left / 100,
  };
}

/** How an objective stands. */
export function figuresOf(recorded: Recorded, partOf: PartOf, nowMs: number): Figures {
  const { settings } = recorded;
  const spending = spendingOf(recorded, partOf, nowMs);
  const { window } = spending;
  const { tally } = sumOf(recorded, partOf, { fromMs: window.fromMs, toMs: nowMs });
  const percentOfLast = (lengthMs: number) => percentOf(amountIn(recorded, partOf, { fromMs: nowMs - lengthMs, toMs: nowMs }));
  return {
    window: { from: window.fromMs, to: window.toMs, isFull: recorded.measuredFromMs !== null && recorded.measuredFromMs <= window.fromMs, measuredFrom: recorded.measuredFromMs },
    tally: settings.sli.kind === 'checks' ? tally : null,
    amount: spending.amount,
    percent: percentOf(spending.amount),
    isMet: isMet(spending),
    budget: budgetOf(spending),
    figures: { day: percentOfLast(pastMs.day), week: percentOfLast(pastMs.week), month: percentOfLast(pastMs.month), quarter: percentOfLast(pastMs.quarter), year: percentOfLast(pastMs.year) },
  };
}

/** Where objectives stand among others, the worst first: missed, at risk, met, nothing known; then the one with the least budget left. */
export function compareStandings(a: Standing, b: Standing): number {
  return a.rank - b.rank || a.leftPercent - b.leftPercent;
}

/** At risk is one whose budget is used up before its window ends if the last day goes on, or of which less than a quarter is left: as the page says. */
export function standingOf(recorded: Recorded, partOf: PartOf, nowMs: number): Standing {
  const spending = spendingOf(recorded, partOf, nowMs);
  const leftPercent = leftPercentOf(spending);
  if (leftPercent === null) return { rank: 3, leftPercent: 0 };
  if (isMet(spending) === false) return { rank: 0, leftPercent };
  return { rank: budgetOf(spending).exhaustedAt !== null || leftPercent < lowPercent ? 1 : 2, leftPercent };
}

/** Each of the last `days` local days with today, oldest first. A day before the first measurement is left out. */
export function historyOf(recorded: Recorded, partOf: PartOf, nowMs: number, days: number): DayFigures[] {
  return historyRanges(recorded, nowMs, days).map(({ day, fromMs, toMs, recordedDay }) => {
    const { tally, amount } = recordedDay ? inUnit(recorded, recordedDay.part) : sumOf(recorded, partOf, { fromMs, toMs });
    return { day, from: fromMs, to: toMs, tally, amount, percent: percentOf(amount) };
  });
}

/** What of the budget would be left at the usual targets, and at its own. */
export function whatIfOf(recorded: Recorded, partOf: PartOf, nowMs: number) {
  const usual = ['99', '99.5', '99.9', '99.95', '99.99', '99.995', '99.999'];
  const own = recorded.settings.target;
  const targets = usual.some((each) => Number(each) === Number(own)) ? usual : [...usual, own].sort((a, b) => Number(a) - Number(b));
  return whatIf(spendingOf(recorded, partOf, nowMs), targets);
}

function spendingOf(recorded: Recorded, partOf: PartOf, nowMs: number) {
  const { target, window, timeZone } = recorded.settings;
  const whole = windowAt(window, timeZone, nowMs);
  const last = (lengthMs: number) => amountIn(recorded, partOf, { fromMs: nowMs - lengthMs, toMs: nowMs });
  const recent = { hour: last(recentMs.hour), sixHours: last(recentMs.sixHours), day: last(recentMs.day), threeDays: last(recentMs.threeDays) };
  return { target, window: whole, nowMs, amount: amountIn(recorded, partOf, { fromMs: whole.fromMs, toMs: nowMs }), recent };
}

function rangesBeside(recorded: Recorded, nowMs: number, lengthsMs: readonly number[], others: readonly TimeRange[]): TimeRange[] {
  const { window, timeZone } = recorded.settings;
  const found: TimeRange[] = [];
  const add = (range: TimeRange) => {
    if (!found.some(({ fromMs, toMs }) => fromMs === range.fromMs && toMs === range.toMs)) found.push(range);
  };
  for (const fromMs of [windowAt(window, timeZone, nowMs).fromMs, ...lengthsMs.map((length) => nowMs - length)]) partsOf(recorded, { fromMs, toMs: nowMs }).ranges.forEach(add);
  for (const each of others) partsOf(recorded, each).ranges.forEach(add);
  return found;
}

function amountIn(recorded: Recorded, partOf: PartOf, range: TimeRange): Amount {
  return sumOf(recorded, partOf, range).amount;
}

function sumOf(recorded: Recorded, partOf: PartOf, range: TimeRange): { tally: Tally | null; amount: Amount } {
  if (!partOf) return { tally: null, amount: { good: 0, bad: 0, unit: recorded.settings.sli.kind === 'checks' ? 'ms' : 'events' } };
  const { first, end, ranges, unmeasuredMs } = partsOf(recorded, range);
  if (recorded.settings.sli.kind !== 'checks') {
    const amount: Amount = { good: 0, bad: 0, unit: 'events' };
    for (const part of [...recorded.days.slice(first, end).map((day) => day.part), ...ranges.map(partOf)]) {
      amount.good += part.amount?.good ?? 0;
      amount.bad += part.amount?.bad ?? 0;
    }
    return { tally: null, amount };
  }
  const tally = tallyOfDays(recorded.days, first, end);
  tally.unknownMs += unmeasuredMs;
  for (const each of ranges) {
    const part = partOf(each);
    if (part.tally) addTally(tally, part.tally);
  }
  return { tally, amount: amountOf(tally, recorded.settings.counting) };
}

function inUnit({ settings }: Recorded, part: Part): { tally: Tally | null; amount: Amount } {
  return part.tally ? { tally: part.tally, amount: amountOf(part.tally, settings.counting) } : part;
}

/**
 * A time as the recorded days [first, end) that are wholly in it, and what is left around and between them; before the first measurement there is nothing
 * to ask.
 */
function partsOf(recorded: Recorded, range: TimeRange): Rest & { first: number; end: number } {
  const { days } = recorded;
  const first = firstFrom(days, range.fromMs);
  let end = firstFrom(days, range.toMs);
  while (end > first && (days[end - 1]?.toMs ?? 0) > range.toMs) end -= 1;
  const rest: Rest = { ranges: [], unmeasuredMs: 0 };
  const [oldest, newest] = [days[first], days[end - 1]];
  if (end <= first || !oldest || !newest) leave(rest, recorded, range.fromMs, range.toMs);
  else {
    leave(rest, recorded, range.fromMs, oldest.fromMs);
    for (const index of holesOf(days)) if (index > first && index < end) leave(rest, recorded, days[index - 1]?.toMs ?? 0, days[index]?.fromMs ?? 0);
    leave(rest, recorded, newest.toMs, range.toMs);
  }
  return { first, end, ...rest };
}

function leave(rest: Rest, recorded: Recorded, fromMs: number, toMs: number): void {
  if (toMs <= fromMs) return;
  const known = measured(recorded, { fromMs, toMs });
  rest.unmeasuredMs += toMs - fromMs - (known ? known.toMs - known.fromMs : 0);
  if (known) rest.ranges.push(known);
}

/** The index of the first day that begins at a time or later. */
function firstFrom(days: readonly RecordedDay[], timeMs: number): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle]?.fromMs ?? Infinity) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function measured({ measuredFromMs }: Recorded, { fromMs, toMs }: TimeRange): TimeRange | null {
  const beginMs = Math.max(fromMs, measuredFromMs ?? toMs);
  return beginMs < toMs ? { fromMs: beginMs, toMs } : null;
}

function historyRanges(recorded: Recorded, nowMs: number, most: number) {
  const recordedDays = new Map(recorded.days.map((each) => [each.day, each]));
  return daysBetween(historyFrom(recorded, nowMs, most), nowMs, recorded.settings.timeZone)
    .slice(-most)
    .map(({ day, fromMs, toMs }) => ({ day, fromMs, toMs: Math.min(toMs, nowMs), recordedDay: recordedDays.get(day) ?? null }));
}

function historyFrom({ settings, days, measuredFromMs }: Recorded, nowMs: number, most: number): number {
  const firstMs = Math.min(days[0]?.fromMs ?? nowMs, measuredFromMs ?? nowMs);
  return dayAt(Math.max(firstMs, dayAt(nowMs, settings.timeZone).fromMs - (most + 1) * dayMs), settings.timeZone).fromMs;
}
