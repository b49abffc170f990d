import type { Resolution } from './store';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long each resolution is kept at least, the distance of its points, and the span that expires as one. */
export const metricRetention = {
  '1s': { keepMs: 3 * hourMs, stepMs: 1_000, partitionMs: 30 * minuteMs },
  '1m': { keepMs: 48 * hourMs, stepMs: minuteMs, partitionMs: 6 * hourMs },
  '1h': { keepMs: 400 * dayMs, stepMs: hourMs, partitionMs: 30 * dayMs },
} as const satisfies Record<Resolution, { keepMs: number; stepMs: number; partitionMs: number }>;

/** A series that got no sample for this long is no longer active and does not count against the quota. */
export const activeSeriesMs = 24 * hourMs;

/** A minute is rolled up this long after its end, so that samples of ordinary delay are in it. */
export const rollupDelayMs = minuteMs;

/** How a query is answered: from which resolution, and on which grid (milliseconds, both ends on multiples of the step). */
export interface ReadPlan {
  resolution: Resolution;
  stepMs: number;
  fromMs: number;
  toMs: number;
}

/**
 * Chooses the coarsest resolution that the step is a multiple of, or else the finest that is still kept for the whole window; a step
 * between two points of it is rounded up. The window grows to whole steps, so that a point does not depend on the window it is read by.
 */
export function planRead(query: { fromMs: number; toMs: number; stepMs: number }, nowMs: number): ReadPlan {
  const kept = (['1s', '1m', '1h'] as const).filter((each) => query.fromMs >= nowMs - metricRetention[each].keepMs);
  const fitting = kept.filter((each) => each === '1s' || query.stepMs % metricRetention[each].stepMs === 0);
  const resolution = fitting.at(-1) ?? kept[0] ?? '1h';
  const unit = metricRetention[resolution].stepMs;
  const stepMs = resolution === '1s' ? query.stepMs : Math.ceil(query.stepMs / unit) * unit;
  return {
    resolution,
    stepMs,
    fromMs: Math.floor(query.fromMs / stepMs) * stepMs,
    toMs: Math.ceil(query.toMs / stepMs) * stepMs,
  };
}
