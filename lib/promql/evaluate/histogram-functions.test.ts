import { describe, expect, it } from 'vitest';
import { bucketFraction, bucketQuantile } from './bucket-quantile';
import { at, evaluationAt, evaluationOver, load, over, show } from './test-series';

const buckets = (entries: [number, number][]) => ({
  bounds: Float64Array.from(entries, ([bound]) => bound),
  counts: Float64Array.from(entries, ([, count]) => count),
  length: entries.length,
});
const usual: [number, number][] = [[1, 10], [2, 30], [5, 40], [Infinity, 50]];

describe('bucketQuantile', () => {
  it.each([
    ['interpolates within a bucket', 0.4, usual, 1.5],
    ['begins the lowest bucket at zero', 0.1, usual, 0.5],
    ['gives the highest finite bound where the rank is above it', 0.9, usual, 5],
    ['gives the end of the first bucket that holds the rank', 0.2, usual, 1],
    ['gives the bound of a lowest bucket that is not positive', 0.1, [[-1, 10], [1, 20], [Infinity, 20]], -1],
    ['interpolates between negative bounds', 0.75, [[-3, 10], [-1, 20], [Infinity, 20]], -2],
    ['is NaN without a bucket of +Inf', 0.5, [[1, 10], [2, 30]], NaN],
    ['is NaN with one bucket', 0.5, [[Infinity, 30]], NaN],
    ['is NaN without observations', 0.5, [[1, 0], [Infinity, 0]], NaN],
    ['is -Inf below zero', -0.1, usual, -Infinity],
    ['is +Inf above one', 1.1, usual, Infinity],
    ['is NaN for NaN', NaN, usual, NaN],
    ['adds buckets of equal bounds', 0.5, [[1, 5], [1, 5], [Infinity, 20]], 1],
    ['takes tiny differences for rounding errors', 0.5, [[1, 10], [2, 10 - 1e-13], [Infinity, 10]], 0.5],
  ] satisfies [string, number, [number, number][], number][])('%s', (_, quantile, entries, expected) => {
    const { value, forced } = bucketQuantile(quantile, buckets(entries));
    expect(show(value)).toBe(show(expected));
    expect(forced).toBeNull();
  });

  it('raises counts that fall, and says so', () => {
    const { value, forced } = bucketQuantile(0.5, buckets([[1, 10], [2, 8], [3, 9], [4, 20], [Infinity, 20]]));
    expect(value).toBe(1);
    expect(forced).toEqual({ minBucket: 2, maxBucket: 3, maxDifference: 2 });
  });
});

describe('bucketFraction', () => {
  it.each([
    [0, 1, usual, 0.2],
    [1, 2, usual, 0.4],
    [1.5, 3.5, usual, 0.3],
    [-Infinity, Infinity, usual, 1],
    [0, 5, usual, 0.8],
    [6, 7, usual, 0],
    [5, Infinity, usual, 0.2],
    [2, 1, usual, 0],
    [NaN, 1, usual, NaN],
    [0, NaN, usual, NaN],
    [-5, -1, [[-1, 10], [1, 20], [Infinity, 20]], 0],
    [-1, 0, [[-1, 10], [1, 20], [Infinity, 20]], 0.25],
    [0, 1, [[1, 1], [2, 2]], NaN],
    [0, 1, [[1, 0], [Infinity, 0]], NaN],
  ] satisfies [number, number, [number, number][], number][])('from %d to %d of %j is %d', (lower, upper, entries, expected) => {
    expect(show(bucketFraction(lower, upper, buckets(entries)))).toBe(show(expected));
  });
});

describe('histogram functions', () => {
  const source = load({
    'd_bucket{job="a", le="1"}': '10 20',
    'd_bucket{job="a", le="2"}': '30 50',
    'd_bucket{job="a", le="+Inf"}': '50 80',
    'd_bucket{job="b", le="1"}': '_ 4',
    'd_bucket{job="b", le="Inf"}': '_ 4',
    'd_bucket{job="b", le="1.5e0"}': '_ 4',
    'bad_bucket{le="big"}': '1',
    'bad_bucket{le="1e999"}': '1',
    'bad_bucket': '1',
    'bad_bucket{le="+Inf"}': '2',
    'bad_bucket{le="0.5"}': '1',
  });

  it('take each histogram apart, at each step', async () => {
    expect(await over(source, [0, 60, 60], 'histogram_quantile(0.4, d_bucket)')).toEqual(['{job="a"} 0:1.5 60:1.4', '{job="b"} 60:0.4']);
    expect(await at(source, 0, 'histogram_fraction(0, 1, d_bucket)')).toEqual(['{job="a"} 0.2']);
    expect(await at(source, 60, 'histogram_quantile(0.5, sum by (le) (d_bucket{le=~"1|.*Inf"}))')).toEqual(['{} 1']);
  });

  it('follow a quantile that changes', async () => {
    expect(await over(source, [0, 60, 60], 'histogram_quantile(time() / 60 * 0.25, d_bucket{job="a"})')).toEqual(['{job="a"} 0:0 60:1']);
  });

  it('warn of bounds that are no numbers, and of quantiles out of range', async () => {
    const { warnings, result } = await evaluationAt(source, 0, 'histogram_quantile(2, bad_bucket)');
    expect(warnings).toEqual([
      'PromQL warning: bucket label "le" is missing or has a malformed value of "" (1:23)',
      'PromQL warning: bucket label "le" is missing or has a malformed value of "1e999" (1:23)',
      'PromQL warning: bucket label "le" is missing or has a malformed value of "big" (1:23)',
      'PromQL warning: quantile value should be between 0 and 1, got 2 (1:20)',
    ]);
    expect(result.type === 'vector' && result.series.map(({ value }) => value)).toEqual([Infinity]);
  });

  it('inform of counts that had to be raised, over all steps together', async () => {
    const falling = load({ 'd_bucket{le="1"}': '9 5 6', 'd_bucket{le="2"}': '8 5 2', 'd_bucket{le="+Inf"}': '9 6 7' });
    const { infos } = await evaluationOver(falling, [0, 120, 60], 'histogram_quantile(0.5, d_bucket)');
    expect(infos).toEqual([
      'PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile), ' +
        'from buckets 2 to 2, with a max diff of 4, over 2 samples from 1970-01-01T00:00:00Z to 1970-01-01T00:02:00Z (1:25)',
    ]);
  });
});
