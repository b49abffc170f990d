import { describe, expect, test } from 'vitest';
import { answerOf, paceWords, percentWords, tookWords } from './check-words';

test.each([
  [null, 'not known'],
  [100, '100 %'],
  [99.9999, '99.999 %'],
  [99.95, '99.95 %'],
  [99.9, '99.90 %'],
  [99, '99.00 %'],
  [98.76, '98.7 %'],
  [0, '0.0 %'],
])('an uptime of %s is said as %s, never more than it was', (percent, words) => {
  expect(percentWords(percent)).toBe(words);
});

test.each([
  [0.04, '0 ms'],
  [1.26, '1.3 ms'],
  [45.4, '45 ms'],
  [999.7, '1 s'],
  [1_238, '1.24 s'],
])('%s ms is said as %s', (ms, words) => {
  expect(tookWords(ms)).toBe(words);
});

test.each([
  [{ count: 1, of: 1 }, 'every 20 s, down after 1 failure'],
  [{ count: 2, of: 2 }, 'every 20 s, down after 2 failures in a row'],
  [{ count: 2, of: 5 }, 'every 20 s, down when 2 of the last 5 fail'],
])('a pace of %o says when it counts as down', (failures, words) => {
  expect(paceWords({ kind: 'http', intervalMs: 20_000, failures })).toBe(words);
});

describe('the first sentence', () => {
  const none = { up: 0, degraded: 0, unknown: 0, down: 0 };
  test.each([
    ['nothing', none, [], 'No service is watched', 'unknown'],
    ['all up', { ...none, up: 12 }, [], 'All 12 services are up', 'ok'],
    ['one that is up', { ...none, up: 1 }, [], 'The service is up', 'ok'],
    ['one down before one unknown', { ...none, up: 3, unknown: 1, down: 1 }, [{ name: 'Shop', state: 'down' as const }, { name: 'Mail', state: 'unknown' as const }], '1 of 5 services is down: Shop', 'critical'],
    ['more than are named', { ...none, down: 5 }, ['A', 'B', 'C', 'D'].map((name) => ({ name, state: 'down' as const })), '5 of 5 services are down: A, B, C and 2 more', 'critical'],
    ['the only one', { ...none, down: 1 }, [{ name: 'Shop', state: 'down' as const }], 'The service is down: Shop', 'critical'],
    ['slow ones', { ...none, up: 1, degraded: 1 }, [{ name: 'Shop', state: 'degraded' as const }], '1 of 2 services is slower than allowed: Shop', 'warning'],
  ])('is about the worst: %s', (_, counts, worst, sentence, tone) => {
    expect(answerOf('service', counts, worst)).toEqual({ sentence, tone });
  });
});
