import { expect, test } from 'vitest';
import { waterfallParts } from './waterfall-parts';

test('phases follow each other in their order, as shares of the whole time', () => {
  expect(waterfallParts({ first_byte: 50, dns: 10, connect: 20 }, 100)).toEqual([
    { phase: 'dns', ms: 10, start: 0, share: 0.1 },
    { phase: 'connect', ms: 20, start: 0.1, share: 0.2 },
    { phase: 'first_byte', ms: 50, start: 0.3, share: 0.5 },
  ]);
});

test('phases that are longer than the whole, or took no time, stay within the frame', () => {
  const long = waterfallParts({ connect: 60, transfer: 60 }, 100);
  expect(long.map(({ start, share }) => start + share)).toEqual([0.5, 1]);
  expect(waterfallParts({ connect: 0 }, 0)).toEqual([{ phase: 'connect', ms: 0, start: 0, share: 0 }]);
  expect(waterfallParts({}, 40)).toEqual([]);
});
