import { describe, expect, it } from 'vitest';
import { at, evaluationAt, load, over, refusal, show, valueAt } from './test-series';

const none = load({});

describe('functions of values', () => {
  it.each([
    ['abs(vector(-2))', 2],
    ['ceil(vector(1.2))', 2],
    ['floor(vector(-1.2))', -2],
    ['exp(vector(1))', Math.E],
    ['ln(vector(0))', -Infinity],
    ['ln(vector(-1))', NaN],
    ['log2(vector(8))', 3],
    ['log10(vector(1000))', 3],
    ['sqrt(vector(9))', 3],
    ['sgn(vector(-7))', -1],
    ['sgn(vector(0))', 0],
    ['deg(vector(pi()))', 180],
    ['rad(vector(180))', Math.PI],
    ['sin(vector(pi() / 2))', 1],
    ['cos(vector(0))', 1],
    ['tan(vector(0))', 0],
    ['asin(vector(1))', Math.PI / 2],
    ['acos(vector(2))', NaN],
    ['atan(vector(Inf))', Math.PI / 2],
    ['sinh(vector(1))', Math.sinh(1)],
    ['cosh(vector(1))', Math.cosh(1)],
    ['tanh(vector(Inf))', 1],
    ['asinh(vector(0))', 0],
    ['acosh(vector(1))', 0],
    ['atanh(vector(1))', Infinity],
    ['round(vector(2.5))', 3],
    ['round(vector(-2.5))', -2],
    ['round(vector(2.34), 0.1)', 2.3],
    ['round(vector(123), -10)', 120],
    ['clamp(vector(5), 1, 3)', 3],
    ['clamp(vector(5), 6, 8)', 6],
    ['clamp_min(vector(5), 6)', 6],
    ['clamp_max(vector(5), 4)', 4],
    ['clamp_min(vector(NaN), Inf)', Infinity],
    ['clamp_max(vector(5), NaN)', NaN],
    ['clamp_max(vector(-Inf), NaN)', -Infinity],
    ['vector(3) ^ 2', 9],
    ['vector(1) ^ NaN', 1],
    ['vector(-1) ^ Inf', 1],
    ['vector(-7) % 3', -1],
    ['vector(5) % 0', NaN],
    ['vector(1) / 0', Infinity],
    ['vector(1) atan2 0', Math.PI / 2],
    ['-vector(3)', -3],
    ['scalar(vector(4)) + vector(1)', 5],
  ])('%s is %d', async (query, expected) => {
    expect(await at(none, 0, query)).toEqual([`{} ${show(expected)}`]);
  });

  it('have nothing where a lower bound is above the upper one', async () => {
    expect(await at(none, 0, 'clamp(vector(5), 3, 1)')).toEqual([]);
    expect(await over(none, [0, 120, 60], 'clamp(vector(5), time() / 60, 1)')).toEqual(['{} 0:1 60:1']);
  });

  it('drop the name, refuse what is then equal at one step, and join what is equal at different steps', async () => {
    const source = load({ 'x{a="1"}': '-1', 'y{a="1"}': '_ -2' });
    expect(await at(source, 0, 'abs(x)')).toEqual(['{a="1"} 1']);
    expect(await refusal(at(source, 60, 'abs({a="1"})'))).toBe('vector cannot contain metrics with the same labelset');
    expect(await over(load({ x: '1 stale', y: '_ 2' }), [0, 60, 60], '-{__name__=~"x|y"}')).toEqual(['{} 0:-1 60:-2']);
  });

  it('keep a name under unary plus', async () => {
    expect(await at(load({ x: '1' }), 0, '+x')).toEqual(['x 1']);
  });
});

describe('date functions', () => {
  // Tuesday, 29 February 2000, 13:37:42 UTC.
  const seconds = 951_831_462;

  it.each([
    ['year', 2000],
    ['month', 2],
    ['day_of_month', 29],
    ['day_of_week', 2],
    ['day_of_year', 60],
    ['days_in_month', 29],
    ['hour', 13],
    ['minute', 37],
  ])('%s() is of the time of evaluation, with an argument of its value', async (name, expected) => {
    expect(await at(none, seconds, `${name}()`)).toEqual([`{} ${expected}`]);
    expect(await at(none, 0, `${name}(vector(${seconds}.9))`)).toEqual([`{} ${expected}`]);
  });

  it.each([
    ['year(vector(-1))', 1969],
    ['month(vector(-1))', 12],
    ['hour(vector(-1))', 23],
    ['day_of_year(vector(-1))', 365],
    ['day_of_week(vector(-1))', 3],
    ['days_in_month(vector(1706745600))', 29],
    ['days_in_month(vector(-2203977600))', 28],
    ['year(vector(NaN))', 292277026596],
  ])('%s is %d', async (query, expected) => {
    expect(await valueAt(none, 0, query)).toBe(show(expected));
  });
});

