import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkRulesCommand, testRulesCommand } from './rules';

const fixtures = path.join(import.meta.dirname, 'rule-fixtures');
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'nines-rules-'));
});
afterAll(() => rm(directory, { recursive: true }));
afterEach(() => {
  process.exitCode = undefined;
});

const noDatabase = () => Promise.reject(new Error('This command needs no database.'));

async function run(command: typeof testRulesCommand, ...files: string[]): Promise<{ printed: string; isPassed: boolean }> {
  process.exitCode = undefined;
  const printed = await command.run(files, noDatabase);
  return { printed, isPassed: process.exitCode === undefined };
}

/** What promtool says of a file; null where it is not installed (Debian's package prometheus has it). */
async function promtool(...args: string[]): Promise<boolean | null> {
  try {
    await promisify(execFile)('promtool', args, { timeout: 60_000 });
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? null : false;
  }
}

async function write(name: string, text: string): Promise<string> {
  const file = path.join(directory, name);
  await writeFile(file, text);
  return file;
}

const rules = 'groups:\n- {name: g, rules: [{record: x, expr: up}, {alert: A, expr: up == 0}]}\n';
const testOf = (changes: readonly (readonly [string, string])[]): string =>
  changes.reduce(
    (text, [from, to]) => text.replace(from, to),
    `rule_files: [rules.yml]
tests:
  - interval: 1m
    input_series:
      - {series: 'up{a="b"}', values: '1x5'}
    promql_expr_test:
      - {expr: up, eval_time: 1m, exp_samples: [{labels: 'up{a="b"}', value: 1}]}
`,
  );

const cases: readonly (readonly [name: string, text: string, isPassed: boolean])[] = [
  ['as it is', testOf([]), true],
  ['a field that is not known', testOf([['rule_files', 'rule_filez']]), false],
  ['a wrong value', testOf([['value: 1', 'value: 2']]), false],
  ['a wrong label', testOf([[`labels: 'up{a="b"}'`, `labels: 'up{a="c"}'`]]), false],
  ['a missing sample', testOf([[`[{labels: 'up{a="b"}', value: 1}]`, '[]']]), false],
  ['a broken series', testOf([[`series: 'up{a="b"}'`, `series: 'up{a=b}'`]]), false],
  ['broken values', testOf([['1x5', '1+x5']]), false],
  ['a broken expression', testOf([['expr: up', "expr: 'up{'"]]), false],
  ['a broken duration', testOf([['eval_time: 1m', 'eval_time: 1x']]), false],
  ['a range vector', testOf([['expr: up', "expr: 'up[5m]'"]]), false],
  ['a rule file that is not there', testOf([['rules.yml', 'missing.yml']]), true],
  ['a broken rule file', testOf([['rules.yml', 'broken.yml']]), false],
  ['rules by a pattern', testOf([['rules.yml', 'rules.y*l']]), true],
  ['series given twice, the last counts', testOf([['    input_series:', `    input_series:\n      - {series: 'up{a="b"}', values: '7x5'}`]]), true],
  ['gaps', testOf([['1x5', '1 _ _']]), true],
  ['a stale marker', testOf([['1x5', '1 stale'], [`[{labels: 'up{a="b"}', value: 1}]`, '[]']]), true],
  ['infinity', testOf([['1x5', '1 Inf'], ['value: 1', 'value: .inf']]), true],
  ['an alert that fires', `${testOf([['1x5', '0x5'], ['value: 1', 'value: 0']])}    alert_rule_test:\n      - {eval_time: 1m, alertname: A, exp_alerts: [{exp_labels: {a: b}}]}\n`, true],
  ['an alert that does not fire', `${testOf([])}    alert_rule_test:\n      - {eval_time: 1m, alertname: A, exp_alerts: [{exp_labels: {a: b}}]}\n`, false],
  ['an alert without a name', `${testOf([])}    alert_rule_test:\n      - {eval_time: 1m, exp_alerts: []}\n`, false],
];

describe('rules test', () => {
  it('passes a file of 293 cases over all of the language, as promtool does', async () => {
    const file = path.join(fixtures, 'tests.yml');
    const { printed, isPassed } = await run(testRulesCommand, file);
    expect(printed).toBe(`Unit Testing:  ${file}\n  SUCCESS\n\n1 file with 293 tests run, all passed.`);
    expect(isPassed).toBe(true);
    expect((await promtool('test', 'rules', file)) ?? true).toBe(true);
  });

  it.each(cases)('comes to the verdict of promtool: %s', async (name, text, isPassed) => {
    await write('rules.yml', rules);
    await write('broken.yml', 'groups:\n- {name: g, rules: [{record: x, expr: "up ="}]}\n');
    const file = await write(`${name.replaceAll(/\W/g, '-')}.test.yml`, text);
    const result = await run(testRulesCommand, file);
    expect(result.isPassed, result.printed).toBe(isPassed);
    expect((await promtool('test', 'rules', file)) ?? isPassed).toBe(isPassed);
  });

  it('names file and line of what is wrong, and runs the other files', async () => {
    await write('rules.yml', rules);
    const bad = await write('bad.yml', testOf([['eval_time: 1m', 'eval_time: 1x']]));
    const good = await write('good.yml', testOf([]));
    const missing = path.join(directory, 'nowhere.yml');
    const { printed, isPassed } = await run(testRulesCommand, bad, missing, good);
    expect(printed).toContain(`${bad}:7:31: not a valid duration string: "1x"`);
    expect(printed).toContain(`${missing}: there is no such file.`);
    expect(printed).toContain(`Unit Testing:  ${good}\n  SUCCESS`);
    expect(printed).toContain('3 files with 1 test run, 2 FAILED.');
    expect(isPassed).toBe(false);
  });

  it('wants a file', async () => {
    await expect(run(testRulesCommand)).rejects.toThrow('Name at least one file.');
  });
});

describe('rules check', () => {
  it('counts the rules of a good file and names the faults of a bad one', async () => {
    const good = path.join(fixtures, 'alerts.yml');
    const bad = await write('faults.yml', 'groups:\n- name: g\n  rules:\n  - {record: a b, expr: up +}\n  - {alert: c, expr: up, annotations: {s: "{{ foo }}"}}\n');
    const { printed, isPassed } = await run(checkRulesCommand, good, bad);
    expect(printed.split('\n')).toEqual([
      `Checking ${good}`,
      '  SUCCESS: 4 rules found',
      '',
      `Checking ${bad}`,
      '  FAILED:',
      `${bad}:4:25: group "g", rule 1, "a b": could not parse expression: 1:5: parse error: unexpected end of input`,
      `${bad}:4:14: group "g", rule 1, "a b": invalid recording rule name: a b`,
      `${bad}:5:39: group "g", rule 2, "c": annotation "s": template: __alert_c:1: function "foo" not defined`,
      '',
      '2 files checked, 1 FAILED.',
    ]);
    expect(isPassed).toBe(false);
    expect([(await promtool('check', 'rules', good)) ?? true, (await promtool('check', 'rules', bad)) ?? false]).toEqual([true, false]);
  });

  it('warns of a rule that is there twice', async () => {
    const file = await write('twice.yml', 'groups:\n- {name: g, rules: [{record: x, expr: up}, {record: x, expr: up}]}\n');
    expect(await run(checkRulesCommand, file)).toMatchObject({ isPassed: true, printed: expect.stringContaining('WARNING: the rule x is there twice') as string });
  });
});
