import { execFileSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { measureAtRest } from './metrics/at-rest';
import { measureIngest } from './metrics/ingest-phase';
import { measureMemoryAndRestart } from './metrics/memory-phase';
import { dayPlan, loadDay, measureQueries, untilCompacted } from './metrics/query-phase';
import { formats, Report } from './metrics/report';
import { withRivals, type Rivals } from './metrics/rivals';
import { blocksAtRest, prometheusVersion } from './prometheus';

const sizes = {
  full: { rounds: 3, samplesPerSeries: 120, activeSamples: 20 },
  quick: { rounds: 1, samplesPerSeries: 30, activeSamples: 5 },
} as const;

const phases = ['ingest', 'queries', 'memory'] as const;
type Phase = (typeof phases)[number];

/** The metrics engine beside a real Prometheus, on the same machine in the same run, never both at once. */
export async function measureMetrics({ isQuick, only = phases }: { isQuick: boolean; only?: readonly Phase[] }): Promise<void> {
  const size = isQuick ? sizes.quick : sizes.full;
  const version = prometheusVersion();
  const isPrometheusThere = version !== null;
  const report = new Report();
  const noteLoad = (when: string) => report.note(`Load average ${when}: ${os.loadavg().map((load) => load.toFixed(1)).join(' ')}`);
  report.note(isPrometheusThere ? `Prometheus ${version}` : 'There is no prometheus on the path: Nines is measured alone.');
  report.note(`${os.cpus().length} cores, Node ${process.versions.node}`);
  noteLoad('at the start');
  const measures: Record<Phase, (rivals: Rivals) => Promise<void>> = {
    ingest: (rivals) => measureIngest(rivals, report, size),
    queries: (rivals) => measureDay(rivals, report, size),
    memory: (rivals) => measureMemoryAndRestart(rivals, report, { samplesPerSeries: size.activeSamples }),
  };
  for (const phase of only) await withRivals({ isPrometheusThere }, measures[phase]);
  noteLoad('at the end');
}

async function measureDay(rivals: Rivals, report: Report, size: { rounds: number }): Promise<void> {
  const day = dayPlan(Date.now());
  await loadDay(rivals, day);
  const { samples, chunkBytes, registryBytes } = await measureAtRest(day);
  await untilCompacted(rivals);
  const figures = { Nines: chunkBytes / samples, ...(rivals.prometheus ? { Prometheus: blocksAtRest(rivals.prometheusDir).bytesPerSample } : {}) };
  report.row({ what: 'bytes a sample at rest, a day of 1,000 series', figures, format: formats.bytes, aim: 'at most 2' });
  report.note(`Nines: chunks with index and overflow table after sealing; the series themselves ${(registryBytes / samples).toFixed(2)} B more. Prometheus: whole blocks of two hours.`);
  await measureQueries(rivals, report, day, size);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } } });
  const only = phases.filter((phase) => values.only === undefined || values.only === phase);
  execFileSync(process.execPath, ['server/start.mjs', '--build-only'], { cwd: path.resolve(import.meta.dirname, '..'), stdio: 'inherit' });
  await measureMetrics({ isQuick: values.quick, only });
}
