import type { AnsweredSeries } from '@/components/explore/prometheus-answer';
import { prepareGraph, type PreparedGraph } from '@/components/explore/prepare-graph';
import type { TimeWindow } from '@/lib/health/ranges';
import type { Evidence } from '@/lib/incidents/schemas';

export type ChartEvidence = Extract<Evidence, { kind: 'chart' }>;

const none: ReadonlySet<string> = new Set();

export function windowOfEvidence({ from, to, stepMs }: ChartEvidence): TimeWindow {
  return { fromMs: from, toMs: to, stepMs: Math.max(1, stepMs) };
}

/** The frozen points as a graph; a point without a value is a gap. */
export function graphOfEvidence(evidence: ChartEvidence): PreparedGraph {
  const series = evidence.series.map(({ labels, points }): AnsweredSeries => ({ labels, times: points.map(([at]) => at), values: points.map(([, value]) => value ?? Number.NaN) }));
  return prepareGraph([{ letter: 'A', series }], windowOfEvidence(evidence), none);
}
