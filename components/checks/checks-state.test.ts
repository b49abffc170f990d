import { expect, test } from 'vitest';
import { checksQuery, checksSearch, noCheckFilters, parseChecks, type ChecksState } from './checks-state';
import { nextOffset, pageOf } from './check-queries';

test.each<[Partial<ChecksState>, string]>([
  [{}, ''],
  [{ text: 'shop api' }, '?text=shop+api'],
  [{ state: 'down' }, '?state=down'],
])('the filters %o survive their URL', (change, search) => {
  expect(checksSearch({ ...noCheckFilters, ...change })).toBe(search);
  expect(parseChecks(new URLSearchParams(search))).toEqual({ ...noCheckFilters, ...change });
});

test('what cannot be understood takes its default, and nothing is asked that is not filtered', () => {
  expect(parseChecks(new URLSearchParams('state=broken&text='))).toEqual(noCheckFilters);
  expect(checksQuery({ text: '  ', state: null })).toEqual({});
});

test('pages follow each other to the end, and an empty one ends them', () => {
  expect([pageOf(0).limit < pageOf(100).limit, nextOffset(0, 100, 1_000), nextOffset(900, 100, 1_000), nextOffset(100, 0, 1_000)]).toEqual([true, 100, undefined, undefined]);
});