describe('functions of time and presence', () => {
  const source = load({ 'x{a="1"}': '10 20 _ _ 30', 'x{a="2"}': '1 stale' });

  it('timestamp() is of the sample of a selector, else of the evaluation', async () => {
    expect(await at(source, 100, 'timestamp(x)')).toEqual(['{a="1"} 60']);
    expect(await over(source, [60, 240, 60], 'timestamp(x)')).toEqual(['{a="1"} 60:60 120:60 180:60 240:240']);
    expect(await over(source, [60, 120, 60], 'timestamp(x @ 240)')).toEqual(['{a="1"} 60:240 120:240']);
    expect(await at(source, 100, 'timestamp(x + 0)')).toEqual(['{a="1"} 100']);
    expect(await at(source, 100, 'timestamp((x offset 100s))')).toEqual(['{a="1"} 0', '{a="2"} 0']);
  });

  it('time() and vector() follow the steps', async () => {
    expect(await over(none, [0, 120, 60], 'vector(time())')).toEqual(['{} 0:0 60:60 120:120']);
  });

  it('scalar() is NaN unless there is exactly one series', async () => {
    expect(await over(source, [0, 60, 60], 'scalar(x)')).toEqual(['{} 0:NaN 60:20']);
    expect(await at(source, 0, 'scalar(nothing)')).toEqual(['scalar NaN']);
  });

  it('absent() has the labels that are certain', async () => {
    expect(await at(none, 0, 'absent(x{a="1", b!="2", c=~"3"})')).toEqual(['{a="1"} 1']);
    expect(await at(none, 0, 'absent(sum(x{a="1"}))')).toEqual(['{} 1']);
    expect(await at(none, 0, 'absent((x{a="1"}))')).toEqual(['{a="1"} 1']);
    expect(await at(none, 0, 'absent(x{a="1", a="2", b="3"})')).toEqual(['{b="3"} 1']);
    expect(await over(source, [0, 600, 60], 'absent(x)')).toEqual(['{} 540:1 600:1']);
    expect(await at(source, 0, 'absent(x)')).toEqual([]);
  });

  it('functions of native histograms find none', async () => {
    for (const name of ['histogram_count', 'histogram_sum', 'histogram_avg', 'histogram_stddev', 'histogram_stdvar']) {
      expect(await at(source, 0, `${name}(x)`)).toEqual([]);
    }
  });
});

describe('label_replace', () => {
  const source = load({ 'x{host="db-1.eu"}': '1', 'x{host="web"}': '2' });

  it.each([
    ['"$1"', '"(.*)-.*"', ['x{host="db-1.eu", to="db"} 1', 'x{host="web"} 2']],
    ['"${name}_$2"', '"(?P<name>\\\\w+)-(\\\\d).*"', ['x{host="db-1.eu", to="db_1"} 1', 'x{host="web"} 2']],
    ['"$1x"', '"(.*)"', ['x{host="db-1.eu"} 1', 'x{host="web"} 2']],
    ['"$$1 $ ${"', '"web"', ['x{host="db-1.eu"} 1', 'x{host="web", to="$1 $ ${"} 2']],
    ['"$9"', '"(.*)"', ['x{host="db-1.eu"} 1', 'x{host="web"} 2']],
    ['"y"', '"b"', ['x{host="db-1.eu"} 1', 'x{host="web"} 2']],
  ])('sets the label to %s where %s matches the whole value', async (replacement, pattern, expected) => {
    expect(await at(source, 0, `label_replace(x, "to", ${replacement}, "host", ${pattern})`)).toEqual(expected);
  });

  it('takes a label away with an empty value, and matches one that is not there as empty', async () => {
    expect(await at(source, 0, 'label_replace(x{host="web"}, "host", "", "host", ".*")')).toEqual(['x 2']);
    expect(await at(source, 0, 'label_replace(x{host="web"}, "to", "y", "no", "")')).toEqual(['x{host="web", to="y"} 2']);
    expect(await at(source, 0, 'label_replace(x{host="web"}, "__name__", "z", "no", "")')).toEqual(['z{host="web"} 2']);
  });

  it.each([
    ['label_replace(x, "to", "y", "host", "(")', 'invalid regular expression in label_replace(): ('],
    ['label_replace(x, "", "y", "host", ".*")', 'invalid destination label name in label_replace(): '],
    ['label_replace(x, "host", "y", "host", ".*")', 'vector cannot contain metrics with the same labelset'],
    ['label_join(x, "to", "-", "")', 'invalid source label name in label_join(): '],
    ['label_join(x, "", "-", "host")', 'invalid destination label name in label_join(): '],
  ])('refuses %s', async (query, message) => {
    expect(await refusal(at(source, 0, query))).toBe(message);
  });

  it('label_join puts values one behind the other', async () => {
    const joined = load({ 'x{a="1", b="2"}': '1' });
    expect(await at(joined, 0, 'label_join(x, "c", "-", "a", "no", "b")')).toEqual(['x{a="1", b="2", c="1--2"} 1']);
    expect(await at(joined, 0, 'label_join(x, "a", "-")')).toEqual(['x{b="2"} 1']);
  });
});

describe('sorting', () => {
  const source = load({ 'x{n="10"}': '2', 'x{n="9"}': 'NaN', 'x{n="1a"}': '3', 'x{n="1"}': '1' });

  it.each([
    ['sort(x)', ['1', '10', '1a', '9']],
    ['sort_desc(x)', ['1a', '10', '1', '9']],
    ['sort_by_label(x, "n")', ['1', '1a', '9', '10']],
    ['sort_by_label_desc(x, "n")', ['10', '9', '1a', '1']],
    ['sort_by_label(x, "no")', ['1', '10', '1a', '9']],
    ['topk(3, x)', ['1a', '10', '1']],
    ['bottomk(5, x)', ['1', '10', '1a', '9']],
  ])('%s orders the answer at one time', async (query, expected) => {
    const { result } = await evaluationAt(source, 0, query);
    expect(result.type === 'vector' && result.series.map(({ labels }) => labels[3])).toEqual(expected);
  });

  it('does not matter over a range', async () => {
    expect(await over(load({ 'x{n="2"}': '1', 'x{n="1"}': '2' }), [0, 0, 60], 'sort(x)')).toEqual(['x{n="1"} 0:2', 'x{n="2"} 0:1']);
  });
});
