import { labelSetKey, labelSetOf, metricName, type LabelSet } from '@/lib/metrics/labels';
import type { Expr } from '@/lib/promql/ast';
import { messageOf } from '@/lib/errors';
import { parsePromql } from '@/lib/promql/parse';
import { alertSeries, stepAlerts, type AlertStates, type FoundAlert } from './alert-state';
import type { AlertingRule, RecordingRule, Rule, RuleGroup, TemplatedText } from './rule-file';
import { renderAlertTemplate, type AlertData } from './template/render';
import { TemplateError } from './template/syntax';
import type { TemplateHost } from './template/functions';

export interface RuleSample {
  labels: LabelSet;
  value: number;
}

/** Where rules read and write. */
export interface RuleHost {
  /** The instant vector of an expression; a scalar is one sample without labels. Rejects with a message for people. */
  evaluate(expr: Expr, timeMs: number): Promise<RuleSample[]>;
  append(labels: LabelSet, timeMs: number, value: number | 'stale'): void;
  externalLabels: ReadonlyMap<string, string>;
  externalUrl: string;
}

/** What a group remembers between evaluations. */
export interface GroupState {
  group: RuleGroup;
  rules: RuleState[];
}

interface RuleState {
  rule: Rule;
  /** Empty for a recording rule. */
  alerts: AlertStates;
  /** Series that the evaluation before wrote. */
  written: ReadonlyMap<string, LabelSet>;
  error: string | null;
}

export function newGroupState(group: RuleGroup): GroupState {
  return { group, rules: group.rules.map((rule) => ({ rule, alerts: new Map(), written: new Map(), error: null })) };
}

/**
 * Evaluates the rules of a group in their order, as rules/group.go of Prometheus does: samples are appended at the time of the evaluation less the
 * group's query offset, and a stale marker for each series that the evaluation before wrote and this one does not. What goes wrong with a rule is
 * kept in its state; the others are evaluated still.
 */
export async function evaluateGroup(state: GroupState, nowMs: number, host: RuleHost): Promise<void> {
  for (const rule of state.rules) {
    try {
      const samples = await evaluateRule(rule, state.group, nowMs, host);
      writeSamples(rule, samples, nowMs - state.group.queryOffsetMs, host);
      rule.error = null;
    } catch (error) {
      rule.error = messageOf(error);
    }
  }
}

async function evaluateRule(state: RuleState, group: RuleGroup, nowMs: number, host: RuleHost): Promise<RuleSample[]> {
  const { rule } = state;
  const found = await host.evaluate(rule.expr, nowMs - group.queryOffsetMs);
  if (rule.kind === 'recording') return record(rule, found, group.limit);
  const alerts = await expandAlerts(rule, found, nowMs, host);
  try {
    state.alerts = stepAlerts(rule, state.alerts, alerts, nowMs, group.limit);
  } catch (error) {
    state.alerts = new Map();
    throw error;
  }
  return alertSeries(rule, state.alerts);
}

function record(rule: RecordingRule, found: readonly RuleSample[], limit: number): RuleSample[] {
  const samples = found.map(({ labels, value }) => ({ labels: overlay(labels, [[metricName, rule.name], ...rule.labels]), value }));
  if (new Set(samples.map(({ labels }) => labelSetKey(labels))).size < samples.length) {
    throw new RangeError('vector contains metrics with the same labelset after applying rule labels');
  }
  if (limit > 0 && samples.length > limit) throw new RangeError(`exceeded limit of ${limit} with ${samples.length} series`);
  return samples;
}

async function expandAlerts(rule: AlertingRule, found: readonly RuleSample[], nowMs: number, host: RuleHost): Promise<FoundAlert[]> {
  const templateHost = templateHostOf(host, nowMs);
  const alerts: FoundAlert[] = [];
  const seen = new Set<string>();
  for (const sample of found) {
    const data = { labels: toMap(sample.labels), externalLabels: host.externalLabels, externalUrl: host.externalUrl, value: sample.value };
    const labels = await expandAll(rule, rule.labels, data, templateHost);
    const annotations = await expandAll(rule, rule.annotations, data, templateHost);
    const set = overlay(sample.labels, [...labels, [metricName, ''], ['alertname', rule.name]]);
    if (seen.has(labelSetKey(set))) throw new RangeError('vector contains metrics with the same labelset after applying alert labels');
    seen.add(labelSetKey(set));
    alerts.push({ labels: set, annotations, value: sample.value });
  }
  return alerts;
}

async function expandAll(rule: AlertingRule, texts: ReadonlyMap<string, TemplatedText>, data: AlertData, host: TemplateHost): Promise<Map<string, string>> {
  const expanded = new Map<string, string>();
  for (const [key, { source, template }] of texts) {
    if (!template) expanded.set(key, source);
    else {
      try {
        expanded.set(key, await renderAlertTemplate(template, data, host));
      } catch (error) {
        // As Prometheus does: an alert with a broken text is better than no alert.
        const detail = error instanceof TemplateError ? `template: __alert_${rule.name}: ${error.message}` : messageOf(error);
        expanded.set(key, `<error expanding template: error executing template __alert_${rule.name}: ${detail}>`);
      }
    }
  }
  return expanded;
}

function templateHostOf(host: RuleHost, nowMs: number): TemplateHost {
  return {
    externalUrl: host.externalUrl,
    timeMs: nowMs,
    query: async (source) => {
      const samples = await host.evaluate(parsePromql(source), nowMs);
      return samples.map(({ labels, value }) => ({ kind: 'sample', labels: toMap(labels), value }));
    },
  };
}

function writeSamples(state: RuleState, samples: readonly RuleSample[], timeMs: number, host: RuleHost): void {
  const written = new Map<string, LabelSet>();
  for (const { labels, value } of samples) {
    host.append(labels, timeMs, value);
    written.set(labelSetKey(labels), labels);
  }
  for (const [key, labels] of state.written) if (!written.has(key)) host.append(labels, timeMs, 'stale');
  state.written = written;
}

function toMap(labels: LabelSet): Map<string, string> {
  const map = new Map<string, string>();
  for (let index = 0; index < labels.length; index += 2) map.set(labels[index] ?? '', labels[index + 1] ?? '');
  return map;
}

/** Labels set over others; an empty value takes a label away. */
function overlay(labels: LabelSet, pairs: Iterable<readonly [string, string]>): LabelSet {
  const map = toMap(labels);
  for (const [name, value] of pairs) map.set(name, value);
  return labelSetOf(map);
}
