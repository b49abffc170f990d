import { describe, expect, it } from 'vitest';
import { mulberry32 } from '@/lib/ingest/test-random';
import { bucketMs, bucketOf, MemSeries } from './mem-series';
import { readSeries } from './read-series';
import { readSnapshot, restoreSeries, SnapshotWriter } from './snapshot';
import { headOf } from './test-head';

const start = bucketOf(Date.UTC(2026, 0, 15, 12));
const hourMs = 3_600_000;

describe('append', () => {
  it.each<[string, [number, number][], string[]]>([
    ['in order', [[0, 1], [1, 2]], ['stored', 'stored']],
    ['the same again', [[0, 1], [0, 1]], ['stored', 'duplicate']],
    ['another value at the time of the youngest', [[0, 1], [0, 2]], ['stored', 'conflicting_value']],
    ['zeros of both signs at one time', [[0, 0], [0, -0]], ['stored', 'conflicting_value']],
    ['NaN again', [[0, NaN], [0, NaN]], ['stored', 'duplicate']],
    ['late at the end of the window', [[hourMs, 1], [0, 2]], ['stored', 'stored']],
    ['late beyond the window', [[hourMs, 1], [-1, 2]], ['stored', 'out_of_order']],
    ['late twice', [[10, 1], [5, 2], [5, 2], [5, 3]], ['stored', 'stored', 'duplicate', 'conflicting_value']],
    ['a duplicate that is older than the window', [[0, 1], [2 * hourMs, 1], [0, 1], [0, 2]], ['stored', 'stored', 'duplicate', 'conflicting_value']],
  ])('%s', (_, samples, outcomes) => {
    const { add } = headOf();
    expect(samples.map(([time, value]) => add(start + time, value))).toEqual(outcomes);
  });

  it('counts the window from now where the clock was set back since the youngest', () => {
    const { add } = headOf(hourMs, () => start);
    expect([add(start + 24 * hourMs, 1), add(start, 2), add(start - hourMs, 3), add(start - hourMs - 1, 4)]).toEqual(['stored', 'stored', 'stored', 'out_of_order']);
  });

  it('finds duplicates in blocks, in the open slot and among late samples', () => {
    const { add, series } = headOf();
    for (let index = 0; index < 200; index += 1) add(start + index * 1_000, index);
    for (let index = 0; index < 50; index += 1) add(start + index * 1_000 + 500, -index);
    expect(series.blocks.length).toBe(3);
    for (let index = 0; index < 200; index += 1) expect(add(start + index * 1_000, index)).toBe('duplicate');
    for (let index = 0; index < 50; index += 1) expect(add(start + index * 1_000 + 500, -index)).toBe('duplicate');
    expect(add(start + 3_000, 4)).toBe('conflicting_value');
  });

  it('ends a block at the end of a span of two hours, and says when the span can be sealed', () => {
    const { add, series, due } = headOf();
    for (let time = start; time < start + 3 * bucketMs; time += 60_000) add(time, 1);
    for (const block of series.blocks) expect(bucketOf(block.fromMs)).toBe(bucketOf(block.toMs));
    expect(due).toHaveLength(2);
  });

  it('says at once that spans of before a restart can be sealed', () => {
    const { head, add, due, series } = headOf();
    head.addBlock(series, Float64Array.of(start), Float64Array.of(1));
    series.lastMs = start;
    add(start + 2 * bucketMs, 1);
    expect(due).toHaveLength(1);
  });
});

describe('many late samples', () => {
  it('are merged into blocks that stay within their spans, and are read in order', () => {
    const { add, read, series } = headOf();
    for (let index = 0; index < 480; index += 1) add(start + bucketMs - hourMs + index * 15_000, index);
    const youngest = series.lastMs;
    for (let index = 0; index < 1_200; index += 1) expect(add(youngest - 3_000_000 + index * 2_000 + 1, index)).toBe('stored');
    expect(series.late?.size ?? 0).toBeLessThan(1_024);
    for (const block of series.blocks) expect(bucketOf(block.fromMs)).toBe(bucketOf(block.toMs));
    const points = read();
    expect(points).toHaveLength(1_680);
    expect(points.every(([time], index) => index === 0 || time > (points[index - 1]?.[0] ?? 0))).toBe(true);
  });

  it('stay apart while the series is on its way to the database', () => {
    const { head, add, read, series } = headOf();
    for (let index = 0; index < 128; index += 1) add(start + index * 10_000, index);
    head.pack(series);
    series.isSealing = true;
    const sealedToMs = series.lastMs;
    for (let index = 0; index < 2_000; index += 1) add(start + index * 600 + 1, index);
    expect(series.late?.size).toBe(2_000);
    head.dropTo(series, sealedToMs);
    expect(read()).toHaveLength(2_000);
  });

  it.each<[string, (index: number, random: () => number) => number]>([
    ['ascending', (index) => index],
    ['descending', (index) => 100_000 - index],
    ['in any order', (_, random) => Math.floor(random() * 1e6)],
  ])('%s, a hundred thousand that belong to sealed spans, do not take the time of the test', (_, at) => {
    const { head, add, series } = headOf();
    for (let index = 0; index < 10; index += 1) add(start + index, 1);
    add(start + hourMs, 1);
    head.pack(series);
    head.dropTo(series, start + hourMs);
    const random = mulberry32(1);
    for (let index = 0; index < 100_000; index += 1) add(start + 1_000 + at(index, random), 1);
    expect(series.late?.size).toBeGreaterThan(90_000);
  });
});

