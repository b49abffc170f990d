import { maxPoints } from './charts';

/** The ranges of the picker, in the order shown. `live` follows the clock with what the socket pushes. */
export const ranges = {
  live: { label: 'Live', durationMs: 5 * 60_000 },
  '15m': { label: '15 m', durationMs: 15 * 60_000 },
  '1h': { label: '1 h', durationMs: 60 * 60_000 },
  '6h': { label: '6 h', durationMs: 6 * 3_600_000 },
  '24h': { label: '24 h', durationMs: 24 * 3_600_000 },
  '7d': { label: '7 d', durationMs: 7 * 86_400_000 },
  '30d': { label: '30 d', durationMs: 30 * 86_400_000 },
} as const;

export type RangeName = keyof typeof ranges;

/** A window of time with the distance between its points, all in milliseconds. */
export interface TimeWindow {
  fromMs: number;
  toMs: number;
  stepMs: number;
}

const steps = [
  1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000,
  7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000,
];

/** The smallest round step that draws the window, both of its ends included, in at most `maxPoints` points. */
export function stepFor(durationMs: number): number {
  const last = 86_400_000;
  const most = maxPoints - 1;
  return steps.find((step) => durationMs / step <= most) ?? Math.ceil(durationMs / most / last) * last;
}

/** The window of a named range that ends now, with both ends on the step's grid. */
export function windowOf(range: RangeName, nowMs: number): TimeWindow {
  return windowBetween(nowMs - ranges[range].durationMs, nowMs);
}

/** A custom window, both ends on the step's grid. */
export function windowBetween(fromMs: number, toMs: number): TimeWindow {
  const stepMs = stepFor(toMs - fromMs);
  return { fromMs: Math.floor(fromMs / stepMs) * stepMs, toMs: Math.floor(toMs / stepMs) * stepMs, stepMs };
}
