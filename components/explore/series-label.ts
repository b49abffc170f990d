export type SeriesLabels = Readonly<Record<string, string>>;

/** A series as people write it: `name{a="b"}`; `{}` for one without labels. */
export function writeSeries(labels: SeriesLabels, left: ReadonlySet<string> = new Set()): string {
  const { __name__: name = '' } = labels;
  const pairs = Object.entries(labels).filter(([label]) => label !== '__name__' && !left.has(label));
  const text = pairs.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(', ');
  const shownName = left.has('__name__') ? '' : name;
  if (text === '') return shownName || (name === '' ? '{}' : name);
  return `${shownName}{${text}}`;
}

/** The labels that all series have with the same value, of two series or more. */
export function commonLabels(all: readonly SeriesLabels[]): SeriesLabels {
  const [first, ...rest] = all;
  if (!first || rest.length === 0) return {};
  return Object.fromEntries(Object.entries(first).filter(([label, value]) => rest.every((labels) => labels[label] === value)));
}
