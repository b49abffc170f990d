import type { AlertSignal } from '@/lib/alerts/life-cycle-signal';
import type { CompiledCondition, CompiledRule } from '@/lib/alerts/rules/compile';
import type { RuleSettings } from '@/lib/alerts/rules/schemas';
import { isDataAsked, stepRule, type Found, type FoundAlert, type RuleAlert, type RuleStates, type Step } from '@/lib/alerts/rules/step';
import { alertsOf, annotationsOf, mapOf, noDataAlert, withoutName } from '@/lib/alerts/rules/step-found';
import type { LabelSet } from '@/lib/metrics/labels';
import type { QueryResult } from '@/lib/metrics/metric-store';
import type { RuleSample } from '@/lib/rules/evaluate-group';
import type { TemplateHost } from '@/lib/rules/template/functions';

/** Most alerts that one rule has at a time. */
const maxAlertsOfRule = 10_000;

export interface EvaluatedRule {
  id: string;
  settings: RuleSettings;
  compiled: CompiledRule;
  states: RuleStates;
  /** The value of each active alert that is stored. */
  shown: ReadonlyMap<string, { value: number }>;
  /** Set by a change of the rule, until it was evaluated. */
  isChanged: boolean;
}

export interface RuleQueries {
  /** The samples of an instant query at the time of the evaluation; rejects with a message for people. */
  query(source: string): Promise<readonly RuleSample[]>;
  /** Where people reach Nines. */
  url: string;
}

export interface Evaluated {
  step: Step;
  /** Series that the conditions returned. */
  results: number;
  signals: AlertSignal[];
  /** What must not go unsaid though the evaluation succeeded; null without it. */
  warning: string | null;
}

/**
 * One evaluation of a rule at a time, in milliseconds since 1970. `isRefreshDue` brings the shown values and texts of its alerts up to date. Rejects
 * when a query fails; then nothing is known and nothing changes.
 */
export async function evaluateRule(rule: EvaluatedRule, { timeMs, isAfterGap, isRefreshDue }: { timeMs: number; isAfterGap: boolean; isRefreshDue: boolean }, queries: RuleQueries): Promise<Evaluated> {
  const host = templateHostOf(queries, timeMs);
  const found = await find(rule, isAfterGap, queries, host);
  const step = stepRule(rule.settings, rule.states, found, timeMs, maxAlertsOfRule);
  const signals: AlertSignal[] = [];
  const told = new Set<string>();
  for (const { kind, alert, resolution, reason } of step.signals) {
    told.add(alert.fingerprint);
    const annotations = kind === 'ended' || kind === 'cleared' ? {} : await annotationsOf(rule.compiled, alert, host);
    const end = rule.isChanged && kind === 'ended' ? ({ resolution: 'rule_removed', reason: 'The rule was changed; as it is now, it does not find this alert.' } as const) : { resolution, reason };
    signals.push(signalOf(rule, alert, kind, timeMs, { annotations, url: queries.url, ...end }));
  }
  if (isRefreshDue) {
    for (const alert of step.next.values()) {
      if (told.has(alert.fingerprint) || alert.phase === 'watching' || alert.phase === 'ended' || Object.is(rule.shown.get(alert.fingerprint)?.value, alert.value)) continue;
      const annotations = await annotationsOf(rule.compiled, alert, host);
      signals.push(signalOf(rule, alert, 'changed', timeMs, { annotations, url: queries.url, resolution: 'condition', reason: '' }));
    }
  }
  const warning = step.dropped === 0 ? null : `${step.dropped} of the alerts that it finds are left out: a rule has at most ${maxAlertsOfRule} at a time. Aggregate, or match fewer series.`;
  return { step, results: found.alerts.length, signals, warning };
}

async function find(rule: EvaluatedRule, isAfterGap: boolean, queries: RuleQueries, host: TemplateHost): Promise<Found> {
  const { compiled, settings, states } = rule;
  const alerts = await allOf(compiled.conditions, ({ source }) => source, queries, host);
  const isFiring = [...states.values()].some(({ phase }) => phase === 'firing');
  const resolving = isFiring ? compiled.conditions.filter(({ holdSource }) => holdSource !== null) : [];
  const held = new Map((await allOf(resolving, ({ holdSource }) => holdSource ?? '', queries, host)).map(({ fingerprint, value }) => [fingerprint, value]));
  const isAsked = compiled.dataSource !== null && isDataAsked(settings, states, alerts);
  const data = isAsked ? (await queries.query(compiled.dataSource ?? '')).map(({ labels }): LabelSet => withoutName(labels)) : null;
  if (settings.noData === 'alert' && data?.length === 0 && alerts.length === 0 && !isAfterGap) {
    const alert = noDataAlert(compiled);
    if (alert) return { alerts: [alert], held, data, isAfterGap };
  }
  return { alerts, held, data, isAfterGap };
}

async function allOf(conditions: readonly CompiledCondition[], sourceOf: (condition: CompiledCondition) => string, queries: RuleQueries, host: TemplateHost): Promise<FoundAlert[]> {
  const found = await Promise.all(conditions.map(async (condition) => alertsOf(condition, await queries.query(sourceOf(condition)), host)));
  return found.flat();
}

function signalOf(rule: EvaluatedRule, alert: RuleAlert, kind: AlertSignal['kind'], atMs: number, more: Pick<AlertSignal, 'annotations' | 'resolution' | 'reason'> & { url: string }): AlertSignal {
  const { annotations, resolution, reason, url } = more;
  const { series, window, keepSinceMs, isOn, changesMs } = alert;
  const written = annotations.runbook_url ?? '';
  return {
    kind, atMs, annotations, resolution, reason,
    fingerprint: alert.fingerprint, labels: alert.labels, value: Number.isFinite(alert.value) ? alert.value : null, startsAtMs: alert.startsAtMs, source: 'rule', ruleId: rule.id,
    runbookUrl: rule.settings.runbookUrl ?? (/^https?:\/\//.test(written) ? written : null),
    generatorUrl: `${url.replace(/\/$/, '')}/alert-rules/${rule.id}`,
    activeUntilMs: null, isFlapping: alert.isFlapping,
    evaluation: { series, window, keepSinceMs, isOn, changesMs },
  };
}

function templateHostOf({ query, url }: RuleQueries, timeMs: number): TemplateHost {
  return {
    externalUrl: url,
    timeMs,
    query: async (source) => (await query(source)).map(({ labels, value }) => ({ kind: 'sample', labels: mapOf(labels), value })),
  };
}

/** The vector of an answer; a scalar is one sample without labels. Throws TypeError for anything else. */
export function samplesOf(result: QueryResult): RuleSample[] {
  if (result.type === 'vector') return result.series.map(({ labels, value }) => ({ labels, value }));
  if (result.type === 'scalar') return [{ labels: [], value: result.value }];
  throw new TypeError('rule result is not a vector or scalar');
}
