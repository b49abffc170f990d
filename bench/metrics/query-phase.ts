import { setTimeout as sleep } from 'node:timers/promises';
import type { SeriesPlan } from '../load/series-plan';
import { blocksAtRest } from '../prometheus';
import { differenceOf } from './same-answer';
import { formats, median, type Figures, type Report } from './report';
import { inTurn, type Rival, type Rivals } from './rivals';

const stepMs = 15_000;
const hourMs = 3_600_000;
const lanes = 8;

/** A day of 1,000 series as a node exporter has them, every 15 s, until now. */
export function dayPlan(nowMs: number): SeriesPlan {
  const endMs = Math.floor(nowMs / 60_000) * 60_000;
  return { metric: 'bench_day', series: 1_000, metrics: 1, firstMs: endMs - 24 * hourMs, stepMs, samples: (24 * hourMs) / stepMs, together: 16, values: 'node exporter' };
}

interface Question {
  what: string;
  path: string;
  count: number;
  aim?: string;
}

function questions(day: SeriesPlan): Question[] {
  // Between two samples: at one, Prometheus 2 takes the sample at the far end of a range too, and Prometheus 3 does not.
  const endMs = day.firstMs + day.samples * day.stepMs - day.stepMs / 2;
  const range = (query: string, spanMs: number, everyMs: number) =>
    `/api/v1/query_range?${new URLSearchParams({ query, start: String((endMs - spanMs) / 1000), end: String(endMs / 1000), step: String(everyMs / 1000) })}`;
  const instant = `/api/v1/query?${new URLSearchParams({ query: 'topk(10, bench_level_0)', time: String(endMs / 1000) })}`;
  const average = 'avg by (zone) (bench_day_0)';
  return [
    { what: 'one series, 1 h at 15 s', path: range('bench_day_0{instance="host-71.eu-central-1.example.com:9100"}', hourMs, stepMs), count: 100, aim: 'p95 under 2 ms' },
    { what: 'avg by (zone) of 1,000 series, 1 h at 15 s', path: range(average, hourMs, stepMs), count: 20, aim: 'within 2x' },
    { what: 'avg by (zone) of 1,000 series, 24 h at 5 min', path: range(average, 24 * hourMs, 300_000), count: 20, aim: 'within 2x' },
    { what: 'sum(rate(x[5m])) of 1,000 series, 1 h at 15 s', path: range('sum(rate(bench_day_0[5m]))', hourMs, stepMs), count: 20, aim: 'within 2x' },
    { what: 'topk(10, x) of 10,000 series, now', path: instant, count: 30, aim: 'within 2x' },
  ];
}

/** Loads a day into both, and 10,000 series that have few samples. */
export async function loadDay({ generator, both }: Rivals, day: SeriesPlan): Promise<void> {
  const level: SeriesPlan = { metric: 'bench_level', series: 10_000, metrics: 1, firstMs: day.firstMs + day.samples * stepMs - 4 * stepMs, stepMs, samples: 4, together: 1, values: 'whole numbers' };
  for (const plan of [day, level]) {
    await generator.do({ kind: 'prepare', plan, lanes });
    for (const { target } of both) await generator.do({ kind: 'write', target, inStep: true });
  }
}

/** Waits, at most two minutes, until Prometheus has made blocks of all but the last hours. */
export async function untilCompacted({ prometheus, prometheusDir }: Rivals): Promise<void> {
  if (!prometheus) return;
  const giveUpAt = performance.now() + 120_000;
  for (let before = -1; performance.now() < giveUpAt; await sleep(2_000)) {
    const { samples } = blocksAtRest(prometheusDir);
    if (samples > 1_000_000 && samples === before) return;
    before = samples;
  }
}

interface Asked {
  p50Ms: number;
  p95Ms: number;
  /** Of all processes of the system, for one request; less hangs on what else the machine does. */
  cpuMs: number;
}

/** Asks both the same, in short rounds by turns, after one round that is not counted. */
export async function measureQueries({ generator, both }: Rivals, report: Report, day: SeriesPlan, { rounds }: { rounds: number }): Promise<void> {
  for (const { what, path, count, aim } of questions(day)) {
    const measured = new Map<Rival, Asked[]>(both.map((rival) => [rival, []]));
    const answers: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const rival of inTurn(both, round)) {
        const warmUp = Math.ceil(count / (round === 0 ? 2 : 10));
        const before = rival.cpuSeconds();
        const found = await generator.do({ kind: 'query', target: rival.target, path, warmUp, count });
        measured.get(rival)?.push({ ...found, cpuMs: ((rival.cpuSeconds() - before) * 1000) / (warmUp + count) });
        if (round === 0) answers.push(found.body);
      }
    }
    const figures = (of: keyof Asked): Figures => Object.fromEntries(both.map((rival) => [rival.name, median((measured.get(rival) ?? []).map((each) => each[of]))]));
    report.row({ what: `${what}: p50`, figures: figures('p50Ms'), format: formats.milliseconds });
    report.row({ what: `${what}: p95`, figures: figures('p95Ms'), format: formats.milliseconds, ...(aim ? { aim } : {}) });
    report.row({ what: `${what}: CPU`, figures: figures('cpuMs'), format: formats.milliseconds });
    const [ours, theirs] = answers;
    const difference = ours !== undefined && theirs !== undefined ? differenceOf(ours, theirs) : null;
    if (difference !== null) report.note(`The answers differ: ${difference}`);
  }
}
