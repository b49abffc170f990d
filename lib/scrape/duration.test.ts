import { describe, expect, it } from 'vitest';
import { formatDurationMs, parseDurationMs } from './duration';

describe('a duration', () => {
  const both: [text: string, ms: number][] = [
    ['0s', 0],
    ['324ms', 324],
    ['3s', 3_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['4d', 4 * 86_400_000],
    ['4d1h', 4 * 86_400_000 + 3_600_000],
    ['14d', 14 * 86_400_000],
    ['3w2d1h', 23 * 86_400_000 + 3_600_000],
    ['10y', 10 * 365 * 86_400_000],
    ['1m30s', 90_000],
    ['1s500ms', 1_500],
  ];
  it.each(both)('%s is read', (text, ms) => expect(parseDurationMs(text)).toBe(ms));
  it.each(both.filter(([text]) => !['14d', '3w2d1h'].includes(text)))('%s is printed', (text, ms) => expect(formatDurationMs(ms)).toBe(text));
  it('is printed in weeks only when nothing is left over', () => {
    expect([formatDurationMs(14 * 86_400_000), formatDurationMs(15 * 86_400_000)]).toEqual(['2w', '15d']);
  });
  it.each(['', '1', '1x', '-1s', '1s1m', '1.5s', ' 1s', '1s ', '99999999999999999999y'])('%j is none', (text) => expect(parseDurationMs(text)).toBeNull());
});
