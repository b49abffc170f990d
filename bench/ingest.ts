import { decodeWriteRequest } from '@/lib/ingest/remote-write';
import { uncompressSnappy } from '@/lib/ingest/snappy';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';
import { quantile } from './latencies';
import type { SeriesPlan } from './load/series-plan';
import { prepareBodies } from './load/write-bodies';
import { withScratchEngine } from './scratch-store';

interface IngestRate {
  samplesPerSecond: number;
  /** Of this process, for a million samples; PostgreSQL is another one. */
  cpuSeconds: number;
  p50Ms: number;
  p99Ms: number;
}

const maxBodyBytes = 64 * 1024 * 1024;

/** Decodes and stores remote-write bodies as fast as they are acknowledged, a few at a time, without HTTP: for profiles of the engine alone. */
async function measureIngest(store: MetricStore, tenant: TenantRef, plan: SeriesPlan): Promise<IngestRate> {
  const { lanes } = prepareBodies(plan, 8);
  const latencies: number[] = [];
  let samples = 0;
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const sendLane = async (bodies: readonly Uint8Array[]) => {
    for (const body of bodies) {
      const sentMs = performance.now();
      const batch = store.batch(tenant);
      decodeWriteRequest(uncompressSnappy(body, maxBodyBytes), batch);
      const { stored } = await store.append(tenant, batch);
      samples += stored;
      latencies.push(performance.now() - sentMs);
    }
  };
  await Promise.all(lanes.map(sendLane));
  const seconds = (performance.now() - startedMs) / 1_000;
  const used = process.cpuUsage(cpu);
  return { samplesPerSecond: samples / seconds, cpuSeconds: (used.user + used.system) / samples, p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) };
}

await withScratchEngine(async ({ engine, tenant }) => {
  const stepMs = 15_000;
  const warmUp = 5;
  const firstMs = Date.now() - 200 * stepMs;
  const plan: SeriesPlan = { metric: 'bench', series: 16_000, metrics: 100, firstMs, stepMs, samples: warmUp, together: 1, values: 'whole numbers' };
  await measureIngest(engine, tenant, plan);
  const { samplesPerSecond, cpuSeconds, p50Ms, p99Ms } = await measureIngest(engine, tenant, { ...plan, firstMs: firstMs + warmUp * stepMs, samples: 120 });
  console.log(`store alone: ${Math.round(samplesPerSecond)} samples/s durable, ${cpuSeconds.toFixed(2)} CPU s a million (without PostgreSQL), append p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms`);
});
