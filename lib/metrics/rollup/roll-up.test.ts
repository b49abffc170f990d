import { describe, expect, it } from 'vitest';
import { mulberry32 } from '@/lib/ingest/test-random';
import { bitsOf, isStale, staleHigh, staleLow } from '../stale';
import { joinRollups, rollUp, sliceRollup, type RolledSeries } from './roll-up';
import { decodeRollup, encodeRollup } from './rollup-row';

const width = 300_000;
const columns = ['times', 'last', 'count', 'sum', 'min', 'max', 'first', 'increase'] as const;

/** Bucket by bucket, as the words of the docstring say it. */
function naive(samples: readonly (readonly [number, number])[], previous: number | null): Record<(typeof columns)[number], number[]> {
  const rows: Record<(typeof columns)[number], number[]> = { times: [], last: [], count: [], sum: [], min: [], max: [], first: [], increase: [] };
  for (const bucket of [...new Set(samples.map(([time]) => Math.floor(time / width)))]) {
    const own = samples.filter(([time]) => Math.floor(time / width) === bucket);
    const before = samples.filter(([time]) => Math.floor(time / width) < bucket).at(-1)?.[1] ?? previous;
    const numbers = own.map(([, value]) => value).filter((value) => !Number.isNaN(value));
    const steps = [...(before === null ? [] : [before]), ...own.map(([, value]) => value)];
    rows.times.push(own.at(-1)?.[0] ?? 0);
    rows.last.push(own.at(-1)?.[1] ?? 0);
    rows.first.push(own[0]?.[1] ?? 0);
    rows.count.push(own.length);
    rows.sum.push(own.reduce((sum, [, value]) => sum + value, 0));
    rows.min.push(numbers.length ? Math.min(...numbers) : NaN);
    rows.max.push(numbers.length ? Math.max(...numbers) : NaN);
    rows.increase.push(steps.slice(1).reduce((sum, value, index) => sum + (value >= (steps[index] ?? 0) ? value - (steps[index] ?? 0) : value), 0));
  }
  return rows;
}

function arraysOf(rolled: RolledSeries) {
  return Object.fromEntries(columns.map((name) => [name, Array.from(rolled[name])]));
}

describe('rolling samples up', () => {
  it.each<[string, (index: number, random: () => number) => number]>([
    ['a gauge', (_, random) => Math.floor(random() * 200) - 100],
    ['a counter that is reset', (index, random) => (random() < 0.1 ? 0 : index * 10)],
    ['a counter with NaN between', (index, random) => (random() < 0.1 ? NaN : index)],
    ['nothing but NaN', () => NaN],
    ['zeros', () => 0],
  ])('%s gives what each bucket holds, whatever was before', (_, valueOf) => {
    const random = mulberry32(3);
    for (const previous of [null, 0, 25, 1e9]) {
      for (let round = 0; round < 20; round += 1) {
        let at = Math.floor(random() * 1e12);
        const samples = Array.from({ length: Math.floor(random() * 200) }, (__, index) => [(at += 1 + Math.floor(random() * 120_000)), valueOf(index, random)] as const);
        const rolled = rollUp(Float64Array.from(samples, ([time]) => time), Float64Array.from(samples, ([, value]) => value), width, previous);
        expect(arraysOf(rolled)).toEqual(naive(samples, previous));
        expect(arraysOf(decodeRollup(encodeRollup(rolled)))).toEqual(arraysOf(rolled));
      }
    }
  });

  it('passes over stale markers, and a bucket of nothing else is not there', () => {
    const values = Float64Array.of(1, 0, 3, 0);
    bitsOf(values).set([staleLow, staleHigh], 2);
    bitsOf(values).set([staleLow, staleHigh], 6);
    expect(isStale(bitsOf(values), 1)).toBe(true);
    const rolled = rollUp(Float64Array.of(0, 1_000, 2_000, width), values, width, null);
    expect(arraysOf(rolled)).toEqual({ times: [2_000], last: [3], count: [2], sum: [4], min: [1], max: [3], first: [1], increase: [2] });
  });

  it('counts a sample at the start of a bucket to that bucket', () => {
    expect(Array.from(rollUp(Float64Array.of(width - 1, width, 2 * width), Float64Array.of(1, 2, 3), width, null).count)).toEqual([1, 1, 1]);
  });

  it('is the same in one piece and in two that are joined', () => {
    const times = Float64Array.from({ length: 100 }, (_, index) => index * 60_000);
    const values = Float64Array.from({ length: 100 }, (_, index) => (index * 7) % 31);
    const whole = rollUp(times, values, width, null);
    const parts = [rollUp(times.subarray(0, 50), values.subarray(0, 50), width, null), rollUp(times.subarray(50), values.subarray(50), width, values[49] ?? null)];
    expect(arraysOf(joinRollups(parts))).toEqual(arraysOf(whole));
    expect(Array.from(sliceRollup(whole, 3, 5).times)).toEqual(Array.from(whole.times.subarray(3, 5)));
  });
});

describe('a row of roll-ups', () => {
  const times = Float64Array.from({ length: 2_880 }, (_, index) => 1.7e12 + index * 30_000);
  const rolled = rollUp(times, Float64Array.from(times, (_, index) => Math.sin(index) * 100), width, null);

  it('may be empty', () => {
    expect(decodeRollup(encodeRollup(sliceRollup(rolled, 0, 0))).times).toHaveLength(0);
  });

  it('says a constant in little', () => {
    expect(encodeRollup(rollUp(times, times.map(() => 42), width, 42)).length).toBeLessThan(200);
  });

  it('that is damaged is an error or other numbers, and takes neither long nor much memory', () => {
    const random = mulberry32(8);
    const whole = encodeRollup(rolled);
    for (let length = 0; length < whole.length; length += 7) expect(() => decodeRollup(whole.subarray(0, length))).toThrow();
    for (let round = 0; round < 5_000; round += 1) {
      const bytes = whole.slice();
      for (let change = 0; change < 4; change += 1) bytes[Math.floor(random() ** 2 * bytes.length)] = random() * 256;
      try {
        expect(decodeRollup(bytes).times.length).toBeLessThanOrEqual(bytes.length * 16);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
  });
});
