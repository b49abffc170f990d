import { z } from 'zod';
import { AppError, isAppError } from '@/lib/errors';
import type { MetricMetadata } from '@/lib/ingest/sink';
import type { LabelSet } from '@/lib/metrics/labels';
import type { AppendReceipt, Found, InstantQuery, MetricStore, QueryAnswer, RangeQuery, SampleBatch, SeriesQuery } from '@/lib/metrics/metric-store';
import { isPromqlError } from '@/lib/promql/error';
import { printMatcher } from '@/lib/promql/print';
import type { TenantRef } from '@/lib/tenants';
import type { Log } from '@/server/log';
import { readQueryAnswer, tenantLabels } from './query-answer';
import { RemoteBatch } from './remote-batch';
import { RemoteWriter } from './remote-writer';
import { expressionOfTenant, tenantLabel, tenantMatcher } from './tenant-expression';
import { Upstream, type UpstreamAnswer, type UpstreamOptions } from './upstream';

const Names = z.array(z.string());
const SeriesList = z.array(z.record(z.string(), z.string()));

/** Metrics whose description is remembered, of each tenant. */
const maxDescribed = 10_000;

export interface PrometheusStoreOptions extends UpstreamOptions {
  log: Log;
  retryMs?: number;
}

/**
 * Metrics in a Prometheus-compatible store: samples go by remote write 1.0, answers come from its HTTP API. Tenants share it, each series
 * carrying the number of its tenant in a label that no caller sees or can name. Descriptions of metrics are remembered here, as this process heard
 * them: stores do not keep them by tenant.
 */
export function createPrometheusMetricStore(options: PrometheusStoreOptions): MetricStore {
  const upstream = new Upstream(options);
  const writer = new RemoteWriter({ upstream, log: options.log, ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }) });
  return new PrometheusMetricStore(upstream, writer);
}

class PrometheusMetricStore implements MetricStore {
  private readonly described = new Map<number, Map<string, MetricMetadata>>();

  constructor(
    private readonly upstream: Upstream,
    private readonly writer: RemoteWriter,
  ) {}

  batch(tenant: TenantRef): SampleBatch {
    return new RemoteBatch(tenant.number);
  }

  async append(tenant: TenantRef, batch: SampleBatch): Promise<AppendReceipt> {
    if (!(batch instanceof RemoteBatch) || batch.tenant !== tenant.number) throw new Error('The batch is not one of this store and tenant.');
    const refusals = batch.refusals.copy();
    const stored = await this.writer.write(batch.accepted, batch.described, refusals);
    this.remember(tenant, batch.described);
    return { stored, duplicates: 0, refused: refusals.list() };
  }

  async query(tenant: TenantRef, { expr, timeMs, lookbackMs, timeoutMs }: InstantQuery): Promise<QueryAnswer> {
    const form = formOf({ query: expressionOfTenant(expr, tenant.number), time: secondsOf(timeMs), stats: 'all' }, { lookbackMs, timeoutMs });
    return await this.answer('/api/v1/query', form, timeoutMs);
  }

  async queryRange(tenant: TenantRef, { expr, startMs, endMs, stepMs, lookbackMs, timeoutMs }: RangeQuery): Promise<QueryAnswer> {
    const times = { start: secondsOf(startMs), end: secondsOf(endMs), step: secondsOf(stepMs) };
    const form = formOf({ query: expressionOfTenant(expr, tenant.number), ...times, stats: 'all' }, { lookbackMs, timeoutMs });
    return await this.answer('/api/v1/query_range', form, timeoutMs);
  }

  async series(tenant: TenantRef, query: SeriesQuery): Promise<Found<LabelSet>> {
    const answer = await this.upstream.call('/api/v1/series', { form: selectionOf(tenant, query) });
    return bounded(this.read(answer, SeriesList).map(tenantLabels), query.limit);
  }

