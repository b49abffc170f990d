import { Document, isMap } from 'yaml';
import { messageOf } from '@/lib/errors';
import { formatDuration } from '@/lib/promql/durations';
import { walk } from '@/lib/promql/walk';
import { compileRule, type CompiledCondition, type Thresholds } from './compile';
import type { RuleSettings } from './schemas';

interface ExportedRule {
  alert: string;
  expr: string;
  for?: string;
  keep_firing_for?: string;
  labels: Record<string, string>;
  annotations?: Record<string, string>;
}

interface ExportedGroup {
  name: string;
  interval: string;
  rules: { rule: ExportedRule; comments: string[] }[];
}

/** What Prometheus 3 evaluates only when it is told to. */
const experimental = /^(?:info|sort_by_label(?:_desc)?|mad_over_time|first_over_time|double_exponential_smoothing|ts_of_\w+)$/;

/**
 * The rules that are on as a Prometheus rule file, with the thresholds of now: a rule with two levels becomes two. What Prometheus cannot express is
 * said in a comment at its rule. Groups are ordered by name, rules as they are given.
 */
export function exportRuleFile(rules: readonly RuleSettings[], thresholds: Thresholds): { yaml: string; count: number } {
  const groups = new Map<string, ExportedGroup>();
  const left: string[] = [];
  let count = 0;
  for (const settings of rules) {
    if (!settings.isEnabled) continue;
    try {
      const compiled = compileRule(settings, thresholds);
      const annotations = annotationsOf(settings);
      for (const condition of compiled.conditions) groupOf(groups, settings).rules.push({ rule: ruleOf(settings, condition, annotations), comments: commentsOf(settings, condition) });
      count += 1;
    } catch (error) {
      left.push(`${settings.name} is left out: ${messageOf(error)}`);
    }
  }
  return { yaml: write([...groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), left), count };
}

/** Rules of a group are evaluated together in Prometheus: those with another interval than the first go to a group beside it. */
function groupOf(groups: Map<string, ExportedGroup>, { group, intervalMs }: RuleSettings): ExportedGroup {
  const interval = formatDuration(intervalMs);
  let name = group;
  for (;;) {
    const found = groups.get(name) ?? { name, interval, rules: [] };
    groups.set(name, found);
    if (found.interval === interval) return found;
    name += ` every ${interval}`;
  }
}

function ruleOf({ forMs, keepFiringForMs }: RuleSettings, condition: CompiledCondition, annotations: Record<string, string>): ExportedRule {
  const { alertname = '', ...labels } = Object.fromEntries([...condition.labels].map(([name, { source }]) => [name, source]));
  return {
    alert: alertname,
    expr: condition.source,
    ...(forMs === 0 ? {} : { for: formatDuration(forMs) }),
    ...(keepFiringForMs === 0 ? {} : { keep_firing_for: formatDuration(keepFiringForMs) }),
    labels,
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}

function annotationsOf({ annotations, runbookUrl }: RuleSettings): Record<string, string> {
  return runbookUrl === null || annotations.runbook_url !== undefined ? annotations : { ...annotations, runbook_url: runbookUrl };
}

function commentsOf({ firing, noData }: RuleSettings, { holdSource, expr }: CompiledCondition): string[] {
  const comments: string[] = [];
  if (firing.of > 1) comments.push(`In Nines it needs ${firing.needed} of the last ${firing.of} evaluations; Prometheus cannot say that.`);
  if (holdSource !== null) comments.push(`In Nines it stays, once it fires, as long as this returns its series: ${holdSource}`);
  if (noData === 'alert') comments.push('In Nines it fires when its data is missing; in Prometheus, add a rule with absent().');
  if (noData === 'keep') comments.push('In Nines it stays as it is while its data is missing; in Prometheus it ends.');
  const needed = new Set<string>();
  walk(expr, (each) => {
    if (each.kind === 'call' && experimental.test(each.func)) needed.add(`${each.func}(), which Prometheus evaluates with --enable-feature=promql-experimental-functions`);
    if (each.kind === 'vectorSelector' && each.matchers.some(({ label }) => !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label))) needed.add('quoted label names, which Prometheus 3 knows');
  });
  if (needed.size > 0) comments.push(`It uses ${[...needed].join(', and ')}.`);
  return comments;
}

function write(groups: readonly ExportedGroup[], left: readonly string[]): string {
  const document = new Document({ groups: groups.map(({ name, interval, rules }) => ({ name, interval, rules: rules.map(({ rule }) => rule) })) }, { aliasDuplicateObjects: false });
  if (left.length > 0) document.commentBefore = left.map(commentOf).join('\n');
  groups.forEach(({ rules }, groupIndex) => {
    rules.forEach(({ comments }, index) => {
      const node = document.getIn(['groups', groupIndex, 'rules', index], true);
      if (comments.length > 0 && (isMap(node))) node.commentBefore = comments.map(commentOf).join('\n');
    });
  });
  return document.toString({ lineWidth: 0 });
}

function commentOf(text: string): string {
  return ` ${text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')}`;
}
