import type { HttpTarget } from '../load/connection';
import { LoadGenerator } from '../load/load-generator';
import { scratchDataDir, startNines, type RunningNines } from '../nines';
import { scratchPrometheusDir, startPrometheus, type RunningPrometheus } from '../prometheus';

/** One of the two systems, as the phases see it. */
export interface Rival {
  name: 'Nines' | 'Prometheus';
  target: HttpTarget;
  cpuSeconds(): number;
  residentBytes(): number;
}

export interface Rivals {
  generator: LoadGenerator;
  nines: RunningNines;
  prometheus: RunningPrometheus | null;
  /** Of Prometheus. */
  prometheusDir: string;
  /** Nines, and Prometheus where there is one. */
  both: Rival[];
  /** Ends Nines and Prometheus as a crash would, and starts them again on what they left. */
  crash(): Promise<void>;
}

/** Both in the order of a round: who was first is second in the next. */
export function inTurn(rivals: readonly Rival[], round: number): Rival[] {
  return round % 2 === 0 ? [...rivals] : [...rivals].reverse();
}

/** Runs against a new Nines and a new Prometheus, with empty directories that are removed afterwards. */
export async function withRivals<T>({ isPrometheusThere }: { isPrometheusThere: boolean }, run: (rivals: Rivals) => Promise<T>): Promise<T> {
  const ninesDir = scratchDataDir();
  const prometheusDir = scratchPrometheusDir();
  const generator = new LoadGenerator();
  let nines: RunningNines | null = null;
  let prometheus: RunningPrometheus | null = null;
  try {
    nines = await startNines(ninesDir.dataDir);
    if (isPrometheusThere) prometheus = await startPrometheus(prometheusDir.dir);
    const rivals: Rivals = {
      generator, nines, prometheus,
      prometheusDir: prometheusDir.dir,
      both: rivalsOf(nines, prometheus),
      crash: async () => {
        const { cookie, key } = rivals.nines;
        await rivals.nines.kill();
        rivals.nines = nines = await startNines(ninesDir.dataDir, { cookie, key });
        if (rivals.prometheus) {
          await rivals.prometheus.kill();
          rivals.prometheus = prometheus = await startPrometheus(prometheusDir.dir);
        }
        rivals.both = rivalsOf(nines, prometheus);
      },
    };
    return await run(rivals);
  } finally {
    generator.stop();
    await prometheus?.stop();
    await nines?.stop();
    prometheusDir.remove();
    ninesDir.remove();
  }
}

function rivalsOf(nines: RunningNines, prometheus: RunningPrometheus | null): Rival[] {
  const ours: Rival = {
    name: 'Nines',
    target: { host: nines.url.hostname, port: Number(nines.url.port), headers: { authorization: `Bearer ${nines.key}` } },
    cpuSeconds: () => nines.cpuSeconds().node + nines.cpuSeconds().postgres,
    residentBytes: () => nines.residentBytes(),
  };
  if (!prometheus) return [ours];
  const target = { host: prometheus.url.hostname, port: Number(prometheus.url.port), headers: {} };
  return [ours, { name: 'Prometheus', target, cpuSeconds: () => prometheus.cpuSeconds(), residentBytes: () => prometheus.residentBytes() }];
}
