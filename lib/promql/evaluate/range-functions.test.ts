import { describe, expect, it } from 'vitest';
import { at, evaluationAt, load, over, refusal, rolledUp, show, sourceOf, valueAt } from './test-series';

/** `x` at 0, 60, 120, 180 and 240 s; every expression is evaluated at 240 s. */
const valueOf = async (samples: string, query: string) => at(load({ x: samples }), 240, query);

describe('functions over ranges', () => {
  it.each([
    // Five samples in (-60, 240]; the first is 60 s from the edge, one usual distance: extrapolated all the way, to 300 s.
    ['0+60x4', 'rate(x[5m])', 0.8],
    ['1000+60x4', 'rate(x[5m])', 1],
    ['1000+60x4', 'increase(x[5m])', 300],
    ['1000+60x4', 'delta(x[5m])', 300],
    ['0+60x4', 'delta(x[5m])', 300],
    // From 0, a counter was never below: nothing is added before its first sample.
    ['0+60x4', 'increase(x[5m])', 240],
    // From 30, it was zero 30 s before the first sample (growth 240 in 240 s).
    ['30+60x4', 'increase(x[5m])', 270],
    // A reset from 120 to 5 counts 120 more: 120 + (65 - 0) in 240 s.
    ['0 60 120 5 65', 'increase(x[5m])', 185],
    ['0 60 120 5 65', 'delta(x[5m])', 81.25],
    ['0 60 120 5 65', 'resets(x[5m])', 1],
    ['3 2 1 1 0', 'resets(x[5m])', 3],
    // Samples end 120 s before the window does, more than 1.1 distances: half a distance is added.
    ['100 200 300', 'delta(x[5m])', 350],
    ['1 2 4 7 11', 'irate(x[5m])', 4 / 60],
    ['1 2 4 7 3', 'irate(x[5m])', 3 / 60],
    ['1 2 4 7 3', 'idelta(x[5m])', -4],
    ['1 1 2 NaN NaN', 'changes(x[5m])', 2],
    ['1 2 1 2 1', 'changes(x[5m])', 4],
    ['1 2 3 4 6', 'sum_over_time(x[5m])', 16],
    ['1 2 3 4 6', 'avg_over_time(x[5m])', 3.2],
    ['1 2 3 4 6', 'count_over_time(x[5m])', 5],
    ['1 2 -3 4 6', 'min_over_time(x[5m])', -3],
    ['1 NaN 9 4 6', 'max_over_time(x[5m])', 9],
    ['NaN NaN', 'max_over_time(x[5m])', NaN],
    ['NaN 2 1', 'min_over_time(x[5m])', 1],
    ['1 2 3 4 6', 'stdvar_over_time(x[5m])', 2.96],
    ['1 2 3 4 6', 'stddev_over_time(x[5m])', Math.sqrt(2.96)],
    ['1 2 Inf', 'stddev_over_time(x[5m])', NaN],
    ['5 1 3 2 4', 'quantile_over_time(0.5, x[5m])', 3],
    ['5 1 3 2 4', 'quantile_over_time(0.9, x[5m])', 4.6],
    ['5 NaN 3 2 4', 'quantile_over_time(0.25, x[5m])', 2],
    ['5 1 3 2 4', 'quantile_over_time(-1, x[5m])', -Infinity],
    ['5 1 3 2 4', 'quantile_over_time(1.5, x[5m])', Infinity],
    ['5 1 3 2 4', 'quantile_over_time(NaN, x[5m])', NaN],
    ['4 6 2 1 4', 'mad_over_time(x[5m])', 2],
    ['4 6 2 1 4', 'first_over_time(x[5m])', 4, 'x'],
    ['4 6 2 1 7', 'last_over_time(x[5m])', 7, 'x'],
    ['4 6 2 1', 'present_over_time(x[5m])', 1],
    ['4 6 6 1 4', 'ts_of_max_over_time(x[5m])', 120],
    ['4 1 6 1 4', 'ts_of_min_over_time(x[5m])', 180],
    ['4 1 6 1 4', 'ts_of_first_over_time(x[3m])', 120],
    ['4 1 6 1 4', 'ts_of_last_over_time(x[5m])', 240],
    ['0+60x4', 'deriv(x[5m])', 1],
    ['5 5 5', 'deriv(x[5m])', 0],
    ['Inf Inf', 'deriv(x[5m])', NaN],
    ['0 1 0 1 0', 'deriv(x[5m])', 0],
    // The line of 0, 60, ... 240 at 240 s is 240; an hour later it is 3840.
    ['0+60x4', 'predict_linear(x[5m], 3600)', 3840],
    ['7 7 7', 'predict_linear(x[5m], 3600)', 7],
    ['0+60x4', 'predict_linear(x[5m] offset 1m, 0)', 240],
    // Smoothed 1, then 2 (trend 1), then .5*4 + .5*(2+1) = 3.5.
    ['1 2 4', 'double_exponential_smoothing(x[5m], 0.5, 0.5)', 3.5],
    ['1 2 4', 'holt_winters(x[5m], 0.5, 0.5)', 3.5],
    // Next trend .5*(3.5-2) + .5*1 = 1.25, so .5*6 + .5*(3.5+1.25) = 5.375.
    ['1 2 4 6', 'double_exponential_smoothing(x[5m], 0.5, 0.5)', 5.375],
    ['1e308 1e308 1e308', 'avg_over_time(x[5m])', 1e308],
    ['1e308 1e308', 'sum_over_time(x[5m])', Infinity],
    ['1 1e100 1 -1e100', 'sum_over_time(x[5m])', 2],
    ['1 1e100 1 -1e100', 'avg_over_time(x[5m])', 0.5],
    ['Inf -Inf 1', 'sum_over_time(x[5m])', NaN],
    ['Inf 1', 'avg_over_time(x[5m])', Infinity],
  ] satisfies [string, string, number, string?][])('of %s: %s', async (samples: string, query: string, expected: number, name = '{}') => {
    expect(await valueOf(samples, query)).toEqual([`${name} ${show(expected)}`]);
  });

  it.each(['rate', 'increase', 'delta', 'irate', 'idelta', 'deriv'])('%s needs two samples', async (name) => {
    expect(await valueOf('_ _ _ _ 1', `${name}(x[5m])`)).toEqual([]);
  });

  it('has nothing where a window is empty, and one result a step where it is not', async () => {
    const source = load({ x: '1 2 _ _ 5' });
    expect(await over(source, [0, 240, 60], 'sum_over_time(x[1m])')).toEqual(['{} 0:1 60:2 240:5']);
  });

  it('follows resets from window to window', async () => {
    const source = load({ x_total: '10 20 5 15 2 12 22' });
    expect(await over(source, [120, 360, 60], 'increase(x_total[3m])')).toEqual(['{} 120:22.5 180:22.5 240:17 300:18 360:22']);
  });

  it('takes absent_over_time for the steps without any series, with the labels that are certain', async () => {
    const source = load({ 'x{a="1"}': '1 _ _ 2', 'x{a="2"}': '_ 1' });
    expect(await over(source, [0, 240, 60], 'absent_over_time(x{a=~"1|2", b="c", d="e", d="f"}[1m])')).toEqual(['{b="c"} 0:1 60:1 120:1 180:1 240:1']);
    expect(await over(source, [0, 240, 60], 'absent_over_time(x[1m])')).toEqual(['{} 120:1 240:1']);
    expect(await over(source, [0, 60, 60], 'absent_over_time(x[1m])')).toEqual([]);
  });

  it('refuses series that differ in their name alone', async () => {
    const source = load({ x: '1 2', y: '_ _ _ 1 2' });
    expect(await refusal(at(source, 240, 'rate({__name__=~"x|y"}[5m])'))).toBe('vector cannot contain metrics with the same labelset');
    expect(await at(source, 240, 'last_over_time({__name__=~"x|y"}[5m])')).toEqual(['x 2', 'y 2']);
  });

  it.each([
    ['double_exponential_smoothing(x[5m], 0, 0.5)', 'invalid smoothing factor. Expected: 0 < sf < 1, got: 0.000000'],
    ['double_exponential_smoothing(x[5m], 0.5, 1)', 'invalid trend factor. Expected: 0 < tf < 1, got: 1.000000'],
  ])('refuses %s', async (query, message) => {
    expect(await refusal(valueOf('1 2 3', query))).toBe(message);
  });
});

