import { describe, expect, test } from 'vitest';
import { formatAbsolute, formatAgo, formatClock, formatDuration } from './format';

const now = Date.UTC(2025, 10, 21, 12, 3, 4);

describe('formatDuration uses the two largest fitting units', () => {
  test.each([
    [-5, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [59 * 60_000, '59 min'],
    [3_600_000, '1 h'],
    [3_600_000 + 5 * 60_000, '1 h 5 min'],
    [86_400_000 * 3 + 3_600_000 * 4, '3 d 4 h'],
  ])('%d ms is %s', (durationMs, expected) => expect(formatDuration(durationMs)).toBe(expected));
});

test('a moment ago and a moment ahead of the clock are both just now', () => {
  expect(formatAgo(now - 4_000, now)).toBe('just now');
  expect(formatAgo(now + 4_000, now)).toBe('just now');
  expect(formatAgo(now - 90_000, now)).toBe('1 min ago');
});

test('absolute times are in the zone asked for', () => {
  expect(formatClock(now, 'UTC')).toBe('12:03:04');
  expect(formatClock(now, 'Asia/Kolkata')).toBe('17:33:04');
  expect(formatAbsolute(now, 'UTC')).toBe('21 Nov 2025, 12:03:04 UTC');
});
