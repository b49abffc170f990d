import { formatValue } from '@/components/explore/number-text';
import type { Level, RuleCondition, RuleSettings } from '@/lib/alerts/rules/schemas';
import type { ThresholdView } from '@/lib/alerts/rules/thresholds';
import type { Severity } from '@/lib/alerts/severity';

export const comparisonWord = { '>': 'above', '>=': 'at least', '<': 'below', '<=': 'at most' } as const;

const unitWord: Record<ThresholdView['unit'], string> = { percent: '%', seconds: 's', per_second: 'a second', count: '', hours: 'h', days: 'd' };

/** A value in the unit of a threshold: `80 %`, `0.5 s`. */
export function inUnit(value: number, unit: ThresholdView['unit']): string {
  return `${formatValue(value)} ${unitWord[unit]}`.trim();
}

export function unitOf(unit: ThresholdView['unit']): string {
  return unitWord[unit];
}

interface LevelWords {
  severity: Severity;
  /** `above 80 %`; without a comparison the expression itself. */
  words: string;
  isExpression: boolean;
}

/** The levels of a rule, the worst first, with the numbers that hold now; a threshold that is not known yet is named. */
export function levelsOfRule({ condition }: Pick<RuleSettings, 'condition'>, thresholds: readonly ThresholdView[]): LevelWords[] {
  if (condition.kind === 'promql') return [{ severity: condition.severity, words: condition.expr, isExpression: true }];
  return (['critical', 'warning'] as const).flatMap((severity) => {
    const level = condition[severity];
    return level === null ? [] : [{ severity, words: `${comparisonWord[condition.comparison]} ${levelWord(level, thresholds)}`, isExpression: false }];
  });
}

/** A level as a number with its unit. */
export function levelWord(level: Level, thresholds: readonly ThresholdView[]): string {
  if (typeof level === 'number') return formatValue(level);
  const found = thresholds.find(({ key }) => key === level.threshold);
  return found ? inUnit(found[level.side], found.unit) : `the ${level.side} level of ${level.threshold}`;
}

/** The keys of the thresholds that a condition takes its levels from. */
export function thresholdsUsed(condition: RuleCondition): string[] {
  if (condition.kind === 'promql') return [];
  return [condition.warning, condition.critical].flatMap((level) => (level === null || typeof level === 'number' ? [] : [level.threshold]));
}
