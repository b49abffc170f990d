import { metricName, type LabelSet } from '@/lib/metrics/labels';
import type { Matcher } from '@/lib/metrics/matcher';
import { emptyLabelSet, withLabel, withoutLabels } from './label-set';

/** The labels that an absent series would certainly have: those matched by `=`, each by one matcher only. */
export function absentLabels(matchers: readonly Matcher[]): LabelSet {
  const seen = new Set<string>();
  let labels = emptyLabelSet;
  for (const { label, operator, value } of matchers) {
    if (label === metricName) continue;
    if (operator === '=' && !seen.has(label)) {
      labels = withLabel(labels, label, value);
      seen.add(label);
    } else {
      labels = withoutLabels(labels, [label]);
    }
  }
  return labels;
}
