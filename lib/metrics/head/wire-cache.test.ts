import { describe, expect, it } from 'vitest';
import { mulberry32 } from '@/lib/ingest/test-random';
import { MemSeries } from './mem-series';
import { WireCache } from './wire-cache';

const pageBytes = 1024 * 1024;
const encoder = new TextEncoder();

describe('the cache of encoded labels', () => {
  it('answers only for the very same bytes, however many there are and wherever they lie', () => {
    const random = mulberry32(6);
    const cache = new WireCache(100_000, 64);
    const known = new Map<string, MemSeries>();
    for (let round = 0; round < 20; round += 1) {
      // Keys of one request lie in one buffer, at any offset.
      const keys = Array.from({ length: 1_500 }, () => `${'k'.repeat(Math.floor(random() * 12))}${Math.floor(random() * 40_000)}`);
      const bytes = encoder.encode(keys.join(''));
      let at = 0;
      for (const key of keys) {
        expect(cache.get(bytes, at, at + key.length)).toBe(known.get(key));
        if (!known.has(key)) {
          const series = new MemSeries(1, []);
          known.set(key, series);
          cache.set(bytes, at, at + key.length, series);
        }
        expect(cache.get(bytes, at, at + key.length)).toBe(known.get(key));
        at += key.length;
      }
    }
    for (const [key, series] of known) expect(cache.get(encoder.encode(`_${key}_`), 1, key.length + 1)).toBe(series);
  });

  it('copies what it keeps', () => {
    const cache = new WireCache(10, 2);
    const series = new MemSeries(1, []);
    const bytes = encoder.encode('abcdefgh');
    cache.set(bytes, 0, 8, series);
    bytes.fill(0);
    expect(cache.get(bytes, 0, 8)).toBeUndefined();
    expect(cache.get(encoder.encode('abcdefgh'), 0, 8)).toBe(series);
  });

  it('fills pages to their end, goes on to the next, and takes nothing that is longer than a page', () => {
    const cache = new WireCache(100, 3);
    const stored: [Uint8Array, MemSeries][] = [];
    for (const [index, length] of [pageBytes - 5, 5, pageBytes, 1, 700_000].entries()) {
      if (index === 3) expect(cache.get(stored[2]?.[0] ?? new Uint8Array(), 0, pageBytes)).toBe(stored[2]?.[1]);
      const bytes = new Uint8Array(length).fill(index + 1);
      const series = new MemSeries(1, []);
      cache.set(bytes, 0, length, series);
      stored.push([bytes, series]);
      expect(cache.get(bytes, 0, length)).toBe(series);
    }
    expect(stored.map(([bytes, series]) => cache.get(bytes, 0, bytes.length) === series)).toEqual([true, true, true, true, true]);
    const long = new Uint8Array(pageBytes + 1);
    cache.set(long, 0, long.length, new MemSeries(1, []));
    expect(cache.get(long, 0, long.length)).toBeUndefined();
  });

  it('begins anew when it is full of entries or of pages', () => {
    for (const [entries, pages, length] of [[1_000, 100, 8], [1_000_000, 2, 300_000]] as const) {
      const cache = new WireCache(entries, pages);
      const keyOf = (index: number) => {
        const bytes = new Uint8Array(length);
        new DataView(bytes.buffer).setUint32(0, index);
        return bytes;
      };
      let last: MemSeries | undefined;
      const count = entries === 1_000 ? 2_500 : 20;
      for (let index = 0; index < count; index += 1) cache.set(keyOf(index), 0, length, (last = new MemSeries(1, [])));
      expect(cache.get(keyOf(count - 1), 0, length)).toBe(last);
      expect(cache.get(keyOf(0), 0, length)).toBeUndefined();
      cache.clear();
      expect(cache.get(keyOf(count - 1), 0, length)).toBeUndefined();
    }
  });
});
