import { expect, test } from 'vitest';
import { budget } from './fixture';
import { answerOfSla } from './sla-words';

const met = (name: string) => ({ settings: { name }, isMet: true, percent: 100, budget: budget({}) });
const missed = (name: string) => ({ settings: { name }, isMet: false, percent: 98, budget: budget({ left: -1 }) });
const risky = (name: string) => ({ settings: { name }, isMet: true, percent: 99.9, budget: budget({ leftPercent: 5 }) });
const blank = (name: string) => ({ settings: { name }, isMet: null, percent: null, budget: budget({}) });

const cases: readonly [Parameters<typeof answerOfSla>[0], number, string][] = [
  [[met('a')], 1, 'The objective is met'],
  [[met('a'), met('b')], 2, 'All 2 objectives are met'],
  [[missed('a')], 1, 'The objective is missed: a'],
  [[missed('a'), risky('b'), met('c')], 3, '1 of 3 objectives is missed: a'],
  [['a', 'b', 'c', 'd'].map(missed), 90, 'At least 4 of 90 objectives are missed: a, b, c and 1 more'],
  [[missed('a'), met('b')], 90, '1 of 90 objectives is missed: a'],
  [[risky('b'), met('c')], 2, 'No objective is missed; 1 of 2 objectives is at risk: b'],
  [[risky('b'), met('c')], 90, 'No objective is missed; at least 1 of 90 objectives is at risk: b'],
  [[blank('a'), met('c')], 2, '1 of 2 objectives is met; 1 has no data yet'],
  [[blank('a'), blank('b')], 2, 'No objective has data yet'],
];

test.each(cases)('the answer of case %# is its sentence', (worst, total, sentence) => {
  expect(answerOfSla(worst, total).sentence).toBe(sentence);
});
