import { describeLabelSet, labelOf, metricName, type LabelSet } from './labels';
import type { RefusalReason } from './metric-store';

export const labelLimits = { perSeries: 64, nameLength: 256, valueLength: 4_096 } as const;

/** Why a series cannot be stored, in a sentence that names it and says what to change; null when it can. Any UTF-8 name is valid, as in Prometheus 3. */
export function labelIssue(labels: LabelSet): { reason: RefusalReason; message: string } | null {
  if (labelOf(labels, metricName) === '') return { reason: 'invalid_labels', message: `${shown(labels)} has no name: give it the label __name__.` };
  if (labels.length / 2 > labelLimits.perSeries) {
    return { reason: 'label_limit', message: `${shown(labels)} has ${labels.length / 2} labels; the limit is ${labelLimits.perSeries}. Drop some.` };
  }
  for (let at = 0; at < labels.length; at += 2) {
    const name = labels[at] ?? '';
    const value = labels[at + 1] ?? '';
    if (name === '' || !isText(name) || !isText(value)) {
      return { reason: 'invalid_labels', message: `${shown(labels)}: label names are not empty, and names and values are valid UTF-8 without NUL.` };
    }
    if (name.length > labelLimits.nameLength || value.length > labelLimits.valueLength) {
      const limits = `${labelLimits.nameLength} characters for a name and ${labelLimits.valueLength} for a value`;
      return { reason: 'label_limit', message: `${shown(labels)}: the label ${name.slice(0, 60)} is too long; the limits are ${limits}.` };
    }
  }
  return null;
}

function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

function shown(labels: LabelSet): string {
  return describeLabelSet(labels.slice(0, 40)).slice(0, 300).toWellFormed();
}
