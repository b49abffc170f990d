import { ruleLimits, type BacktestAnswer } from '@/lib/alerts/rules/api';
import type { CompiledRule } from '@/lib/alerts/rules/compile';
import { withoutName } from '@/lib/alerts/rules/step-found';
import { labelSetKey, labelsOf, type LabelSet } from '@/lib/metrics/labels';
import { askRange, type MetricQuestions } from './ask-metrics';

type Chart = BacktestAnswer['chart'];

/** What the rule measures over the window, the series of the noisiest alerts first, then those that come furthest past the level. */
export async function chartOfBacktest(
  { conditions }: CompiledRule,
  questions: MetricQuestions,
  { fromMs, toMs, noisy, worse }: { fromMs: number; toMs: number; noisy: readonly LabelSet[]; worse: (a: number, b: number) => number },
): Promise<{ chart: Chart; dataFromMs: number | null }> {
  const stepMs = Math.max(1_000, Math.ceil((toMs - fromMs) / (ruleLimits.chartPoints - 1) / 1_000) * 1_000);
  // The grid ends at the end of the window: young data lies there, and steps may be wider than it is long.
  const startMs = toMs - Math.floor((toMs - fromMs) / stepMs) * stepMs;
  const levels = conditions.flatMap(({ severity, level }) => (level === null ? [] : [{ severity, value: level }]));
  const { result } = await askRange(questions, { expr: conditions[0]?.chartSource ?? '', startMs, endMs: toMs, stepMs });
  if (result.type !== 'matrix') return { chart: { stepMs, series: [], totalSeries: 0, levels }, dataFromMs: null };
  const rank = new Map(noisy.map((labels, index) => [labelSetKey(labels), index]));
  const ranked = result.series.map((series) => ({ ...series, rank: rank.get(labelSetKey(withoutName(series.labels))) ?? Infinity, extreme: series.values.reduce((a, b) => worse(a, b), series.values[0] ?? NaN) }));
  ranked.sort((a, b) => (a.rank === b.rank ? (worse(a.extreme, b.extreme) === a.extreme ? -1 : 1) : a.rank - b.rank));
  const series = ranked.slice(0, ruleLimits.chartSeries).map(({ labels, times, values }) => ({ labels: labelsOf(labels), points: pointsOf(times, values) }));
  const dataFromMs = result.series.reduce<number | null>((first, { times }) => (times[0] === undefined ? first : Math.min(first ?? Infinity, times[0])), null);
  return { chart: { stepMs, series, totalSeries: result.series.length, levels }, dataFromMs };
}

function pointsOf(times: Float64Array, values: Float64Array): [number, number | null][] {
  return Array.from(times, (timeMs, index) => {
    const value = values[index] ?? NaN;
    return [timeMs, Number.isFinite(value) ? value : null];
  });
}
