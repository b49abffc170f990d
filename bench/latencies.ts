/** The quantile (0 to 1) of measured values; NaN when there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export interface Times {
  p50Ms: number;
  p95Ms: number;
}

/** What one run takes, after five that warm up. */
export async function timeRounds(count: number, run: () => Promise<unknown>): Promise<Times> {
  for (let round = 0; round < 5; round += 1) await run();
  const took: number[] = [];
  for (let round = 0; round < count; round += 1) {
    const startedAt = performance.now();
    await run();
    took.push(performance.now() - startedAt);
  }
  return timesOf(took);
}

export function timesOf(took: readonly number[]): Times {
  return { p50Ms: quantile(took, 0.5), p95Ms: quantile(took, 0.95) };
}

export function printTimes(what: string, { p50Ms, p95Ms }: Times, aim: string): void {
  process.stdout.write(`${what.padEnd(62)} p50 ${p50Ms.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms   (${aim})\n`);
}
