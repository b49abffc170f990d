import { expect, it } from 'vitest';
import { contrastOf, isDark } from './accent';

it.each([
  ['#000000', true],
  ['#ffffff', false],
  ['#3b6ea8', true],
  ['#ffd400', false],
])('%s is dark: %s', (colour, dark) => expect(isDark(colour)).toBe(dark));

it.each([
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#ffffff', 1],
  ['#777777', '#ffffff', 4.48],
])('the contrast of %s and %s is %d', (one, other, ratio) => expect(contrastOf(one, other)).toBeCloseTo(ratio, 2));
