import type { PreparedChart, PreparedLine } from '@/components/charts/prepare';
import type { TimeWindow } from '@/lib/health/ranges';
import type { AnsweredSeries } from './prometheus-answer';
import { commonLabels, writeSeries } from './series-label';

/** Lines that are drawn; more cannot be told apart. */
export const maxLines = 50;

const colours = 8;
const dashes = [undefined, '6 3', '2 3', '8 3 2 3', '12 4', '1 5', '4 2'];

export interface GraphInput {
  letter: string;
  series: readonly AnsweredSeries[];
}

export interface GraphLine extends PreparedLine {
  letter: string;
  /** The series in full. */
  full: string;
  min: number | null;
  mean: number | null;
}

export interface PreparedGraph extends PreparedChart {
  lines: GraphLine[];
}

/**
 * Puts the series on the window's grid and decides which are drawn, by the highest last value, in which colours and on which scale. `isolated`
 * are the keys of the lines that alone are shown; none: all.
 */
export function prepareGraph(inputs: readonly GraphInput[], window: TimeWindow, isolated: ReadonlySet<string>): PreparedGraph {
  const points = Math.floor((window.toMs - window.fromMs) / window.stepMs) + 1;
  const all = inputs.flatMap(({ letter, series }) => series.map((each) => ({ letter, series: each, last: lastOf(each) })));
  const drawn = all.length > maxLines ? [...all].sort((a, b) => b.last - a.last).slice(0, maxLines) : all;
  const common = new Set(Object.keys(commonLabels(drawn.map(({ series }) => series.labels))));
  const hasNames = drawn.some(({ series }) => series.labels.__name__ !== undefined);
  if (!hasNames || new Set(drawn.map(({ series }) => series.labels.__name__)).size > 1) common.delete('__name__');
  const isMany = inputs.length > 1;
  const lines = drawn.map(({ letter, series }, index): GraphLine => {
    const full = writeSeries(series.labels);
    const key = `${letter}:${full}`;
    const values = onGrid(series, window, points);
    const short = writeSeries(series.labels, common);
    return {
      key, letter, full,
      label: isMany ? `${letter} ${short}` : short,
      colour: `var(--chart-${(index % colours) + 1})`,
      dash: dashes[Math.floor(index / colours) % dashes.length],
      hidden: isolated.size > 0 && !isolated.has(key),
      values, high: values, low: null,
      ...summaryOf(values),
    };
  });
  const shown = lines.filter((line) => !line.hidden);
  const { domain, ticks } = scaleOf(shown);
  const base = Math.min(domain[1], Math.max(domain[0], 0));
  const floor = shown.length === 1 ? new Array<number>(points).fill(base) : null;
  return {
    lines: floor ? lines.map((line) => ({ ...line, low: floor })) : lines,
    points,
    timeDomain: [window.fromMs, window.fromMs + Math.max(1, points - 1) * window.stepMs],
    valueDomain: domain,
    valueTicks: ticks,
    levels: [],
    isEmpty: lines.every((line) => line.max === null),
    leftOut: all.length - drawn.length,
  };
}

function lastOf({ values }: AnsweredSeries): number {
  return values.findLast((value) => Number.isFinite(value)) ?? Number.NEGATIVE_INFINITY;
}

/** A value that is no number, or infinite, is a gap: it has no place on a scale. */
function onGrid({ times, values }: AnsweredSeries, window: TimeWindow, points: number): (number | null)[] {
  const grid = new Array<number | null>(points).fill(null);
  times.forEach((timeMs, index) => {
    const at = Math.round((timeMs - window.fromMs) / window.stepMs);
    const value = values[index];
    if (value !== undefined && Number.isFinite(value) && at >= 0 && at < points) grid[at] = value;
  });
  return grid;
}

function summaryOf(values: readonly (number | null)[]): Pick<GraphLine, 'last' | 'min' | 'max' | 'mean'> {
  let [min, max, sum, count] = [Infinity, -Infinity, 0, 0];
  let last: number | null = null;
  for (const value of values) {
    if (value === null) continue;
    [min, max, sum, count, last] = [Math.min(min, value), Math.max(max, value), sum + value, count + 1, value];
  }
  return count === 0 ? { last, min: null, max: null, mean: null } : { last, min, max, mean: sum / count };
}

/** From zero where that costs no more than half of the height; else only what the values span. */
function scaleOf(lines: readonly GraphLine[]): { domain: [number, number]; ticks: number[] } {
  const known = lines.filter((line) => line.max !== null);
  let low = Math.min(...known.map((line) => line.min ?? 0));
  let high = Math.max(...known.map((line) => line.max ?? 0));
  if (known.length === 0) [low, high] = [0, 1];
  if (low > 0 && low < high * 0.5) low = 0;
  if (high < 0 && high > low * 0.5) high = 0;
  if (low === high) {
    const room = low === 0 ? 1 : Math.abs(low) * 0.1;
    [low, high] = low === 0 ? [0, 1] : [low - room, high + room];
  }
  const step = roundStep((high - low) / 5);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
  return { domain: [ticks[0] ?? low, ticks.at(-1) ?? high], ticks };
}

function roundStep(rough: number): number {
  const scale = 10 ** Math.floor(Math.log10(rough) + 1e-9);
  return ([1, 2, 2.5, 5].find((each) => each * scale >= rough * (1 - 1e-9)) ?? 10) * scale;
}
