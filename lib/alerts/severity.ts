import type { LabelSet } from '@/lib/metrics/labels';
import { labelOf } from '@/lib/metrics/labels';

/** From the worst to the mildest. */
export const severities = ['critical', 'warning', 'info'] as const;

export type Severity = (typeof severities)[number];

const words: Readonly<Record<string, Severity>> = {
  critical: 'critical', page: 'critical', error: 'critical', fatal: 'critical', emergency: 'critical', disaster: 'critical', high: 'critical',
  warning: 'warning', warn: 'warning', medium: 'warning', average: 'warning', minor: 'warning',
  info: 'info', information: 'info', informational: 'info', notice: 'info', none: 'info', low: 'info', ok: 'info', debug: 'info',
};

/** The severity that the label `severity` names, in the words that rules in the field use; a warning where it is missing or unknown. */
export function severityOf(labels: LabelSet): Severity {
  return words[labelOf(labels, 'severity').toLowerCase()] ?? 'warning';
}

/** Negative when `a` is worse than `b`. */
export function compareSeverities(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}
