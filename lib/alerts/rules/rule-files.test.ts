import { describe, expect, it } from 'vitest';
import { parseRuleFile } from '@/lib/rules/rule-file';
import { exportRuleFile } from './export-file';
import { importRuleFile } from './import-file';
import { RuleSettings, type RuleInput } from './schemas';
import { seeds } from './seeds';
import { thresholdsWith } from './thresholds';

const thresholds = thresholdsWith({});
const file = `groups:
- name: node
  interval: 30s
  limit: 5
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
  - alert: DiskFull
    expr: |
      disk_used
        / disk_size > 0.8
    for: 5m
    labels: {severity: warning, team: infra}
    annotations: {summary: '{{ $labels.instance }}: "{{ $value | humanizePercentage }}"'}
  - alert: DiskFull
    expr: disk_used / disk_size > 0.95
    keep_firing_for: 1h30m
    labels: {severity: critical, team: infra, service: '{{ $labels.job }}'}
- name: other
  rules:
  - {alert: Down, expr: up == 0, labels: {severity: page}}
  - {alert: NoSeverity, expr: up == 0}
  - {alert: Same, expr: a > 1, labels: {severity: info}}
  - {alert: Same, expr: a > 2, labels: {severity: info}}
`;
const settingsIn = (yaml: string) => importRuleFile(yaml, thresholds).rules.flatMap(({ settings }) => settings ?? []);
const byName = (rules: readonly RuleSettings[]) => [...rules].sort((a, b) => (a.name < b.name ? -1 : 1));
const exported = (...rules: RuleInput[]) => exportRuleFile(rules.map((rule) => RuleSettings.parse(rule)), thresholds).yaml;

describe('the import of a rule file', () => {
  it('takes alerting rules with all they say', () => {
    const { rules, issues } = importRuleFile(file, thresholds);
    expect(issues).toEqual([]);
    expect(rules.map(({ name, kind, problem, notes }) => [kind, name, problem ?? '', notes.join(' ')])).toEqual([
      ['recording', 'job:up:sum', expect.stringContaining('not taken'), ''],
      ['alerting', 'DiskFull (warning)', '', expect.stringContaining('limit')],
      ['alerting', 'DiskFull (critical)', '', expect.stringContaining('limit')],
      ['alerting', 'Down', '', 'Its severity "page" counts as critical.'],
      ['alerting', 'NoSeverity', '', 'It has no severity; Nines takes it for a warning.'],
      ['alerting', 'Same (other, info, 1)', '', ''],
      ['alerting', 'Same (other, info, 2)', '', ''],
    ]);
    expect(rules[1]?.settings).toMatchObject({
      group: 'node', intervalMs: 30_000, forMs: 300_000, keepFiringForMs: 0, team: 'infra', service: '', labels: { alertname: 'DiskFull' },
      condition: { kind: 'promql', expr: 'disk_used\n  / disk_size > 0.8', severity: 'warning' },
      annotations: { summary: '{{ $labels.instance }}: "{{ $value | humanizePercentage }}"' },
    });
    expect(rules[2]?.settings).toMatchObject({ keepFiringForMs: 5_400_000, service: '', labels: { alertname: 'DiskFull', service: '{{ $labels.job }}' } });
    expect(rules[3]?.settings).toMatchObject({ labels: { severity: 'page' }, condition: { severity: 'critical' } });
  });

  it.each<[string, string, string]>([
    ['a duration longer than Nines allows', '{alert: A, expr: up, for: 30d}', 'forMs'],
    ['an expression that is a range', '{alert: A, expr: "up[5m]"}', 'condition.expr'],
    ['a name that is too long', `{alert: ${'a'.repeat(201)}, expr: up}`, 'name'],
  ])('says why it does not take %s', (_, rule, problem) => {
    const [found] = importRuleFile(`groups: [{name: g, rules: [${rule}]}]`, thresholds).rules;
    expect(found).toMatchObject({ settings: null, problem: expect.stringContaining(problem) });
  });

  it('takes nothing of a file with a fault, and says where it is', () => {
    expect(importRuleFile('groups:\n- name: g\n  rules:\n  - {alert: A, expr: "up =="}\n', thresholds)).toMatchObject({ rules: [], issues: [{ line: 4 }] });
  });

  it('refuses a file that grows by aliases', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`).join('\n')}\ngroups: *h\n`;
    expect(() => {
      const { issues } = importRuleFile(bomb, thresholds);
      if (issues.length > 0) throw new RangeError('refused');
    }).toThrow(RangeError);
  });
});

describe('the export of rules', () => {
  it('is the same after an import of it, and an import is the same after an export', () => {
    const first = settingsIn(file);
    const yaml = exportRuleFile(byName(first), thresholds).yaml;
    const second = settingsIn(yaml);
    expect(byName(second)).toEqual(byName(first));
    expect(exportRuleFile(byName(second), thresholds).yaml).toBe(yaml);
  });

  it('of the rules that Nines brings along is stable from the first import on', () => {
    const yaml = exported(...seeds.map(({ rule }) => rule));
    const once = settingsIn(yaml);
    const again = exportRuleFile(byName(once), thresholds).yaml;
    expect(byName(settingsIn(again))).toEqual(byName(once));
    expect(parseRuleFile(again).issues).toEqual([]);
  });

  it('says in comments what Prometheus cannot express', () => {
    const condition = { kind: 'levels', query: 'cpu', comparison: '>', warning: null, critical: { threshold: 'cpu', side: 'critical' }, hysteresis: 5 } as const;
    expect(exported({ name: 'Busy', condition, forMs: 60_000, intervalMs: 30_000, firing: { needed: 2, of: 3 }, noData: 'keep', team: 'infra', runbookUrl: 'https://example.com/busy' })).toBe(`groups:
  - name: nines
    interval: 30s
    rules:
      # In Nines it needs 2 of the last 3 evaluations; Prometheus cannot say that.
      # In Nines it stays, once it fires, as long as this returns its series: cpu > 90
      # In Nines it stays as it is while its data is missing; in Prometheus it ends.
      - alert: Busy
        expr: cpu > 95
        for: 1m
        labels:
          severity: critical
          team: infra
        annotations:
          runbook_url: https://example.com/busy
`);
  });

  it('leaves out rules that are off, and names those that cannot be evaluated', () => {
    const { yaml, count } = exportRuleFile(
      [
        RuleSettings.parse({ name: 'Off', isEnabled: false, condition: { kind: 'promql', expr: 'up == 0', severity: 'info' } }),
        RuleSettings.parse({ name: 'Broken\n- alert: X', condition: { kind: 'promql', expr: 'up ==\n0 +', severity: 'info' } }),
      ],
      thresholds,
    );
    expect(count).toBe(0);
    expect(yaml).toMatch(/^# Broken - alert: X is left out: [^\n]*\n\ngroups: \[\]\n$/);
  });

  it('puts rules with another interval beside their group', () => {
    const rule = (name: string, intervalMs: number): RuleInput => ({ name, intervalMs, condition: { kind: 'promql', expr: 'up == 0', severity: 'info' } });
    const { groups, issues } = parseRuleFile(exported(rule('a', 15_000), rule('b', 30_000), rule('c', 15_000), { ...rule('d', 60_000), group: 'nines every 30s' }));
    expect(issues).toEqual([]);
    expect(groups.map(({ name, intervalMs, rules }) => [name, intervalMs, rules.map((each) => each.name)])).toEqual([
      ['nines', 15_000, ['a', 'c']],
      ['nines every 30s', 30_000, ['b']],
      ['nines every 30s every 1m', 60_000, ['d']],
    ]);
  });
});
