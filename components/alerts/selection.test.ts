import { expect, test } from 'vitest';
import { isPicked, keepOnly, nothingSelected, pick, pickAll, type SelectableItem } from './selection';

const order: SelectableItem[] = ['a', 'b', 'c', 'd'].map((key) => ({ key, ids: key === 'c' ? ['c1', 'c2'] : [key] }));
const idsOf = ({ ids }: { ids: ReadonlySet<string> }) => [...ids].sort();

test('an item is picked, and left by the next press', () => {
  const once = pick(nothingSelected, order, 'b', false);
  expect(idsOf(once)).toEqual(['b']);
  expect(idsOf(pick(once, order, 'b', false))).toEqual([]);
});

test('a group is picked with all its alerts, and left with them', () => {
  const once = pick(nothingSelected, order, 'c', false);
  expect(idsOf(once)).toEqual(['c1', 'c2']);
  expect(isPicked(once, ['c1', 'c2'])).toBe(true);
  expect(idsOf(pick(once, order, 'c', false))).toEqual([]);
});

test.each([
  ['downwards', 'a', 'c', ['a', 'b', 'c1', 'c2']],
  ['upwards', 'd', 'b', ['b', 'c1', 'c2', 'd']],
])('Shift picks the span from the last press %s', (_, from, to, ids) => {
  expect(idsOf(pick(pick(nothingSelected, order, from, false), order, to, true))).toEqual(ids);
});

test('Shift onto a picked item leaves the span', () => {
  const all = { ...pickAll(order), anchor: 'a' };
  expect(idsOf(pick(all, order, 'b', true))).toEqual(['c1', 'c2', 'd']);
});

test('Shift without an anchor that is still listed picks the item alone', () => {
  expect(idsOf(pick({ ids: new Set(), anchor: 'gone' }, order, 'b', true))).toEqual(['b']);
  expect(pick(nothingSelected, order, 'gone', false)).toBe(nothingSelected);
});

test('what is gone is no longer picked', () => {
  const all = pickAll(order);
  expect(keepOnly(all, () => true)).toBe(all);
  expect(idsOf(keepOnly(all, (id) => id !== 'b'))).toEqual(['a', 'c1', 'c2', 'd']);
  expect(isPicked(all, [])).toBe(false);
});
