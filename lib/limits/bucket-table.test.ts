import { describe, expect, it } from 'vitest';
import { createBucketTable } from './bucket-table';

const start = Date.parse('2026-01-05T03:00:00Z');
const limits = { capacity: 10, perSecond: 2 };

function takeMany(table: ReturnType<typeof createBucketTable>, name: string, count: number, now: number, by = limits): number {
  let taken = 0;
  for (let index = 0; index < count; index += 1) if (table.take(name, by, now) >= 0) taken += 1;
  return taken;
}

describe('a table of buckets', () => {
  it.each([
    { name: 'takes the burst at once', waitMs: 0, taken: 10 },
    { name: 'takes as many again as were refilled', waitMs: 2_000, taken: 4 },
    { name: 'never takes more than the burst after a long quiet', waitMs: 3_600_000, taken: 10 },
    { name: 'gives nothing for a clock that went back', waitMs: -3_600_000, taken: 0 },
  ])('$name', ({ waitMs, taken }) => {
    const table = createBucketTable(10);
    expect(takeMany(table, 'a', 20, start)).toBe(10);
    if (waitMs !== 0) expect(takeMany(table, 'a', 20, start + waitMs)).toBe(taken);
  });

  it('tells what is left, and what is missing without taking it', () => {
    const table = createBucketTable(10);
    expect(table.take('a', limits, start)).toBe(9);
    takeMany(table, 'a', 9, start);
    expect(table.take('a', limits, start)).toBe(-1);
    expect(table.take('a', limits, start + 250)).toBe(-0.5);
    expect(table.take('a', limits, start + 500)).toBe(0);
  });

  it('keeps names apart', () => {
    const table = createBucketTable(10);
    takeMany(table, 'a', 100, start);
    expect(takeMany(table, 'b', 10, start)).toBe(10);
  });

  it('forgets who was not seen for longest when it is full, and keeps the count of who was', () => {
    const table = createBucketTable(3);
    takeMany(table, 'a', 10, start);
    takeMany(table, 'b', 10, start);
    takeMany(table, 'c', 10, start);
    table.take('a', limits, start);
    table.take('d', limits, start);
    expect(table.size()).toBe(3);
    expect(table.take('a', limits, start)).toBeLessThan(0);
    expect(table.take('b', limits, start)).toBe(9);
  });

  it('holds new limits at once', () => {
    const table = createBucketTable(3);
    expect(takeMany(table, 'a', 5, start)).toBe(5);
    expect(takeMany(table, 'a', 5, start, { capacity: 2, perSecond: 1 })).toBe(2);
  });

  it('remembers no more than its most after a million names', () => {
    const table = createBucketTable(50_000);
    for (let index = 0; index < 1_000_000; index += 1) table.take(`192.0.2.${index}`, limits, start + index);
    expect(table.size()).toBe(50_000);
  });
});

describe('the replay of the last minute', () => {
  it.each([
    { name: 'a burst within the limits', arrivals: [[0, 10]], requests: 10, refused: 0 },
    { name: 'a burst beyond burst and refill of its slice', arrivals: [[0, 100]], requests: 100, refused: 80 },
    { name: 'a steady rate within the limits', arrivals: [[0, 9], [5_000, 9], [10_000, 9], [15_000, 9]], requests: 36, refused: 0 },
    { name: 'a steady rate that uses up the burst', arrivals: [[0, 20], [5_000, 20], [10_000, 20]], requests: 60, refused: 20 },
    { name: 'what is older than a minute', arrivals: [[-61_000, 500]], requests: 0, refused: 0 },
  ])('counts $name', ({ arrivals, requests, refused }) => {
    const table = createBucketTable(10);
    for (const [at = 0, count = 0] of arrivals) takeMany(table, 'a', count, start + at);
    expect(table.replay(limits, start + 15_000)).toEqual({ requests, refused, names: refused > 0 ? 1 : 0 });
  });

  it('is of each name by itself', () => {
    const table = createBucketTable(10);
    takeMany(table, 'a', 100, start);
    takeMany(table, 'b', 20, start);
    takeMany(table, 'c', 100, start);
    expect(table.replay(limits, start)).toEqual({ requests: 220, refused: 160, names: 2 });
  });
});
