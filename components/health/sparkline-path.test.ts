import { expect, test } from 'vitest';
import { sparkline } from './sparkline-path';

test('a gap interrupts the line instead of falling to zero', () => {
  expect(sparkline([0, 50, null, 50, 0], null, 100).line).toBe('M0 100L25 53M75 53L100 100');
});

test('a lone value between gaps is a short dash', () => {
  expect(sparkline([null, 100, null], null, 100).line).toBe('M48 6h4');
});

test('the level is drawn within the scale and left out beyond it', () => {
  expect(sparkline([10], 80, 100).levelY).toBe(24.8);
  expect(sparkline([0.001], 0.1, null).levelY).toBeNull();
  expect(sparkline([0.06], 0.1, null).levelY).toBe(6);
});

test('no value gives an empty line', () => {
  expect(sparkline([null, null], 0.1, null)).toEqual({ line: '', area: '', levelY: null });
});
