import { expect, test } from 'vitest';
import { differencesOf } from './objective-differences';
import { emptyObjective } from './objective-draft';

const base = { ...emptyObjective('UTC', 'shop'), name: 'Shop' };

test('what is the same is not told', () => {
  expect(differencesOf(base, { ...base, target: ' 99.99 ', timeZone: 'UTC ' })).toEqual([]);
});

test('what differs is told in words on both sides', () => {
  expect(differencesOf({ ...base, target: '99.9', window: 'month' }, { ...base, counting: { ...base.counting, unknown: 'bad' } })).toEqual([
    { name: 'Target', mine: '99.9 %', theirs: '99.99 %' },
    { name: 'Window', mine: 'this month', theirs: 'last 30 days' },
    { name: 'Counting', mine: 'degraded counts as up; unknown and maintenance left out', theirs: 'degraded counts as up; unknown counts as lost; maintenance left out' },
  ]);
});

test('another kind of measure is a difference', () => {
  expect(differencesOf({ ...base, isAllChecks: false, checkIds: ['b', 'a'] }, { ...base, kind: 'latency', latencyCheckId: 'c', thresholdMs: '100' })).toEqual([
    { name: 'Measured by', mine: 'chosen checks: a, b', theirs: 'answers of c within 100 ms' },
  ]);
});
