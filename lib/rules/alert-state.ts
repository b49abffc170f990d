import { labelSetKey, labelSetOf, metricName, type LabelSet } from '@/lib/metrics/labels';
import type { AlertingRule } from './rule-file';

/** How long a resolved alert is remembered, in milliseconds. */
const resolvedRetentionMs = 900_000;

/** An alert that an evaluation finds, its labels and annotations expanded. */
export interface FoundAlert {
  labels: LabelSet;
  annotations: ReadonlyMap<string, string>;
  value: number;
}

interface ActiveAlert extends FoundAlert {
  state: 'pending' | 'firing' | 'inactive';
  activeAtMs: number;
  firedAtMs: number | null;
  resolvedAtMs: number | null;
  keepFiringSinceMs: number | null;
}

/** Alerts of one rule, by their labels. */
export type AlertStates = ReadonlyMap<string, ActiveAlert>;

/**
 * The alerts of a rule after an evaluation, as rules/alerting.go of Prometheus moves them: pending until `for` has passed, firing while found and
 * `keep_firing_for` longer, then inactive and remembered for a while. Throws RangeError when more than `limit` (0: any number) are active.
 */
export function stepAlerts(rule: AlertingRule, previous: AlertStates, found: readonly FoundAlert[], nowMs: number, limit: number): AlertStates {
  const next = new Map(previous);
  const seen = new Set<string>();
  for (const alert of found) {
    const key = labelSetKey(alert.labels);
    seen.add(key);
    const known = next.get(key);
    if (known && known.state !== 'inactive') next.set(key, { ...known, value: alert.value, annotations: alert.annotations });
    else next.set(key, { ...alert, state: 'pending', activeAtMs: nowMs, firedAtMs: null, resolvedAtMs: null, keepFiringSinceMs: null });
  }
  let active = 0;
  for (const [key, alert] of next) {
    const moved = seen.has(key) ? { ...alert, keepFiringSinceMs: null } : withoutResult(rule, alert, nowMs);
    if (moved === null) next.delete(key);
    else {
      if (moved.state !== 'inactive') active += 1;
      next.set(key, moved.state === 'pending' && nowMs - moved.activeAtMs >= rule.forMs ? { ...moved, state: 'firing', firedAtMs: nowMs } : moved);
    }
  }
  if (limit > 0 && active > limit) throw new RangeError(`exceeded limit of ${limit} with ${active} alerts`);
  return next;
}

function withoutResult(rule: AlertingRule, alert: ActiveAlert, nowMs: number): ActiveAlert | null {
  if (alert.state === 'pending') return null;
  if (alert.state === 'inactive') return alert.resolvedAtMs !== null && nowMs - alert.resolvedAtMs > resolvedRetentionMs ? null : alert;
  const keepFiringSinceMs = rule.keepFiringForMs > 0 ? (alert.keepFiringSinceMs ?? nowMs) : null;
  if (keepFiringSinceMs !== null && nowMs - keepFiringSinceMs < rule.keepFiringForMs) return { ...alert, keepFiringSinceMs };
  return { ...alert, keepFiringSinceMs, state: 'inactive', resolvedAtMs: nowMs };
}

/** The ALERTS and ALERTS_FOR_STATE series of a rule's active alerts. */
export function alertSeries(rule: AlertingRule, states: AlertStates): { labels: LabelSet; value: number }[] {
  const series: { labels: LabelSet; value: number }[] = [];
  for (const alert of states.values()) {
    if (alert.state === 'inactive') continue;
    const pairs = new Map<string, string>();
    for (const [label, { source }] of rule.labels) pairs.set(label, source);
    for (let index = 0; index < alert.labels.length; index += 2) pairs.set(alert.labels[index] ?? '', alert.labels[index + 1] ?? '');
    pairs.set('alertname', rule.name).set(metricName, 'ALERTS_FOR_STATE');
    const forState = { labels: labelSetOf(pairs), value: Math.floor(alert.activeAtMs / 1_000) };
    pairs.set(metricName, 'ALERTS').set('alertstate', alert.state);
    series.push({ labels: labelSetOf(pairs), value: 1 }, forState);
  }
  return series;
}
