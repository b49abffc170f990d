import { prepareGraph, type PreparedGraph } from '@/components/explore/prepare-graph';
import type { AnsweredSeries } from '@/components/explore/prometheus-answer';
import type { AlertView } from '@/lib/alerts/schemas';
import type { Severity } from '@/lib/alerts/severity';
import { stepFor, type TimeWindow } from '@/lib/health/ranges';

interface AlertLevel {
  severity: Severity;
  value: number;
}

const none: ReadonlySet<string> = new Set();
/** A level is further away than this many times the span of the values, and than half of their size: it would flatten them to a line. */
const reach = 4;

/** The window around an alert with a step that draws few enough points. */
export function windowAround(fromMs: number, toMs: number): TimeWindow {
  const stepMs = stepFor(toMs - fromMs);
  const end = Math.floor(toMs / stepMs) * stepMs;
  return { fromMs: end - Math.floor((toMs - fromMs) / stepMs) * stepMs, toMs: end, stepMs };
}

/** The series of the alert itself, whose labels it carries; all of them where none is known to be its own. */
export function seriesOfAlert(series: readonly AnsweredSeries[], labels: AlertView['labels']): readonly AnsweredSeries[] {
  const own = series.filter((each) => Object.entries(each.labels).every(([name, value]) => name === '__name__' || labels[name] === undefined || labels[name] === value));
  return own.length > 0 ? own : series;
}

/** The lines with the levels drawn in, and a scale that reaches them where that leaves the lines readable. */
export function prepareAlertChart(series: readonly AnsweredSeries[], window: TimeWindow, levels: readonly AlertLevel[]): PreparedGraph {
  const graph = prepareGraph([{ letter: 'A', series }], window, none);
  const drawn = levels.flatMap(({ severity, value }) => (severity === 'info' || !Number.isFinite(value) ? [] : [{ state: severity, value }]));
  if (graph.isEmpty || drawn.length === 0) return graph;
  const low = Math.min(...graph.lines.map((line) => line.min ?? Infinity), graph.valueDomain[0]);
  const high = Math.max(...graph.lines.map((line) => line.max ?? -Infinity), graph.valueDomain[1]);
  const room = Math.max((high - low) * reach, Math.max(Math.abs(low), Math.abs(high)) / 2);
  const near = drawn.filter(({ value }) => value <= high + room && value >= low - room);
  const ticks = roundTicks(Math.min(low, ...near.map(({ value }) => value)), Math.max(high, ...near.map(({ value }) => value)));
  const [bottom = low] = ticks;
  const floor = graph.lines.length === 1 ? new Array<number>(graph.points).fill(Math.min(Math.max(bottom, 0), ticks.at(-1) ?? high)) : null;
  return {
    ...graph,
    lines: floor ? graph.lines.map((line) => ({ ...line, low: floor })) : graph.lines,
    valueDomain: [bottom, ticks.at(-1) ?? high],
    valueTicks: ticks,
    levels: near,
  };
}

function roundTicks(low: number, high: number): number[] {
  const rough = (high - low) / 5 || 1;
  const scale = 10 ** Math.floor(Math.log10(rough) + 1e-9);
  const step = ([1, 2, 2.5, 5].find((each) => each * scale >= rough * (1 - 1e-9)) ?? 10) * scale;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

interface Moment {
  word: string;
  atMs: number;
}

/** What happened to the alert within the window, in its order; of two at the same moment the later step stands. */
export function momentsOf(alert: AlertView, [fromMs, toMs]: readonly [number, number]): Moment[] {
  const steps: [string, number | null][] = [['Began', alert.startsAt], ['Fired', alert.firedAt], ['Acknowledged', alert.acknowledgedAt], ['Resolved', alert.resolvedAt]];
  const byTime = new Map<number, string>();
  for (const [word, atMs] of steps) if (atMs !== null && atMs >= fromMs && atMs <= toMs) byTime.set(atMs, word);
  return [...byTime].map(([atMs, word]) => ({ word, atMs })).sort((a, b) => a.atMs - b.atMs);
}
