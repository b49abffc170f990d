import { describe, expect, it } from 'vitest';
import { countWords } from './subscriber-words';

describe('countWords', () => {
  it.each([
    [{ email: 0, webhook: 0, waiting: 0 }, 'Nobody is told of posts yet.'],
    [{ email: 1, webhook: 0, waiting: 0 }, 'One subscriber is told of posts by email.'],
    [{ email: 0, webhook: 2, waiting: 1 }, '2 subscribers are told of posts by webhook. One has not confirmed yet.'],
    [{ email: 1_200, webhook: 34, waiting: 5 }, '1,234 subscribers are told of posts: 1,200 by email, 34 by webhook. 5 have not confirmed yet.'],
  ])('%o is said as %s', (counts, words) => {
    expect(countWords(counts)).toBe(words);
  });
});