describe('reading', () => {
  it('gives both ends of a window, from sealed chunks, blocks, the open slot and late samples, each time once', () => {
    const { head, add, series } = headOf();
    for (let index = 0; index < 300; index += 1) add(start + index * 1_000, index);
    for (let index = 0; index < 100; index += 1) add(start + index * 1_000 + 1, index);
    // A sealed chunk that memory still holds: the moment between the two halves of sealing.
    const sealed = series.blocks.slice(0, 2);
    const all = readSeries(head, series, sealed, -Infinity, Infinity);
    expect(all.times).toHaveLength(400);
    const window = readSeries(head, series, sealed, start + 50_000, start + 250_000);
    expect([window.times[0], window.times.at(-1), window.times.length]).toEqual([start + 50_000, start + 250_000, 251]);
  });
});

describe('forgetting what is sealed', () => {
  it('keeps younger blocks and other late samples, and gives the slot back when it is empty', () => {
    const { head, add, read, series } = headOf();
    for (let index = 0; index < 100; index += 1) add(start + index * 1_000, index);
    add(start + 500, 1);
    add(start + 1_500, 2);
    head.pack(series);
    const versions = series.sealings;
    const first = series.blocks[0]?.toMs ?? 0;
    head.dropTo(series, first);
    head.dropLate(series, new Set([start + 500]));
    expect(series.sealings).toBeGreaterThan(versions);
    expect(read().map(([time]) => time)).toEqual([start + 1_500, ...Array.from({ length: 36 }, (_, index) => first + 1_000 * (index + 1))]);
    const { slot } = series;
    head.releaseSlot(series);
    expect(series.slot).toBe(-1);
    expect(head.slab.take()).toBe(slot);
    head.dropTo(series, Infinity);
    expect(head.blockBytes).toBe(0);
  });
});

describe('a snapshot', () => {
  it('brings back what memory held, but for what was sealed since', () => {
    const random = mulberry32(9);
    for (let round = 0; round < 50; round += 1) {
      const { head, add, read, series } = headOf();
      const count = 1 + Math.floor(random() * 400);
      for (let index = 0; index < count; index += 1) add(start + index * 30_000, Math.floor(random() * 1e6) / 8);
      for (let index = 0; index < random() * 30; index += 1) add(series.lastMs - Math.floor(random() * hourMs), index);
      const writer = new SnapshotWriter();
      writer.add(head, series);
      const bytes = writer.take();
      const sealedTo = random() < 0.5 ? -Infinity : (series.blocks[0]?.toMs ?? -Infinity);
      const other = headOf();
      other.series.sealedToMs = other.series.lastMs = sealedTo;
      for (const each of readSnapshot(bytes)) restoreSeries(other.head, other.series, each);
      const late = new Set(series.late?.columns().times);
      expect(other.read()).toEqual(read().filter(([time]) => time > sealedTo || late.has(time)));
      expect(other.series.lastMs).toBe(series.lastMs);
      expect(() => [...readSnapshot(bytes.subarray(0, bytes.length - 1))]).toThrow(RangeError);
    }
  });

  it('holds many series, with and without samples', () => {
    const { head, add, series } = headOf();
    add(start, 1);
    const writer = new SnapshotWriter();
    const empty = new MemSeries(1, []);
    empty.id = 2 ** 31 - 1;
    for (const each of [series, empty, series]) writer.add(head, each);
    expect(Array.from(readSnapshot(writer.take()), ({ id, lastMs }) => [id, lastMs])).toEqual([[7, start], [2 ** 31 - 1, 0], [7, start]]);
    expect(writer.sizeBytes).toBe(0);
  });
});