  async labelNames(tenant: TenantRef, query: SeriesQuery): Promise<Found<string>> {
    const answer = await this.upstream.call('/api/v1/labels', { form: selectionOf(tenant, query) });
    return bounded(this.read(answer, Names).filter((name) => name !== tenantLabel), query.limit);
  }

  async labelValues(tenant: TenantRef, label: string, query: SeriesQuery): Promise<Found<string>> {
    refuseReserved([label]);
    const answer = await this.upstream.call(`/api/v1/label/${pathOf(label)}/values`, { query: selectionOf(tenant, query) });
    return bounded(this.read(answer, Names), query.limit);
  }

  metadata(tenant: TenantRef, { metric, limit }: { metric?: string | undefined; limit: number }): Promise<MetricMetadata[]> {
    const known = [...(this.described.get(tenant.number)?.values() ?? [])];
    const found = known.filter((one) => metric === undefined || one.metric === metric);
    return Promise.resolve(found.sort((a, b) => (a.metric < b.metric ? -1 : 1)).slice(0, limit));
  }

  private remember({ number }: TenantRef, described: readonly MetricMetadata[]): void {
    const known = this.described.get(number) ?? new Map<string, MetricMetadata>();
    this.described.set(number, known);
    for (const one of described) if (known.size < maxDescribed || known.has(one.metric)) known.set(one.metric, one);
  }

  private async answer(path: string, form: URLSearchParams, timeoutMs: number | undefined): Promise<QueryAnswer> {
    const start = performance.now();
    // The store gets a moment to say itself that it took too long.
    const answer = await this.upstream.call(path, { form, timeoutMs: timeoutMs === undefined ? undefined : timeoutMs + 1_000 });
    try {
      return readQueryAnswer(answer, performance.now() - start);
    } catch (error) {
      if (isPromqlError(error) || isAppError(error)) throw error;
      throw this.upstream.unavailable('gave an answer that is not as Prometheus gives it');
    }
  }

  private read<T>({ data }: UpstreamAnswer, schema: z.ZodType<T>): T {
    const parsed = schema.safeParse(data);
    if (!parsed.success) throw this.upstream.unavailable('gave an answer that is not as Prometheus gives it');
    return parsed.data;
  }
}

function formOf(fields: Record<string, string>, { lookbackMs, timeoutMs }: { lookbackMs: number | undefined; timeoutMs: number | undefined }): URLSearchParams {
  const form = new URLSearchParams(fields);
  if (lookbackMs !== undefined) form.set('lookback_delta', secondsOf(lookbackMs));
  if (timeoutMs !== undefined) form.set('timeout', secondsOf(timeoutMs));
  return form;
}

/** One more than asked for shows that there were more, and the label of the tenant is among the names. */
function selectionOf({ number }: TenantRef, { matchers, fromMs, toMs, limit }: SeriesQuery): URLSearchParams {
  const form = new URLSearchParams({ start: secondsOf(fromMs), end: secondsOf(toMs), limit: String(limit + 2) });
  for (const list of matchers.length === 0 ? [[]] : matchers) {
    refuseReserved(list.map(({ label }) => label));
    form.append('match[]', `{${[...list, tenantMatcher(number)].map(printMatcher).join(',')}}`);
  }
  return form;
}

function refuseReserved(labels: readonly string[]): void {
  if (labels.includes(tenantLabel)) throw new AppError('invalid', `The label ${tenantLabel} is reserved: it tells tenants apart.`);
}

/** Other names than the classic ones go as Prometheus 3 escapes them ("values escaping": U__, and _hex_ for a character). */
function pathOf(label: string): string {
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) return label;
  return `U__${Array.from(label, (character) => (character === '_' ? '__' : /[a-zA-Z0-9]/.test(character) ? character : `_${(character.codePointAt(0) ?? 0).toString(16)}_`)).join('')}`;
}

function secondsOf(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(3);
}

function bounded<T>(found: T[], limit: number): Found<T> {
  return { found: found.slice(0, limit), truncated: found.length > limit };
}
