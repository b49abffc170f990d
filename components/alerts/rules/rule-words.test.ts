import { expect, test } from 'vitest';
import { RuleSettings, type RuleHealth } from '@/lib/alerts/rules/schemas';
import { activeWords, stateOfRule } from './rule-words';

const settings = RuleSettings.parse({ name: 'a', condition: { kind: 'promql', expr: 'up == 0', severity: 'critical' } });
const health: RuleHealth = { evaluatedAt: 1, durationMs: 2, results: 0, error: null, errorSince: null };
const none = { pending: 0, firing: 0, worst: null };

test.each([
  ['nothing found', { settings, health, active: none }, 'inactive', 'Quiet'],
  ['pending', { settings, health, active: { pending: 1, firing: 0, worst: null } }, 'pending', '1 pending'],
  ['firing and pending', { settings, health, active: { pending: 1_200, firing: 2, worst: 'critical' } }, 'firing', '2 firing, 1,200 pending'],
  ['fires, but its evaluation fails', { settings, health: { ...health, error: 'no' }, active: { pending: 0, firing: 2, worst: 'warning' } }, 'failing', '2 firing'],
  ['off', { settings: { ...settings, isEnabled: false }, health: { ...health, error: 'old' }, active: none }, 'disabled', 'Off'],
] as const)('a rule that is: %s', (_, rule, state, words) => {
  expect(stateOfRule(rule)).toBe(state);
  expect(activeWords(rule)).toBe(words);
});
