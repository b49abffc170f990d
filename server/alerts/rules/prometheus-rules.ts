import type { CompiledCondition } from '@/lib/alerts/rules/compile';
import type { RuleAlert } from '@/lib/alerts/rules/step';
import { labelOf, labelsOf } from '@/lib/metrics/labels';
import { compileMatcher, type Matcher } from '@/lib/metrics/matcher';
import { invalidParameter } from '@/lib/prometheus-api/api-error';
import { formatValue } from '@/lib/prometheus-api/format-number';
import { matchSetsOf } from '@/lib/prometheus-api/match-sets';
import type { Parameters } from '@/lib/prometheus-api/parameters';
import type { RunningRule } from './running-rule';

/** Rules of Nines come from no file; this is what tools see in place of its path. */
const file = 'nines';

/** Rules as `/api/v1/rules` of Prometheus shows them: in their groups, one for each condition (web/api/v1/api.go). Throws ApiError for the parameters. */
export function rulesJson(rules: readonly RunningRule[], parameters: Parameters): object[] {
  const isWanted = filterOf(parameters);
  const hasAlerts = !isTrue(parameters, 'exclude_alerts');
  const groups = new Map<string, RunningRule[]>();
  for (const rule of rules) groups.set(rule.source.settings.group, [...(groups.get(rule.source.settings.group) ?? []), rule]);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, members]) => {
      members.sort((a, b) => (a.source.settings.name < b.source.settings.name ? -1 : 1));
      const shown = members.flatMap((rule) => rule.source.compiled.conditions.filter((condition) => isWanted(rule, condition)).map((condition) => ruleJson(rule, condition, hasAlerts)));
      if (shown.length === 0) return [];
      const lastMs = Math.max(...members.map(({ health }) => health.evaluatedAt ?? 0));
      return [{
        name, file, rules: shown,
        interval: Math.min(...members.map(({ source }) => source.settings.intervalMs)) / 1_000,
        limit: 0,
        evaluationTime: members.reduce((sum, { health }) => sum + (health.durationMs ?? 0), 0) / 1_000,
        lastEvaluation: timeOf(lastMs),
      }];
    });
}

/** Active alerts as `/api/v1/alerts` of Prometheus shows them. */
export function alertsJson(rules: readonly RunningRule[]): object[] {
  return rules.flatMap((rule) => activeOf(rule).map((alert) => alertJson(rule, alert)));
}

function filterOf(parameters: Parameters): (rule: RunningRule, condition: CompiledCondition) => boolean {
  const type = parameters.get('type').toLowerCase();
  const [names, groups, files] = ['rule_name[]', 'rule_group[]', 'file[]'].map((name) => new Set(parameters.all(name)));
  const sets = matchSetsOf(parameters.all('match[]')).map((matchers) => matchers.map((matcher) => ({ matcher, accepts: compileMatcher(matcher) })));
  const has = (wanted: Set<string> | undefined, value: string) => !wanted || wanted.size === 0 || wanted.has(value);
  return ({ source: { settings } }, condition) =>
    type !== 'record' && has(names, settings.name) && has(groups, settings.group) && has(files, file) && (sets.length === 0 || sets.some((set) => set.every(({ matcher, accepts }) => accepts(valueOf(condition, matcher)))));
}

function valueOf({ labels }: CompiledCondition, { label }: Matcher): string {
  return label === 'alertname' ? '' : (labels.get(label)?.source ?? '');
}

function isTrue(parameters: Parameters, name: string): boolean {
  const text = parameters.get(name);
  if (text === '') return false;
  if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true;
  if (/^(?:0|f|F|FALSE|false|False)$/.test(text)) return false;
  throw invalidParameter(name, `converting ${JSON.stringify(text)} to a boolean`);
}

function ruleJson(rule: RunningRule, condition: CompiledCondition, hasAlerts: boolean): object {
  const { source, health } = rule;
  const { settings, compiled } = source;
  const isOnly = compiled.conditions.length === 1;
  const severity = condition.labels.get('severity')?.source ?? '';
  const alerts = activeOf(rule).filter(({ labels }) => isOnly || labelOf(labels, 'severity') === severity);
  const isFiring = alerts.some(({ phase }) => phase === 'firing');
  return {
    state: isFiring ? 'firing' : alerts.length > 0 ? 'pending' : 'inactive',
    name: settings.name,
    query: condition.source,
    duration: settings.forMs / 1_000,
    keepFiringFor: settings.keepFiringForMs / 1_000,
    labels: sourcesOf([...condition.labels].filter(([name]) => name !== 'alertname')),
    annotations: sourcesOf([...compiled.annotations]),
    alerts: hasAlerts ? alerts.map((alert) => alertJson(rule, alert)) : [],
    health: health.evaluatedAt === null ? 'unknown' : health.error === null ? 'ok' : 'err',
    ...(health.error === null ? {} : { lastError: health.error }),
    evaluationTime: (health.durationMs ?? 0) / 1_000,
    lastEvaluation: timeOf(health.evaluatedAt ?? 0),
    type: 'alerting',
  };
}

function sourcesOf(texts: (readonly [string, { source: string }])[]): Record<string, string> {
  return Object.fromEntries(texts.map(([name, { source }]) => [name, source]));
}

function activeOf({ states }: RunningRule): RuleAlert[] {
  return [...states.values()].filter(({ phase }) => phase === 'pending' || phase === 'firing');
}

function alertJson(rule: RunningRule, { fingerprint, labels, phase, startsAtMs, keepSinceMs, value }: RuleAlert): object {
  return {
    labels: labelsOf(labels),
    annotations: rule.annotationsOf(fingerprint),
    state: phase,
    activeAt: timeOf(startsAtMs),
    ...(keepSinceMs === null ? {} : { keepFiringSince: timeOf(keepSinceMs) }),
    value: exponentOf(value),
  };
}

/** As Go's strconv.FormatFloat(value, 'e', -1, 64). */
function exponentOf(value: number): string {
  return Number.isFinite(value) ? value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2') : formatValue(value);
}

/** As Go's RFC3339Nano; the zero of its clock when there was no evaluation. */
function timeOf(ms: number): string {
  return ms === 0 ? '0001-01-01T00:00:00Z' : new Date(ms).toISOString().replace(/\.?0*Z$/, 'Z');
}
