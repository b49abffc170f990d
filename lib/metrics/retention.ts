import type { Resolution } from './metric-store';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** How long each resolution is kept unless said otherwise, the width of its points, and the span that expires as one; milliseconds. */
export const metricRetention = {
  raw: { keepMs: 15 * dayMs, widthMs: 0, partitionMs: dayMs },
  '5m': { keepMs: 180 * dayMs, widthMs: 5 * minuteMs, partitionMs: 30 * dayMs },
  '1h': { keepMs: 730 * dayMs, widthMs: hourMs, partitionMs: 180 * dayMs },
} as const satisfies Record<Resolution, { keepMs: number; widthMs: number; partitionMs: number }>;

/** A series without a sample for this long is not active and does not count against the quota. */
export const activeSeriesMs = 2 * hourMs;

export interface ReadWindow {
  fromMs: number;
  toMs: number;
  /** Between the points of the answer; 0 for one point. */
  stepMs: number;
  /** Of the range selector; 0 for none. */
  rangeMs: number;
}

/**
 * The resolution that a window is read from: samples as far as they are kept, unless the window is long and its points far apart: more than
 * 2 days in steps of 5 minutes or more are read from 5-minute roll-ups, more than 30 days in steps of an hour or more from hourly ones, where
 * a range selector holds at least two buckets. What is not kept any more comes from the finest roll-up that is.
 */
export function resolutionFor(window: ReadWindow, keptFromMs: Record<Resolution, number>): Resolution {
  const span = window.toMs - window.fromMs;
  const isWideEnough = (widthMs: number) => window.stepMs >= widthMs && (window.rangeMs === 0 || window.rangeMs >= 2 * widthMs);
  if (span > 30 * dayMs && isWideEnough(metricRetention['1h'].widthMs)) return '1h';
  if (span > 2 * dayMs && isWideEnough(metricRetention['5m'].widthMs) && window.fromMs >= keptFromMs['5m']) return '5m';
  if (window.fromMs >= keptFromMs.raw) return 'raw';
  return window.fromMs >= keptFromMs['5m'] ? '5m' : '1h';
}
