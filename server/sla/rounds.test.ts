import { describe, expect, it } from 'vitest';
import { inRounds, keyOfItems } from './rounds';

const items = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
let keys = 0;

/** Rounds of ten, in which each takes what is said; what takes longer than there is left is cut short. */
function rounds(costs: Record<string, number>, keyOf?: (list: readonly { id: string }[]) => string) {
  const ownKey = `test ${(keys += 1)}`;
  let now = 0;
  return async (list = items) => {
    const done: string[] = [];
    const run = ({ id }: { id: string }, leftMs: number) => {
      const cost = costs[id] ?? 1;
      now += Math.min(cost, leftMs);
      done.push(cost > leftMs ? `${id} cut` : id);
      return Promise.resolve(cost <= leftMs);
    };
    await inRounds({ key: keyOf?.(list) ?? ownKey, items: list, budgetMs: 10, run, clock: () => now });
    return done.join(' ');
  };
}

describe('a round', () => {
  it('does all that there is time for, from the first one on', async () => {
    const next = rounds({});
    expect([await next(), await next(), await next([])]).toEqual(['a b c d', 'a b c d', '']);
  });
  it('goes on where the last one ended, and begins with what was cut short', async () => {
    const next = rounds({ a: 6, b: 6, c: 6, d: 6 });
    expect([await next(), await next(), await next(), await next(), await next()]).toEqual(['a b cut', 'b c cut', 'c d cut', 'd a cut', 'a b cut']);
  });
  it('passes over what takes longer than a whole round', async () => {
    const next = rounds({ b: 99 });
    expect([await next(), await next(), await next()]).toEqual(['a b cut', 'b cut', 'c d a b cut']);
  });
  it('begins anew when the one to go on from is gone', async () => {
    const next = rounds({ a: 6, b: 6 });
    expect([await next(), await next(items.filter(({ id }) => id !== 'b'))]).toEqual(['a b cut', 'a c d']);
  });
  it('has a key by its items, whatever their order, and so does not disturb one of others', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id }));
    if (!a || !b || !c) throw new Error('there are three');
    expect(keyOfItems('list x', [a, b])).toBe(keyOfItems('list x', [b, a]));
    expect(new Set([keyOfItems('list x', [a, b]), keyOfItems('list x', [a]), keyOfItems('list x', [a, c]), keyOfItems('list y', [a, b])]).size).toBe(4);
    const next = rounds({ a: 6, b: 6, c: 6, d: 6 }, (list) => keyOfItems('test', list));
    const few = items.slice(2);
    expect([await next(), await next(few), await next(), await next(few)]).toEqual(['a b cut', 'c d cut', 'b c cut', 'd c cut']);
  });
});
