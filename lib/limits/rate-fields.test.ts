import { expect, it } from 'vitest';
import { limitItem, policyItem, retryAfterSeconds } from './rate-fields';

it.each([
  [{ capacity: 1_000, perSecond: 100 }, '"address";q=1000;w=10'],
  [{ capacity: 40_000, perSecond: 20_000 }, '"address";q=40000;w=2'],
  [{ capacity: 1, perSecond: 1_000 }, '"address";q=1;w=1'],
  [{ capacity: 10, perSecond: 0.3 }, '"address";q=10;w=34'],
])('the policy of %o is %s', (limits, item) => {
  expect(policyItem('address', limits)).toBe(item);
});

it.each([
  [1_000, '"user";r=1000;t=0'],
  [999.5, '"user";r=999;t=1'],
  [0, '"user";r=0;t=10'],
  [-0.4, '"user";r=0;t=10'],
])('with %d left of 1000 the field is %s', (left, item) => {
  expect(limitItem('user', left, { capacity: 1_000, perSecond: 100 })).toBe(item);
});

it.each([
  [0.5, 100, 1],
  [1, 0.1, 10],
  [1, 2, 1],
])('what is missing of a token (%d) at %d a second is there after %d s', (missing, perSecond, seconds) => {
  expect(retryAfterSeconds(missing, { capacity: 10, perSecond })).toBe(seconds);
});
