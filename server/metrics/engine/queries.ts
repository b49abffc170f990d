import { compareLabelSets, labelOf } from '@/lib/metrics/labels';
import type { MemSeries } from '@/lib/metrics/head/mem-series';
import type { Found, InstantQuery, MetricStore, QueryAnswer, SeriesQuery } from '@/lib/metrics/metric-store';
import type { Expr } from '@/lib/promql/ast';
import { evaluateInstant, evaluateRange, type EvaluateOptions, type Evaluation } from '@/lib/promql/evaluate';
import { parsePromql } from '@/lib/promql/parse';
import type { SampleSource } from '@/lib/promql/source';
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
const sortedAtMost = 50_000;

/** The reading half of the store. */
export function createQueries({ reader, settings, tenantOf }: QueriesOptions): Queries {
  const gate = createReadGate();
  const parse = remembering(parsePromql, knownExpressions);

  async function evaluated(
    tenantNumber: number,
    { timeoutMs, lookbackMs, isCanceled, isOfRule }: Pick<InstantQuery, 'timeoutMs' | 'lookbackMs' | 'isCanceled' | 'isOfRule'>,
    run: (source: SampleSource, options: EvaluateOptions) => Promise<Evaluation>,
  ): Promise<QueryAnswer> {
    const startedAt = performance.now();
    const expiresAt = startedAt + Math.min(timeoutMs ?? settings.queryTimeoutMs, settings.queryTimeoutMs);
    const evaluate = async () => {
      const pause = slices();
      const evaluation = await run(reader.source(tenantOf(tenantNumber), pause), {
        lookbackMs,
        maxSamples: settings.querySamples,
        isExpired: () => (isCanceled?.() ? 'canceled' : performance.now() > expiresAt ? 'timeout' : null),
        pause,
      });
      const { result, warnings, infos, series, samples, resolution } = evaluation;
      return { result, warnings, infos, cost: { series, samples, milliseconds: performance.now() - startedAt, resolution } };
    };
    return isOfRule ? evaluate() : gate(tenantNumber, evaluate);
  }

  /** What `collect` makes of every series that any list of matchers finds, a few thousand at a time. */
  function found<T>(tenantNumber: number, query: SeriesQuery, collect: (series: MemSeries, into: Set<T>) => void, compare: (a: T, b: T) => number): Promise<Found<T>> {
    return gate(tenantNumber, async () => {
      const pause = slices();
      const seen = new Set<MemSeries>();
      const into = new Set<T>();
      for (const matchers of query.matchers.length === 0 ? [[]] : query.matchers) {
        let visited = 0;
        for (const series of reader.matching(tenantOf(tenantNumber), matchers, query.fromMs, query.toMs)) {
          if (visited++ % 2_000 === 0) await pause();
          if (seen.has(series)) continue;
          seen.add(series);
          collect(series, into);
        }
      }
      return bounded([...into], query.limit, compare);
    });
  }

  return {
    query: (tenant, query) =>
      promised(() => parse(query.expr)).then((parsed) =>
        evaluated(tenant.number, query, (source, options) => evaluateInstant(parsed, source, { ...options, timeMs: query.timeMs, query: query.expr })),
      ),
    queryRange: (tenant, query) =>
      promised(() => parse(query.expr)).then((parsed) => {
        const { startMs, endMs, stepMs, expr } = query;
        return evaluated(tenant.number, query, (source, options) => evaluateRange(parsed, source, { ...options, startMs, endMs, stepMs, query: expr }));
      }),
    series: (tenant, query) => found(tenant.number, query, (series, into) => into.add(series.labels), compareLabelSets),
    labelNames: (tenant, query) => found(tenant.number, query, addNames, compareText),
    labelValues: (tenant, label, query) => found(tenant.number, query, (series, into) => addValue(series, label, into), compareText),
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

/** Sorted, unless there are so many more than asked for that sorting them would hold everything up. */
function bounded<T>(all: T[], limit: number, compare: (a: T, b: T) => number): Found<T> {
  const isTruncated = all.length > limit;
  const shown = isTruncated && all.length > sortedAtMost ? all.slice(0, limit) : all;
  shown.sort(compare);
  return { found: isTruncated ? shown.slice(0, limit) : shown, truncated: isTruncated };
}

function addNames({ labels }: MemSeries, names: Set<string>): void {
  for (let at = 0; at < labels.length; at += 2) names.add(labels[at] ?? '');
}

function addValue({ labels }: MemSeries, label: string, values: Set<string>): void {
  const value = labelOf(labels, label);
  if (value !== '') values.add(value);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
