import { expect, test } from 'vitest';
import type { Counting, SlaWindow } from '@/lib/sla/schemas';
import { budget, plain } from './fixture';
import { allowedMs, budgetWords, byStanding, countedWords, countingWords, forecastWords, notFullWords, sliWords, standingOf, whatIfWords, windowName } from './objective-words';

const standings: readonly [string, Parameters<typeof standingOf>[0], string][] = [
  ['nothing measured', { isMet: null, percent: null, budget: budget({}) }, 'No data yet'],
  ['most of the budget left', { isMet: true, percent: 99.99, budget: budget({ left: 200, leftPercent: 80 }) }, 'Met'],
  ['little of the budget left', { isMet: true, percent: 99.91, budget: budget({ left: 20, leftPercent: 20 }) }, 'At risk'],
  ['an end in sight', { isMet: true, percent: 99.99, budget: budget({ left: 200, leftPercent: 80, exhaustedAt: 9_000 }) }, 'At risk'],
  ['overspent', { isMet: false, percent: 99.8, budget: budget({ left: -20, leftPercent: -20 }) }, 'Missed'],
];

test.each(standings)('with %s it stands as it should', (_name, objective, word) => {
  expect(standingOf(objective).word).toBe(word);
});

test('the worst come first, and those that stand alike stay in their order', () => {
  const [unknown, met, atRiskLow, atRiskSoon, missed] = standings.map(([, objective]) => objective);
  expect(byStanding([unknown, met, atRiskSoon, atRiskLow, missed].flatMap((each) => each ?? []))).toEqual([missed, atRiskSoon, atRiskLow, met, unknown]);
});

const countings: readonly [Counting, string][] = [
  [{ degraded: 'good', unknown: 'excluded', maintenance: 'excluded' }, 'degraded counts as up; unknown and maintenance left out'],
  [{ degraded: 'bad', unknown: 'bad', maintenance: 'excluded' }, 'degraded and unknown count as lost; maintenance left out'],
  [{ degraded: 'bad', unknown: 'bad', maintenance: 'bad' }, 'degraded, unknown and maintenance count as lost'],
  [{ degraded: 'excluded', unknown: 'good', maintenance: 'bad' }, 'unknown counts as up; maintenance counts as lost; degraded left out'],
];

test.each(countings)('the counting %j is told in words', (counting, words) => {
  expect(countingWords(counting)).toBe(words);
});

test('a budget is told as time, left or overspent', () => {
  expect(plain(budgetWords(budget({ total: 2_592_000, left: 750_000 }), 'ms'))).toBe('12 m 30 s left of 43 m 12 s');
  expect(plain(budgetWords(budget({ total: 2_592_000, left: -190_000 }), 'ms'))).toBe('Overspent by 3 m 10 s, of 43 m 12 s');
  expect(plain(budgetWords(budget({ total: 0, left: 0 }), 'ms'))).toBe('No budget yet');
  expect(plain(budgetWords(budget({ total: 1_000, left: 1 }), 'events'))).toBe('1 event left of 1,000 events');
});

test('a calendar window has the name of its time in its own zone', () => {
  const newYearInBerlin = Date.parse('2026-12-31T23:00:00Z');
  const names = ([{ kind: 'rolling', days: 30 }, { kind: 'calendar', unit: 'month' }, { kind: 'calendar', unit: 'quarter' }] as SlaWindow[]).map((window) => windowName(window, newYearInBerlin, 'Europe/Berlin'));
  expect(names).toEqual(['last 30 days', 'this month, January 2027', 'this quarter, Q1 2027']);
});

test('a window that is not full says since when', () => {
  expect(notFullWords({ from: 0, to: 1, isFull: true, measuredFrom: 0 }, 'UTC')).toBeNull();
  expect(notFullWords({ from: 0, to: 1, isFull: false, measuredFrom: null }, 'UTC')).toBe('Window not yet full: nothing measured yet');
  expect(notFullWords({ from: 0, to: 1, isFull: false, measuredFrom: Date.parse('2026-11-12T14:03:00Z') }, 'UTC')).toBe('Window not yet full: measured since 12 Nov 2026, 14:03:00 UTC');
});

test('the forecast says when the budget ends, or that it lasts', () => {
  const at = Date.parse('2026-11-21T12:00:00Z');
  const day = (rate: number | null) => ({ hour: null, sixHours: null, day: rate, threeDays: null });
  const forecast = (change: Parameters<typeof budget>[0], percent: number | null = 99) => forecastWords({ percent, budget: budget({ left: 1, ...change }) }, at, 'UTC');
  expect(forecast({}, null)).toMatch(/needs something measured/);
  expect(forecast({ left: -1 })).toBe('The budget is used up and overspent.');
  expect(forecast({ exhaustedAt: at + 2 * 86_400_000 + 3_600_000 })).toBe('If the last day goes on, the budget is used up in 2 d 1 h, on 23 Nov 2026, 13:00:00 UTC.');
  expect(forecast({ exhaustedAt: at })).toBe('The budget is used up.');
  expect(forecast({ burnRate: day(null) })).toMatch(/Nothing was measured in the last day/);
  expect(forecast({ burnRate: day(0) })).toMatch(/Nothing was lost/);
  expect(forecast({ burnRate: day(0.5) })).toMatch(/lasts to the end of the window/);
});

test('another target is told as missed by or met with', () => {
  expect(plain(whatIfWords({ target: '99.95', isMet: false, margin: -190_000 }, 'ms'))).toBe('At 99.95 % this window would have been missed by 3 m 10 s.');
  expect(plain(whatIfWords({ target: '99.9', isMet: true, margin: 750_000 }, 'ms'))).toBe('At 99.9 % this window would be met with 12 m 30 s left.');
  expect(plain(whatIfWords({ target: '99', isMet: null, margin: 0 }, 'ms'))).toBe('At 99 % nothing can be said yet.');
});

test('what a target allows is exact', () => {
  expect(allowedMs('99.9', { kind: 'rolling', days: 30 })).toBe(2_592_000);
  expect(allowedMs('99.99', { kind: 'rolling', days: 30 })).toBe(259_200);
  expect(allowedMs('99.99', { kind: 'calendar', unit: 'quarter' })).toBe(786_240);
  expect(['', '0', '100', 'most'].map((target) => allowedMs(target, { kind: 'rolling', days: 7 }))).toEqual([null, null, null, null]);
});

test('what counts events has no rules for time', () => {
  const counting = { degraded: 'good', unknown: 'bad', maintenance: 'excluded' } as const;
  expect(countedWords({ sli: { kind: 'ratio', good: 'a', total: 'b' }, counting })).toBe('each event counts the same');
  expect(countedWords({ sli: { kind: 'checks', checkIds: [] }, counting })).toBe(countingWords(counting));
});

test('what is measured is told in few words', () => {
  expect(plain(sliWords({ kind: 'checks', checkIds: [] }))).toBe('Uptime by all checks of the service');
  expect(plain(sliWords({ kind: 'latency', checkId: '3b241101-e2bb-4255-8caf-4136c566a962', thresholdMs: 100 }))).toBe('Results within 100 ms');
});
