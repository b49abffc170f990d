import { pathToFileURL } from 'node:url';
import type { Sample } from '@/lib/metrics/sample';
import type { MetricStore } from '@/lib/metrics/store';
import type { TenantRef } from '@/lib/tenants';
import { withScratchStore } from './scratch-store';

export interface IngestRate {
  samplesPerSecond: number;
  /** From `append` to durable. */
  p50Ms: number;
  p99Ms: number;
}

interface IngestLoad {
  seriesCount?: number;
  /** Samples of one append. */
  batch?: number;
  /** Appends under way at the same time. */
  concurrency?: number;
  durationMs?: number;
}

/** Appends as fast as the store acknowledges: every series once a second of sample time. */
export async function measureIngest(store: MetricStore, tenant: TenantRef, load: IngestLoad = {}): Promise<IngestRate> {
  const { seriesCount = 10_000, batch = 10_000, concurrency = 8, durationMs = 8_000 } = load;
  const series = Array.from({ length: seriesCount }, (_, index) => ({
    name: `bench_metric_${index % 50}`,
    labels: { instance: `host-${Math.floor(index / 50)}`, job: 'bench', region: 'eu' },
  }));
  const firstMs = Date.now() - 50 * 60_000;
  let next = 0;
  const nextBatch = (): Sample[] =>
    Array.from({ length: batch }, () => {
      const { name, labels } = series[next % seriesCount] ?? { name: 'bench', labels: {} };
      const at = firstMs + Math.floor(next / seriesCount) * 1_000;
      next += 1;
      return { name, labels, value: Math.random() * 100, at };
    });
  await store.append(tenant, nextBatch());
  const latencies: number[] = [];
  const startedMs = performance.now();
  const appendUntilEnd = async () => {
    while (performance.now() - startedMs < durationMs) {
      const samples = nextBatch();
      const sentMs = performance.now();
      await store.append(tenant, samples);
      latencies.push(performance.now() - sentMs);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, appendUntilEnd));
  const elapsedSeconds = (performance.now() - startedMs) / 1_000;
  latencies.sort((a, b) => a - b);
  return {
    samplesPerSecond: (latencies.length * batch) / elapsedSeconds,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? NaN,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? NaN,
  };
}

/** One line of the report. */
export function ingestLine({ samplesPerSecond, p50Ms, p99Ms }: IngestRate): string {
  return `samples written       ${Math.round(samplesPerSecond)} /s durable, append p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms   target 250000 /s`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(ingestLine(await withScratchStore(({ store, tenant }) => measureIngest(store, tenant))));
}
