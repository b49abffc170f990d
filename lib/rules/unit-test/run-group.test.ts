import { describe, expect, it } from 'vitest';
import { parseRuleFile } from '../rule-file';
import { runTestGroup } from './run-group';
import { parseTestFile } from './test-file';

async function run(rules: string, test: string, head = ''): Promise<string[]> {
  const { groups, issues } = parseRuleFile(rules === '' ? '' : `groups:\n- name: g\n  rules:\n${rules}`);
  const file = parseTestFile(`${head}\ntests:\n- interval: 1m\n${test}`);
  expect([...issues, ...file.issues]).toEqual([]);
  const differences: string[] = [];
  for (const group of file.groups) differences.push(...(await runTestGroup(group, file, groups)));
  return differences;
}

const up = `  input_series: [{series: 'up{job="a"}', values: '1 0x10'}]\n`;
const expr = (text: string, time: string, samples: string): string => `  promql_expr_test: [{expr: '${text}', eval_time: ${time}, exp_samples: ${samples}}]\n`;

describe('runTestGroup', () => {
  it('passes an expression with the samples that are expected, in any order', async () => {
    const input = `  input_series: [{series: 'a{x="1"}', values: '1+1x5'}, {series: 'a{x="2"}', values: '1 _ stale'}]\n`;
    expect(await run('', input + expr('a', '1m', `[{labels: 'a{x="2"}', value: 1}, {labels: 'a{x="1"}', value: 2}]`))).toEqual([]);
    expect(await run('', input + expr('a', '3m', `[{labels: 'a{x="1"}', value: 4}]`))).toEqual([]);
  });

  it('prints what is expected and what came, as promtool does', async () => {
    expect(await run('', up + expr('up', '1m', `[{labels: 'up{job="b"}', value: .nan}]`))).toEqual([
      '    expr: "up", time: 1m,\n        exp: {__name__="up", job="b"} NaN\n        got: {__name__="up", job="a"} 0E+00',
    ]);
    expect(await run('', up + expr('up{', '1m', '[]'))).toEqual(['    expr: "up{", time: 1m, err: 1:4: parse error: unexpected end of input inside braces']);
    expect(await run('', up + expr('up[5m]', '1m', '[]'))).toEqual(['    expr: "up[5m]", time: 1m, err: rule result is not a vector or scalar']);
  });

  it('takes NaN for NaN, and a scalar for a sample without labels', async () => {
    expect(await run('', expr('0 / 0', '0m', '[{labels: "{}", value: NaN}]'))).toEqual([]);
    expect(await run('', expr('-1 / 0', '0m', '[{value: -Inf}]'))).toEqual([]);
  });

  it('takes floats one step apart for equal only when it is asked to', async () => {
    const test = expr('0.1 + 0.2', '0m', '[{value: 0.3}]');
    expect(await run('', test)).toHaveLength(1);
    expect(await run('', test, 'fuzzy_compare: true')).toEqual([]);
  });

  it('records series, marks them stale when they vanish, and sees only samples up to the last evaluation', async () => {
    const rules = '  - {record: r, expr: up == 1, labels: {team: x}}\n';
    expect(await run(rules, up + expr('r', '0m', `[{labels: 'r{job="a",team="x"}', value: 1}]`))).toEqual([]);
    expect(await run(rules, up + expr('r', '1m', '[]'))).toEqual([]);
    expect(await run('', `  input_series: [{series: a, values: 1 2 3}]\n${expr('a', '1m30s', '[{labels: a, value: 2}]')}`, 'evaluation_interval: 1m')).toEqual([]);
  });

  it('evaluates alerts with for, keep_firing_for and templates', async () => {
    const rules = `  - alert: Down
    expr: up == 0
    for: 2m
    labels: {severity: page, of: '{{ $labels.job }}'}
    annotations: {text: 'is {{ $value }} of {{ with query "up" }}{{ len . }}{{ end }} at {{ $externalLabels.site }}', empty: '{{ $labels.none }}'}
`;
    const fired = `exp_alerts: [{exp_labels: {job: a, severity: page, of: a}, exp_annotations: {text: 'is 0 of 1 at eu', empty: ''}}]`;
    const tests = `  external_labels: {site: eu}\n  alert_rule_test: [{eval_time: 2m, alertname: Down}, {eval_time: 3m, alertname: Down, ${fired}}, {eval_time: 3m59s, alertname: Down, ${fired}}]\n`;
    expect(await run(rules, up + tests)).toEqual([]);
    expect(await run(rules, `${up}  name: n\n  alert_rule_test: [{eval_time: 3m, alertname: Down}]\n`)).toEqual([
      '    name: n,\n    alertname: Down, time: 3m, \n        exp:[], \n        got:[\n            0:\n              Labels:{alertname="Down", job="a", of="a", severity="page"}\n              Annotations:{empty="", text="is 0 of 1 at "}\n            ]',
    ]);
  });

  it('counts time from start_timestamp', async () => {
    expect(await run('', expr('time()', '1m', '[{value: 1609459260}]').replace('  promql', '  start_timestamp: 2021-01-01T00:00:00Z\n  promql'))).toEqual([]);
    expect(await run('', expr('time()', '1m', '[{value: 160}]').replace('  promql', '  start_timestamp: 100\n  promql'))).toEqual([]);
  });

  it('stops at a rule that fails, and says which and when', async () => {
    const input = `  input_series: [{series: 'a{x="1"}', values: '_ 1'}, {series: 'a{x="2"}', values: '_ 1'}]\n`;
    expect(await run('  - {record: r, expr: a, labels: {x: y}}\n', input + expr('a', '5m', '[]'))).toEqual([
      '    rule: r, time: 1m, err: vector contains metrics with the same labelset after applying rule labels',
    ]);
  });

  it('refuses a test that needs too many evaluations', async () => {
    expect(await run('  - {record: r, expr: a}\n', expr('a', '10y', '[]'))).toEqual(['    the test needs 5256000 evaluations of 1 groups; at most 500000 are run']);
  });
});
