import { setTimeout as sleep } from 'node:timers/promises';
import type { SeriesPlan } from '../load/series-plan';
import { requireFound, type Sent } from './found-again';
import { formats, median, type Figures, type Report } from './report';
import { inTurn, type Rival, type Rivals } from './rivals';

const lanes = 8;
const stepMs = 15_000;
const metric = 'bench_ingest';
const settleMs = 1_000;

interface Round {
  samplesPerSecond: number;
  cpuPerMillion: number;
  p99Ms: number;
}

/** Remote write as fast as it is acknowledged: the same bytes to both, never at the same time. */
export async function measureIngest({ generator, nines, both }: Rivals, report: Report, size: { rounds: number; samplesPerSeries: number }): Promise<void> {
  const series = 16_000;
  const warmUp = 5;
  const perSeries = warmUp + size.rounds * size.samplesPerSeries;
  const firstMs = Date.now() - perSeries * stepMs;
  const base: SeriesPlan = { metric, series, metrics: 100, firstMs, stepMs, samples: warmUp, together: 1, values: 'whole numbers' };
  const sent: Sent = { samples: 0, sum: 0 };
  const rounds = new Map<Rival, Round[]>(both.map((rival) => [rival, []]));
  let generatorCpu = 0;
  const ninesCpu = { node: 0, postgres: 0 };
  for (let round = 0; round <= size.rounds; round += 1) {
    const isWarmUp = round === 0;
    const from = isWarmUp ? 0 : warmUp + (round - 1) * size.samplesPerSeries;
    const plan = isWarmUp ? base : { ...base, firstMs: firstMs + from * stepMs, samples: size.samplesPerSeries };
    const prepared = await generator.do({ kind: 'prepare', plan, lanes });
    sent.samples += prepared.samples;
    sent.sum += prepared.sum;
    for (const rival of inTurn(both, round)) {
      const before = rival.cpuSeconds();
      const split = nines.cpuSeconds();
      const written = await generator.do({ kind: 'write', target: rival.target, inStep: false });
      // What is done for these samples after their acknowledgement belongs to their cost.
      await sleep(settleMs);
      if (isWarmUp) continue;
      generatorCpu += written.cpuSeconds;
      const cpuPerMillion = ((rival.cpuSeconds() - before) / prepared.samples) * 1e6;
      rounds.get(rival)?.push({ samplesPerSecond: prepared.samples / written.seconds, cpuPerMillion, p99Ms: written.p99Ms });
      if (rival.name !== 'Nines') continue;
      const now = nines.cpuSeconds();
      ninesCpu.node += now.node - split.node;
      ninesCpu.postgres += now.postgres - split.postgres;
    }
  }
  const window = { endMs: firstMs + perSeries * stepMs, windowMs: (perSeries + 1) * stepMs };
  for (const rival of both) await requireFound(rival, metric, window, sent);
  const figures = (of: (round: Round) => number): Figures => Object.fromEntries(both.map((rival) => [rival.name, median((rounds.get(rival) ?? []).map(of))]));
  const millions = (size.rounds * series * size.samplesPerSeries) / 1e6;
  report.row({ what: 'remote write, samples/s acknowledged', figures: figures((round) => round.samplesPerSecond), format: formats.count, aim: 'at least 250,000' });
  report.row({ what: 'remote write, CPU seconds a million samples', figures: figures((round) => round.cpuPerMillion), format: formats.seconds, aim: 'as Prometheus' });
  report.row({ what: 'remote write, p99 of a request of 2,000 samples', figures: figures((round) => round.p99Ms), format: formats.milliseconds });
  report.note(`${series} series; every sample found again: ${formats.count(sent.samples)} of ${formats.count(sent.samples)}, and their sum.`);
  report.note(`Of Nines: Node ${(ninesCpu.node / millions).toFixed(2)} s, PostgreSQL ${(ninesCpu.postgres / millions).toFixed(2)} s a million. The generator: ${(generatorCpu / millions / both.length).toFixed(2)} s.`);
}
