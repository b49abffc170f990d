import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './durations';

describe('parseDuration', () => {
  it.each([['0', 0], ['0s', 0], ['1ms', 1], ['1h30m', 5_400_000], ['1y', 31_536_000_000], ['1w2d', 777_600_000], ['1s500ms', 1_500], ['292y', 9_208_512_000_000]])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '1', 's', '1.5h', '30m1h', '1m1m', '-1m', '1 m', '1M', '500y', '99999999999999999999s'])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe('formatDuration', () => {
  it.each([[0, '0s'], [1, '1ms'], [90_000, '1m30s'], [5_400_000, '1h30m'], [129_600_000, '1d12h'], [7_776_000_000, '90d'], [604_800_000, '1w'], [31_536_000_000, '1y']])('prints %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
