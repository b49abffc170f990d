import { describe, expect, test } from 'vitest';
import { RuleSettings, type RuleInput } from '@/lib/alerts/rules/schemas';
import { seeds } from '@/lib/alerts/rules/seeds';
import { builderExpression, readRule } from './read-rule';
import { draftOf, emptyRule, type RuleDraft } from './rule-draft';

const base: RuleDraft = {
  ...emptyRule,
  name: 'CPU',
  builder: { metric: 'system_cpu_usage_percent', matchers: [], aggregate: 'avg', window: '5m', by: null },
  warning: { kind: 'number', text: '80' },
  critical: { kind: 'number', text: '95' },
};

test('a builder becomes levels with the expression that it makes', () => {
  expect(readRule({ ...base, builder: { ...base.builder, matchers: [{ label: 'instance', operator: '=~', value: 'web.*' }, { label: '', operator: '=', value: '' }], by: ['instance'] } }).input?.condition).toEqual({
    kind: 'levels',
    query: 'avg by (instance) (avg_over_time(system_cpu_usage_percent{instance=~"web.*"}[5m]))',
    builder: { metric: 'system_cpu_usage_percent', matchers: [{ label: 'instance', operator: '=~', value: 'web.*' }], aggregate: 'avg', windowMs: 300_000, by: ['instance'] },
    comparison: '>', warning: 80, critical: 95, hysteresis: 0,
  });
});

const faults: readonly [string, Partial<RuleDraft>, string, RegExp][] = [
  ['no name', { name: ' ' }, 'name', /name/],
  ['no metric', { builder: { ...base.builder, metric: '' } }, 'condition.builder.metric', /metric/],
  ['a rate of the newest sample', { builder: { ...base.builder, aggregate: 'rate', window: '' } }, 'condition.builder.windowMs', /window/],
  ['a filter without a label', { builder: { ...base.builder, matchers: [{ label: '', operator: '=', value: 'web' }] } }, 'condition.builder.matchers.0', /label/],
  ['a filter that RE2 refuses', { builder: { ...base.builder, matchers: [{ label: 'a', operator: '=~', value: '(' }] } }, 'condition.builder.matchers', /./],
  ['a level that is no number', { warning: { kind: 'number', text: '80 %' } }, 'condition.warning', /number/],
  ['a level that is left empty', { critical: { kind: 'number', text: '' } }, 'condition.critical', /no level/],
  ['no level at all', { warning: { kind: 'none', text: '' }, critical: { kind: 'none', text: '' } }, 'condition.warning', /both/],
  ['a duration in words', { duration: 'five minutes' }, 'forMs', /duration/],
  ['an interval that is too short', { interval: '10ms' }, 'intervalMs', /./],
  ['more needed than there are', { needed: '4', of: '3' }, 'firing', /at most/],
  ['two labels of one name', { labels: [{ name: 'env', value: 'a' }, { name: 'env', value: 'b' }] }, 'labels', /twice/],
  ['an annotation without a name', { annotations: [{ name: '', value: 'x' }] }, 'annotations', /name/],
  ['a runbook that is no address', { runbookUrl: 'the wiki' }, 'runbookUrl', /URL/],
  ['no expression', { way: 'promql', form: 'series', expr: ' ' }, 'condition.expr', /PromQL/],
  ['PromQL that cannot be parsed', { way: 'promql', form: 'series', expr: 'up ==' }, 'condition.expr', /^1:6: parse error/],
  ['a resolve condition that cannot be parsed', { way: 'promql', form: 'series', expr: 'up == 0', resolveExpr: 'rate(' }, 'condition.resolveExpr', /^1:6: parse error/],
  ['no query', { way: 'promql', form: 'levels', query: '' }, 'condition.query', /PromQL/],
];

test.each(faults)('what is wrong is told at its field: %s', (_, change, path, message) => {
  const { input, issues } = readRule({ ...base, ...change });
  expect(input).toBeNull();
  expect(issues.find((issue) => issue.path === path)?.message).toMatch(message);
});

describe('a stored rule comes out of its form as it went in', () => {
  const cases: readonly [string, RuleInput][] = [
    ['PromQL with a resolve condition', { name: 'Down', condition: { kind: 'promql', expr: 'up == 0', resolveExpr: 'up == 1', severity: 'critical' }, forMs: 90_000, noData: 'keep', firing: { needed: 2, of: 3 } }],
    ['a builder', { name: 'CPU', condition: { kind: 'levels', query: 'avg_over_time(a[1m])', builder: { metric: 'a', matchers: [], aggregate: 'avg', windowMs: 60_000, by: null }, comparison: '>=', warning: 0.5, critical: null, hysteresis: 0.1 } }],
    ['labels, annotations and owners', { name: 'L', condition: { kind: 'promql', expr: 'vector(1)', severity: 'info' }, labels: { env: '{{ $labels.env }}' }, annotations: { summary: 's', description: 'd', dashboard: 'x' }, runbookUrl: 'https://wiki/x', team: 'core', service: 'web', group: 'g', isEnabled: false, keepFiringForMs: 60_000, intervalMs: 30_000 }],
    ...seeds.map(({ key, rule }): [string, RuleInput] => [`seed ${key}`, rule]),
  ];
  test.each(cases)('%s', (_, rule) => {
    const stored = RuleSettings.parse(rule);
    const { input, issues } = readRule(draftOf(stored));
    expect(issues).toEqual([]);
    expect(RuleSettings.parse(input)).toEqual(stored);
  });
});

test('all that is missing of an empty form is told at once', () => {
  expect(readRule(emptyRule).issues.map(({ path }) => path)).toEqual(['name', 'condition.warning', 'condition.critical', 'condition.builder.metric']);
});

test('the expression is shown before the rest of the form is right', () => {
  expect(builderExpression({ ...base, name: '', warning: { kind: 'number', text: '' } }).expr).toBe('avg_over_time(system_cpu_usage_percent[5m])');
});
