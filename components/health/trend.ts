import type { VitalDefinition } from '@/lib/health/vitals';
import { formatQuantity } from '@/lib/units';

export interface Trend {
  direction: 'rising' | 'falling' | 'steady';
  /** `Rising by 3.2 points`, `Steady`. */
  words: string;
}

/**
 * The last minute against the four before it. Less than one point of a percentage, or less than a twentieth of the value
 * itself, is steady: a number that wobbles is no news.
 */
export function describeTrend(definition: VitalDefinition, trend: number | null, value: number | null): Trend | null {
  if (trend === null || value === null) return null;
  const least = definition.unit === 'percent' ? 1 : Math.max(Math.abs(value), Math.abs(value - trend)) / 20;
  if (trend === 0 || Math.abs(trend) < least) return { direction: 'steady', words: 'Steady' };
  const size = Math.abs(trend);
  const shown = definition.unit === 'percent' ? `${formatQuantity(size, 'count')} points` : formatQuantity(size, definition.unit);
  return trend > 0 ? { direction: 'rising', words: `Up ${shown}` } : { direction: 'falling', words: `Down ${shown}` };
}
