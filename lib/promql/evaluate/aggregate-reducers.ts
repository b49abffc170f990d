import type { Aggregator } from '@/lib/promql/ast';

/** An aggregation of one value after the other, for many groups and steps at once: each has its own place. */
export interface Reduction {
  /** Takes the row of values that begins at `from` into the places that begin at `to`, where present, and counts it there. */
  add(values: Float64Array, present: Uint8Array, from: number, to: number, steps: number, counts: Uint32Array): void;
  /** The result at a place that took `count` values, at least one. */
  result(at: number, count: number): number;
}

type Reducer = Exclude<Aggregator, 'topk' | 'bottomk' | 'limitk' | 'limit_ratio' | 'quantile' | 'count_values'>;

export const reducers: Record<Reducer, (room: number) => Reduction> = {
  sum: sumReduction,
  avg: averageReduction,
  count: () => countReduction((count) => count),
  group: () => countReduction(() => 1),
  min: (room) => extremeReduction(room, (value, least) => value < least),
  max: (room) => extremeReduction(room, (value, greatest) => value > greatest),
  stdvar: (room) => varianceReduction(room, (variance) => variance),
  stddev: (room) => varianceReduction(room, Math.sqrt),
};

/** With Neumaier's correction, as in `KahanSum`. */
function sumReduction(room: number): Reduction {
  const sums = new Float64Array(room);
  const lost = new Float64Array(room);
  return {
    add: (values, present, from, to, steps, counts) => {
      for (let step = 0; step < steps; step += 1) {
        if (present[from + step] === 0) continue;
        const at = to + step;
        const value = values[from + step] ?? 0;
        counts[at] = (counts[at] ?? 0) + 1;
        if (counts[at] === 1) {
          sums[at] = value;
          continue;
        }
        const sum = sums[at] ?? 0;
        const total = sum + value;
        if (total === Infinity || total === -Infinity) lost[at] = 0;
        else lost[at] = (lost[at] ?? 0) + (Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum);
        sums[at] = total;
      }
    },
    result: (at) => (sums[at] ?? 0) + (lost[at] ?? 0),
  };
}

/** The sum by the count; where the sum would overflow, from there on an incremental mean. */
function averageReduction(room: number): Reduction {
  const sums = new Float64Array(room);
  const lost = new Float64Array(room);
  const isMean = new Uint8Array(room);
  const addToMean = (at: number, value: number, count: number) => {
    const weight = (count - 1) / count;
    const mean = (sums[at] ?? 0) * weight;
    const share = value / count;
    const total = mean + share;
    const before = (lost[at] ?? 0) * weight;
    if (total === Infinity || total === -Infinity) lost[at] = 0;
    else lost[at] = before + (Math.abs(mean) >= Math.abs(share) ? mean - total + share : share - total + mean);
    sums[at] = total;
  };
  return {
    add: (values, present, from, to, steps, counts) => {
      for (let step = 0; step < steps; step += 1) {
        if (present[from + step] === 0) continue;
        const at = to + step;
        const value = values[from + step] ?? 0;
        const count = (counts[at] ?? 0) + 1;
        counts[at] = count;
        if (count === 1) {
          sums[at] = value;
          continue;
        }
        const sum = sums[at] ?? 0;
        const total = sum + value;
        if (isMean[at] === 1) {
          addToMean(at, value, count);
        } else if (total === Infinity || total === -Infinity) {
          isMean[at] = 1;
          sums[at] = sum / (count - 1);
          lost[at] = (lost[at] ?? 0) / (count - 1);
          addToMean(at, value, count);
        } else {
          lost[at] = (lost[at] ?? 0) + (Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum);
          sums[at] = total;
        }
      }
    },
    result: (at, count) => (isMean[at] === 1 ? (sums[at] ?? 0) + (lost[at] ?? 0) : (sums[at] ?? 0) / count + (lost[at] ?? 0) / count),
  };
}

function countReduction(resultOf: (count: number) => number): Reduction {
  return {
    add: (_values, present, from, to, steps, counts) => {
      for (let step = 0; step < steps; step += 1) counts[to + step] = (counts[to + step] ?? 0) + (present[from + step] ?? 0);
    },
    result: (_at, count) => resultOf(count),
  };
}

/** Any number wins over NaN. */
function extremeReduction(room: number, wins: (value: number, held: number) => boolean): Reduction {
  const extremes = new Float64Array(room);
  return {
    add: (values, present, from, to, steps, counts) => {
      for (let step = 0; step < steps; step += 1) {
        if (present[from + step] === 0) continue;
        const at = to + step;
        const value = values[from + step] ?? 0;
        const held = extremes[at] ?? 0;
        if (counts[at] === 0 || wins(value, held) || held !== held) extremes[at] = value;
        counts[at] = (counts[at] ?? 0) + 1;
      }
    },
    result: (at) => extremes[at] ?? 0,
  };
}

/** Welford's method. A first value that is not finite makes the variance NaN, as every later one does by itself. */
function varianceReduction(room: number, resultOf: (variance: number) => number): Reduction {
  const means = new Float64Array(room);
  const squares = new Float64Array(room);
  return {
    add: (values, present, from, to, steps, counts) => {
      for (let step = 0; step < steps; step += 1) {
        if (present[from + step] === 0) continue;
        const at = to + step;
        const value = values[from + step] ?? 0;
        const count = (counts[at] ?? 0) + 1;
        counts[at] = count;
        if (count === 1) {
          means[at] = value;
          squares[at] = Number.isFinite(value) ? 0 : NaN;
          continue;
        }
        const difference = value - (means[at] ?? 0);
        const mean = (means[at] ?? 0) + difference / count;
        means[at] = mean;
        squares[at] = (squares[at] ?? 0) + difference * (value - mean);
      }
    },
    result: (at, count) => resultOf((squares[at] ?? 0) / count),
  };
}
