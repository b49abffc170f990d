import type { RuleInput } from './schemas';
import type { ThresholdKey } from './thresholds';

type LevelsCondition = Extract<RuleInput['condition'], { kind: 'levels' }>;

/** A condition with both levels of a threshold, so that a change of monitoring config reaches the rule at once. */
export function levelsOf(threshold: ThresholdKey, query: string, options: Partial<Pick<LevelsCondition, 'comparison' | 'hysteresis'>> = {}): LevelsCondition {
  return { kind: 'levels', query, comparison: '>', warning: { threshold, side: 'warning' }, critical: { threshold, side: 'critical' }, ...options };
}

const minuteMs = 60_000;

export function minutes(count: number): number {
  return count * minuteMs;
}
