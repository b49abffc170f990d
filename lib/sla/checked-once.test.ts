import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkedOnce } from './checked-once';

const Point = z.strictObject({ x: z.number(), y: z.number() });

describe('a schema that looks at each object once', () => {
  it('answers the same as the schema itself, the first time and later', () => {
    const list = z.array(checkedOnce(Point));
    const value = [{ x: 1, y: 2 }, { x: 3, y: 4 }];
    expect([list.parse(value), list.parse(value)]).toEqual([value, value]);
  });

  it.each([[{ x: 1 }], [{ x: 1, y: '2' }], [{ x: 1, y: 2, z: 3 }], [null], ['text']])('refuses %j each time', (wrong) => {
    const list = z.array(checkedOnce(Point));
    for (const round of [1, 2]) expect(list.safeParse([wrong]).error?.issues, `round ${round}`).toEqual(z.array(Point).safeParse([wrong]).error?.issues);
  });

  it('is described as the schema is', () => {
    expect(z.toJSONSchema(z.array(checkedOnce(Point)))).toEqual(z.toJSONSchema(z.array(Point)));
  });
});
