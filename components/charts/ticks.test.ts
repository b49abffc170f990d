import { describe, expect, test } from 'vitest';
import { formatMoment, formatTick, timeTicks, valueTicks, zoneOffsetMs } from './ticks';

const noon = Date.UTC(2025, 10, 21, 12, 0, 0);
const clocks = (ticks: number[], zone: string) => ticks.map((at) => formatTick(at, 5 * 60_000, zone));

test('ticks of time are round in the zone of the user, not in UTC', () => {
  const day = 86_400_000;
  expect(clocks(timeTicks(noon, noon + day, 'Asia/Kolkata', 4), 'Asia/Kolkata')).toEqual(['18:00', '00:00', '06:00', '12:00']);
  expect(clocks(timeTicks(noon + 7_000, noon + 307_000, 'UTC', 5), 'UTC')).toEqual(['12:01', '12:02', '12:03', '12:04', '12:05']);
});

test('ticks stay at local midnight across the end of daylight saving', () => {
  const from = Date.UTC(2025, 9, 24, 0, 0, 0);
  const ticks = timeTicks(from, from + 5 * 86_400_000, 'Europe/Berlin', 6);
  expect(ticks.map((at) => formatMoment(at, 5 * 86_400_000, 'Europe/Berlin').slice(-5))).toEqual(ticks.map(() => '00:00'));
  expect(ticks).toHaveLength(5);
});

test('the offset of a zone follows daylight saving', () => {
  expect(zoneOffsetMs(Date.UTC(2025, 6, 1), 'Europe/Berlin')).toBe(7_200_000);
  expect(zoneOffsetMs(Date.UTC(2025, 11, 1), 'Europe/Berlin')).toBe(3_600_000);
});

describe('ticks of values are round and cover the maximum', () => {
  test.each([
    [100, 'percent', [0, 25, 50, 75, 100]],
    [0, 'percent', [0, 0.25, 0.5, 0.75, 1]],
    [0.0031, 'seconds', [0, 0.001, 0.002, 0.003, 0.004]],
    [3 * 1024 ** 2, 'bytes', [0, 1024 ** 2, 2 * 1024 ** 2, 3 * 1024 ** 2]],
    [1.4 * 1024 ** 2, 'bytes_per_second', [0, 512 * 1024, 1024 ** 2, 1.5 * 1024 ** 2]],
    [0, 'bytes', [0, 1]],
    [3, 'count', [0, 1, 2, 3]],
    [Number.NaN, '', [0, 0.25, 0.5, 0.75, 1]],
  ] as const)('%d %s', (max, unit, expected) => expect(valueTicks(max, unit)).toEqual(expected));

  test('never more than six', () => {
    for (let max = 0.0001; max < 1e15; max *= 1.7) {
      for (const unit of ['bytes', 'percent', 'count', 'seconds'] as const) {
        const ticks = valueTicks(max, unit);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(max * (1 - 1e-9));
      }
    }
  });
});
