import { expressionOf } from '@/lib/alerts/rules/builder';
import { RuleSettings, type Level, type RuleBuilder, type RuleInput } from '@/lib/alerts/rules/schemas';
import { isAppError, type FieldIssue } from '@/lib/errors';
import { isPromqlError } from '@/lib/promql/error';
import { parsePromql } from '@/lib/promql/parse';
import { parseDurationMs } from '@/lib/scrape/duration';
import { writtenMatchers, type LevelDraft, type PairDraft, type RuleDraft } from './rule-draft';

export type ReadRule = { input: RuleInput; issues: [] } | { input: null; issues: FieldIssue[] };

type Fault = (path: string, message: string) => void;

/** The rule that a form describes, or what is wrong with it: paths are those of the settings. */
export function readRule(draft: RuleDraft): ReadRule {
  const issues: FieldIssue[] = [];
  const fault: Fault = (path, message) => void issues.push({ path, message });
  if (draft.name.trim() === '') fault('name', 'Give the rule a name.');
  const input: RuleInput = {
    name: draft.name.trim(),
    description: draft.description.trim(),
    group: draft.group.trim() || 'nines',
    isEnabled: draft.isEnabled,
    condition: conditionOf(draft, fault),
    intervalMs: durationOf(draft.interval, 'intervalMs', fault),
    forMs: durationOf(draft.duration, 'forMs', fault),
    keepFiringForMs: durationOf(draft.keepFiring, 'keepFiringForMs', fault),
    firing: { needed: wholeOf(draft.needed, 'firing.needed', fault), of: wholeOf(draft.of, 'firing.of', fault) },
    noData: draft.noData,
    labels: recordOf(draft.labels, 'labels', fault),
    annotations: annotationsOf(draft, fault),
    runbookUrl: draft.runbookUrl.trim() || null,
    team: draft.team.trim(),
    service: draft.service.trim(),
  };
  if (issues.length > 0) return { input: null, issues };
  const parsed = RuleSettings.safeParse(input);
  if (parsed.success) return { input, issues: [] };
  return { input: null, issues: parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })) };
}

/** The PromQL that the builder's fields make, or what is missing. */
export function builderExpression(draft: RuleDraft): { expr: string; issues: [] } | { expr: null; issues: FieldIssue[] } {
  const issues: FieldIssue[] = [];
  const builder = builderOf(draft, (path, message) => void issues.push({ path, message }));
  if (issues.length > 0) return { expr: null, issues };
  try {
    return { expr: expressionOf(builder), issues: [] };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { expr: null, issues: error.issues.map(({ path, message }) => ({ path: `condition.builder.${path}`, message })) };
  }
}

function conditionOf(draft: RuleDraft, fault: Fault): RuleInput['condition'] {
  if (draft.way === 'promql' && draft.form === 'series') {
    checkPromql(draft.expr, 'condition.expr', fault);
    if (draft.resolveExpr.trim() !== '') checkPromql(draft.resolveExpr, 'condition.resolveExpr', fault);
    return { kind: 'promql', expr: draft.expr.trim(), resolveExpr: draft.resolveExpr.trim() || null, severity: draft.severity };
  }
  const warning = levelOf(draft.warning, 'condition.warning', fault);
  const critical = levelOf(draft.critical, 'condition.critical', fault);
  if (draft.warning.kind === 'none' && draft.critical.kind === 'none') fault('condition.warning', 'Give a level for warning, for critical, or for both.');
  const hysteresis = numberOf(draft.hysteresis.trim() || '0');
  if (hysteresis === null || hysteresis < 0) fault('condition.hysteresis', 'Write a number, 0 or more.');
  const levels = { kind: 'levels', comparison: draft.comparison, warning, critical, hysteresis: hysteresis ?? 0 } as const;
  if (draft.way === 'promql') {
    checkPromql(draft.query, 'condition.query', fault);
    return { ...levels, query: draft.query.trim(), builder: null };
  }
  const built = builderExpression(draft);
  for (const { path, message } of built.issues) fault(path, message);
  return { ...levels, query: built.expr ?? '', builder: builderOf(draft, () => undefined) };
}

function checkPromql(text: string, path: string, fault: Fault): void {
  if (text.trim() === '') return fault(path, 'Write a PromQL expression.');
  try {
    parsePromql(text.trim());
  } catch (error) {
    if (!isPromqlError(error)) throw error;
    fault(path, error.message);
  }
}

/** Whether a message says where in an expression something is wrong: such a fault is told while it is typed. */
export function hasPlace(message: string): boolean {
  return /^\d+:\d+: /.test(message);
}

function builderOf({ builder: { window, ...asked } }: RuleDraft, fault: Fault): RuleBuilder {
  if (asked.metric.trim() === '') fault('condition.builder.metric', 'Choose a metric.');
  asked.matchers.forEach(({ label, value }, index) => {
    if (label.trim() === '' && value !== '') fault(`condition.builder.matchers.${index}`, 'Choose a label.');
  });
  return { ...asked, metric: asked.metric.trim(), matchers: writtenMatchers(asked.matchers), windowMs: durationOf(window.trim() || '0', 'condition.builder.windowMs', fault) };
}

function levelOf(level: LevelDraft, path: string, fault: Fault): Level | null {
  switch (level.kind) {
    case 'none':
      return null;
    case 'threshold':
      return { threshold: level.threshold, side: level.side };
    case 'number': {
      const value = numberOf(level.text);
      if (value === null) fault(path, level.text.trim() === '' ? 'Write a number, or choose no level.' : 'Write a number, such as 80 or 0.5.');
      return value ?? 0;
    }
  }
}

function numberOf(text: string): number | null {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text.trim()) && Number.isFinite(Number(text)) ? Number(text) : null;
}

function durationOf(text: string, path: string, fault: Fault): number {
  const ms = parseDurationMs(text.trim() || '0');
  if (ms === null) fault(path, 'Write a duration, such as 30s or 5m.');
  return ms ?? 0;
}

function wholeOf(text: string, path: string, fault: Fault): number {
  if (!/^\d{1,3}$/.test(text.trim())) fault(path, 'Write a whole number.');
  return Number(text);
}

function annotationsOf({ summary, explanation, annotations }: RuleDraft, fault: Fault): Record<string, string> {
  const others = recordOf(annotations, 'annotations', fault);
  return { ...(summary.trim() === '' ? {} : { summary: summary.trim() }), ...(explanation.trim() === '' ? {} : { description: explanation.trim() }), ...others };
}

function recordOf(pairs: readonly PairDraft[], path: string, fault: Fault): Record<string, string> {
  const written = pairs.filter(({ name, value }) => name.trim() !== '' || value.trim() !== '');
  const names = written.map(({ name }) => name.trim());
  names.forEach((name, index) => {
    if (name === '') fault(path, 'Give each of them a name.');
    else if (names.indexOf(name) !== index) fault(path, `${name} is there twice.`);
  });
  return Object.fromEntries(written.map(({ value }, index) => [names[index] ?? '', value.trim()]));
}
