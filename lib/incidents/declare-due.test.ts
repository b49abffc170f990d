import { expect, it } from 'vitest';
import { nextDeclareMs } from './declare-due';
import type { FiringAlert } from './join';
import { DeclareRule } from './schemas';

const alertOf = (firedAtMs: number, isAcknowledged = false): FiringAlert => ({ id: `a${firedAtMs}`, name: 'A', summary: '', labels: [], severity: 'critical', service: '', groupKey: null, causeId: null, firedAtMs, isAcknowledged });
const ruleOf = (firingForMs: number, isEnabled = true) => DeclareRule.parse({ name: 'r', severity: 'sev1', firingForMs, isEnabled });

const cases: [what: string, alerts: FiringAlert[], rules: DeclareRule[], next: number | null][] = [
  ['the first time that a rule has waited for', [alertOf(900), alertOf(950)], [ruleOf(300), ruleOf(200)], 1_100],
  ['never, where no rule waits', [alertOf(900)], [ruleOf(0)], null],
  ['never by a rule that is off', [alertOf(900)], [ruleOf(300, false)], null],
  ['never by an alert that somebody acknowledged', [alertOf(900, true)], [ruleOf(300)], null],
  ['never by what has waited already', [alertOf(100)], [ruleOf(300)], null],
];
it.each(cases)('a rule declares next at %s', (_, alerts, rules, next) => expect(nextDeclareMs(alerts, rules, 1_000)).toBe(next));
