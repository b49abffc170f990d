import type { RangeSelection } from '@/components/health/range-selection';
import { maxPoints } from '@/lib/health/charts';
import { ranges, windowBetween, type TimeWindow } from '@/lib/health/ranges';
import { parseDuration } from '@/lib/prometheus-api/parse-time';
import { formatDurationMs } from '@/lib/scrape/duration';

const leastStepMs = 1_000;

/** The window to draw, both ends on the grid of its step; `fault` says why a chosen step cannot be used, and the step is then chosen. */
export function windowOfExplore(range: RangeSelection, step: string, nowMs: number): { window: TimeWindow; fault: string | null } {
  const fromMs = range.kind === 'custom' ? range.fromMs : nowMs - ranges[range.name].durationMs;
  const toMs = range.kind === 'custom' ? range.toMs : nowMs;
  const chosen = windowBetween(fromMs, toMs);
  if (step === '') return { window: chosen, fault: null };
  const fault = stepFault(step, toMs - fromMs);
  const parsed = parseDuration(step);
  if (fault !== null || typeof parsed === 'string') return { window: chosen, fault };
  const stepMs = Math.round(parsed);
  return { window: { fromMs: Math.floor(fromMs / stepMs) * stepMs, toMs: Math.floor(toMs / stepMs) * stepMs, stepMs }, fault: null };
}

/** Why a step cannot be used for a window of this length; null when it can. */
export function stepFault(step: string, durationMs: number): string | null {
  const stepMs = parseDuration(step);
  if (typeof stepMs === 'string') return 'Write a duration: 15s, 1m or 1h30m.';
  if (stepMs < leastStepMs) return 'A step is at least 1s.';
  const points = Math.floor(durationMs / stepMs) + 1;
  if (points > maxPoints) {
    const least = windowBetween(0, durationMs).stepMs;
    return `This step would draw ${points.toLocaleString('en')} points a line; a chart draws at most ${maxPoints}. Use ${formatDurationMs(least)} or longer.`;
  }
  if (stepMs > durationMs) return 'The step is longer than the range.';
  return null;
}