describe('functions over roll-ups', () => {
  const source = sourceOf(
    [
      rolledUp('c_total', [300_000, 600_000, 900_000], {
        last: [30, 5, 20],
        count: [20, 20, 20],
        sum: [400, 200, 300],
        min: [10, 0, 5],
        max: [30, 40, 20],
        first: [10, 31, 6],
        increase: [20, 15, 15],
      }),
    ],
    '5m',
  );

  it.each([
    ['sum_over_time', 900],
    ['avg_over_time', 15],
    ['count_over_time', 60],
    ['min_over_time', 0],
    ['max_over_time', 40],
    ['first_over_time', 10],
    ['last_over_time', 20],
    ['present_over_time', 1],
    // The counter rebuilt is 10, 25, 40: growth 30 in 600 s, zero 200 s before its first sample.
    ['increase', 40],
    ['irate', 15 / 300],
    ['delta', -15],
  ])('%s takes the column that it is about', async (name, expected) => {
    expect(await valueAt(source, 900, `${name}(c_total[15m])`)).toBe(show(expected));
  });

  it('looks back two buckets for an instant', async () => {
    expect(await at(source, 900 + 599, 'c_total')).toEqual(['c_total 20']);
    expect(await at(source, 900 + 600, 'c_total')).toEqual([]);
    expect((await evaluationAt(source, 900, 'c_total')).resolution).toBe('5m');
  });
});
