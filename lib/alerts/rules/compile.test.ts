import { describe, expect, it } from 'vitest';
import { parsePromql } from '@/lib/promql/parse';
import { printExpr } from '@/lib/promql/print';
import { compileRule } from './compile';
import { dataOf, measureOf } from './measure';
import { RuleSettings, type RuleInput } from './schemas';

const thresholds = { cpu: { warning: 80, critical: 95 } };
const levels = (condition: object = {}, rest: Partial<RuleInput> = {}) =>
  RuleSettings.parse({ name: 'Busy', condition: { kind: 'levels', query: 'cpu', comparison: '>', warning: 80, critical: 95, ...condition }, ...rest });
const promql = (expr: string, rest: Partial<RuleInput> = {}, condition: object = {}) =>
  RuleSettings.parse({ name: 'Down', condition: { kind: 'promql', expr, severity: 'critical', ...condition }, ...rest });
const compile = (settings: RuleSettings) => compileRule(settings, thresholds);
const labelsOf = (settings: RuleSettings) => compile(settings).conditions.map(({ labels }) => Object.fromEntries([...labels].map(([name, { source }]) => [name, source])));

describe('a rule with levels', () => {
  it('compares its query with each level, the worst first', () => {
    expect(compile(levels()).conditions).toMatchObject([
      { severity: 'critical', level: 95, source: 'cpu > 95', chartSource: 'cpu', holdSource: null, holdExpr: null },
      { severity: 'warning', level: 80, source: 'cpu > 80', chartSource: 'cpu', holdSource: null, holdExpr: null },
    ]);
  });

  it('takes levels from the thresholds of now', () => {
    const settings = levels({ warning: { threshold: 'cpu', side: 'warning' }, critical: { threshold: 'cpu', side: 'critical' } });
    expect(compileRule(settings, { cpu: { warning: 1, critical: 2 } }).conditions.map(({ source }) => source)).toEqual(['cpu > 2', 'cpu > 1']);
  });

  it.each<[string, object, string]>([
    ['an addition', { query: 'a + b' }, '(a + b) > 80'],
    ['a disjunction', { query: 'a or b' }, '(a or b) > 80'],
    ['a sign', { query: '-a' }, '(-a) > 80'],
    ['a call', { query: 'rate(a[5m])' }, 'rate(a[5m]) > 80'],
    ['parentheses of its own', { query: '(a + b)' }, '(a + b) > 80'],
    ['a comment at the end', { query: 'a # of all hosts' }, 'a > 80'],
    ['several lines', { query: 'a\n  / b' }, '(a / b) > 80'],
    ['a negative level', { query: 'a', warning: -0.5, comparison: '<=' }, 'a <= -0.5'],
    ['a tiny level', { query: 'a', warning: 1e-7 }, 'a > 0.0000001'],
  ])('keeps the meaning of a query with %s', (_, condition, expected) => {
    const [found] = compile(levels({ critical: null, ...condition })).conditions;
    expect(found?.source).toBe(expected);
    expect(printExpr(parsePromql(expected))).toBe(expected);
  });

  it.each([
    ['>', 'cpu > 75'],
    ['>=', 'cpu >= 75'],
    ['<', 'cpu < 85'],
    ['<=', 'cpu <= 85'],
  ])('with hysteresis and %s stays until the value is well past the level', (comparison, expected) => {
    expect(compile(levels({ comparison, critical: null, hysteresis: 5 })).conditions).toMatchObject([{ holdSource: expected }]);
  });

  it('tells the severity of each level by its label, whatever the rule says', () => {
    expect(labelsOf(levels({}, { labels: { severity: 'page', env: 'prod' }, team: 'infra', service: 'shop' }))).toEqual([
      { alertname: 'Busy', env: 'prod', severity: 'critical', team: 'infra', service: 'shop' },
      { alertname: 'Busy', env: 'prod', severity: 'warning', team: 'infra', service: 'shop' },
    ]);
  });

  it('names its alerts as its labels say, else as itself', () => {
    expect(labelsOf(levels({ critical: null }, { labels: { alertname: 'Load' } }))).toEqual([{ alertname: 'Load', severity: 'warning' }]);
  });

  it.each<[string, object, Partial<RuleInput>, string]>([
    ['a query that is no PromQL', { query: 'cpu >' }, {}, 'condition.query'],
    ['a range', { query: 'cpu[5m]' }, {}, 'condition.query'],
    ['a number', { query: '1 + 1' }, {}, 'condition.query'],
    ['a threshold that is not there', { warning: { threshold: 'toString', side: 'warning' } }, {}, 'condition.warning'],
    ['no level at all', { warning: null, critical: null }, {}, 'condition.warning'],
    ['a warning that is worse than critical', { warning: 96 }, {}, 'condition.critical'],
    ['a warning that is worse than critical, below', { comparison: '<' }, {}, 'condition.critical'],
    ['missing data that cannot be told', { query: 'cpu > 5' }, { noData: 'alert' }, 'noData'],
    ['a template that is none', {}, { annotations: { summary: '{{ $labels.x' } }, 'annotations.summary'],
    ['a template of a label that is none', {}, { labels: { x: '{{ nope }}' } }, 'labels.x'],
    ['a label name that Prometheus refuses', {}, { labels: { 'a.b': 'x' } }, 'labels.a.b'],
    ['the label that names a metric', {}, { labels: { __name__: 'x' } }, 'labels.__name__'],
    ['a name of alerts that is a template', {}, { labels: { alertname: '{{ $value }}' } }, 'labels.alertname'],
    ['an annotation name that Prometheus refuses', {}, { annotations: { 'a-b': 'x' } }, 'annotations.a-b'],
  ])('refuses %s, and says where', (_, condition, rest, path) => {
    expect(() => compile(levels(condition, rest))).toThrow(expect.objectContaining({ code: 'invalid', issues: [{ path, message: expect.any(String) }] }));
  });
});

