import { expect, it } from 'vitest';
import { readDays } from './expiry-field';

it.each([
  ['', null],
  [' ', null],
  ['1', 1],
  ['3650', 3650],
  ['0', undefined],
  ['3651', undefined],
  ['1.5', undefined],
  ['never', undefined],
])('%j are the days %s', (text, days) => {
  expect(readDays(text)).toBe(days);
});
