import { messageOf } from '@/lib/errors';
import { parseRuleFile, type AlertingRule, type RuleGroup, type TemplatedText } from '@/lib/rules/rule-file';
import type { FileIssue } from '@/lib/rules/yaml-reader';
import { severities, severityOf, type Severity } from '../severity';
import { compileRule, type Thresholds } from './compile';
import { RuleSettings, type RuleInput } from './schemas';

interface ImportedRule {
  name: string;
  group: string;
  /** Of its expression, from 1. */
  line: number;
  kind: 'alerting' | 'recording';
  /** Null where it cannot be taken. */
  settings: RuleSettings | null;
  problem: string | null;
  /** What of it is different in Nines. */
  notes: string[];
}

const shortestMs = 1_000;
const longestMs = 3_600_000;
const recordingProblem = 'Recording rules are not taken: write the expression into the rules that use it, or let Prometheus record it and send it here.';

/**
 * The rules of a Prometheus rule file as settings of Nines. With issues, the file is not valid and nothing of it can be taken. Alerts of one name,
 * as a warning and a critical one often are, become rules of different names whose alerts keep the name. Throws RangeError for a file that is far
 * too large.
 */
export function importRuleFile(yaml: string, thresholds: Thresholds): { rules: ImportedRule[]; issues: readonly FileIssue[] } {
  const { groups, issues } = parseRuleFile(yaml);
  if (issues.length > 0) return { rules: [], issues };
  const nameOf = namesIn(groups);
  const rules = groups.flatMap((group) =>
    group.rules.map((rule): ImportedRule => {
      const place = { group: group.name, line: rule.line };
      if (rule.kind === 'recording') return { ...place, name: rule.name, kind: rule.kind, settings: null, problem: recordingProblem, notes: [] };
      return { ...place, kind: rule.kind, ...translate(rule, group, nameOf(rule), thresholds) };
    }),
  );
  return { rules, issues };
}

function translate(rule: AlertingRule, group: RuleGroup, name: string, thresholds: Thresholds): Pick<ImportedRule, 'name' | 'settings' | 'problem' | 'notes'> {
  const parsed = RuleSettings.safeParse(inputOf(rule, group, name));
  const notes = notesOf(rule, group);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { name, settings: null, problem: issue ? `${issue.path.join('.')}: ${issue.message}` : 'It is not valid.', notes };
  }
  try {
    compileRule(parsed.data, thresholds);
    return { name, settings: parsed.data, problem: null, notes };
  } catch (error) {
    return { name, settings: null, problem: messageOf(error), notes };
  }
}

function inputOf(rule: AlertingRule, { name: group, intervalMs }: RuleGroup, name: string): RuleInput {
  const labels = textsOf(rule.labels);
  const severity = severityIn(rule);
  if (labels.severity === severity) delete labels.severity;
  const { team, service } = labels;
  const isTeam = isPlain(team);
  const isService = isPlain(service);
  if (isTeam) delete labels.team;
  if (isService) delete labels.service;
  if (name === rule.name) delete labels.alertname;
  else labels.alertname = rule.name;
  return {
    name, group, labels,
    condition: { kind: 'promql', expr: rule.source, severity },
    forMs: rule.forMs,
    keepFiringForMs: rule.keepFiringForMs,
    annotations: textsOf(rule.annotations),
    ...(intervalMs === null ? {} : { intervalMs: Math.min(longestMs, Math.max(shortestMs, intervalMs)) }),
    ...(isTeam ? { team } : {}),
    ...(isService ? { service } : {}),
  };
}

function severityIn({ labels }: AlertingRule): Severity {
  const written = labels.get('severity');
  return written && !written.template ? severityOf(['severity', written.source]) : 'warning';
}

function notesOf(rule: AlertingRule, { intervalMs, queryOffsetMs, limit }: RuleGroup): string[] {
  const notes: string[] = [];
  const severity = rule.labels.get('severity');
  if (!severity) notes.push('It has no severity; Nines takes it for a warning.');
  else if (severity.template) notes.push('Its severity is a template: each alert has its own.');
  else if (!severities.some((each) => each === severity.source)) notes.push(`Its severity ${JSON.stringify(severity.source)} counts as ${severityIn(rule)}.`);
  if (queryOffsetMs !== 0) notes.push('The query_offset of its group is left out: Nines evaluates at the present.');
  if (limit !== 0) notes.push('The limit of its group is left out: a rule has at most 10,000 alerts.');
  if (intervalMs !== null && (intervalMs < shortestMs || intervalMs > longestMs)) notes.push('Its interval is not between a second and an hour; the nearest that is stands for it.');
  return notes;
}

/** A name of its own for each rule, whatever the order in the file: by severity where several have one name, then by group, then by number. */
function namesIn(groups: readonly RuleGroup[]): (rule: AlertingRule) => string {
  const placed = groups.flatMap((group) => group.rules.flatMap((rule) => (rule.kind === 'alerting' ? [{ rule, group: group.name }] : [])));
  const names = new Map<AlertingRule, string>();
  const taken = new Set<string>();
  const forms: ((each: (typeof placed)[number]) => string)[] = [
    ({ rule }) => rule.name,
    ({ rule }) => `${rule.name} (${severityIn(rule)})`,
    ({ rule, group }) => `${rule.name} (${group}, ${severityIn(rule)})`,
  ];
  for (const form of forms) {
    const open = placed.filter(({ rule }) => !names.has(rule));
    const counts = new Map<string, number>();
    for (const each of open) counts.set(form(each), (counts.get(form(each)) ?? 0) + 1);
    for (const each of open) {
      const name = form(each);
      if (counts.get(name) !== 1 || taken.has(name)) continue;
      names.set(each.rule, name);
      taken.add(name);
    }
  }
  for (const { rule, group } of placed) {
    for (let number = 1; !names.has(rule); number += 1) {
      const name = `${rule.name} (${group}, ${severityIn(rule)}, ${number})`;
      if (taken.has(name)) continue;
      names.set(rule, name);
      taken.add(name);
    }
  }
  return (rule) => names.get(rule) ?? rule.name;
}

function textsOf(texts: ReadonlyMap<string, TemplatedText>): Record<string, string> {
  return Object.fromEntries([...texts].map(([name, { source }]) => [name, source]));
}

function isPlain(text: string | undefined): text is string {
  return text !== undefined && text !== '' && text.length <= 200 && !text.includes('{{');
}
