import { expect, it } from 'vitest';
import { clockWords } from './clock-words';

it.each([
  [Date.UTC(2026, 10, 21, 14, 5), '14:05 UTC on 21 November 2026'],
  [Date.UTC(2026, 10, 21, 14, 5, 30, 999), '14:05:30 UTC on 21 November 2026'],
  [Date.UTC(2026, 2, 1), '00:00 UTC on 1 March 2026'],
])('the moment %d is %s', (ms, words) => expect(clockWords(ms)).toBe(words));
