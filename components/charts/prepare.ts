import type { ChartDefinition } from '@/lib/health/charts';
import type { ChartReport } from '@/lib/health/schemas';
import type { TimeWindow } from '@/lib/health/ranges';
import type { Threshold } from '@/lib/health/vitals';
import { formatQuantity } from '@/lib/units';
import { valueTicks } from './ticks';

export interface PreparedLine {
  key: string;
  label: string;
  colour: string;
  /** The pattern of its stroke, where there are more lines than colours. */
  dash?: string | undefined;
  hidden: boolean;
  values: readonly (number | null)[];
  /** Where the line is drawn: its values, or in a stack their sum with those below. Null is a gap. */
  high: readonly (number | null)[];
  /** What it stands on in a stack; null without one, where it stands on zero. */
  low: readonly number[] | null;
  last: number | null;
  max: number | null;
}

interface Level {
  state: 'warning' | 'critical';
  value: number;
}

export interface PreparedChart {
  lines: PreparedLine[];
  /** Points of each line, one a step of the window. */
  points: number;
  /** Milliseconds since 1970 of the first and the last point. */
  timeDomain: [number, number];
  valueDomain: [number, number];
  valueTicks: number[];
  /** The levels that fall within the scale. */
  levels: Level[];
  isEmpty: boolean;
  leftOut: number;
}

const colours = 8;

/** Decides scale, colours, gaps and levels of a chart, in its unit; the component only draws. */
export function prepareChart(
  definition: ChartDefinition,
  report: ChartReport | undefined,
  window: TimeWindow,
  hidden: ReadonlySet<string>,
  threshold: Threshold | null,
): PreparedChart {
  const lengths = (report?.lines ?? []).map((line) => line.values.length);
  const points = lengths.length > 0 ? Math.max(...lengths) : Math.floor((window.toMs - window.fromMs) / window.stepMs) + 1;
  let below: readonly number[] | null = definition.stacked ? Array.from({ length: points }, () => 0) : null;
  const lines = (report?.lines ?? []).map((line, index): PreparedLine => {
    const isHidden = hidden.has(line.key);
    const low = below;
    const high = low === null ? line.values : line.values.map((value, at) => (value === null ? null : value + (low[at] ?? 0)));
    if (low !== null && !isHidden) below = low.map((sum, at) => high[at] ?? sum);
    return {
      key: line.key,
      label: line.label,
      colour: `var(--chart-${(index % colours) + 1})`,
      hidden: isHidden,
      values: line.values,
      high,
      low,
      last: line.values.at(-1) ?? null,
      max: largest(line.values),
    };
  });
  const top = Math.max(0, ...lines.map((line) => (line.hidden ? 0 : (largest(line.high) ?? 0))));
  const isEmpty = lines.every((line) => line.max === null);
  const allLevels = isEmpty ? [] : levelsOf(threshold);
  const nearest = allLevels[0]?.value;
  const reached = nearest !== undefined && top >= nearest / 2 ? Math.max(top, nearest) : top;
  const ticks = valueTicks(definition.max ?? reached, definition.unit);
  const end = Math.max(ticks.at(-1) ?? 1, definition.max ?? 0);
  return {
    lines,
    points,
    timeDomain: [window.fromMs, window.fromMs + Math.max(1, points - 1) * window.stepMs],
    valueDomain: [0, end],
    valueTicks: ticks,
    levels: allLevels.filter((level) => level.value <= end),
    isEmpty,
    leftOut: report?.leftOut ?? 0,
  };
}

/** The chart in words: `CPU, last 5 min: user now 12 %, max 40 %`. `when` names the window. */
export function summarise(definition: ChartDefinition, chart: PreparedChart, when: string): string {
  if (chart.isEmpty) return `${definition.title}, ${when}: no data.`;
  const parts = chart.lines.map((line) => {
    if (line.max === null) return `${line.label} no data`;
    const now = line.last === null ? 'now unknown' : `now ${formatQuantity(line.last, definition.unit)}`;
    return `${line.label} ${now}, max ${formatQuantity(line.max, definition.unit)}`;
  });
  return `${definition.title}, ${when}: ${parts.join('; ')}.`;
}

/** The index of the point nearest to a time, or null outside of the chart. */
export function indexAt(atMs: number, window: TimeWindow, points: number): number | null {
  const index = Math.round((atMs - window.fromMs) / window.stepMs);
  return index >= 0 && index < points ? index : null;
}

function levelsOf(threshold: Threshold | null): Level[] {
  if (!threshold) return [];
  return [
    { state: 'warning', value: threshold.warning },
    { state: 'critical', value: threshold.critical },
  ];
}

function largest(values: readonly (number | null)[]): number | null {
  let found: number | null = null;
  for (const value of values) if (value !== null && (found === null || value > found)) found = value;
  return found;
}
