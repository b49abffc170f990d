import { expect, test } from 'vitest';
import { linePath } from './paths';

const same = (value: number) => value;
const down = (value: number) => 100 - value;

test('a gap interrupts line and area', () => {
  expect(linePath([0, 50, null, 50], null, same, down)).toEqual({
    line: 'M0 100L1 50M1 50h4',
    area: 'M0 100L0 100L1 50V100ZM3 100L3 50V100Z',
  });
});

test('in a stack the area reaches down to what is below', () => {
  expect(linePath([30, 40], [10, 20], same, down).area).toBe('M0 70L1 60L1 80L0 90Z');
});

test('without any value nothing is drawn', () => {
  expect(linePath([null, null], null, same, down)).toEqual({ line: '', area: '' });
});
