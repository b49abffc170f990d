import { describe, expect, it } from 'vitest';
import { bitsOf, isStale } from '@/lib/metrics/stale';
import { MemorySource } from './memory-source';

const selection = { stepMs: 0, rangeMs: 0, fromMs: 0, toMs: 1_000 };

describe('MemorySource', () => {
  it('gives the samples within the window, both ends included, of the series that match', async () => {
    const source = new MemorySource();
    for (let at = 0; at <= 2_000; at += 10) source.append(['__name__', 'a', 'x', '1'], at, at);
    source.append(['__name__', 'a', 'x', '2'], 500, 7);
    source.append(['__name__', 'b'], 500, 7);
    const { series } = await source.select({ ...selection, fromMs: 100, toMs: 300, matchers: [{ label: '__name__', operator: '=', value: 'a' }] }, 1_000);
    expect(series.map(({ labels, times }) => [labels, times[0], times.at(-1), times.length])).toEqual([[['__name__', 'a', 'x', '1'], 100, 300, 21]]);
    const all = await source.select({ ...selection, matchers: [{ label: '__name__', operator: '=~', value: 'a|b' }, { label: 'x', operator: '!=', value: '1' }] }, 1_000);
    expect(all.series).toHaveLength(2);
  });

  it('keeps the bits of stale markers while a series grows, and leaves out what is not later', async () => {
    const source = new MemorySource();
    source.append(['__name__', 'a'], 0, 'stale');
    for (let at = 1; at < 100; at += 1) source.append(['__name__', 'a'], at, at);
    source.append(['__name__', 'a'], 50, 1_000);
    const { series } = await source.select({ ...selection, matchers: [{ label: '__name__', operator: '=', value: 'a' }] }, 1_000);
    const values = series[0]?.values ?? new Float64Array();
    expect([isStale(bitsOf(values), 0), isStale(bitsOf(values), 1), values[50], values.length]).toEqual([true, false, 50, 100]);
  });

  it('refuses to give more samples than asked for', () => {
    const source = new MemorySource();
    for (let at = 0; at < 100; at += 1) source.append(['__name__', 'a'], at, at);
    expect(() => source.select({ ...selection, matchers: [{ label: '__name__', operator: '=', value: 'a' }] }, 50)).toThrow('too many samples');
  });
});
