import { expect, test } from 'vitest';
import { createBatcher } from './batcher';

function recorder() {
  const asked: string[][] = [];
  const read = (keys: string[]) => {
    asked.push(keys);
    return Promise.resolve(new Map(keys.filter((key) => key !== 'gone').map((key) => [key, key.toUpperCase()])));
  };
  return { asked, read };
}

test('what is asked for in one moment is one question, and a key is asked for once', async () => {
  const { asked, read } = recorder();
  const { load } = createBatcher(read, 10);
  expect(await Promise.all([load('a'), load('b'), load('a')])).toEqual(['A', 'B', 'A']);
  expect(await load('c')).toBe('C');
  expect(asked).toEqual([['a', 'b'], ['c']]);
});

test('a question has at most so many keys', async () => {
  const { asked, read } = recorder();
  const { load } = createBatcher(read, 2);
  expect(await Promise.all(['a', 'b', 'c'].map(load))).toEqual(['A', 'B', 'C']);
  expect(asked).toEqual([['a', 'b'], ['c']]);
});

test('a key without an answer rejects, the others do not', async () => {
  const { load } = createBatcher(recorder().read, 10);
  const [gone, a] = await Promise.allSettled([load('gone'), load('a')]);
  expect([gone?.status, a?.status]).toEqual(['rejected', 'fulfilled']);
});

test('a question that fails rejects all that asked', async () => {
  const { load } = createBatcher(() => Promise.reject(new Error('no server')), 10);
  const all = await Promise.allSettled([load('a'), load('b')]);
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
