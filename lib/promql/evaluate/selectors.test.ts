import { describe, expect, it } from 'vitest';
import { at, evaluationAt, load, over } from './test-series';

describe('an instant selector', () => {
  const source = load({ 'up{job="a"}': '1 2 3 _ _ _ _ _ 9', 'up{job="b"}': '5 stale _ 7 NaN' });

  it('takes the latest sample up to the time of each step', async () => {
    expect(await over(source, [0, 180, 60], 'up{job="a"}')).toEqual(['up{job="a"} 0:1 60:2 120:3 180:3']);
    expect(await at(source, 59.999, 'up{job="a"}')).toEqual(['up{job="a"} 1']);
  });

  it('looks back five minutes, and not to the millisecond that is just as old', async () => {
    expect(await at(source, 120 + 299.999, 'up{job="a"}')).toEqual(['up{job="a"} 3']);
    expect(await at(source, 120 + 300, 'up{job="a"}')).toEqual([]);
    expect(await at(source, 240, 'up{job="a"}', { lookbackMs: 60_000 })).toEqual([]);
  });

  it('has nothing after a stale marker until the next sample, and takes NaN for a value', async () => {
    expect(await over(source, [0, 240, 60], 'up{job="b"}')).toEqual(['up{job="b"} 0:5 180:7 240:NaN']);
  });

  it.each([
    ['up{job="a"} offset 1m', 120, ['up{job="a"} 2']],
    ['up{job="a"} offset -1m', 60, ['up{job="a"} 3']],
    ['up{job="a"} @ 60', 480, ['up{job="a"} 2']],
    ['up{job="a"} @ 120 offset 1m', 480, ['up{job="a"} 2']],
    ['up{job="a"} offset 1m @ 120', 480, ['up{job="a"} 2']],
  ])('%s at %d s', async (query, seconds, expected) => {
    expect(await at(source, seconds, query)).toEqual(expected);
  });

  it('means the whole query by @ start() and @ end(), in subqueries too', async () => {
    expect(await over(source, [60, 120, 60], 'up{job="a"} @ start()')).toEqual(['up{job="a"} 60:2 120:2']);
    expect(await over(source, [60, 120, 60], 'up{job="a"} @ end()')).toEqual(['up{job="a"} 60:3 120:3']);
    expect(await over(source, [60, 120, 60], 'sum_over_time((up{job="a"} @ end())[1m:30s])')).toEqual(['{job="a"} 60:6 120:6']);
  });

  it('asks the source for no more than its window, and once for what is needed twice', async () => {
    const asked = load({});
    await over(asked, [600, 900, 60], 'rate(x[2m] offset 1m) + rate(x[2m] offset 1m) + y @ 100');
    expect(asked.selections.map(({ fromMs, toMs, stepMs, rangeMs }) => [fromMs, toMs, stepMs, rangeMs])).toEqual([
      [600_000 - 60_000 - 120_000 + 1, 900_000 - 60_000, 60_000, 120_000],
      [100_000 - 300_000 + 1, 100_000, 60_000, 0],
    ]);
  });

  it('asks for the windows of nested subqueries', async () => {
    const asked = load({});
    await at(asked, 1_000, 'max_over_time(sum_over_time(rate(x[1m])[5m:1m] offset 10s)[10m:2m])');
    // Outer steps 480 to 960, so windows of 300 s that end at 470 to 950, so inner steps 180 to 900, less the minute of the rate.
    expect(asked.selections.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([[180_000 - 60_000 + 1, 900_000]]);
  });
});

describe('a range selector', () => {
  const source = load({ 'x{a="1"}': '1 2 3 stale 5', 'x{a="2"}': '_ _ _ _ _ _ _ 8' });

  it('is open on the left, closed on the right, and has no stale markers', async () => {
    expect(await at(source, 240, 'x[2m]')).toEqual(['x{a="1"} 240:5']);
    expect(await at(source, 240, 'x[4m]')).toEqual(['x{a="1"} 60:2 120:3 240:5']);
    expect(await at(source, 239.999, 'x[4m]')).toEqual(['x{a="1"} 0:1 60:2 120:3']);
    expect(await over(source, [0, 240, 60], 'count_over_time(x[2m])')).toEqual(['{a="1"} 0:1 60:2 120:2 180:1 240:1']);
  });

  it('moves with offset and stands still with @', async () => {
    expect(await at(source, 240, 'x[1m] offset 2m')).toEqual(['x{a="1"} 120:3']);
    expect(await over(source, [0, 120, 60], 'sum_over_time(x[2m] @ 120)')).toEqual(['{a="1"} 0:5 60:5 120:5']);
  });
});

describe('a subquery', () => {
  const source = load({ x: '0+1x20' });

  it('evaluates at multiples of its step, wherever its window begins', async () => {
    expect(await at(source, 310, 'x[2m:1m]')).toEqual(['x 240:4 300:5']);
    expect(await at(source, 300, 'x[2m:1m]')).toEqual(['x 240:4 300:5']);
    expect(await at(source, 310, 'x[1m:25s]')).toEqual(['x 275:4 300:5']);
    expect(await at(source, 310, 'x[2m:1m] offset 1m')).toEqual(['x 180:3 240:4']);
    expect(await at(source, 10, 'x[2m:1m] @ 310')).toEqual(['x 240:4 300:5']);
  });

  it('takes the default step where it has none', async () => {
    expect(await at(source, 310, 'x[2m:]')).toEqual(['x 240:4 300:5']);
    expect(await at(source, 310, 'x[1m:]', { defaultStepMs: 20_000 })).toEqual(['x 260:4 280:4 300:5']);
  });

  it('nests, and aligns times before 1970 as well', async () => {
    expect(await at(source, 600, 'max_over_time(sum_over_time(x[2m:1m])[3m:1m])')).toEqual(['{} 19']);
    expect(await at(load({}), -50, 'vector(1)[2m:1m]')).toEqual(['{} -120:1 -60:1']);
  });

  it('gives functions its steps as samples', async () => {
    expect(await over(source, [300, 420, 60], 'avg_over_time((x * 2)[3m:1m])')).toEqual(['{} 300:8 360:10 420:12']);
    expect(await at(source, 600, 'rate(x[4m:2m])')).toEqual(['{} 0.0166666666667']);
  });
});

describe('an evaluation', () => {
  it('gives scalars and strings as they are', async () => {
    expect(await at(load({}), 7, '1 + 2 * time()')).toEqual(['scalar 15']);
    expect(await at(load({}), 7, '"text"')).toEqual(['string text']);
    expect(await over(load({}), [0, 60, 60], 'time()')).toEqual(['{} 0:0 60:60']);
  });

  it('says what it read', async () => {
    const { series, samples, resolution } = await evaluationAt(load({ 'x{a="1"}': '1 2 3', 'x{a="2"}': '1' }), 120, 'x + y');
    expect({ series, samples, resolution }).toEqual({ series: 2, samples: 4, resolution: 'raw' });
    expect((await evaluationAt(load({}), 0, '1')).resolution).toBeNull();
  });

  it('orders the series of a matrix by their labels', async () => {
    const source = load({ 'b{x="2"}': '1', 'b{x="1"}': '1', 'a{x="3"}': '1', 'a{x="3", y="1"}': '1' });
    expect(await over(source, [0, 0, 60], '{x!=""}')).toEqual(['a{x="3"} 0:1', 'a{x="3", y="1"} 0:1', 'b{x="1"} 0:1', 'b{x="2"} 0:1']);
  });
});
