import type { LabelSet } from '@/lib/metrics/labels';
import { quote } from '@/lib/promql/literals';

/** An alert as a difference shows it. */
export interface ShownAlert {
  labels: LabelSet;
  annotations: LabelSet;
}

const maxShown = 100;

/** Samples as promtool prints them: `{__name__="x", job="a"} 5E+00, ...`. */
export function describeSamples(samples: readonly { labels: LabelSet; value: number }[]): string {
  if (samples.length === 0) return 'nil';
  const shown = samples.slice(0, maxShown).map(({ labels, value }) => `${describeLabels(labels)} ${exponential(value)}`);
  return shown.join(', ') + rest(samples.length);
}

/** Alerts as promtool prints them, one below the other. */
export function describeAlerts(alerts: readonly ShownAlert[]): string {
  if (alerts.length === 0) return '[]';
  const indent = ' '.repeat(12);
  const shown = alerts.slice(0, maxShown).map(({ labels, annotations }, index) => {
    return `${indent}${index}:\n${indent}  Labels:${describeLabels(labels)}\n${indent}  Annotations:${describeLabels(annotations)}`;
  });
  return `[\n${shown.join(',\n')}${rest(alerts.length)}\n${indent}]`;
}

function rest(count: number): string {
  return count > maxShown ? `, and ${count - maxShown} more` : '';
}

function describeLabels(labels: LabelSet): string {
  const pairs: string[] = [];
  for (let index = 0; index < labels.length; index += 2) pairs.push(`${labels[index]}=${quote(labels[index + 1] ?? '')}`);
  return `{${pairs.join(', ')}}`;
}

function exponential(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = Object.is(value, -0) ? '-' : '';
  return sign + value.toExponential().replace(/e([+-])(\d)$/, 'E$10$2').replace('e', 'E');
}
