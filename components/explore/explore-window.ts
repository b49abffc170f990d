import type { RangeSelection } from '@/components/health/range-selection';
import { maxPoints } from '@/lib/health/charts';
import { ranges, stepFor, type TimeWindow } from '@/lib/health/ranges';
import { parseDuration } from '@/lib/prometheus-api/parse-time';
import { formatDurationMs } from '@/lib/scrape/duration';

const leastStepMs = 1_000;

/** A step longer than this does not hold the window to its grid: the newest samples would be left out for too long. */
const longestGridMs = 60_000;

/** The window to draw; `fault` says why a chosen step cannot be used, and the step is then chosen. */
export function windowOfExplore(range: RangeSelection, step: string, nowMs: number): { window: TimeWindow; fault: string | null } {
  const fault = step === '' ? null : stepFault(step, rangeMs(range));
  const parsed = step === '' || fault !== null ? null : parseDuration(step);
  return { window: windowEnding(range, typeof parsed === 'number' ? Math.round(parsed) : null, nowMs), fault };
}

/** The window of a range, up to its last moment; without a step it gets the smallest round one that draws few enough points. */
export function windowEnding(range: RangeSelection, stepMs: number | null, nowMs: number): TimeWindow {
  const durationMs = rangeMs(range);
  const step = stepMs ?? stepFor(durationMs);
  const grid = step <= longestGridMs ? step : 1_000;
  const toMs = Math.floor((range.kind === 'custom' ? range.toMs : nowMs) / grid) * grid;
  return { fromMs: toMs - Math.floor(durationMs / step) * step, toMs, stepMs: step };
}

function rangeMs(range: RangeSelection): number {
  return range.kind === 'custom' ? range.toMs - range.fromMs : ranges[range.name].durationMs;
}

/** Why a step cannot be used for a window of this length; null when it can. */
export function stepFault(step: string, durationMs: number): string | null {
  const stepMs = parseDuration(step);
  if (typeof stepMs === 'string') return 'Write a duration: 15s, 1m or 1h30m.';
  if (stepMs < leastStepMs) return 'A step is at least 1s.';
  const points = Math.floor(durationMs / stepMs) + 1;
  if (points > maxPoints) {
    return `This step would draw ${points.toLocaleString('en')} points a line; a chart draws at most ${maxPoints}. Use ${formatDurationMs(stepFor(durationMs))} or longer.`;
  }
  if (stepMs > durationMs) return 'The step is longer than the range.';
  return null;
}
