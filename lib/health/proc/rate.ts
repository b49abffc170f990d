/**
 * Units a second between two readings of a counter. Null when no time has passed, a reading is missing (the device came or went),
 * or the counter went back (reset or wrapped): then nobody knows how much was counted.
 */
export function ratePerSecond(previous: number | undefined, next: number | undefined, elapsedMs: number): number | null {
  if (previous === undefined || next === undefined || elapsedMs <= 0 || next < previous) return null;
  return ((next - previous) / elapsedMs) * 1000;
}

/** The share of `elapsedMs` that a counter of busy time grew by, 0 to 100; null as in {@link ratePerSecond}. */
export function busyPercent(previousMs: number | undefined, nextMs: number | undefined, elapsedMs: number): number | null {
  const busyMsPerSecond = ratePerSecond(previousMs, nextMs, elapsedMs);
  // The kernel's clock and ours tick apart, so a device that is always busy can seem a little busier than that.
  return busyMsPerSecond === null ? null : Math.min(100, busyMsPerSecond / 10);
}
