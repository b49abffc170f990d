import { expect, it } from 'vitest';
import { createRefusalBook } from './refusals';

const start = Date.parse('2026-01-05T03:00:00Z');

it('names those refused most often within ten minutes first, and forgets older refusals', () => {
  const book = createRefusalBook(10);
  for (let index = 0; index < 5; index += 1) book.count('address', '192.0.2.1', null, start);
  book.count('user', 'u1', 't1', start + 60_000);
  book.count('user', 'u1', 't1', start + 9 * 60_000);
  expect(book.top(start + 9 * 60_000).map(({ name, count }) => [name, count])).toEqual([['192.0.2.1', 5], ['u1', 2]]);
  expect(book.top(start + 10 * 60_000).map(({ name, count }) => [name, count])).toEqual([['u1', 2]]);
  expect(book.top(start + 3_600_000)).toEqual([]);
  expect(book.totals).toEqual({ address: 5, user: 2, key: 0, tenant: 0, handshake: 0 });
});

it('remembers no more than its most, and those who are refused on and on', () => {
  const book = createRefusalBook(100);
  for (let index = 0; index < 10_000; index += 1) {
    book.count('address', `192.0.2.${index}`, null, start);
    if (index % 50 === 0) book.count('address', 'the flood', null, start);
  }
  const top = book.top(start);
  expect(top).toHaveLength(100);
  expect(top[0]).toMatchObject({ name: 'the flood', count: 200 });
});
