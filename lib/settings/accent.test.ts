import { expect, it } from 'vitest';
import { isDark } from './accent';

it.each([
  ['#000000', true],
  ['#ffffff', false],
  ['#3b6ea8', true],
  ['#ffd400', false],
])('%s is dark: %s', (colour, dark) => expect(isDark(colour)).toBe(dark));
