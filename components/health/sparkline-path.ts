import { linePath, type LinePath } from '@/components/charts/paths';

export interface SparklinePath extends LinePath {
  /** Where the level lies, null when it is beyond the scale. */
  levelY: number | null;
}

const size = 100;
const headroom = 6;

/** Paths in a square of 100 units for values from 0 up; null values are gaps. */
export function sparkline(values: readonly (number | null)[], level: number | null, max: number | null): SparklinePath {
  const highest = values.reduce<number>((top, value) => Math.max(top, value ?? 0), 0);
  const reached = level !== null && highest >= level / 2 ? Math.max(highest, level) : highest;
  const end = max ?? (reached > 0 ? reached : 1);
  const x = (index: number) => (index / Math.max(1, values.length - 1)) * size;
  const y = (value: number) => size - (Math.min(value, end) / end) * (size - headroom);
  const hasLevel = level !== null && level <= end && values.some((value) => value !== null);
  return { ...linePath(values, null, x, y), levelY: hasLevel ? Math.round(y(level) * 100) / 100 : null };
}
