import { describe, expect, test } from 'vitest';
import { isSoFar, outcomeOf, outcomeWords } from './outcome-words';

type Judged = Parameters<typeof outcomeOf>[0];

const day = { day: '2026-10-01', good: 1, bad: 0, excluded: null };
const make = (isMet: boolean | null, unit: 'ms' | 'events' = 'ms'): Judged => ({ name: '', target: '99.9', percent: isMet === null ? null : isMet ? 99.95 : 99, isMet, amount: { good: 1, bad: 0, unit }, days: [day], missingDays: [] });
const met = make(true);
const missed = make(false);
const none = make(null);
const behind = make(false, 'events');
const partly: Judged = { ...make(true, 'events'), isMet: null, days: [day, { ...day, day: '2026-10-02' }], missingDays: ['2026-10-03'] };

describe('what is not known in full, or not over, is neither met nor green', () => {
  test.each<[string, Judged, boolean, string, string]>([
    ['met', met, false, 'ok', 'Met'],
    ['missed', missed, false, 'critical', 'Missed'],
    ['without data', none, false, 'unknown', 'No data'],
    ['within its budget, in a month that goes on', met, true, 'unknown', 'On course so far'],
    ['beyond the budget of a month that goes on', missed, true, 'critical', 'Missed already'],
    ['of events, below the target in a month that goes on', behind, true, 'warning', 'Below the target so far'],
    ['without data so far', none, true, 'unknown', 'No data so far'],
    ['with a day that is not known', partly, false, 'unknown', 'Met on the 2 days that are known'],
    ['with a day that is not known, once called met', { ...partly, isMet: true }, false, 'unknown', 'Met on the 2 days that are known'],
    ['with a day that is not known, and one that is', { ...partly, days: [day] }, false, 'unknown', 'Met on the day that is known'],
    ['with a day that is not known, in a month that goes on', partly, true, 'unknown', 'On course on the 2 days that are known'],
    ['with a day that is not known, below the target', { ...partly, percent: 99.899999 }, false, 'unknown', 'Not all known'],
    ['with a day that is not known, but missed', { ...partly, isMet: false }, false, 'critical', 'Missed'],
    ['with a day that is not known, in a line of the list', { name: '', target: '99.9', percent: 99.95, isMet: null }, false, 'unknown', 'Not all known'],
  ])('%s', (_, objective, isRunning, state, word) => expect(outcomeOf(objective, isRunning)).toEqual({ state, word }));
});

describe('the first sentence names what was missed', () => {
  test.each([
    [[met], 'ok', 'The objective was met.'],
    [[met, met], 'ok', 'All 2 objectives were met.'],
    [[missed], 'critical', 'The objective was missed.'],
    [[met, missed, none], 'critical', '1 of 3 objectives was missed: B.'],
    [[missed, missed], 'critical', '2 of 2 objectives were missed: A, B.'],
    [[none], 'unknown', 'Nothing that counts was measured for the objective.'],
    [[none, none], 'unknown', 'Nothing that counts was measured for any objective.'],
    [[met, none], 'unknown', '1 of 2 objectives was met; for 1 nothing that counts was measured.'],
    [[partly], 'unknown', 'Met on the 2 days that are known.'],
    [[met, partly, none], 'unknown', '1 of 3 objectives was met; of 1 not all days are known: B; for 1 nothing that counts was measured.'],
  ] as const)('of a month that is over: %#', (objectives, state, sentence) => expect(outcomeWords(named(objectives))).toEqual({ state, sentence }));
  test.each([
    [[met], 'unknown', 'The objective is on course so far.'],
    [[met, met], 'unknown', 'All 2 objectives are on course so far.'],
    [[missed], 'critical', 'The objective is missed already.'],
    [[met, behind, missed], 'critical', '1 of 3 objectives is missed already: C.'],
    [[met, behind], 'warning', '1 of 2 objectives is below its target so far: B.'],
    [[none], 'unknown', 'Nothing that counts was measured so far for the objective.'],
    [[met, none], 'unknown', '1 of 2 objectives is on course so far; for 1 nothing that counts was measured so far.'],
  ] as const)('of a month that goes on: %#', (objectives, state, sentence) => expect(outcomeWords(named(objectives), true)).toEqual({ state, sentence }));
});

test('a month goes on until all of it is measured', () => {
  expect(isSoFar({ measuredUntil: 9, to: 10 })).toBe(true);
  expect(isSoFar({ measuredUntil: 10, to: 10 })).toBe(false);
});

function named(objectives: readonly Judged[]): Judged[] {
  return objectives.map((objective, index) => ({ ...objective, name: 'ABC'.charAt(index) }));
}
