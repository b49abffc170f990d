import type { TimeRange } from './days';
import type { Amount, Tally } from './schemas';

/** What is known of a time: the tally of spans, or the events of a metric. */
export type Part = { tally: Tally; amount: null } | { tally: null; amount: Amount };

/** A finished day as it was recorded. */
export interface RecordedDay extends TimeRange {
  day: string;
  part: Part;
}

interface Sums {
  /** Of the days before each index, kind by kind. */
  before: Tally[];
  holes: number[];
}

/** Days are recorded once and looked at by every figure of every viewer. */
const known = new WeakMap<readonly RecordedDay[], Sums>();

/** Milliseconds of each kind in the days [first, end). */
export function tallyOfDays(days: readonly RecordedDay[], first: number, end: number): Tally {
  const { before } = sumsOf(days);
  const [from, to] = [before[Math.min(first, end)], before[end]];
  if (!from || !to) return { upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 };
  return {
    upMs: to.upMs - from.upMs,
    degradedMs: to.degradedMs - from.degradedMs,
    downMs: to.downMs - from.downMs,
    unknownMs: to.unknownMs - from.unknownMs,
    maintenanceMs: to.maintenanceMs - from.maintenanceMs,
  };
}

/** The indexes of days that do not begin where the one before them ends. */
export function holesOf(days: readonly RecordedDay[]): readonly number[] {
  return sumsOf(days).holes;
}

function sumsOf(days: readonly RecordedDay[]): Sums {
  const found = known.get(days);
  if (found) return found;
  const sum: Tally = { upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 };
  const sums: Sums = { before: [{ ...sum }], holes: [] };
  for (const [index, { fromMs, part }] of days.entries()) {
    if (index > 0 && days[index - 1]?.toMs !== fromMs) sums.holes.push(index);
    if (part.tally) {
      sum.upMs += part.tally.upMs;
      sum.degradedMs += part.tally.degradedMs;
      sum.downMs += part.tally.downMs;
      sum.unknownMs += part.tally.unknownMs;
      sum.maintenanceMs += part.tally.maintenanceMs;
    }
    sums.before.push({ ...sum });
  }
  known.set(days, sums);
  return sums;
}
