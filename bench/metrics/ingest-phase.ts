import { setTimeout as sleep } from 'node:timers/promises';
import type { SeriesPlan } from '../load/series-plan';
import { requireFound, type Sent } from './found-again';
import { formats, median, type Figures, type Report } from './report';
import { inTurn, type Rival, type Rivals } from './rivals';

const lanes = 8;
const stepMs = 15_000;
const settleMs = 1_000;
const series = 16_000;

interface IngestSize {
  rounds: number;
  samplesPerSeries: number;
}

interface Round {
  samplesPerSecond: number;
  cpuPerMillion: number;
  p99Ms: number;
}

/** Remote write as fast as it is acknowledged, as Prometheus sends it after each scrape, and as one that catches up does. */
export async function measureIngest(rivals: Rivals, report: Report, size: IngestSize): Promise<void> {
  await measureShape(rivals, report, size, 'bench_scraped', 1);
  await measureShape(rivals, report, { ...size, rounds: Math.ceil(size.rounds / 2) }, 'bench_behind', 5);
}

/** The same bytes to both, never at the same time. */
async function measureShape({ generator, nines, both }: Rivals, report: Report, size: IngestSize, metric: string, together: number): Promise<void> {
  const warmUp = 5;
  const perSeries = warmUp + size.rounds * size.samplesPerSeries;
  const firstMs = Date.now() - perSeries * stepMs;
  const base: SeriesPlan = { metric, series, metrics: 100, firstMs, stepMs, samples: warmUp, together, values: 'whole numbers' };
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
  const shape = `remote write, ${together === 1 ? 'a sample' : `${together} samples`} of each series a request`;
  report.row({ what: `${shape}: samples/s`, figures: figures((round) => round.samplesPerSecond), format: formats.count, aim: 'at least 250,000' });
  report.row({ what: `${shape}: CPU a million`, figures: figures((round) => round.cpuPerMillion), format: formats.seconds });
  report.row({ what: `${shape}: p99`, figures: figures((round) => round.p99Ms), format: formats.milliseconds });
  report.note(`${formats.count(series)} series, 2,000 samples a request, 8 connections; found again: ${formats.count(sent.samples)} of ${formats.count(sent.samples)} samples, and their sum.`);
  report.note(`Of Nines: Node ${(ninesCpu.node / millions).toFixed(2)} s, PostgreSQL ${(ninesCpu.postgres / millions).toFixed(2)} s a million. The generator: ${(generatorCpu / millions / both.length).toFixed(2)} s.`);
}
