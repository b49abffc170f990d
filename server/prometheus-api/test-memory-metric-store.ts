import type { MetricMetadata } from '@/lib/ingest/sink';
import { labelOf, labelSetKey, type LabelSet } from '@/lib/metrics/labels';
import { compileMatcher } from '@/lib/metrics/matcher';
import type { AppendReceipt, Found, MetricStore, Refusal, SampleBatch, SeriesQuery } from '@/lib/metrics/metric-store';
import type { SeriesData } from '@/lib/promql/source';
import { instantAnswer, rangeAnswer, type Select } from './test-evaluate';

interface StoredSeries {
  labels: LabelSet;
  /** Value by time in milliseconds. */
  samples: Map<number, bigint>;
}

interface Tenant {
  series: Map<string, StoredSeries>;
  metadata: Map<string, MetricMetadata>;
}

interface MemoryBatch extends SampleBatch {
  samples: { labels: LabelSet; timeMs: number; bits: bigint }[];
  described: MetricMetadata[];
}

/** A metric store in memory, for tests of what stands in front of one. Samples before `oldestMs` are too old for it. */
export function createMemoryMetricStore(oldestMs = 0): MetricStore {
  const tenants = new Map<number, Tenant>();
  const of = (number: number): Tenant => {
    const known = tenants.get(number) ?? { series: new Map<string, StoredSeries>(), metadata: new Map<string, MetricMetadata>() };
    tenants.set(number, known);
    return known;
  };
  const find = (number: number, { matchers, fromMs, toMs }: Pick<SeriesQuery, 'matchers' | 'fromMs' | 'toMs'>): LabelSet[] => {
    const sets = matchers.map((set) => set.map((matcher) => ({ label: matcher.label, accepts: compileMatcher(matcher) })));
    return [...of(number).series.values()]
      .filter(({ labels }) => sets.length === 0 || sets.some((set) => set.every(({ label, accepts }) => accepts(labelOf(labels, label)))))
      .filter(({ samples }) => [...samples.keys()].some((time) => time >= fromMs && time <= toMs))
      .map(({ labels }) => labels);
  };
  const selectOf = (number: number): Select => (matchers, fromMs, toMs) =>
    find(number, { matchers: [matchers], fromMs, toMs }).map((labels) => dataOf(of(number).series.get(labelSetKey(labels)), fromMs, toMs));
  return {
    batch: () => createBatch(),
    append: (tenant, batch) => Promise.resolve(append(of(tenant.number), batch as MemoryBatch, oldestMs)),
    query: (tenant, query) => instantAnswer(query, selectOf(tenant.number)),
    queryRange: (tenant, query) => rangeAnswer(query, selectOf(tenant.number)),
    series: (tenant, query) => Promise.resolve(bounded(find(tenant.number, query), query.limit)),
    labelNames: (tenant, query) => Promise.resolve(bounded(sorted(find(tenant.number, query).flatMap((labels) => labels.filter((_, index) => index % 2 === 0))), query.limit)),
    labelValues: (tenant, label, query) =>
      Promise.resolve(bounded(sorted(find(tenant.number, query).map((labels) => labelOf(labels, label)).filter((value) => value !== '')), query.limit)),
    metadata: (tenant, { metric, limit }) => {
      const all = [...of(tenant.number).metadata.values()].filter((each) => metric === undefined || each.metric === metric);
      return Promise.resolve(all.sort((a, b) => (a.metric < b.metric ? -1 : 1)).slice(0, limit));
    },
  };
}

function createBatch(): MemoryBatch {
  let current: LabelSet = [];
  const samples: MemoryBatch['samples'] = [];
  const described: MetricMetadata[] = [];
  return {
    samples,
    described,
    get size() {
      return samples.length;
    },
    begin: () => false,
    learn: () => undefined,
    series: (labels) => void (current = labels),
    sample: (timeMs, low, high) => void samples.push({ labels: current, timeMs, bits: (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0) }),
    metadata: (metadata) => void described.push(metadata),
  };
}

function append(tenant: Tenant, batch: MemoryBatch, oldestMs: number): AppendReceipt {
  const refused = new Map<Refusal['reason'], Refusal>();
  const receipt: AppendReceipt = { stored: 0, duplicates: 0, refused: [] };
  const refuse = (reason: Refusal['reason'], example: string) => {
    const known = refused.get(reason) ?? { reason, count: 0, example };
    refused.set(reason, { ...known, count: known.count + 1 });
  };
  for (const { labels, timeMs, bits } of batch.samples) {
    const key = labelSetKey(labels);
    const series = tenant.series.get(key) ?? { labels, samples: new Map<number, bigint>() };
    tenant.series.set(key, series);
    const there = series.samples.get(timeMs);
    if (timeMs < oldestMs) refuse('too_old', `${labelOf(labels, '__name__')} at ${timeMs}`);
    else if (there !== undefined && there !== bits) refuse('conflicting_value', `${labelOf(labels, '__name__')} at ${timeMs}`);
    else if (there !== undefined) receipt.duplicates += 1;
    else {
      series.samples.set(timeMs, bits);
      receipt.stored += 1;
    }
  }
  for (const each of batch.described) tenant.metadata.set(each.metric, each);
  return { ...receipt, refused: [...refused.values()] };
}

function dataOf(series: StoredSeries | undefined, fromMs: number, toMs: number): SeriesData {
  const inside = [...(series?.samples ?? [])].filter(([time]) => time >= fromMs && time <= toMs).sort(([a], [b]) => a - b);
  const bits = BigUint64Array.from(inside, ([, value]) => value);
  return { labels: series?.labels ?? [], times: Float64Array.from(inside, ([time]) => time), values: new Float64Array(bits.buffer) };
}

function sorted(texts: string[]): string[] {
  return [...new Set(texts)].sort();
}

function bounded<T>(found: T[], limit: number): Found<T> {
  return { found: found.slice(0, limit), truncated: found.length > limit };
}
