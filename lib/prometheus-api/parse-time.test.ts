import { describe, expect, it } from 'vitest';
import { maxTimeMs, minTimeMs, parseDuration, parseTimestamp } from './parse-time';

describe('parseTimestamp', () => {
  const right: [text: string, timeMs: number][] = [
    ['0', 0],
    ['1700000000', 1_700_000_000_000],
    ['1700000000.123', 1_700_000_000_123],
    ['1700000000.1236', 1_700_000_000_124],
    ['1.7e9', 1_700_000_000_000],
    ['-1.5', -1_500],
    ['.5', 500],
    ['99999999999999999', maxTimeMs],
    ['-99999999999999999', minTimeMs],
    ['2023-11-14T22:13:20Z', 1_700_000_000_000],
    ['2023-11-14T22:13:20.1239Z', 1_700_000_000_123],
    ['2023-11-14T23:13:20+01:00', 1_700_000_000_000],
    ['2023-11-14T16:43:20-05:30', 1_700_000_000_000],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['-292273086-05-16T16:47:06Z', minTimeMs],
    ['292277025-08-18T07:12:54.999999999Z', maxTimeMs],
  ];
  it.each(right)('reads %s', (text, timeMs) => {
    expect(parseTimestamp(text)).toBe(timeMs);
  });

  it.each([
    '', ' ', 'x', 'now', 'NaN', 'Inf', '-Inf', '1e999', '0x10', '1_000', '1 ', '--1', '2023-02-29T00:00:00Z', '2023-13-01T00:00:00Z', '2023-11-14',
    '2023-11-14T22:13:20', '2023-11-14T24:00:00Z', '2023-11-14T22:60:00Z', '2023-11-14t22:13:20z', '2023-11-14T22:13:20+25:00', '2023-11-14T22:13:20Z\n',
  ])('refuses %j', (text) => {
    expect(parseTimestamp(text)).toBeNull();
  });
});

describe('parseDuration', () => {
  const right: [text: string, durationMs: number][] = [['15', 15_000], ['0.5', 500], ['15s', 15_000], ['1h30m', 5_400_000], ['250ms', 250], ['1d', 86_400_000], ['0', 0], ['-5', -5_000], ['1e3', 1_000_000]];
  it.each(right)('reads %s', (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs);
  });

  it.each(['', 'x', '5x', '1m1h', '-5s', '1.5h', 'NaN', '1h ', '99999999999y'])('refuses %j in the words of Prometheus', (text) => {
    expect(parseDuration(text)).toBe(`cannot parse ${JSON.stringify(text)} to a valid duration`);
  });

  it('says that seconds overflow', () => {
    expect(parseDuration('99999999999999')).toBe('cannot parse "99999999999999" to a valid duration. It overflows int64');
  });
});
