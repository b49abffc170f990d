import { describe, expect, it } from 'vitest';
import { at, evaluationAt, evaluationOver, load, over, refusal, show, valueAt } from './test-series';

const source = load({
  'x{dc="eu", host="a"}': '1 2 3',
  'x{dc="eu", host="b"}': '5 6',
  'x{dc="us", host="c"}': '9 stale 8',
  'y{dc="us"}': '4',
});

describe('aggregations', () => {
  it.each([
    ['sum(x)', ['{} 15']],
    ['sum by (dc) (x)', ['{dc="eu"} 6', '{dc="us"} 9']],
    ['sum without (host) (x)', ['{dc="eu"} 6', '{dc="us"} 9']],
    ['sum without () (y)', ['{dc="us"} 4']],
    ['sum by (no) (x)', ['{} 15']],
    ['sum by (__name__, no) ({dc="us"})', ['x 9', 'y 4']],
    ['sum without (dc) ({dc="us"})', ['{host="c"} 9', '{} 4']],
    ['avg by (dc) (x)', ['{dc="eu"} 3', '{dc="us"} 9']],
    ['count by (dc) (x)', ['{dc="eu"} 2', '{dc="us"} 1']],
    ['group by (dc) (x)', ['{dc="eu"} 1', '{dc="us"} 1']],
    ['min(x)', ['{} 1']],
    ['max(x)', ['{} 9']],
    ['stdvar by (dc) (x)', ['{dc="eu"} 4', '{dc="us"} 0']],
    ['stddev by (dc) (x)', ['{dc="eu"} 2', '{dc="us"} 0']],
    ['quantile by (dc) (0.25, x)', ['{dc="eu"} 2', '{dc="us"} 9']],
    ['quantile(0.5, x)', ['{} 5']],
    ['topk(2, x)', ['x{dc="us", host="c"} 9', 'x{dc="eu", host="b"} 5']],
    ['topk by (dc) (1, x)', ['x{dc="eu", host="b"} 5', 'x{dc="us", host="c"} 9']],
    ['bottomk(1.9, x)', ['x{dc="eu", host="a"} 1']],
    ['topk(0, x)', []],
    ['topk(-5, x)', []],
    ['limitk(2, x)', ['x{dc="eu", host="a"} 1', 'x{dc="eu", host="b"} 5']],
    ['limitk by (dc) (1, x)', ['x{dc="eu", host="a"} 1', 'x{dc="us", host="c"} 9']],
    ['count_values("v", x)', ['{v="1"} 1', '{v="5"} 1', '{v="9"} 1']],
    ['count_values by (dc) ("v", x > bool 4)', ['{dc="eu", v="0"} 1', '{dc="eu", v="1"} 1', '{dc="us", v="1"} 1']],
    ['count_values without (host) ("dc", x)', ['{dc="1"} 1', '{dc="5"} 1', '{dc="9"} 1']],
    ['sum(nothing)', []],
    ['count_values("v", vector(1e21))', ['{v="1000000000000000000000"} 1']],
    ['count_values("v", vector(-Inf))', ['{v="-Inf"} 1']],
  ])('%s', async (query, expected) => {
    expect(await at(source, 0, query)).toEqual(expected);
  });

  it('follow series that come and go', async () => {
    expect(await over(source, [0, 120, 60], 'sum by (dc) (x)')).toEqual(['{dc="eu"} 0:6 60:8 120:9', '{dc="us"} 0:9 120:8']);
    expect(await over(source, [0, 120, 60], 'topk(1, x)')).toEqual(['x{dc="eu", host="b"} 60:6', 'x{dc="us", host="c"} 0:9 120:8']);
    expect(await over(source, [0, 120, 60], 'topk(time() / 60, x)')).toEqual(['x{dc="eu", host="b"} 60:6 120:6', 'x{dc="us", host="c"} 120:8']);
    expect(await over(source, [0, 60, 60], 'count_values("v", x > 4)')).toEqual(['{v="5"} 0:1', '{v="6"} 60:1', '{v="9"} 0:1']);
  });

  it.each([
    ['max', ['NaN', '1', '2'], 2],
    ['min', ['NaN', '1', '2'], 1],
    ['max', ['NaN', 'NaN'], NaN],
    ['sum', ['NaN', '1'], NaN],
    ['sum', ['Inf', '1'], Infinity],
    ['sum', ['Inf', '-Inf'], NaN],
    ['sum', ['1', '1e100', '1', '-1e100'], 2],
    ['sum', ['1e308', '1e308'], Infinity],
    ['avg', ['1e308', '1e308'], 1e308],
    ['avg', ['1e308', '1e308', '-1e308'], 1e308 / 3],
    ['avg', ['1', '1e100', '1', '-1e100'], 0.5],
    ['avg', ['Inf', '1', '2'], Infinity],
    ['avg', ['-Inf', 'Inf'], NaN],
    ['stddev', ['Inf'], NaN],
    ['stdvar', ['1', 'Inf'], NaN],
    ['count', ['NaN', '1'], 2],
  ])('%s of %j is %d', async (name, values, expected) => {
    const series = load(Object.fromEntries(values.map((value, index) => [`x{n="${index}"}`, value])));
    expect(await valueAt(series, 0, `${name}(x)`)).toBe(show(expected));
  });

  it('put NaN behind every number in topk and bottomk', async () => {
    const odd = load({ 'x{n="1"}': 'NaN', 'x{n="2"}': '1', 'x{n="3"}': 'NaN', 'x{n="4"}': '2' });
    expect(await at(odd, 0, 'topk(3, x)')).toEqual(['x{n="4"} 2', 'x{n="2"} 1', 'x{n="1"} NaN']);
    expect(await at(odd, 0, 'bottomk(2, x)')).toEqual(['x{n="2"} 1', 'x{n="4"} 2']);
  });

  it.each([
    ['topk(NaN, x)', 'Parameter value is NaN'],
    ['topk(1e20, x)', 'Scalar value 1e+20 overflows int64'],
    ['limit_ratio(NaN, x)', 'Ratio value is NaN'],
    ['count_values("", x)', 'invalid label name ""'],
  ])('refuse %s', async (query, message) => {
    expect(await refusal(at(source, 0, query))).toBe(message);
  });

  it.each([
    ['quantile(1.5, x)', 'PromQL warning: quantile value should be between 0 and 1, got 1.5 (1:10)'],
    ['quantile(-Inf, x)', 'PromQL warning: quantile value should be between 0 and 1, got -Inf (1:10)'],
    ['sum(quantile(NaN, x))', 'PromQL warning: quantile value should be between 0 and 1, got NaN (1:14)'],
    ['limit_ratio(-1.1, x)', 'PromQL warning: ratio value should be between -1 and 1, got -1.1, capping to -1 (1:13)'],
    ['quantile_over_time(2, x[5m])', 'PromQL warning: quantile value should be between 0 and 1, got 2 (1:20)'],
  ])('%s warns', async (query, warning) => {
    expect((await evaluationAt(source, 0, query)).warnings).toEqual([warning]);
  });

  it('limit_ratio takes the same series every time, and its complement the others', async () => {
    const many = load(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x{n="${index}"}`, '1'])));
    const first = await at(many, 0, 'limit_ratio(0.3, x)');
    const rest = await at(many, 0, 'limit_ratio(-0.7, x)');
    expect(await at(many, 0, 'limit_ratio(0.3, x)')).toEqual(first);
    expect(new Set([...first, ...rest]).size).toBe(200);
    expect(first.length + rest.length).toBe(200);
    expect(Math.abs(first.length - 60)).toBeLessThan(25);
    expect(await at(many, 0, 'limit_ratio(0, x)')).toEqual([]);
    expect(await at(many, 0, 'limit_ratio(1, x)')).toHaveLength(200);
  });
});

describe('annotations', () => {
  const gauges = load({ temperature: '1 2 3', requests_total: '1 2 3', 'a:rate': '1 2 3' });

  it('say where a counter function meets what has no counter name', async () => {
    const { infos, warnings } = await evaluationAt(gauges, 120, 'rate(temperature[5m])');
    expect(warnings).toEqual([]);
    expect(infos).toEqual(['PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "temperature" (1:6)']);
    expect((await evaluationAt(gauges, 120, 'increase(requests_total[5m])')).infos).toEqual([]);
    expect((await evaluationAt(gauges, 120, 'irate(temperature[5m])')).infos).toEqual([]);
    expect((await evaluationAt(gauges, 120, 'rate(temperature[1m])')).infos).toEqual([]);
  });

  it('have lines and columns in bytes', async () => {
    const { infos } = await evaluationAt(gauges, 120, 'rate(requests_total{a!="ü"}[5m])\n  + rate(\n  {__name__="temperature",b!="ü"}[5m])');
    expect(infos).toEqual(['PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "temperature" (3:3)']);
  });

  it('are there once each, sorted, and at most ten', async () => {
    const twelve = load(Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`m${String(index).padStart(2, '0')}{n="${index}"}`, '1 2'])));
    const { infos } = await evaluationOver(twelve, [60, 180, 60], 'rate({n!=""}[5m]) + rate({n!=""}[5m])');
    expect(infos).toHaveLength(11);
    expect(infos[0]).toContain('"m00"');
    expect(infos[10]).toBe('2 more info annotations omitted');
  });
});
