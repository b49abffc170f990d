import { describe, expect, it } from 'vitest';
import { duplicateRules, parseRuleFile } from './rule-file';

const group = (rules: string): string => `groups:\n- name: g\n  rules:\n  - ${rules}\n`;

describe('parseRuleFile', () => {
  it('reads groups, recording rules and alerting rules', () => {
    const { groups, issues } = parseRuleFile(`groups:
- name: g
  interval: 30s
  query_offset: 1m
  limit: 10
  labels: {team: web}
  rules:
  - record: job:up:sum
    expr: |
      sum by (job)
        (up)
  - alert: Down
    expr: up == 0
    for: 5m
    keep_firing_for: 10m
    labels: {severity: page, code: 5}
    annotations: {summary: 'value {{ $value }}'}
`);
    expect(issues).toEqual([]);
    expect(groups).toMatchObject([
      {
        name: 'g',
        intervalMs: 30_000,
        queryOffsetMs: 60_000,
        limit: 10,
        rules: [
          { kind: 'recording', name: 'job:up:sum', line: 9, labels: new Map([['team', 'web']]) },
          { kind: 'alerting', name: 'Down', forMs: 300_000, keepFiringForMs: 600_000, line: 13 },
        ],
      },
    ]);
    const [, alert] = groups[0]?.rules ?? [];
    expect([...(alert?.labels.keys() ?? [])]).toEqual(['team', 'severity', 'code']);
  });

  it.each([
    ['an empty file', '', []],
    ['a merged rule', 'groups:\n- name: g\n  rules:\n  - &r {record: a, expr: up}\n  - <<: *r\n    record: b\n', []],
    ['an unknown field', 'groups: []\nfoo: 1\n', ['2:1 field foo not found in the rule file']],
    ['an unknown field of a rule', group('{record: a, expr: up, fox: 1}'), ['4:27 field fox not found in a rule']],
    ['a repeated group', 'groups:\n- name: g\n- name: g\n', ['3:3 groupname: "g" is repeated in the same file']],
    ['a group without a name', 'groups:\n- rules: []\n', ['2:3 Groupname must not be empty']],
    ['a broken expression', group('{record: a, expr: "up +"}'), ['4:23 group "g", rule 1, "a": could not parse expression: 1:5: parse error: unexpected end of input']],
    ['no expression', group('{record: a}'), ['4:5 group "g", rule 1, "a": field \'expr\' must be set in rule']],
    ['record and alert', group('{record: a, alert: b, expr: up}'), ['4:14 group "g", rule 1, "b": only one of \'record\' and \'alert\' must be set']],
    ['neither record nor alert', group('{expr: up}'), ['4:5 group "g", rule 1, "": one of \'record\' or \'alert\' must be set']],
    ['a bad metric name', group('{record: "a b", expr: up}'), ['4:14 group "g", rule 1, "a b": invalid recording rule name: a b']],
    ['a bad label name', group('{record: a, expr: up, labels: {"x-y": z}}'), ['4:35 group "g", rule 1, "a": invalid label name: x-y']],
    ['for in a recording rule', group('{record: a, expr: up, for: 1m}'), ['4:14 group "g", rule 1, "a": invalid field \'for\' in recording rule']],
    ['a bad duration', group('{alert: a, expr: up, for: 1x}'), ['4:31 not a valid duration string: "1x"']],
    ['an unknown function in a template', group("{alert: a, expr: up, annotations: {s: '{{ foo }}'}}"), ['4:39 group "g", rule 1, "a": annotation "s": template: __alert_a:1: function "foo" not defined']],
    ['a list for text', group('{record: [a], expr: up}'), ['4:14 record must be text', '4:14 record must be text', '4:14 group "g", rule 1, "": one of \'record\' or \'alert\' must be set']],
    ['no mapping', '- a\n', ['1:1 the rule file must be a mapping']],
  ])('tells the place of %s', (_what, text, expected) => {
    expect(parseRuleFile(text).issues.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual(expected);
  });

  it('tells the line of what is no YAML', () => {
    expect(parseRuleFile('groups:\n\t- a\n').issues[0]).toMatchObject({ line: 2 });
    expect(parseRuleFile(group('{record: a, expr: up, expr: up}')).issues[0]).toMatchObject({ line: 4 });
  });

  it('does not expand aliases without bound', () => {
    const layers = Array.from({ length: 12 }, (_, index) => `x${index + 1}: &x${index + 1} [${Array(10).fill(`*x${index}`).join(', ')}]`);
    const text = `x0: &x0 a\n${layers.join('\n')}\ngroups: *x12\n`;
    expect(parseRuleFile(text).issues.length).toBeGreaterThan(0);
    // A thousand rules, said hundreds of times over by one alias.
    const group = `&g {name: a, rules: [${Array(1_000).fill('{record: a, expr: b}').join(', ')}]}`;
    expect(() => parseRuleFile(`groups: [${group}, ${Array(400).fill('*g').join(', ')}]`)).toThrow('entries');
  });

  it('finds rules that are there twice', () => {
    const { groups } = parseRuleFile(group('{record: a, expr: up}\n  - {record: a, expr: up + 1}\n  - {record: a, expr: up, labels: {b: c}}'));
    expect(duplicateRules(groups)).toEqual([{ name: 'a', labels: '' }]);
  });
});
