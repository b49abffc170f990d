import type { RuleAlert, RuleStates } from '@/lib/alerts/rules/step';
import { labelSetOf, metricName, type LabelSet } from '@/lib/metrics/labels';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { bitsOf, staleHigh, staleLow } from '@/lib/metrics/stale';
import type { TenantRef } from '@/lib/tenants';

interface Written {
  phase: RuleAlert['phase'];
  alerts: LabelSet;
  forState: LabelSet;
}

/** The series ALERTS and ALERTS_FOR_STATE of one rule, as Prometheus writes them. */
export class AlertSeries {
  private written = new Map<string, Written>();

  constructor(
    private readonly store: MetricStore,
    private readonly tenant: TenantRef,
  ) {}

  /** A sample for each active alert, and a stale marker where the last call wrote one and this does not. Throws what the store throws. */
  async write(states: RuleStates, timeMs: number): Promise<void> {
    const next = new Map<string, Written>();
    const batch = this.store.batch(this.tenant);
    const add = (labels: LabelSet, low: number, high: number): void => {
      batch.series(labels);
      batch.sample(timeMs, low, high);
    };
    const [oneLow, oneHigh] = halvesOf(1);
    for (const alert of states.values()) {
      if (alert.phase !== 'pending' && alert.phase !== 'firing') continue;
      const before = this.written.get(alert.fingerprint);
      const series = before?.phase === alert.phase ? before : seriesOf(alert);
      next.set(alert.fingerprint, series);
      add(series.alerts, oneLow, oneHigh);
      add(series.forState, ...halvesOf(Math.floor(alert.startsAtMs / 1_000)));
    }
    for (const [fingerprint, before] of this.written) {
      const now = next.get(fingerprint);
      if (now?.phase !== before.phase) add(before.alerts, staleLow, staleHigh);
      if (!now) add(before.forState, staleLow, staleHigh);
    }
    if (batch.size > 0) await this.store.append(this.tenant, batch);
    this.written = next;
  }
}

function seriesOf({ labels, phase }: RuleAlert): Written {
  const pairs = new Map<string, string>();
  for (let index = 0; index < labels.length; index += 2) pairs.set(labels[index] ?? '', labels[index + 1] ?? '');
  const forState = labelSetOf(pairs.set(metricName, 'ALERTS_FOR_STATE'));
  return { phase, forState, alerts: labelSetOf(pairs.set(metricName, 'ALERTS').set('alertstate', phase)) };
}

const number = new Float64Array(1);
const bits = bitsOf(number);

function halvesOf(value: number): [low: number, high: number] {
  number[0] = value;
  return [bits[0] ?? 0, bits[1] ?? 0];
}
