import { expect, it } from 'vitest';
import { retryAfterMs } from './retry-after';

const nowMs = Date.parse('2026-03-01T12:00:00Z');

it.each<[header: string | undefined, ms: number | null]>([
  ['120', 120_000],
  ['0', 0],
  [' 1.5 ', 1_500],
  ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['999999999', 86_400_000],
  ['soon', null],
  ['', null],
  [undefined, null],
])('a Retry-After of %j is %j ms', (header, ms) => {
  expect(retryAfterMs(header, nowMs)).toBe(ms);
});
