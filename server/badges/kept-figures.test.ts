import { expect, it } from 'vitest';
import { createKeptFigures } from './kept-figures';

it('counts each key once while it is fresh, and again when it is old or the clock was set back', async () => {
  const counted: string[] = [];
  const figures = createKeptFigures<number>({ keptMs: 30_000, most: 10 });
  const read = (key: string, now: number) => figures.read(key, now, async () => counted.push(`${key} ${now}`));
  await Promise.all([read('a', 100_000), read('a', 100_001), read('b', 100_001), read('a', 130_000)]);
  expect(counted).toEqual(['a 100000', 'b 100001']);
  await read('a', 130_001);
  await read('a', 90_000);
  expect(counted.slice(2)).toEqual(['a 130001', 'a 90000']);
});

it('does not keep what failed, and not more than it may', async () => {
  const figures = createKeptFigures<string>({ keptMs: 30_000, most: 2 });
  await expect(figures.read('a', 0, () => Promise.reject(new Error('no database')))).rejects.toThrow('no database');
  expect(await figures.read('a', 1, async () => 'a')).toBe('a');
  await figures.read('b', 2, async () => 'b');
  await figures.read('c', 3, async () => 'c');
  expect(await figures.read('a', 4, async () => 'again')).toBe('again');
  expect(await figures.read('c', 4, async () => 'again')).toBe('c');
});
