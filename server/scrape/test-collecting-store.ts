import { collectingSink, type CollectedSample, type CollectingSink } from '@/lib/ingest/test-sink';
import type { MetricMetadata } from '@/lib/ingest/sink';
import { describeLabelSet } from '@/lib/metrics/labels';
import type { AppendReceipt, MetricStore, SampleBatch } from '@/lib/metrics/metric-store';
import { staleHigh, staleLow } from '@/lib/metrics/stale';
import type { TenantRef } from '@/lib/tenants';

const float = new Float64Array(1);
const halves = new Uint32Array(float.buffer);

export interface CollectingStore extends MetricStore {
  stored: (CollectedSample & { tenant: TenantRef })[];
  described: MetricMetadata[];
  /** What the next appends answer, instead of storing. */
  answers: (AppendReceipt | Error)[];
  /** Each series with what was stored of it, in order: numbers, or `stale`. */
  bySeries(): Record<string, (number | 'stale')[]>;
  clear(): void;
}

/** A store in memory that takes and does not answer: for scrapes, which only write. */
export function collectingStore(): CollectingStore {
  const notHere = () => Promise.reject(new Error('This store only takes samples.'));
  const store: CollectingStore = {
    stored: [],
    described: [],
    answers: [],
    batch: () => withSize(collectingSink()),
    async append(tenant, batch) {
      const answer = store.answers.shift();
      if (answer instanceof Error) throw answer;
      const { samples, described } = batch as SampleBatch & CollectingSink;
      store.stored.push(...samples.map((sample) => ({ ...sample, tenant })));
      store.described.push(...described);
      return answer ?? { stored: samples.length, duplicates: 0, refused: [] };
    },
    bySeries() {
      const found: Record<string, (number | 'stale')[]> = {};
      for (const { labels, low, high } of store.stored) {
        [halves[0], halves[1]] = [low, high];
        (found[describeLabelSet(labels)] ??= []).push(low === staleLow && high === staleHigh ? 'stale' : (float[0] ?? NaN));
      }
      return found;
    },
    clear: () => [store.stored, store.described].forEach((each) => (each.length = 0)),
    query: notHere,
    queryRange: notHere,
    series: notHere,
    labelNames: notHere,
    labelValues: notHere,
    metadata: notHere,
  };
  return store;
}

function withSize(sink: CollectingSink): SampleBatch & CollectingSink {
  return Object.defineProperty(sink, 'size', { get: () => sink.samples.length }) as SampleBatch & CollectingSink;
}