describe('a rule with an expression', () => {
  it('is evaluated as it is written', () => {
    expect(compile(promql('up  ==  0', {}, { resolveExpr: 'up == 1' })).conditions).toMatchObject([
      { severity: 'critical', source: 'up  ==  0', holdSource: 'up unless (up == 1)', level: 0, chartSource: 'up' },
    ]);
  });

  it.each([
    ['a / b > 5', 'avg(a) < 3', '(a / b) unless (avg(a) < 3)'],
    ['count by (x) (a > 5) > 3', 'a < 1', 'count by (x) (a > 5) unless (a < 1)'],
    ['absent(a)', 'a', 'absent(a) unless a'],
  ])('%s that ends with %s is held by what is measured until then', (expr, resolveExpr, expected) => {
    expect(compile(promql(expr, {}, { resolveExpr })).conditions).toMatchObject([{ holdSource: expected }]);
  });

  it.each<[string, string, string | null, string]>([
    ['an expression that is no PromQL', 'up ==', null, 'condition.expr'],
    ['a string', '"up"', null, 'condition.expr'],
    ['a resolve condition that is no PromQL', 'up == 0', ')', 'condition.resolveExpr'],
    ['a resolve condition that is a number', 'up == 0', '1', 'condition.resolveExpr'],
    ['a resolve condition on a number', '1 > bool 0', 'up', 'condition.resolveExpr'],
  ])('refuses %s, and says where', (_, expr, resolveExpr, path) => {
    expect(() => compile(promql(expr, {}, { resolveExpr }))).toThrow(expect.objectContaining({ code: 'invalid', issues: [{ path, message: expect.any(String) }] }));
  });

  it('keeps a severity that its labels name in words of their own', () => {
    expect(labelsOf(promql('up == 0', { labels: { severity: 'page' } }))).toEqual([{ alertname: 'Down', severity: 'page' }]);
    expect(labelsOf(promql('up == 0'))).toEqual([{ alertname: 'Down', severity: 'critical' }]);
  });

  it('parses templates once', () => {
    const { annotations } = compile(promql('up == 0', { annotations: { summary: '{{ $labels.instance }} is down', description: 'plain' } }));
    expect(annotations.get('summary')?.template).not.toBeNull();
    expect(annotations.get('description')).toEqual({ source: 'plain', template: null });
  });
});

describe('what is measured', () => {
  it.each([
    ['a > 5', 'a', 5],
    ['5 < a', 'a', 5],
    ['(a / b) >= -0.5', 'a / b', -0.5],
    ['a > b', 'a', null],
    ['a > (5)', 'a', 5],
    ['a > bool 5', 'a > bool 5', null],
    ['a > 5 and b > 6', 'a > 5 and b > 6', null],
    ['absent(a)', 'absent(a)', null],
    ['a', 'a', null],
  ])('in %s is %s', (source, expr, level) => {
    const measure = measureOf(parsePromql(source));
    expect([printExpr(measure.expr), measure.level]).toEqual([expr, level]);
  });

  it.each([
    ['a > 5', 'a'],
    ['5 < rate(a[5m])', 'rate(a[5m])'],
    ['(a / b) > 0.1', 'a / b'],
    ['a > b', 'a > bool b'],
    ['a > on(x) group_left() b', 'a > bool on (x) group_left () b'],
    ['a > 5 and b > 6', 'a and b'],
    ['a > 5 and on(x) info', 'a and on (x) info'],
    ['a > 5 or b > 6', 'a or b'],
    ['a > 5 unless on(x) b > 6', 'a'],
    ['sum by (x) (rate(a[5m])) > 1', 'sum by (x) (rate(a[5m]))'],
    ['a > 5 and (b > 6 or c / d > 7)', 'a and (b or (c / d))'],
    ['a', null],
    ['absent(a)', null],
    ['absent(a) == 1', null],
    ['count(a > 5) > 3', null],
    ['a > 5 and absent(b)', null],
    ['(a unless b) > 5', null],
    ['vector(1)', null],
    ['(a > 5) * 2', null],
  ])('has data for %s where %s has series', (source, expected) => {
    const data = dataOf(parsePromql(source));
    expect(data && printExpr(data)).toBe(expected);
    if (data) expect(() => parsePromql(printExpr(data))).not.toThrow();
  });
});
