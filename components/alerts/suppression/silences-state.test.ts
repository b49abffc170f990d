import { expect, test } from 'vitest';
import { quickEndOf } from './silence-ends';
import { parseSilences, silencesSearch } from './silences-state';

test.each([
  ['', { isExpired: false, matchers: null }],
  ['?state=expired', { isExpired: true, matchers: null }],
  ['?new=%7Balertname%3D%22CPU+busy%22%7D', { isExpired: false, matchers: [{ label: 'alertname', operator: '=' as const, value: 'CPU busy' }] }],
])('the URL %s is the same state there and back', (url, state) => {
  expect(parseSilences(new URLSearchParams(url))).toEqual(state);
  expect(silencesSearch(state)).toBe(url);
});

test('matchers of a link that cannot be read begin as none', () => expect(parseSilences(new URLSearchParams({ new: '{alertname=' })).matchers).toEqual([]));

test.each([
  ['1h', new Date(2026, 2, 28, 15, 10), new Date(2026, 2, 28, 16, 10)],
  ['4h', new Date(2026, 2, 28, 15, 10), new Date(2026, 2, 28, 19, 10)],
  ['morning', new Date(2026, 2, 28, 15, 10), new Date(2026, 2, 29, 9, 0)],
  ['morning', new Date(2026, 11, 31, 1, 0), new Date(2027, 0, 1, 9, 0)],
] as const)('a silence of %s', (choice, start, end) => {
  expect(quickEndOf(choice, start.getTime())).toBe(end.getTime());
  expect(quickEndOf('custom', start.getTime())).toBeNull();
});
