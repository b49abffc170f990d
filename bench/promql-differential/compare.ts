import { labelSetOf } from '@/lib/metrics/labels';
import type { QueryResult } from '@/lib/metrics/metric-store';
import { formatLabelSet } from '@/lib/promql/evaluate/label-set';
import type { PrometheusAnswer } from './prometheus';

const tolerance = 1e-9;

/** Points by series and time; a scalar is a series without labels. */
type Points = Map<string, Map<number, number>>;

/** What differs, in a sentence; null when nothing does. */
export function differenceOf(ours: QueryResult, theirs: NonNullable<PrometheusAnswer['data']>): string | null {
  if (ours.type !== theirs.resultType) return `type ${ours.type}, not ${theirs.resultType}`;
  const left = pointsOfOurs(ours);
  const right = pointsOfTheirs(theirs);
  for (const [labels, points] of right) {
    const found = left.get(labels);
    if (!found) return `no series ${labels} (they: ${JSON.stringify([...points].slice(0, 3))})`;
    for (const [timeMs, value] of points) {
      const own = found.get(timeMs);
      if (own === undefined) return `${labels}: nothing at ${timeMs}, not ${value}`;
      if (!isClose(own, value)) return `${labels}: ${own} at ${timeMs}, not ${value}`;
    }
    for (const [timeMs, value] of found) if (!points.has(timeMs)) return `${labels}: ${value} at ${timeMs}, not nothing`;
  }
  for (const [labels, points] of left) if (!right.has(labels)) return `series ${labels} is too many: ${JSON.stringify([...points].slice(0, 3))}`;
  return null;
}

function isClose(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return a === b || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}

function pointsOfOurs(result: QueryResult): Points {
  switch (result.type) {
    case 'scalar':
      return new Map([['{}', new Map([[result.timeMs, result.value]])]]);
    case 'string':
      return new Map();
    case 'vector':
      return new Map(result.series.map(({ labels, timeMs, value }) => [formatLabelSet(labels), new Map([[timeMs, value]])]));
    case 'matrix':
      return new Map(result.series.map(({ labels, times, values }) => [formatLabelSet(labels), new Map(Array.from(times, (time, index) => [time, values[index] ?? 0]))]));
  }
}

function pointsOfTheirs({ resultType, result }: NonNullable<PrometheusAnswer['data']>): Points {
  const point = ([seconds, value]: [number, string]): [number, number] => [Math.round(seconds * 1_000), parse(value)];
  if (resultType === 'scalar') return new Map([['{}', new Map([point(result as [number, string])])]]);
  const series = result as { metric: Record<string, string>; value?: [number, string]; values?: [number, string][] }[];
  return new Map(series.map(({ metric, value, values }) => [formatLabelSet(labelSetOf(Object.entries(metric))), new Map((values ?? (value ? [value] : [])).map(point))]));
}

function parse(text: string): number {
  if (text === '+Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
}
