import { healthCharts, maxLinesByLabel } from '@/lib/health/charts';
import type { TimeWindow } from '@/lib/health/ranges';
import type { ChartLineReport, ChartReport, HealthDashboard, HealthFrame, SparklineReport } from '@/lib/health/schemas';
import type { Threshold, VitalId } from '@/lib/health/vitals';

/** The dashboard's answer, moved on by the frames that came after it. Charts stay as they are unless the range is live. */
export interface LiveView {
  frame: HealthFrame;
  sparklines: SparklineReport[];
  /** How many seconds the newest value of the sparklines stands for so far. */
  sparklineSeconds: number;
  range: HealthDashboard['range'];
  window: TimeWindow;
  charts: ChartReport[];
  /** The levels of each vital: the same object until one of them changes, so that charts that stand still are not drawn again. */
  thresholds: FrameThresholds;
}

export type FrameThresholds = Readonly<Partial<Record<VitalId, Threshold | null>>>;

const sparklineStepMs = 5_000;
const recentPoints = 12;

export function startLive(dashboard: HealthDashboard): LiveView {
  const { frame, sparklines, range, window, charts } = dashboard;
  return { frame, sparklines, sparklineSeconds: Math.floor((frame.at % sparklineStepMs) / 1000) + 1, range, window, charts, thresholds: thresholdsAfter({}, frame) };
}

/**
 * The view after a frame; seconds without a frame become gaps. A frame older than what is shown changes nothing, but for one that came
 * after it all the same: the server's clock was set back, and the numbers go on while the charts wait to be loaded again.
 */
export function appendFrame(view: LiveView, frame: HealthFrame): LiveView {
  if (frame.at < view.frame.at && frame.seq <= view.frame.seq) return view;
  const told = { ...view, frame, thresholds: thresholdsAfter(view.thresholds, frame) };
  if (frame.at < view.frame.at) return told;
  const moved = { ...told, ...appendSparklines(view, frame) };
  if (view.range !== 'live') return moved;
  return { ...moved, ...appendCharts(view, frame) };
}

function thresholdsAfter(known: FrameThresholds, { vitals }: HealthFrame): FrameThresholds {
  const isSame = vitals.every(({ id, threshold }) => known[id]?.warning === threshold?.warning && known[id]?.critical === threshold?.critical);
  return isSame ? known : Object.fromEntries(vitals.map(({ id, threshold }) => [id, threshold]));
}

function appendCharts(view: LiveView, frame: HealthFrame): Pick<LiveView, 'window' | 'charts'> {
  const { stepMs } = view.window;
  const points = Math.max(1, ...view.charts.flatMap((chart) => chart.lines.map((line) => line.values.length)));
  const slot = Math.floor((frame.at - view.window.fromMs) / stepMs);
  if (slot < 0) return view;
  const shift = Math.max(0, slot - points + 1);
  const fromMs = view.window.fromMs + shift * stepMs;
  const index = slot - shift;
  const byChart = new Map<string, Map<string, number>>();
  for (const [key, value] of Object.entries(frame.values)) {
    const chart = key.slice(0, key.indexOf('/'));
    const values = byChart.get(chart) ?? new Map<string, number>();
    byChart.set(chart, values.set(key, value));
  }
  const charts = healthCharts.map(({ id }): ChartReport => {
    const known = view.charts.find((chart) => chart.id === id) ?? { id, lines: [], leftOut: 0 };
    const values = byChart.get(id) ?? new Map<string, number>();
    const lines = known.lines.map((line) => ({ ...line, values: put(line.values, shift, index, values.get(line.key), points) }));
    return { ...known, lines: [...lines, ...newLines(known, values, index, points)] };
  });
  return { window: { fromMs, toMs: view.window.toMs + shift * stepMs, stepMs }, charts };
}

/** Lines that appear while watching, such as a new interface, as long as the chart has room. */
function newLines(chart: ChartReport, values: Map<string, number>, index: number, points: number): ChartLineReport[] {
  if (chart.leftOut > 0) return [];
  return [...values]
    .filter(([key]) => !chart.lines.some((line) => line.key === key))
    .slice(0, Math.max(0, maxLinesByLabel - chart.lines.length))
    .map(([key, value]) => ({
      key,
      label: key.slice(chart.id.length + 1),
      values: Array.from({ length: points }, (_, at) => (at === index ? value : null)),
    }));
}

function put(
  values: readonly (number | null)[], shift: number, index: number, value: number | undefined, points: number,
): (number | null)[] {
  const kept = values.slice(shift);
  while (kept.length < points) kept.push(null);
  if (value !== undefined) kept[index] = value;
  return kept;
}

function appendSparklines(view: LiveView, frame: HealthFrame): Pick<LiveView, 'sparklines' | 'sparklineSeconds'> {
  const shift = Math.floor(frame.at / sparklineStepMs) - Math.floor(view.frame.at / sparklineStepMs);
  if (frame.at === view.frame.at) return view;
  const weight = shift === 0 ? view.sparklineSeconds : 0;
  const sparklines = view.sparklines.map((sparkline): SparklineReport => {
    const { length } = sparkline.values;
    if (length === 0) return sparkline;
    const current = frame.vitals.find((vital) => vital.id === sparkline.id)?.value ?? null;
    const values = put(sparkline.values, shift, length - 1, undefined, length);
    const last = values[length - 1] ?? null;
    values[length - 1] = current === null ? last : last === null ? current : (last * weight + current) / (weight + 1);
    return { ...sparkline, values, trend: trendOf(values) };
  });
  return { sparklines, sparklineSeconds: weight + 1 };
}

/** Mean of the last minute less the mean of the four before; null when either has no value. */
function trendOf(values: readonly (number | null)[]): number | null {
  const recent = mean(values.slice(-recentPoints));
  const before = mean(values.slice(0, -recentPoints));
  return recent === null || before === null ? null : recent - before;
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
