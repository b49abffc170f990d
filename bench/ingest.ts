import { pathToFileURL } from 'node:url';
import { decodeWriteRequest, encodeWriteRequest } from '@/lib/ingest/remote-write';
import { compressSnappy, uncompressSnappy } from '@/lib/ingest/snappy';
import { labelSetFrom } from '@/lib/metrics/labels';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';
import { withScratchEngine } from './scratch-store';

interface IngestRate {
  samplesPerSecond: number;
  /** Of this process, for a million samples; PostgreSQL is another one. */
  cpuSeconds: number;
  p50Ms: number;
  p99Ms: number;
}

/** Bodies of remote write as Prometheus sends them: one sample of each of 2,000 series, ten labels each. */
function bodies(seriesCount: number, rounds: number, firstMs: number): Uint8Array[] {
  const perBody = 2_000;
  const made: Uint8Array[] = [];
  const value = new Float64Array(1);
  const bits = new Uint32Array(value.buffer);
  for (let round = 0; round < rounds; round += 1) {
    for (let start = 0; start < seriesCount; start += perBody) {
      const series = Array.from({ length: Math.min(perBody, seriesCount - start) }, (_, index) => {
        const n = start + index;
        value[0] = round * 10 + (n % 7);
        return {
          labels: labelSetFrom(`bench_metric_${n % 100}_total`, {
            instance: `host-${Math.floor(n / 100)}:9100`, job: 'node', region: 'eu-central-1', zone: `zone-${n % 3}`, cluster: 'production',
            device: `sd${n % 8}`, mode: 'idle', team: 'platform', version: '1.8.2',
          }),
          samples: [{ timeMs: firstMs + round * 1_000, low: bits[0] ?? 0, high: bits[1] ?? 0 }],
        };
      });
      made.push(compressSnappy(encodeWriteRequest(series)));
    }
  }
  return made;
}

/** Decodes and stores remote-write bodies as fast as they are acknowledged, a few at a time. */
async function measureIngest(store: MetricStore, tenant: TenantRef, { seriesCount = 10_000, rounds = 60, concurrency = 8 } = {}): Promise<IngestRate> {
  const made = bodies(seriesCount, rounds, Date.now() - 50 * 60_000);
  const latencies: number[] = [];
  let next = 0;
  let samples = 0;
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const sendUntilEnd = async () => {
    for (let body = made[next++]; body; body = made[next++]) {
      const sentMs = performance.now();
      const batch = store.batch(tenant);
      decodeWriteRequest(uncompressSnappy(body, 64 * 1024 * 1024), batch);
      const { stored } = await store.append(tenant, batch);
      samples += stored;
      latencies.push(performance.now() - sentMs);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, sendUntilEnd));
  const seconds = (performance.now() - startedMs) / 1_000;
  const used = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  return {
    samplesPerSecond: samples / seconds,
    cpuSeconds: (used.user + used.system) / samples,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? NaN,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? NaN,
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await withScratchEngine(async ({ engine, tenant }) => {
    await measureIngest(engine, tenant, { rounds: 5 });
    const { samplesPerSecond, cpuSeconds, p50Ms, p99Ms } = await measureIngest(engine, tenant);
    console.log(`store alone: ${Math.round(samplesPerSecond)} samples/s durable, ${cpuSeconds.toFixed(2)} CPU s a million (without PostgreSQL), append p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms`);
  });
}
