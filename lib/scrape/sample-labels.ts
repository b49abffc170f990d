import { labelOf, labelSetOf, metricName, type LabelSet } from '@/lib/metrics/labels';
import type { MutableLabels, Relabelling } from './relabel';
import type { ScrapeSettings } from './schemas';

type LabelLimits = Pick<ScrapeSettings, 'labelLimit' | 'labelNameLengthLimit' | 'labelValueLengthLimit'>;

/**
 * The labels of a scraped series as it is stored, or null when metric relabelling drops it: the target's labels win and what the exporter
 * said moves to `exported_...`, or with `honorLabels` the exporter wins (mutateSampleLabels in scrape/scrape.go of Prometheus).
 */
export function sampleLabels(scraped: LabelSet, target: LabelSet, honorLabels: boolean, relabel: Relabelling, checkTime?: () => void): LabelSet | null {
  const labels: MutableLabels = new Map();
  for (let index = 0; index < scraped.length; index += 2) labels.set(scraped[index] ?? '', scraped[index + 1] ?? '');
  const conflicts: [name: string, value: string][] = [];
  for (let index = 0; index < target.length; index += 2) {
    const name = target[index] ?? '';
    const exposed = labels.get(name) ?? '';
    if (exposed !== '' && honorLabels) continue;
    if (exposed !== '') conflicts.push([name, exposed]);
    labels.set(name, target[index + 1] ?? '');
  }
  conflicts.sort(([a], [b]) => a.length - b.length);
  for (const [name, value] of conflicts) {
    let renamed = `exported_${name}`;
    while (labels.get(renamed)) renamed = `exported_${renamed}`;
    labels.set(renamed, value);
  }
  return relabel(labels, checkTime) ? labelSetOf(labels) : null;
}

/** Why the labels of a series fail the scrape, in the words of Prometheus; null when they do not. Lengths are characters. */
export function labelLimitFault(labels: LabelSet, limits: LabelLimits): string | null {
  const { labelLimit, labelNameLengthLimit, labelValueLengthLimit } = limits;
  const metric = labelOf(labels, metricName).slice(0, 50);
  if (metric === '') return 'missing metric name (__name__ label)';
  const count = labels.length / 2;
  if (labelLimit > 0 && count > labelLimit) {
    return `label_limit exceeded (metric: ${metric}, number of labels: ${count}, limit: ${labelLimit})`;
  }
  for (let index = 0; index < labels.length; index += 2) {
    const name = labels[index] ?? '';
    const value = labels[index + 1] ?? '';
    const shown = name.slice(0, 50);
    if (labelNameLengthLimit > 0 && name.length > labelNameLengthLimit) {
      return `label_name_length_limit exceeded (metric: ${metric}, label name: ${shown}, length: ${name.length}, limit: ${labelNameLengthLimit})`;
    }
    if (labelValueLengthLimit > 0 && value.length > labelValueLengthLimit) {
      return `label_value_length_limit exceeded (metric: ${metric}, label name: ${shown}, value: ${JSON.stringify(value.slice(0, 50))}, length: ${value.length}, limit: ${labelValueLengthLimit})`;
    }
  }
  return null;
}
