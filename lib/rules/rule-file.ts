import type { Node } from 'yaml';
import type { Expr } from '@/lib/promql/ast';
import { isPromqlError } from '@/lib/promql/error';
import { parseDuration } from '@/lib/promql/durations';
import { quote } from '@/lib/promql/literals';
import { parsePromql } from '@/lib/promql/parse';
import { parseAlertTemplate } from './template/render';
import { TemplateError, type Template } from './template/syntax';
import { YamlReader, type FileIssue } from './yaml-reader';

interface RuleBase {
  expr: Expr;
  /** As written. */
  source: string;
  /** Line of the expression in its file. */
  line: number;
}

export interface RecordingRule extends RuleBase {
  kind: 'recording';
  /** The metric it records. */
  name: string;
  labels: ReadonlyMap<string, string>;
}

/** A text of an alert, with its template; null where there is nothing to expand. */
export interface TemplatedText {
  source: string;
  template: Template | null;
}

export interface AlertingRule extends RuleBase {
  kind: 'alerting';
  name: string;
  forMs: number;
  keepFiringForMs: number;
  labels: ReadonlyMap<string, TemplatedText>;
  annotations: ReadonlyMap<string, TemplatedText>;
}

export type Rule = RecordingRule | AlertingRule;

export interface RuleGroup {
  name: string;
  /** Null: the default of who evaluates it. */
  intervalMs: number | null;
  queryOffsetMs: number;
  /** Most series or alerts of one rule; 0: no limit. */
  limit: number;
  rules: readonly Rule[];
}

export interface RuleFile {
  groups: readonly RuleGroup[];
  /** With one, the file is not valid and the rules may be incomplete. */
  issues: readonly FileIssue[];
}

const groupFields = ['name', 'interval', 'query_offset', 'limit', 'rules', 'labels'];
const ruleFields = ['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'];
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const metricPattern = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/**
 * Reads a rule file of Prometheus (https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/). Everything that promtool
 * refuses is an issue with its place: unknown fields, repeated groups, expressions, durations, names, templates.
 */
export function parseRuleFile(text: string): RuleFile {
  const reader = new YamlReader(text);
  const fields = reader.fields(reader.root, 'the rule file', ['groups']);
  const groups = reader.list(fields.get('groups'), 'groups').map((node) => parseGroup(reader, node));
  const seen = new Set<string>();
  for (const { group, node } of groups) {
    if (group.name === '') reader.report(node, 'Groupname must not be empty');
    else if (seen.has(group.name)) reader.report(node, `groupname: ${quote(group.name)} is repeated in the same file`);
    seen.add(group.name);
  }
  return { groups: groups.map(({ group }) => group), issues: reader.issues };
}

function parseGroup(reader: YamlReader, node: Node): { group: RuleGroup; node: Node } {
  const fields = reader.fields(node, 'a rule group', groupFields);
  const name = reader.text(fields.get('name'), 'name');
  const labels = reader.texts(fields.get('labels'), 'labels');
  for (const label of labels.keys()) if (!isLabel(label)) reader.report(fields.get('labels') ?? node, `invalid label name: ${label}`);
  const interval = fields.get('interval');
  const rules: Rule[] = [];
  reader.list(fields.get('rules'), 'rules').forEach((each, index) => {
    const rule = new RuleReader(reader, each, name, index + 1, labels).read();
    if (rule) rules.push(rule);
  });
  return {
    node,
    group: {
      name,
      intervalMs: interval ? duration(reader, interval, 'interval') : null,
      queryOffsetMs: duration(reader, fields.get('query_offset'), 'query_offset'),
      limit: integer(reader, fields.get('limit')),
      rules,
    },
  };
}

class RuleReader {
  private readonly fields: Map<string, Node>;
  private readonly name: string;

  constructor(
    private readonly reader: YamlReader,
    private readonly node: Node,
    private readonly group: string,
    private readonly position: number,
    private readonly groupLabels: ReadonlyMap<string, string>,
  ) {
    this.fields = reader.fields(node, 'a rule', ruleFields);
    this.name = this.text('alert') || this.text('record');
  }

