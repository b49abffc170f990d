import { healthCharts, maxLinesByLabel } from './charts';
import { lineKey } from './frame';
import type { TimeWindow } from './ranges';
import type { ChartReport, HealthFrame, SparklineReport } from './schemas';
import { vitalIds } from './vitals';

/** What is kept of each tick for the live view. */
export type RecentTick = Pick<HealthFrame, 'at' | 'values'> & { vitals: readonly (number | null)[] };

export function recentTickOf(frame: HealthFrame): RecentTick {
  const vitals = vitalIds.map((id) => frame.vitals.find((vital) => vital.id === id)?.value ?? null);
  return { at: frame.at, values: frame.values, vitals };
}

/** The charts of a window at one second a point, from the ticks in memory. A second without a tick is a gap. */
export function chartsOfTicks(ticks: readonly RecentTick[], window: TimeWindow): ChartReport[] {
  const length = Math.floor((window.toMs - window.fromMs) / window.stepMs) + 1;
  const lines = new Map<string, (number | null)[]>();
  for (const tick of ticks) {
    const index = Math.floor((tick.at - window.fromMs) / window.stepMs);
    if (index < 0 || index >= length) continue;
    for (const [key, value] of Object.entries(tick.values)) {
      let values = lines.get(key);
      if (!values) lines.set(key, (values = new Array<number | null>(length).fill(null)));
      values[index] = value;
    }
  }
  return healthCharts.map((chart) => {
    const fixed = chart.lines.filter((line) => !('by' in line)).map((line) => lineKey(chart.id, line.label));
    const found = [...lines.keys()].filter((key) => key.startsWith(`${chart.id}/`));
    const keys = fixed.length > 0 ? fixed.filter((key) => lines.has(key)) : largestFirst(found, lines);
    return {
      id: chart.id,
      lines: keys.slice(0, maxLinesByLabel).map((key) => ({ key, label: key.slice(chart.id.length + 1), values: lines.get(key) ?? [] })),
      leftOut: Math.max(0, keys.length - maxLinesByLabel),
    };
  });
}

/** By the last known value, when there are more than a chart draws; else as they came. */
function largestFirst(keys: string[], lines: ReadonlyMap<string, (number | null)[]>): string[] {
  if (keys.length <= maxLinesByLabel) return keys;
  const last = new Map(keys.map((key) => [key, lines.get(key)?.findLast((value) => value !== null) ?? Number.NEGATIVE_INFINITY]));
  return [...keys].sort((a, b) => (last.get(b) ?? 0) - (last.get(a) ?? 0));
}

const sparklineMs = 5 * 60_000;
const sparklineStepMs = 5_000;

/** Each vital's last 5 minutes as means of 5 s, and how its last minute compares with the four before. */
export function sparklinesOf(ticks: readonly RecentTick[], nowMs: number): SparklineReport[] {
  const count = sparklineMs / sparklineStepMs;
  const from = (Math.floor(nowMs / sparklineStepMs) + 1) * sparklineStepMs - sparklineMs;
  return vitalIds.map((id, vital) => {
    const sums = new Array<number>(count).fill(0);
    const seen = new Array<number>(count).fill(0);
    for (const tick of ticks) {
      const slot = Math.floor((tick.at - from) / sparklineStepMs);
      const value = tick.vitals[vital];
      if (slot < 0 || slot >= count || value === null || value === undefined) continue;
      sums[slot] = (sums[slot] ?? 0) + value;
      seen[slot] = (seen[slot] ?? 0) + 1;
    }
    const values = sums.map((sum, slot) => (seen[slot] ? sum / seen[slot] : null));
    const split = count - 60_000 / sparklineStepMs;
    const [before, lately] = [meanOf(values.slice(0, split)), meanOf(values.slice(split))];
    return { id, values, trend: before === null || lately === null ? null : lately - before };
  });
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
