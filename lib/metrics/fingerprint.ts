import type { Labels } from './sample';

/**
 * The canonical form of a series: equal for two series exactly when name and labels are equal, whatever the order of labels.
 * Every part carries its length, so no value can imitate the end of another. A label with an empty value is as good as absent,
 * as in the Prometheus data model.
 */
export function canonicalSeries(name: string, labels: Labels): string {
  let canonical = `${name.length}:${name}`;
  for (const key of sortedLabelNames(labels)) {
    const value = labels[key] ?? '';
    canonical += `,${key.length}:${key}=${value.length}:${value}`;
  }
  return canonical;
}

/** Labels as they are stored: sorted, without the empty ones. */
export function canonicalLabels(labels: Labels): Labels {
  return Object.fromEntries(sortedLabelNames(labels).map((key) => [key, labels[key] ?? '']));
}

/** A series as people write it: `name{a="b"}`. */
export function describeSeries(name: string, labels: Labels): string {
  const pairs = sortedLabelNames(labels).map((key) => `${key}=${JSON.stringify(labels[key])}`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}

function sortedLabelNames(labels: Labels): string[] {
  const names = Object.keys(labels).filter((key) => labels[key] !== '');
  return names.length < 2 ? names : names.sort();
}
