import { expect, it } from 'vitest';
import { refill } from './token-bucket';

const limits = { capacity: 10, perSecond: 2 };
const now = Date.UTC(2026, 0, 5);

it.each([
  ['is full when it is new', undefined, { tokens: 10, at: now }],
  ['refills with time', { tokens: 1, at: now - 2_000 }, { tokens: 5, at: now }],
  ['never holds more than its capacity', { tokens: 9, at: now - 60_000 }, { tokens: 10, at: now }],
  ['does not lose tokens when the clock is set back', { tokens: 3, at: now + 60_000 }, { tokens: 3, at: now }],
])('%s', (_, bucket, expected) => {
  expect(refill(bucket, limits, now)).toEqual(expected);
});
