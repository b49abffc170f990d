import type { Node } from 'yaml';
import { labelSetKey, type LabelSet } from '@/lib/metrics/labels';
import { parseDuration } from '@/lib/promql/durations';
import { quote } from '@/lib/promql/literals';
import { NotationError, parseSeries, parseValues, type NotedValue } from '../series-notation';
import { YamlReader, type FileIssue } from '../yaml-reader';

interface InputSeries {
  labels: LabelSet;
  values: readonly NotedValue[];
}

interface ExpectedAlert {
  labels: ReadonlyMap<string, string>;
  annotations: ReadonlyMap<string, string>;
}

export interface AlertTest {
  evalTimeMs: number;
  alertname: string;
  expected: readonly ExpectedAlert[];
  line: number;
}

interface ExpectedSample {
  labels: LabelSet;
  value: number;
}

export interface ExprTest {
  expr: string;
  evalTimeMs: number;
  expected: readonly ExpectedSample[];
  line: number;
}

export interface TestGroup {
  name: string;
  intervalMs: number;
  startMs: number;
  input: readonly InputSeries[];
  alertTests: readonly AlertTest[];
  exprTests: readonly ExprTest[];
  externalLabels: ReadonlyMap<string, string>;
  externalUrl: string;
}

export interface TestFile {
  /** As written: relative to the test file, globs not expanded. */
  ruleFiles: readonly string[];
  evaluationIntervalMs: number;
  groupOrder: readonly string[];
  isFuzzy: boolean;
  groups: readonly TestGroup[];
  issues: readonly FileIssue[];
}

const fileFields = ['rule_files', 'evaluation_interval', 'group_eval_order', 'tests', 'fuzzy_compare'];
const groupFields = ['interval', 'input_series', 'alert_rule_test', 'promql_expr_test', 'external_labels', 'external_url', 'name', 'start_timestamp'];
const defaultIntervalMs = 60_000;

/**
 * Reads a file of promtool's unit tests (https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/). What is wrong with it is
 * told in `issues`, with its place; native histograms among it.
 */
export function parseTestFile(text: string): TestFile {
  const reader = new YamlReader(text);
  return new TestFileReader(reader).read();
}

class TestFileReader {
  constructor(private readonly reader: YamlReader) {}

  read(): TestFile {
    const { reader } = this;
    const fields = reader.fields(reader.root, 'the test file', fileFields);
    const evaluationIntervalMs = this.duration(fields.get('evaluation_interval'), 'evaluation_interval') || defaultIntervalMs;
    const groupOrder = this.textList(fields.get('group_eval_order'), 'group_eval_order');
    const repeated = groupOrder.find((name, index) => groupOrder.indexOf(name) !== index);
    if (repeated !== undefined) reader.report(fields.get('group_eval_order') ?? null, `group name repeated in evaluation order: ${repeated}`);
    return {
      ruleFiles: this.textList(fields.get('rule_files'), 'rule_files'),
      evaluationIntervalMs,
      groupOrder,
      isFuzzy: this.flag(fields.get('fuzzy_compare'), 'fuzzy_compare'),
      groups: reader.list(fields.get('tests'), 'tests').map((node) => this.readGroup(node, evaluationIntervalMs)),
      issues: reader.issues,
    };
  }

  private readGroup(node: Node, evaluationIntervalMs: number): TestGroup {
    const { reader } = this;
    const fields = reader.fields(node, 'a test', groupFields);
    const input = new Map<string, InputSeries>();
    for (const each of reader.list(fields.get('input_series'), 'input_series')) {
      const series = this.readInput(each);
      if (series) input.set(labelSetKey(series.labels), series);
    }
    return {
      name: reader.text(fields.get('name'), 'name'),
      intervalMs: this.duration(fields.get('interval'), 'interval') || evaluationIntervalMs,
      startMs: this.timestamp(fields.get('start_timestamp')),
      input: [...input.values()],
      alertTests: reader.list(fields.get('alert_rule_test'), 'alert_rule_test').map((each) => this.readAlertTest(each)),
      exprTests: reader.list(fields.get('promql_expr_test'), 'promql_expr_test').map((each) => this.readExprTest(each)),
      externalLabels: reader.texts(fields.get('external_labels'), 'external_labels'),
      externalUrl: reader.text(fields.get('external_url'), 'external_url'),
    };
  }

