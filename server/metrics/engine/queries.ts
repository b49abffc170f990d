import { compareLabelSets } from '@/lib/metrics/labels';
import type { MemSeries } from '@/lib/metrics/head/mem-series';
import type { Found, MetricStore, QueryAnswer, SeriesQuery } from '@/lib/metrics/metric-store';
import type { Expr } from '@/lib/promql/ast';
import { evaluateInstant, evaluateRange, type EvaluateOptions, type Evaluation } from '@/lib/promql/evaluate';
import { parsePromql } from '@/lib/promql/parse';
import { createReadGate } from '../read-gate';
import type { EngineSettings } from './engine-settings';
import type { Reader } from './reader';
import type { TenantState } from './tenant-state';

export type Queries = Pick<MetricStore, 'query' | 'queryRange' | 'series' | 'labelNames' | 'labelValues' | 'metadata'>;

interface QueriesOptions {
  reader: Reader;
  settings: EngineSettings;
  tenantOf: (number: number) => TenantState;
}

/** A query gives way to other work after this long. */
const sliceMs = 8;
const knownExpressions = 500;

/** The reading half of the store. */
export function createQueries({ reader, settings, tenantOf }: QueriesOptions): Queries {
  const gate = createReadGate();
  const parse = remembering(parsePromql, knownExpressions);

  async function evaluated(tenantNumber: number, timeoutMs: number | undefined, lookbackMs: number | undefined, run: (source: ReturnType<Reader['source']>, options: EvaluateOptions) => Promise<Evaluation>): Promise<QueryAnswer> {
    const startedAt = performance.now();
    const expiresAt = startedAt + Math.min(timeoutMs ?? settings.queryTimeoutMs, settings.queryTimeoutMs);
    return gate(tenantNumber, async () => {
      const pause = slices();
      const evaluation = await run(reader.source(tenantOf(tenantNumber), pause), {
        lookbackMs,
        maxSamples: settings.querySamples,
        isExpired: () => (performance.now() > expiresAt ? 'timeout' : null),
        pause,
      });
      const { result, warnings, infos, series, samples, resolution } = evaluation;
      return { result, warnings, infos, cost: { series, samples, milliseconds: performance.now() - startedAt, resolution } };
    });
  }

  const matching = (tenantNumber: number, query: SeriesQuery) => reader.matching(tenantOf(tenantNumber), query.matchers, query.fromMs, query.toMs);
  return {
    query: (tenant, { expr, timeMs, lookbackMs, timeoutMs }) =>
      promised(() => parse(expr)).then((parsed) => evaluated(tenant.number, timeoutMs, lookbackMs, (source, options) => evaluateInstant(parsed, source, { ...options, timeMs, query: expr }))),
    queryRange: (tenant, { expr, startMs, endMs, stepMs, lookbackMs, timeoutMs }) =>
      promised(() => parse(expr)).then((parsed) => evaluated(tenant.number, timeoutMs, lookbackMs, (source, options) => evaluateRange(parsed, source, { ...options, startMs, endMs, stepMs, query: expr }))),
    series: (tenant, query) => promised(() => bounded(matching(tenant.number, query).map((series) => series.labels), query.limit, compareLabelSets)),
    labelNames: (tenant, query) => promised(() => bounded(namesOf(matching(tenant.number, query)), query.limit, compareText)),
    labelValues: (tenant, label, query) => promised(() => bounded(valuesOf(matching(tenant.number, query), label), query.limit, compareText)),
    metadata: (tenant, { metric, limit }) =>
      promised(() => {
        const { metadata } = tenantOf(tenant.number);
        if (metric !== undefined) return [metadata.get(metric)].flatMap((each) => each ?? []);
        return [...metadata.values()].sort((a, b) => compareText(a.metric, b.metric)).slice(0, limit);
      }),
  };
}

/** What is thrown becomes a rejection. */
function promised<T>(make: () => T): Promise<T> {
  return new Promise((resolve) => resolve(make()));
}

/** A pause every few milliseconds, so that one heavy query does not hold up the others. */
function slices(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < sliceMs) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  };
}

/** Dashboards and rules ask the same again and again. */
function remembering(parse: (source: string) => Expr, limit: number): (source: string) => Expr {
  const known = new Map<string, Expr>();
  return (source) => {
    const found = known.get(source);
    if (found) return found;
    const parsed = parse(source);
    if (known.size >= limit) known.clear();
    if (source.length <= 4_096) known.set(source, parsed);
    return parsed;
  };
}

function bounded<T>(all: T[], limit: number, compare: (a: T, b: T) => number): Found<T> {
  all.sort(compare);
  return all.length > limit ? { found: all.slice(0, limit), truncated: true } : { found: all, truncated: false };
}

function namesOf(found: readonly MemSeries[]): string[] {
  const names = new Set<string>();
  for (const { labels } of found) for (let at = 0; at < labels.length; at += 2) names.add(labels[at] ?? '');
  return [...names];
}

function valuesOf(found: readonly MemSeries[], label: string): string[] {
  const values = new Set<string>();
  for (const { labels } of found) for (let at = 0; at < labels.length; at += 2) if (labels[at] === label) values.add(labels[at + 1] ?? '');
  return [...values];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