  read(): Rule | null {
    const record = this.text('record');
    const alert = this.text('alert');
    if (record !== '' && alert !== '') this.report('record', "only one of 'record' and 'alert' must be set");
    if (record === '' && alert === '') this.report('record', "one of 'record' or 'alert' must be set");
    const source = this.text('expr');
    const expr = this.parseExpr(source);
    const labels = new Map([...this.groupLabels, ...this.reader.texts(this.fields.get('labels'), 'labels')]);
    for (const label of labels.keys()) if (!isLabel(label)) this.report('labels', `invalid label name: ${label}`);
    const line = this.reader.placeOf(this.fields.get('expr') ?? this.node).line;
    if (alert === '') return this.readRecording(record, expr && { expr, source, line }, labels);
    return this.readAlerting(alert, expr && { expr, source, line }, labels);
  }

  private readRecording(name: string, base: RuleBase | null, labels: ReadonlyMap<string, string>): RecordingRule | null {
    for (const field of ['annotations', 'for', 'keep_firing_for']) {
      const isSet = field === 'annotations' ? this.texts(field).size > 0 : this.duration(field) !== 0;
      if (isSet) this.report('record', `invalid field '${field}' in recording rule`);
    }
    if (name !== '' && !metricPattern.test(name)) this.report('record', `invalid recording rule name: ${name}`);
    return base && { kind: 'recording', name, labels, ...base };
  }

  private readAlerting(name: string, base: RuleBase | null, labels: ReadonlyMap<string, string>): AlertingRule | null {
    const annotations = this.texts('annotations');
    for (const annotation of annotations.keys()) if (!labelName.test(annotation)) this.report('annotations', `invalid annotation name: ${annotation}`);
    const forMs = this.duration('for');
    const keepFiringForMs = this.duration('keep_firing_for');
    const templated = { labels: this.templates('label', labels), annotations: this.templates('annotation', annotations) };
    return base && { kind: 'alerting', name, forMs, keepFiringForMs, ...templated, ...base };
  }

  private templates(what: 'label' | 'annotation', texts: ReadonlyMap<string, string>): Map<string, TemplatedText> {
    const parsed = new Map<string, TemplatedText>();
    for (const [key, source] of texts) {
      try {
        parsed.set(key, { source, template: source.includes('{{') ? parseAlertTemplate(source) : null });
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        this.report(`${what}s`, `${what} ${quote(key)}: template: __alert_${this.name}:${error.message}`);
      }
    }
    return parsed;
  }

  private parseExpr(source: string): Expr | null {
    if (source === '') {
      this.report('expr', "field 'expr' must be set in rule");
      return null;
    }
    try {
      return parsePromql(source);
    } catch (error) {
      if (!isPromqlError(error)) throw error;
      this.report('expr', `could not parse expression: ${error.message}`);
      return null;
    }
  }

  private text(field: string): string {
    return this.reader.text(this.fields.get(field), field);
  }

  private texts(field: string): Map<string, string> {
    return this.reader.texts(this.fields.get(field), field);
  }

  private duration(field: string): number {
    return duration(this.reader, this.fields.get(field), field);
  }

  private report(field: string, problem: string): void {
    this.reader.report(this.fields.get(field) ?? this.node, `group ${quote(this.group)}, rule ${this.position}, ${quote(this.name)}: ${problem}`);
  }
}

function isLabel(name: string): boolean {
  return labelName.test(name) && name !== '__name__';
}

function duration(reader: YamlReader, node: Node | undefined, what: string): number {
  const text = reader.text(node, what);
  if (text === '') {
    if (node && reader.issues.length === 0) reader.report(node, 'empty duration string');
    return 0;
  }
  const ms = parseDuration(text);
  if (ms === null) reader.report(node ?? null, `not a valid duration string: ${quote(text)}`);
  return ms ?? 0;
}

function integer(reader: YamlReader, node: Node | undefined): number {
  const text = reader.text(node, 'limit');
  if (text === '' || /^[+-]?\d{1,15}$/.test(text)) return Math.max(Number(text), 0);
  reader.report(node ?? null, `limit must be a whole number, not ${quote(text)}`);
  return 0;
}

/** Rules with the same metric or alert name and the same labels, each told once, as promtool's linter counts them. */
export function duplicateRules(groups: readonly RuleGroup[]): { name: string; labels: string }[] {
  const seen = new Set<string>();
  const repeated: { name: string; labels: string }[] = [];
  for (const rule of groups.flatMap((group) => group.rules)) {
    const pairs = [...rule.labels].map(([key, value]) => `${key}: ${typeof value === 'string' ? value : value.source}`).sort();
    const key = [rule.name, ...pairs].join('\n');
    if (seen.has(key)) repeated.push({ name: rule.name, labels: pairs.join('\n') });
    seen.add(key);
  }
  return repeated;
}