  private readInput(node: Node): InputSeries | null {
    const fields = this.reader.fields(node, 'a series', ['series', 'values']);
    const labels = this.noted(fields.get('series') ?? node, () => parseSeries(this.reader.text(fields.get('series'), 'series')));
    const values = this.noted(fields.get('values') ?? node, () => parseValues(this.reader.text(fields.get('values'), 'values')));
    return labels && values && { labels, values };
  }

  private readAlertTest(node: Node): AlertTest {
    const fields = this.reader.fields(node, 'an alert_rule_test', ['eval_time', 'alertname', 'exp_alerts']);
    const alertname = this.reader.text(fields.get('alertname'), 'alertname');
    if (alertname === '') this.reader.report(node, 'an item under alert_rule_test misses required attribute alertname');
    const expected = this.reader.list(fields.get('exp_alerts'), 'exp_alerts').map((each) => {
      const alert = this.reader.fields(each, 'an alert', ['exp_labels', 'exp_annotations']);
      return { labels: this.reader.texts(alert.get('exp_labels'), 'exp_labels'), annotations: this.reader.texts(alert.get('exp_annotations'), 'exp_annotations') };
    });
    return { evalTimeMs: this.duration(fields.get('eval_time'), 'eval_time'), alertname, expected, line: this.reader.placeOf(node).line };
  }

  private readExprTest(node: Node): ExprTest {
    const fields = this.reader.fields(node, 'a promql_expr_test', ['expr', 'eval_time', 'exp_samples']);
    const expected = this.reader
      .list(fields.get('exp_samples'), 'exp_samples')
      .map((each) => this.readSample(each))
      .filter((sample) => sample !== null);
    const evalTimeMs = this.duration(fields.get('eval_time'), 'eval_time');
    return { expr: this.reader.text(fields.get('expr'), 'expr'), evalTimeMs, expected, line: this.reader.placeOf(node).line };
  }

  private readSample(node: Node): ExpectedSample | null {
    const fields = this.reader.fields(node, 'a sample', ['labels', 'value', 'histogram']);
    if (fields.has('histogram')) this.reader.report(fields.get('histogram') ?? node, 'native histograms are not supported');
    const labels = this.noted(fields.get('labels') ?? node, () => parseSeries(this.reader.text(fields.get('labels'), 'labels')));
    const value = this.number(fields.get('value'));
    return labels && { labels, value };
  }

  private noted<T>(node: Node, read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof NotationError)) throw error;
      this.reader.report(node, error.message);
      return null;
    }
  }

  private number(node: Node | undefined): number {
    const text = this.reader.text(node, 'value').replaceAll('_', '');
    const special = /^([+-]?)\.?(inf|nan)$/i.exec(text);
    if (special) return special[2]?.toLowerCase() === 'nan' ? Number.NaN : (special[1] === '-' ? -1 : 1) * Number.POSITIVE_INFINITY;
    const value = Number(text);
    if (Number.isNaN(value)) this.reader.report(node ?? null, `value must be a number, not ${quote(text)}`);
    return value;
  }

  private duration(node: Node | undefined, what: string): number {
    const text = this.reader.text(node, what);
    if (text === '') return 0;
    const ms = parseDuration(text);
    if (ms === null) this.reader.report(node ?? null, `not a valid duration string: ${quote(text)}`);
    return ms ?? 0;
  }

  private timestamp(node: Node | undefined): number {
    const text = this.reader.text(node, 'start_timestamp');
    if (text === '') return 0;
    const ms = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1_000 : /^\d{4}-\d\d-\d\d[Tt ]/.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(ms)) this.reader.report(node ?? null, `start_timestamp must be seconds since 1970 or a time such as 2021-01-01T00:00:00Z, not ${quote(text)}`);
    return Number.isNaN(ms) ? 0 : Math.round(ms);
  }

  private flag(node: Node | undefined, what: string): boolean {
    const text = this.reader.text(node, what).toLowerCase();
    if (!['', 'true', 'false', 'yes', 'no', 'on', 'off'].includes(text)) this.reader.report(node ?? null, `${what} must be true or false`);
    return ['true', 'yes', 'on'].includes(text);
  }

  private textList(node: Node | undefined, what: string): string[] {
    return this.reader.list(node, what).map((each) => this.reader.text(each, what));
  }
}
