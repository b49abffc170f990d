import { describe, expect, test } from 'vitest';
import { KeptReadings } from './kept-readings';
import { busyPercent, ratePerSecond } from './rate';

describe('ratePerSecond', () => {
  test.each<[string, number | undefined, number | undefined, number, number | null]>([
    ['grows by the elapsed time', 1000, 3000, 2000, 1000],
    ['is zero when nothing was counted', 5, 5, 1000, 0],
    ['is unknown after a reset', 1000, 10, 1000, null],
    ['is unknown for a device that appeared', undefined, 10, 1000, null],
    ['is unknown for a device that vanished', 10, undefined, 1000, null],
    ['is unknown when no time passed', 10, 20, 0, null],
    ['is unknown when time went back', 10, 20, -5, null],
  ])('%s', (_, previous, next, elapsedMs, expected) => {
    expect(ratePerSecond(previous, next, elapsedMs)).toBe(expected);
  });
});

test('busy time is a share of the elapsed time, and at most all of it', () => {
  expect(busyPercent(0, 250, 1000)).toBe(25);
  expect(busyPercent(0, 1004, 1000)).toBe(100);
  expect(busyPercent(100, 50, 1000)).toBeNull();
});

describe('KeptReadings', () => {
  test('a tick is compared with the tick before it', () => {
    const kept = new KeptReadings<string>();
    expect(kept.before(0)).toBeNull();
    kept.keep(0, 'a');
    kept.keep(1000, 'b');
    expect(kept.before(2000)).toEqual({ value: 'b', elapsedMs: 1000 });
  });

  test('a reading right after a tick is compared with the one before that', () => {
    const kept = new KeptReadings<string>();
    kept.keep(0, 'a');
    kept.keep(1000, 'b');
    expect(kept.before(1010)).toEqual({ value: 'a', elapsedMs: 1010 });
    expect(kept.before(1249)).toEqual({ value: 'a', elapsedMs: 1249 });
    expect(kept.before(1250)).toEqual({ value: 'b', elapsedMs: 250 });
  });

  test('fast ticks still find an old enough reading', () => {
    const kept = new KeptReadings<number>();
    const found = [];
    for (let at = 0; at <= 1000; at += 100) {
      if (at >= 300) found.push(kept.before(at)?.elapsedMs);
      kept.keep(at, at);
    }
    expect(found.every((elapsedMs) => elapsedMs !== undefined && elapsedMs >= 250 && elapsedMs <= 600)).toBe(true);
  });
});
