import { describe, expect, it } from 'vitest';
import { parseTestFile } from './test-file';

const test = (body: string): string => `tests:\n- ${body}\n`;

describe('parseTestFile', () => {
  it('takes what promtool takes for given', () => {
    expect(parseTestFile('rule_files: [a.yml, "b*.yml"]\ntests:\n- {}\n')).toMatchObject({
      ruleFiles: ['a.yml', 'b*.yml'],
      evaluationIntervalMs: 60_000,
      isFuzzy: false,
      groups: [{ name: '', intervalMs: 60_000, startMs: 0, input: [], alertTests: [], exprTests: [] }],
      issues: [],
    });
  });

  it.each([
    ['an unknown field', 'rule_filez: []\n', '1:1 field rule_filez not found in the test file'],
    ['an unknown field of a test', test('{intervall: 1m}'), '2:4 field intervall not found in a test'],
    ['a bad duration', test('{interval: 1.5m}'), '2:14 not a valid duration string: "1.5m"'],
    ['a bad series', test('{input_series: [{series: "a{b", values: 1}]}'), '2:28 "a{b", column 4: expected "="'],
    ['bad values', test('{input_series: [{series: a, values: 1y}]}'), '2:39 unexpected "1y" in series values, expected a number, "_" or "stale"'],
    ['a native histogram', test('{input_series: [{series: a, values: "{{schema:1}}"}]}'), '2:39 native histograms ({{...}}) are not supported'],
    ['an expected histogram', test('{promql_expr_test: [{expr: a, exp_samples: [{labels: a, histogram: "{{}}"}]}]}'), '2:70 native histograms are not supported'],
    ['a value that is no number', test('{promql_expr_test: [{expr: a, exp_samples: [{labels: a, value: x}]}]}'), '2:66 value must be a number, not "x"'],
    ['an alert test without a name', test('{alert_rule_test: [{eval_time: 1m}]}'), '2:22 an item under alert_rule_test misses required attribute alertname'],
    ['a repeated group', 'group_eval_order: [a, a]\n', '1:19 group name repeated in evaluation order: a'],
    ['a bad start', test('{start_timestamp: soon}'), '2:21 start_timestamp must be seconds since 1970 or a time such as 2021-01-01T00:00:00Z, not "soon"'],
    ['a bad flag', 'fuzzy_compare: maybe\n', '1:16 fuzzy_compare must be true or false'],
  ])('tells the place of %s', (_what, text, issue) => {
    expect(parseTestFile(text).issues.map(({ line, column, message }) => `${line}:${column} ${message}`)).toContain(issue);
  });
});
