import { describe, expect, it } from 'vitest';
import type { Resolution } from './metric-store';
import { dayMs, resolutionFor } from './retention';

const now = Date.UTC(2026, 0, 15, 12);
const minute = 60_000;
const hour = 60 * minute;
const young = { raw: -Infinity, '5m': -Infinity, '1h': -Infinity };
const old = { raw: now - 15 * dayMs, '5m': now - 180 * dayMs, '1h': -Infinity };

describe('resolutionFor', () => {
  it.each<[string, number, number, number, Record<Resolution, number>, Resolution]>([
    ['an hour by 15 s', hour, 15_000, 0, young, 'raw'],
    ['24 h by 5 m', dayMs, 5 * minute, 0, young, 'raw'],
    ['7 d by 30 m', 7 * dayMs, 30 * minute, 0, young, '5m'],
    ['7 d by 1 m: finer than a bucket', 7 * dayMs, minute, 0, young, 'raw'],
    ['7 d by 30 m of a 5 m range: holds one bucket only', 7 * dayMs, 30 * minute, 5 * minute, young, 'raw'],
    ['7 d by 30 m of a 1 h range', 7 * dayMs, 30 * minute, hour, young, '5m'],
    ['60 d by 6 h', 60 * dayMs, 6 * hour, 0, young, '1h'],
    ['60 d by 30 m', 60 * dayMs, 30 * minute, 0, young, '5m'],
    ['20 d by 1 m, though samples are kept for 15 d', 20 * dayMs, minute, 0, old, '5m'],
    ['200 d by 30 m, though 5-minute roll-ups are kept for 180 d', 200 * dayMs, 30 * minute, 0, old, '1h'],
  ])('%s', (_, spanMs, stepMs, rangeMs, kept, expected) => {
    expect(resolutionFor({ fromMs: now - spanMs, toMs: now, stepMs, rangeMs }, kept)).toBe(expected);
  });
});
