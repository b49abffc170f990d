import type { z } from 'zod';
import type { readCheckHistory } from '@/lib/checks/api';
import type { ChartDefinition } from '@/lib/health/charts';
import type { TimeWindow } from '@/lib/health/ranges';
import type { ChartReport } from '@/lib/health/schemas';
import { phaseWord } from './check-words';

type Latency = z.output<(typeof readCheckHistory)['response']>['latency'];

interface LatencyChart {
  definition: ChartDefinition;
  report: ChartReport;
  window: TimeWindow;
}

/** The response time as a chart: its phases upon each other where they are known, else the whole. Null with fewer than two times. */
export function latencyChart({ times, averageMs, phases }: Latency): LatencyChart | null {
  const [first, second] = times;
  const last = times.at(-1);
  if (first === undefined || second === undefined || last === undefined) return null;
  const known = phases.filter(({ averageMs: values }) => values.some((value) => value !== null));
  const parts = known.map(({ phase, averageMs: values }) => ({ key: phase, label: phaseWord[phase], values: values.map(inSeconds) }));
  const stacked = parts.length > 1;
  return {
    definition: { id: 'latency', title: 'Response time', unit: 'seconds', stacked, lines: [] },
    report: { id: 'latency', lines: stacked ? parts : [{ key: 'whole', label: 'average', values: averageMs.map(inSeconds) }], leftOut: 0 },
    window: { fromMs: first, toMs: last, stepMs: second - first },
  };
}

function inSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1_000;
}
