import { expect, test } from 'vitest';
import type { RuleCondition } from '@/lib/alerts/rules/schemas';
import { viewThresholds } from '@/lib/alerts/rules/thresholds';
import { levelsOfRule, thresholdsUsed } from './level-words';

const levels = { kind: 'levels', query: 'q', builder: null, comparison: '>', hysteresis: 0 } as const;
const now = viewThresholds({ cpu: { warning: 70, critical: 90 } });

const cases: readonly [string, RuleCondition, string[]][] = [
  ['numbers of its own', { ...levels, warning: 1500, critical: 2000 }, ['critical above 2k', 'warning above 1.5k']],
  ['thresholds as they are now, with their unit', { ...levels, warning: { threshold: 'cpu', side: 'warning' }, critical: { threshold: 'cpu', side: 'critical' } }, ['critical above 90 %', 'warning above 70 %']],
  ['one level alone', { ...levels, comparison: '<=', warning: { threshold: 'certificate_days', side: 'warning' }, critical: null }, ['warning at most 21 d']],
  ['a threshold that is not there', { ...levels, warning: null, critical: { threshold: 'gone', side: 'warning' } }, ['critical above the warning level of gone']],
  ['PromQL by itself', { kind: 'promql', expr: 'up == 0', resolveExpr: null, severity: 'info' }, ['info up == 0']],
];

test.each(cases)('levels in words: %s', (_, condition, expected) => {
  expect(levelsOfRule({ condition }, now).map(({ severity, words }) => `${severity} ${words}`)).toEqual(expected);
});

test('a rule names the thresholds that it follows', () => {
  expect(thresholdsUsed({ ...levels, warning: 3, critical: { threshold: 'cpu', side: 'critical' } })).toEqual(['cpu']);
  expect(thresholdsUsed({ kind: 'promql', expr: 'up == 0', resolveExpr: null, severity: 'critical' })).toEqual([]);
});
