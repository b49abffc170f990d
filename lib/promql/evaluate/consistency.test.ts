import { describe, expect, it } from 'vitest';
import { labelSetKey } from '@/lib/metrics/labels';
import type { QueryResult } from '@/lib/metrics/metric-store';
import { aggregators } from '@/lib/promql/ast';
import { functions } from '@/lib/promql/functions';
import { evaluationAt, evaluationOver, load } from './test-series';

const source = load(
  {
    'x{i="1", job="a", instance="p"}': '1 5 2 _ _ 9 stale _ 4 -3 NaN 7 7 8 Inf 1 2 3 _ 2',
    'x{i="2", job="a", instance="q"}': '_ _ 3 3 3 stale 6 7 8 9 10 _ _ _ _ _ _ _ _ 5',
    'x{i="3", job="b", instance="p"}': '10 20 30 5 15 25 35 2 12 22 32 42 1 11 21 31 41 51 61 71',
    'y{i="1"}': '4 _ 4 stale 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4',
    'y{i="2"}': '_ _ _ _ 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16',
    'd_bucket{le="1"}': '0 1 2 4 3 5 6 7 7 8 9 9 9 9 10 11 12 13 14 15',
    'd_bucket{le="2"}': '1 2 3 4 5 6 7 8 8 9 9 9 9 9 12 13 14 15 16 17',
    'd_bucket{le="+Inf"}': '1 2 3 4 5 6 8 9 9 9 9 9 9 10 13 14 15 16 17 18',
    'target_info{job="a", instance="p", v="1"}': '1 1 1 1 stale _ _ 1',
    'target_info{job="a", instance="p", v="2"}': '_ _ _ _ 1 1 stale',
  },
  30_000,
);

const argument = { scalar: '0.5', vector: 'x', string: '"i"', matrix: 'x[2m]' } as const;
const special: Partial<Record<string, string>> = {
  histogram_quantile: 'histogram_quantile(0.7, d_bucket)',
  histogram_fraction: 'histogram_fraction(0.5, 1.5, d_bucket)',
  label_replace: 'label_replace(x, "n", "$1-", "i", "(.*)")',
  label_join: 'label_join(x, "n", "-", "i", "no")',
  clamp: 'clamp(x, scalar(y{i="1"}), 8)',
  time: 'vector(time())',
  pi: 'vector(pi())',
  info: 'info(x, {v=~".*"})',
  scalar: 'vector(scalar(y))',
};
const calls = Object.entries(functions).map(([name, { args }]) => special[name] ?? `${name}(${args.map((type) => argument[type]).join(', ')})`);

const parameters: Partial<Record<string, string>> = { topk: '2, ', bottomk: 'time() % 3, ', quantile: '0.3, ', count_values: '"v", ', limitk: '2, ', limit_ratio: '0.5, ' };
const aggregations = aggregators.flatMap((name) => [`${name} by (job) (${parameters[name] ?? ''}x)`, `${name} without (i) (${parameters[name] ?? ''}rate(x[2m]))`]);

/** The points of an answer, one text each. */
function pointsOf(result: QueryResult): string[] {
  if (result.type === 'matrix') {
    return result.series.flatMap(({ labels, times, values }) => Array.from(times, (time, index) => `${labelSetKey(labels)} ${time} ${values[index]}`));
  }
  return result.type === 'vector' ? result.series.map(({ labels, timeMs, value }) => `${labelSetKey(labels)} ${timeMs} ${value}`) : [];
}

describe('a range of steps', () => {
  it.each([
    ...calls,
    ...aggregations,
    'x + on(i) y',
    'x > on(i) y',
    'x * on(i) group_left() y',
    'y - on(i) group_right() x',
    'x and on(i) y > 3',
    'x or on(i) y',
    'x unless on(i) y',
    'x > bool 5',
    '-x',
    'x @ 120 + on(i) group_right() y offset 1m',
    'max_over_time(sum by (job) (rate(x[1m]))[3m:30s])',
    'predict_linear(x[2m] @ 300, time())',
    'quantile_over_time(scalar(y{i="1"}) / 5, x[2m] @ 300)',
    'sum_over_time((x @ 120)[2m:40s])',
    'absent(x{i="2"})',
  ])('has the answers of its single times: %s', async (query) => {
    const { result } = await evaluationOver(source, [0, 660, 20], query);
    const single: string[] = [];
    for (let seconds = 0; seconds <= 660; seconds += 20) single.push(...pointsOf((await evaluationAt(source, seconds, query)).result));
    expect(pointsOf(result).sort()).toEqual(single.sort());
  });
});
