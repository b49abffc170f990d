import type { Amount } from './schemas';

/** 100 %, in millionths of a percent: targets have at most six decimals, so that nothing is lost. */
const whole = 100_000_000n;

/** What a target like 99.95 leaves for the bad, in millionths of a percent of 100 %. The text must be one that the schema of objectives accepts. */
export function badShareOf(target: string): bigint {
  const [percent = '', decimals = ''] = target.split('.');
  return whole - BigInt(percent + decimals.padEnd(6, '0'));
}

/**
 * Percent of the good; null when nothing counts. Never rounded up: what is not wholly good is at most 99.999999, and 99.989999 is never 99.99.
 */
export function percentOf({ good, bad }: Pick<Amount, 'good' | 'bad'>): number | null {
  const counted = good + bad;
  if (counted <= 0) return null;
  if (areWhole(good, counted)) return Number((BigInt(good) * whole) / BigInt(counted)) / 1e6;
  const percent = Math.floor((good / counted) * 1e8) / 1e6;
  return bad > 0 ? Math.min(percent, 99.999999) : percent;
}

/** How much of `base` (milliseconds or events) may be bad. Exact but for the last bits of its fraction. */
export function allowanceOf(base: number, target: string): number {
  const share = badShareOf(target);
  if (!areWhole(base)) return (base * Number(share)) / 1e8;
  const product = BigInt(base) * share;
  return Number(product / whole) + Number(product % whole) / 1e8;
}

/** Whether `bad` is at most what the target allows of `base`: exact for whole numbers. */
export function isWithin(bad: number, base: number, target: string): boolean {
  if (areWhole(bad, base)) return BigInt(bad) * whole <= BigInt(base) * badShareOf(target);
  return bad <= allowanceOf(base, target);
}

/**
 * How fast the budget is spent: 1 spends exactly the budget in its window; null when nothing counts. The burn rate of the Google SRE workbook,
 * chapter 5: the share of the bad by the share that the target leaves.
 */
export function burnRateOf({ good, bad }: Pick<Amount, 'good' | 'bad'>, target: string): number | null {
  const counted = good + bad;
  return counted <= 0 ? null : (bad * 1e8) / (counted * Number(badShareOf(target)));
}

function areWhole(...numbers: number[]): boolean {
  return numbers.every(Number.isSafeInteger);
}
