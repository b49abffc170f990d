import { expect, test } from 'vitest';
import { trimPages } from './trim-pages';

const data = { pages: [['a'], ['b'], ['c'], ['d']], pageParams: [undefined, '1', '2', '3'] };

test.each([
  ['a', 1],
  ['c', 3],
  ['d', 4],
  ['gone', 4],
])('with %s seen last %d pages are kept', (seen, kept) => {
  const trimmed = trimPages(data, (page) => page.includes(seen));
  expect(trimmed.pages).toHaveLength(kept);
  expect(trimmed.pageParams).toHaveLength(kept);
});
