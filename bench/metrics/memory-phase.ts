import { setTimeout as sleep } from 'node:timers/promises';
import type { SeriesPlan } from '../load/series-plan';
import { requireFound, type Sent } from './found-again';
import { formats, type Figures, type Report } from './report';
import type { Rival, Rivals } from './rivals';

const stepMs = 15_000;
const lanes = 8;
const settleMs = 5_000;
const metric = 'bench_active';

/** Resident memory at 10,000 and at 100,000 active series, then a crash and the time until everything is back. */
export async function measureMemoryAndRestart(rivals: Rivals, report: Report, size: { samplesPerSeries: number }): Promise<void> {
  const endMs = Date.now();
  const firstMs = endMs - (5 + 2 * size.samplesPerSeries) * stepMs;
  const few: SeriesPlan = { metric: `${metric}_few`, series: 10_000, metrics: 100, firstMs, stepMs, samples: 5, together: 1, values: 'whole numbers' };
  const many: SeriesPlan = { ...few, metric: `${metric}_many`, series: 90_000, metrics: 900, samples: size.samplesPerSeries };
  const sentFew: Sent = { samples: 0, sum: 0 };
  const sent: Sent = { samples: 0, sum: 0 };
  const startedIn = readyIn(rivals);
  report.row({ what: 'resident memory (Pss), started', figures: residentOf(rivals), format: formats.mebibytes });
  await send(rivals, few, sentFew);
  report.row({ what: 'resident memory (Pss), 10,000 active series', figures: residentOf(rivals), format: formats.mebibytes, aim: 'under 512 MiB' });
  const took = await send(rivals, { ...many, samples: 1 }, sent);
  report.row({ what: 'new series/s, with their first sample', figures: mapped(took, (seconds) => many.series / seconds), format: formats.count });
  await send(rivals, { ...many, firstMs: firstMs + stepMs, samples: size.samplesPerSeries - 1 }, sent);
  report.row({ what: 'resident memory (Pss), 100,000 active series', figures: residentOf(rivals), format: formats.mebibytes });
  await send(rivals, { ...many, firstMs: firstMs + size.samplesPerSeries * stepMs }, sent);

  await rivals.crash();
  const samples = sentFew.samples + sent.samples;
  report.row({ what: 'ready after the first start, empty', figures: startedIn, format: formats.seconds });
  report.row({ what: `ready after kill -9, ${(samples / 1e6).toFixed(1)} million samples not sealed`, figures: readyIn(rivals), format: formats.seconds, aim: 'seconds' });
  const window = { endMs: endMs + stepMs, windowMs: endMs - firstMs + 2 * stepMs };
  for (const rival of rivals.both) {
    await requireFound(rival, few.metric, window, sentFew);
    await requireFound(rival, many.metric, window, sent);
  }
  report.note(`100,000 series; every sample found again after the crash: ${formats.count(samples)}, and their sum.`);
  report.row({ what: 'resident memory (Pss), started again', figures: residentOf(rivals), format: formats.mebibytes });
}

/** Sends a plan to both, and lets them settle; returns the seconds that each took. */
async function send({ generator, both }: Rivals, plan: SeriesPlan, sent: Sent): Promise<Figures> {
  const prepared = await generator.do({ kind: 'prepare', plan, lanes });
  sent.samples += prepared.samples;
  sent.sum += prepared.sum;
  const figures: Figures = {};
  for (const { name, target } of both) figures[name] = (await generator.do({ kind: 'write', target, inStep: false })).seconds;
  await sleep(settleMs);
  return figures;
}

function readyIn({ nines, prometheus }: Rivals): Figures {
  return { Nines: nines.readySeconds, ...(prometheus ? { Prometheus: prometheus.readySeconds } : {}) };
}

function residentOf({ both }: Pick<Rivals, 'both'>): Figures {
  return Object.fromEntries(both.map((rival: Rival) => [rival.name, rival.residentBytes()]));
}

function mapped(figures: Figures, change: (value: number) => number): Figures {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, change(value)]));
}
