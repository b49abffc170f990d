import { evaluateRange } from '@/lib/promql/evaluate';
import { labelSetFrom } from '@/lib/metrics/labels';
import { parsePromql } from '@/lib/promql/parse';
import type { SampleSource, SeriesData } from '@/lib/promql/source';

const startMs = 1_700_000_000_000;
const sampleMs = 15_000;
const hourMs = 3_600_000;

/** Series of one metric with a sample every 15 s over an hour and five minutes. */
function makeSeries(count: number): SeriesData[] {
  return Array.from({ length: count }, (_, index) => {
    const length = (hourMs + 300_000) / sampleMs;
    const times = Float64Array.from({ length }, (_sample, at) => startMs - 300_000 + at * sampleMs);
    const values = Float64Array.from({ length }, (_sample, at) => at * (index % 10) + Math.random());
    return { labels: labelSetFrom('bench_total', { n: String(index), x: String(index % 10), job: 'bench', instance: `host-${index}` }), times, values };
  });
}

interface Measured {
  p50Ms: number;
  p95Ms: number;
  /** Of the process, garbage collection included: what other processes do does not change it. */
  cpuMs: number;
}

async function measure(query: string, source: SampleSource, rounds: number): Promise<Measured> {
  const expr = parsePromql(query);
  const took: number[] = [];
  const cpuBegan = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    const beganMs = performance.now();
    await evaluateRange(expr, source, { startMs, endMs: startMs + hourMs, stepMs: sampleMs });
    took.push(performance.now() - beganMs);
  }
  const { user, system } = process.cpuUsage(cpuBegan);
  took.sort((a, b) => a - b);
  return { p50Ms: took[Math.floor(rounds * 0.5)] ?? NaN, p95Ms: took[Math.floor(rounds * 0.95)] ?? NaN, cpuMs: (user + system) / 1_000 / rounds };
}

const cases: [query: string, series: number, rounds: number, target: string][] = [
  ['rate(bench_total[5m])', 1, 500, 'under 0.3 ms'],
  ['avg by (x) (bench_total)', 1_000, 50, 'under 15 ms'],
  ['sum(rate(bench_total[5m]))', 1_000, 50, 'under 60 ms'],
  ['sum by (x) (avg_over_time(bench_total[5m]))', 1_000, 50, ''],
  ['max_over_time(bench_total[5m])', 1_000, 50, ''],
  ['quantile_over_time(0.9, bench_total[5m])', 1_000, 20, ''],
  ['deriv(bench_total[5m])', 1_000, 20, ''],
  ['topk(5, bench_total)', 1_000, 20, ''],
  ['quantile by (x) (0.9, bench_total)', 1_000, 20, ''],
  ['bench_total / on(n) group_left() (bench_total > 10)', 1_000, 20, ''],
  ['max_over_time(rate(bench_total[1m])[5m:15s])', 1_000, 20, ''],
];

for (const [query, count, rounds, target] of cases) {
  const series = makeSeries(count);
  const source: SampleSource = { select: () => Promise.resolve({ series, resolution: 'raw' }) };
  await measure(query, source, Math.ceil(rounds / 5));
  const { p50Ms, p95Ms, cpuMs } = await measure(query, source, rounds);
  console.log(`${query.padEnd(54)} ${String(count).padStart(5)} series x 241 steps: p50 ${p50Ms.toFixed(2)} ms, p95 ${p95Ms.toFixed(2)} ms, CPU ${cpuMs.toFixed(2)} ms   ${target}`);
}
