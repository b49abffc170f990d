import { z } from 'zod';
import { labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import type { QueryAnswer, QueryResult } from '@/lib/metrics/metric-store';
import { tenantLabel } from './tenant-expression';
import type { UpstreamAnswer } from './upstream';

const Point = z.tuple([z.number(), z.string()]);
const Metric = z.record(z.string(), z.string());
const QueryData = z.object({
  resultType: z.enum(['scalar', 'string', 'vector', 'matrix']),
  result: z.unknown(),
  stats: z.object({ samples: z.object({ totalQueryableSamples: z.number().optional() }).optional() }).optional(),
});
const Vector = z.array(z.object({ metric: Metric, value: Point }));
/** Points are checked one by one below: there may be millions. */
const Matrix = z.array(z.object({ metric: Metric, values: z.array(z.unknown()) }));

/** The answer of `query` and `query_range` without the label of the tenant; `milliseconds` is what it took. Throws ZodError for another shape. */
export function readQueryAnswer({ data, warnings, infos }: UpstreamAnswer, milliseconds: number): QueryAnswer {
  const { resultType, result: raw, stats } = QueryData.parse(data);
  const result = readResult(resultType, raw);
  const series = 'series' in result ? result.series.length : 0;
  const cost = { series, samples: stats?.samples?.totalQueryableSamples ?? 0, milliseconds, resolution: series > 0 ? ('raw' as const) : null };
  return { result, warnings, infos, cost };
}

function readResult(type: QueryResult['type'], raw: unknown): QueryResult {
  switch (type) {
    case 'scalar': {
      const [seconds, value] = Point.parse(raw);
      return { type, timeMs: millisecondsOf(seconds), value: numberOf(value) };
    }
    case 'string': {
      const [seconds, value] = Point.parse(raw);
      return { type, timeMs: millisecondsOf(seconds), value };
    }
    case 'vector': {
      const series = Vector.parse(raw).map(({ metric, value: [seconds, value] }) => ({
        labels: tenantLabels(metric),
        timeMs: millisecondsOf(seconds),
        value: numberOf(value),
      }));
      return { type, series };
    }
    case 'matrix':
      return { type, series: Matrix.parse(raw).map(({ metric, values }) => ({ labels: tenantLabels(metric), ...readPoints(values) })) };
  }
}

function readPoints(points: readonly unknown[]): { times: Float64Array; values: Float64Array } {
  const times = new Float64Array(points.length);
  const values = new Float64Array(points.length);
  points.forEach((point, index) => {
    const [seconds, value] = Array.isArray(point) ? (point as unknown[]) : [];
    if (typeof seconds !== 'number' || typeof value !== 'string') throw new Error('a point is not a time and a value');
    times[index] = millisecondsOf(seconds);
    values[index] = numberOf(value);
  });
  return { times, values };
}

/** Labels as the tenant wrote them. */
export function tenantLabels(metric: Readonly<Record<string, string>>): LabelSet {
  return labelSetOf(Object.entries(metric).filter(([name]) => name !== tenantLabel));
}

function millisecondsOf(seconds: number): number {
  return Math.round(seconds * 1_000);
}

function numberOf(text: string): number {
  if (text === '+Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  return Number(text);
}
