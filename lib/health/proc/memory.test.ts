import { expect, test } from 'vitest';
import { parseLoadavg } from './loadavg';
import { parseMeminfo } from './meminfo';

const kB = 1024;
const withSwap = `MemTotal:        8000000 kB
MemFree:          500000 kB
MemAvailable:    3000000 kB
Buffers:          100000 kB
Cached:          2000000 kB
SwapCached:         7777 kB
SwapTotal:       4000000 kB
SwapFree:        3000000 kB
SReclaimable:     300000 kB
HugePages_Total:       0
DirectMap4k:      131072 kB
`;

test('memory in use is what is not available, cached is what free calls buff/cache', () => {
  expect(parseMeminfo(withSwap)).toEqual({
    totalBytes: 8_000_000 * kB,
    usedBytes: 5_000_000 * kB,
    cachedBytes: 2_400_000 * kB,
    swapTotalBytes: 4_000_000 * kB,
    swapUsedBytes: 1_000_000 * kB,
  });
});

test.each([
  ['a kernel before 3.14', 'MemTotal: 100 kB\nMemFree: 50 kB\n'],
  ['an empty file', ''],
  ['garbage', 'MemTotal: many kB\nMemAvailable: 5 kB\n'],
])('is unknown for %s', (_, text) => {
  expect(parseMeminfo(text)).toBeNull();
});

test('a machine without swap has none, and none in use', () => {
  expect(parseMeminfo('MemTotal: 100 kB\nMemAvailable: 50 kB\n')).toMatchObject({ swapTotalBytes: 0, swapUsedBytes: 0 });
});

test.each<[string, ReturnType<typeof parseLoadavg>]>([
  ['0.02 0.53 0.62 1/84 6249\n', { load1: 0.02, load5: 0.53, load15: 0.62 }],
  ['412.00 300.5 1e3 9/9 1\n', { load1: 412, load5: 300.5, load15: 1000 }],
  ['', null],
  ['0.1 x 0.3', null],
])('load averages of %j', (text, expected) => {
  expect(parseLoadavg(text)).toEqual(expected);
});
