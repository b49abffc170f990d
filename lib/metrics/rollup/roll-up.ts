import type { RollupColumns } from '@/lib/promql/source';
import { bitsOf, isStale } from '../stale';

/** Roll-ups of a series: one entry for each bucket that has a sample. */
export interface RolledSeries extends RollupColumns {
  /** Of the last sample in each bucket, milliseconds. */
  times: Float64Array;
  /** That last sample. */
  last: Float64Array;
}

const columnNames = ['times', 'last', 'count', 'sum', 'min', 'max', 'first', 'increase'] as const;

/**
 * Rolls samples (ascending) up into buckets of a width, aligned to 1970. Stale markers do not count. `increase` is the growth as a counter since
 * the sample before the bucket (the one before all of them is `previous`, null when there is none); a fall is a reset and counts from zero.
 */
export function rollUp(times: Float64Array, values: Float64Array, widthMs: number, previous: number | null): RolledSeries {
  const rolled = emptyRollup(times.length);
  const bits = bitsOf(values);
  let bucket = -1;
  let current = NaN;
  let before = previous;
  for (let index = 0; index < times.length; index += 1) {
    if (isStale(bits, index)) continue;
    const timeMs = times[index] ?? 0;
    const value = values[index] ?? 0;
    const start = Math.floor(timeMs / widthMs);
    const isNew = start !== current;
    if (isNew) {
      bucket += 1;
      current = start;
      rolled.first[bucket] = value;
      rolled.min[bucket] = value;
      rolled.max[bucket] = value;
    }
    rolled.times[bucket] = timeMs;
    rolled.last[bucket] = value;
    rolled.count[bucket] = (rolled.count[bucket] ?? 0) + 1;
    rolled.sum[bucket] = (rolled.sum[bucket] ?? 0) + value;
    if (!isNew && !(value >= (rolled.min[bucket] ?? 0))) rolled.min[bucket] = lesser(rolled.min[bucket] ?? 0, value);
    if (!isNew && !(value <= (rolled.max[bucket] ?? 0))) rolled.max[bucket] = -lesser(-(rolled.max[bucket] ?? 0), -value);
    if (before !== null) rolled.increase[bucket] = (rolled.increase[bucket] ?? 0) + (value >= before ? value - before : value);
    before = value;
  }
  return sliceRollup(rolled, 0, bucket + 1);
}

/** Room for so many buckets, all zero. */
function emptyRollup(length: number): RolledSeries {
  return mapColumns(() => new Float64Array(length));
}

/** The buckets of some roll-ups, one behind the other. */
export function joinRollups(parts: readonly RolledSeries[]): RolledSeries {
  const total = parts.reduce((sum, part) => sum + part.times.length, 0);
  return mapColumns((name) => {
    const column = new Float64Array(total);
    let at = 0;
    for (const part of parts) {
      column.set(part[name], at);
      at += part[name].length;
    }
    return column;
  });
}

export function sliceRollup(rolled: RolledSeries, start: number, end: number): RolledSeries {
  return mapColumns((name) => rolled[name].subarray(start, end));
}

function mapColumns(make: (name: (typeof columnNames)[number]) => Float64Array): RolledSeries {
  return {
    times: make('times'),
    last: make('last'),
    count: make('count'),
    sum: make('sum'),
    min: make('min'),
    max: make('max'),
    first: make('first'),
    increase: make('increase'),
  };
}

/** The lesser of two, the other one where one is NaN. */
function lesser(a: number, b: number): number {
  if (Number.isNaN(a)) return b;
  return b < a ? b : a;
}
