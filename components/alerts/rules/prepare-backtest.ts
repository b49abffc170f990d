import { formatDuration } from '@/components/time/format';
import type { AnsweredSeries } from '@/components/explore/prometheus-answer';
import type { BacktestAnswer, Occurrence } from '@/lib/alerts/rules/api';
import type { Severity } from '@/lib/alerts/severity';
import type { TimeWindow } from '@/lib/health/ranges';

const wholeMs = 29 * 86_400_000;

/** How often and how long, in one sentence, with what it rests on. */
export function backtestSentence(answer: BacktestAnswer): string {
  const { from, to, total, bySeverity, occurrences } = answer;
  const dataFrom = dataStart(answer);
  if (dataFrom === null) return 'There is no data of this rule in the last 30 days, so nothing can be said.';
  const spanMs = to - Math.max(from, dataFrom);
  const when = spanMs < wholeMs ? `In the ${formatDuration(spanMs)} with data` : `In the last ${formatDuration(spanMs)}`;
  if (total === 0) return `${when} it would not have fired.`;
  const totalMs = bySeverity.reduce((sum, each) => sum + each.totalMs, 0);
  const longestMs = occurrences.reduce((most, each) => Math.max(most, lengthOf(each, to)), 0);
  const longest = total === 1 ? '' : `, the longest time for ${formatDuration(longestMs)}`;
  return `${when} it would have fired ${times(total)}, for ${formatDuration(totalMs)} in total${longest}.`;
}

/** The first moment that something is known of; null where there is nothing. The points of the chart may be too far apart to show young data. */
function dataStart({ dataFrom, occurrences }: BacktestAnswer): number | null {
  const first = occurrences.reduce((least, { startsAt }) => Math.min(least, startsAt), dataFrom ?? Infinity);
  return Number.isFinite(first) ? first : null;
}

const hourMs = 3_600_000;

/** From where a second, finer look is worth while, because most of the window is from before there was data, or its points are too far apart to meet any; null where it is not. */
export function finerFrom(answer: BacktestAnswer): number | null {
  const { from, to, chart } = answer;
  const first = dataStart(answer);
  if (first === null) return Math.max(from, to - hourMs);
  if (first - from < (to - from) / 4) return null;
  const begin = answer.dataFrom === null ? first : first - chart.stepMs;
  return Math.max(from, begin);
}

export function times(count: number): string {
  return count === 1 ? 'once' : `${count.toLocaleString('en')} times`;
}

/** How long an occurrence fired; one that still fired counts to the end of what was looked at. */
export function lengthOf({ firedAt, endsAt }: Pick<Occurrence, 'firedAt' | 'endsAt'>, to: number): number {
  return Math.max(0, (endsAt ?? to) - firedAt);
}

/** The grid that the chart's points are on. */
export function windowOfChart({ from, to, chart }: BacktestAnswer): TimeWindow {
  const first = chart.series.reduce((least, { points }) => Math.min(least, points[0]?.[0] ?? Infinity), Infinity);
  const { stepMs } = chart;
  const offset = Number.isFinite(first) ? (((first - from) % stepMs) + stepMs) % stepMs : 0;
  const fromMs = from + offset;
  return { fromMs, toMs: fromMs + Math.max(1, Math.floor((to - fromMs) / stepMs)) * stepMs, stepMs };
}

export function seriesOfChart({ series }: BacktestAnswer['chart']): AnsweredSeries[] {
  return series.map(({ labels, points }) => {
    const known = points.filter((point): point is [number, number] => point[1] !== null);
    return { labels, times: known.map(([atMs]) => atMs), values: known.map(([, value]) => value) };
  });
}

interface Shade {
  severity: Severity;
  fromMs: number;
  toMs: number;
}

const order: readonly Severity[] = ['info', 'warning', 'critical'];

/** The times with an occurrence, one after another for each severity, the worst last so that it lies on top. */
export function shadesOf(occurrences: readonly Occurrence[], to: number): Shade[] {
  return order.flatMap((severity) => {
    const own = occurrences.filter((each) => each.severity === severity).sort((a, b) => a.firedAt - b.firedAt);
    const shades: Shade[] = [];
    for (const { firedAt, endsAt } of own) {
      const last = shades.at(-1);
      if (last && firedAt <= last.toMs) last.toMs = Math.max(last.toMs, endsAt ?? to);
      else shades.push({ severity, fromMs: firedAt, toMs: endsAt ?? to });
    }
    return shades;
  });
}
