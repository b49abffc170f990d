import type { AlertMatcher } from '@/lib/alerts/schemas';
import type { Level, RuleBuilder, RuleSettings, comparisons, noDataPolicies } from '@/lib/alerts/rules/schemas';
import type { Severity } from '@/lib/alerts/severity';
import { formatDurationMs } from '@/lib/scrape/duration';

type LevelSide = 'warning' | 'critical';

/** Where a level comes from: there is none, a number as it is typed, or a threshold of monitoring config. */
export type LevelDraft = { kind: 'none'; text: string } | { kind: 'number'; text: string } | { kind: 'threshold'; text: string; threshold: string; side: LevelSide };

export interface PairDraft {
  name: string;
  value: string;
}

/** What the form of a rule holds, as it is typed. */
export interface RuleDraft {
  isEnabled: boolean;
  name: string;
  description: string;
  group: string;
  way: 'builder' | 'promql';
  builder: Omit<RuleBuilder, 'windowMs'> & { window: string };
  /** In PromQL: an alert for each series that is returned, or a query that is held against levels. */
  form: 'series' | 'levels';
  expr: string;
  resolveExpr: string;
  severity: Severity;
  query: string;
  comparison: (typeof comparisons)[number];
  warning: LevelDraft;
  critical: LevelDraft;
  hysteresis: string;
  interval: string;
  duration: string;
  keepFiring: string;
  needed: string;
  of: string;
  noData: (typeof noDataPolicies)[number];
  labels: PairDraft[];
  summary: string;
  explanation: string;
  annotations: PairDraft[];
  runbookUrl: string;
  team: string;
  service: string;
}

export const emptyRule: RuleDraft = {
  isEnabled: true, name: '', description: '', group: 'nines',
  way: 'builder',
  builder: { metric: '', matchers: [], aggregate: 'avg', window: '5m', by: null },
  form: 'levels', expr: '', resolveExpr: '', severity: 'warning', query: '',
  comparison: '>', warning: { kind: 'number', text: '' }, critical: { kind: 'number', text: '' }, hysteresis: '0',
  interval: '15s', duration: '2m', keepFiring: '0', needed: '1', of: '1', noData: 'ok',
  labels: [], summary: '', explanation: '', annotations: [], runbookUrl: '', team: '', service: '',
};

/** The form of a stored rule. */
export function draftOf(rule: RuleSettings): RuleDraft {
  const { summary = '', description = '', ...others } = rule.annotations;
  return {
    ...emptyRule,
    ...conditionDraft(rule.condition),
    isEnabled: rule.isEnabled, name: rule.name, description: rule.description, group: rule.group,
    interval: formatDurationMs(rule.intervalMs), duration: durationText(rule.forMs), keepFiring: durationText(rule.keepFiringForMs),
    needed: String(rule.firing.needed), of: String(rule.firing.of), noData: rule.noData,
    labels: pairsOf(rule.labels), summary, explanation: description, annotations: pairsOf(others),
    runbookUrl: rule.runbookUrl ?? '', team: rule.team, service: rule.service,
  };
}

function conditionDraft(condition: RuleSettings['condition']): Partial<RuleDraft> {
  if (condition.kind === 'promql') {
    const { expr, resolveExpr, severity } = condition;
    return { way: 'promql', form: 'series', expr, resolveExpr: resolveExpr ?? '', severity };
  }
  const { query, builder, comparison, warning, critical, hysteresis } = condition;
  const levels = { form: 'levels', query, comparison, warning: levelDraft(warning), critical: levelDraft(critical), hysteresis: String(hysteresis) } as const;
  if (builder === null) return { ...levels, way: 'promql' };
  const { windowMs, ...asked } = builder;
  return { ...levels, way: 'builder', builder: { ...asked, window: durationText(windowMs) } };
}

function levelDraft(level: Level | null): LevelDraft {
  if (level === null) return { kind: 'none', text: '' };
  return typeof level === 'number' ? { kind: 'number', text: String(level) } : { kind: 'threshold', text: '', ...level };
}

function durationText(ms: number): string {
  return ms === 0 ? '0' : formatDurationMs(ms);
}

function pairsOf(record: Readonly<Record<string, string>>): PairDraft[] {
  return Object.entries(record).map(([name, value]) => ({ name, value }));
}

/** Matchers that are begun are kept, those that are empty are not meant. */
export function writtenMatchers(matchers: readonly AlertMatcher[]): AlertMatcher[] {
  return matchers.filter(({ label, value }) => label.trim() !== '' || value !== '').map((matcher) => ({ ...matcher, label: matcher.label.trim() }));
}
