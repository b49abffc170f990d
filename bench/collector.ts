import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCollector } from '@/server/health/collector';
import { createSources } from '@/server/health/sources';

export interface CollectorCost {
  /** CPU time of this process, of one core. */
  sharePercent: number;
  ticks: number;
  /** Of the last sample. */
  readings: number;
}

/** Runs the collector at 1 Hz on this machine: some seconds until Node has tidied up after its own start, then measured. The process must do nothing else. */
export async function measureCollector({ warmUpMs = 9_000, measureMs = 10_000 } = {}): Promise<CollectorCost> {
  let ticks = 0;
  const collector = createCollector({
    sources: createSources({
      latencyTarget: null,
      serviceStats: { snapshot: () => ({ responseTimeSeconds: null, activeConnections: 0, errorRatePercent: null, throughputPerSecond: 0 }) },
    }),
    instance: 'bench',
    onSample: () => {
      ticks += 1;
    },
    log: { debug: () => undefined, warn: () => undefined },
  });
  collector.start();
  await sleep(warmUpMs);
  ticks = 0;
  const before = process.cpuUsage();
  const startedMs = performance.now();
  await sleep(measureMs);
  const { user, system } = process.cpuUsage(before);
  const sharePercent = ((user + system) / 1000 / (performance.now() - startedMs)) * 100;
  const measured = { sharePercent, ticks, readings: collector.latest()?.readings.length ?? 0 };
  await collector.stop();
  return measured;
}

/** One line of the report. */
export function collectorLine({ sharePercent }: CollectorCost): string {
  return `collector CPU share   ${sharePercent.toFixed(2)} % of one core   target < 1 %`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(collectorLine(await measureCollector()));
}
