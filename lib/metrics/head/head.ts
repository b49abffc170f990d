import { decodeChunk, encodeChunk } from '../chunk/chunk';
import { bitsOf } from '../stale';
import { clip, decodeBlocks, mergeSamples, toBlocks } from './columns';
import { LateSamples, type ValueBits } from './late-samples';
import { lowerBound } from './lower-bound';
import { bucketMs, bucketOf, type Block, type MemSeries } from './mem-series';
import { SampleSlab, slotSamples } from './slab';

export type AppendOutcome = 'stored' | 'duplicate' | 'conflicting_value' | 'out_of_order';

export interface HeadOptions {
  /** How far behind the youngest sample of its series a sample may come, milliseconds. */
  outOfOrderMs: number;
  /** The latest time that a sample of now may have. One that is there already and is later was written before the clock was set back, and holds up no other. */
  newestMs?: () => number;
  /** Told when a series has samples that can be sealed. */
  onDue: (series: MemSeries) => void;
}

/** Sealing waits this long after the end of a bucket, and up to as long again, by series, so that not all are due at once. */
const sealDelayMs = 5 * 60_000;
/** More late samples of a series than this, and than a sixteenth of its others, are merged into its blocks. */
const lateLimit = 512;
const lateShare = 16;

/** Unsealed samples of all series. Pure memory: what makes them durable lies around it. */
export class Head {
  readonly slab = new SampleSlab();
  /** Compressed blocks, bytes. */
  blockBytes = 0;
  private readonly times = new Float64Array(slotSamples);
  private readonly values = new Float64Array(slotSamples);

  constructor(private readonly options: HeadOptions) {}

  append(series: MemSeries, timeMs: number, low: number, high: number): AppendOutcome {
    if (timeMs <= series.lastMs) return this.appendLate(series, timeMs, low, high);
    if (series.open === 0) {
      if (series.slot < 0) series.slot = this.slab.take();
    } else if (series.open === slotSamples || bucketOf(series.lastMs) !== bucketOf(timeMs)) this.pack(series);
    this.slab.write(series.slot, series.open, timeMs, low, high);
    series.open += 1;
    series.lastMs = timeMs;
    // After a restart there may be complete buckets already.
    if (series.sealAtMs === Infinity) series.sealAtMs = sealTimeOf(series, series.blocks[0]?.fromMs ?? timeMs);
    if (timeMs >= series.sealAtMs) {
      series.sealAtMs = sealTimeOf(series, timeMs);
      this.options.onDue(series);
    }
    return 'stored';
  }

  /** Moves the open samples into a block. */
  pack(series: MemSeries): void {
    if (series.open === 0) return;
    const times = this.slab.times(series.slot, series.open);
    this.addBlock(series, times, this.slab.values(series.slot, series.open));
    series.open = 0;
  }

  /** Appends a block behind those there are; for restoring too. */
  addBlock(series: MemSeries, times: Float64Array, values: Float64Array): void {
    const bytes = encodeChunk(times, values);
    this.restoreBlock(series, { bytes, count: times.length, fromMs: times[0] ?? 0, toMs: times[times.length - 1] ?? 0 });
  }

  restoreBlock(series: MemSeries, block: Block): void {
    series.blocks.push(block);
    this.blockBytes += block.bytes.length;
  }

  /** Forgets the samples in order up to a time, which ends a block. */
  dropTo(series: MemSeries, sealedToMs: number): void {
    const kept = series.blocks.filter((block) => block.toMs > sealedToMs);
    for (const block of series.blocks) if (block.toMs <= sealedToMs) this.blockBytes -= block.bytes.length;
    series.blocks = kept;
    if (sealedToMs > series.sealedToMs) series.sealedToMs = sealedToMs;
    series.sealings += 1;
  }

  /** Forgets late samples of the given times. */
  dropLate(series: MemSeries, times: ReadonlySet<number>): void {
    const { late } = series;
    if (!late) return;
    series.late = late.without(times);
    series.sealings += 1;
  }

  /** Gives the slot of an idle series back. */
  releaseSlot(series: MemSeries): void {
    if (series.slot >= 0 && series.open === 0) {
      this.slab.release(series.slot);
      series.slot = -1;
    }
  }

  private appendLate(series: MemSeries, timeMs: number, low: number, high: number): AppendOutcome {
    const known = this.find(series, timeMs);
    if (known) return known.low === low && known.high === high ? 'duplicate' : 'conflicting_value';
    const { outOfOrderMs, newestMs } = this.options;
    if (timeMs < Math.min(series.lastMs, newestMs?.() ?? Infinity) - outOfOrderMs) return 'out_of_order';
    series.late ??= new LateSamples();
    series.late.add(timeMs, low, high);
    if (timeMs <= series.sealedToMs) this.options.onDue(series);
    else if (series.late.size >= lateLimit) this.mergeManyLate(series, series.late);
    return 'stored';
  }

  private mergeManyLate(series: MemSeries, late: LateSamples): void {
    const unsealed = late.countAfter(series.sealedToMs);
    if (series.isSealing || unsealed % lateLimit !== 0) return;
    const held = series.blocks.reduce((sum, block) => sum + block.count, series.open);
    if (unsealed * lateShare >= held) this.mergeLate(series);
  }

  /** Takes the late samples of times that are not sealed into the blocks, so that they stay few. */
  private mergeLate(series: MemSeries): void {
    if (!series.late) return;
    this.pack(series);
    const late = clip(series.late.columns(), series.sealedToMs + 1, Infinity);
    let rest = mergeSamples(decodeBlocks(series.blocks), late);
    for (const block of series.blocks) this.blockBytes -= block.bytes.length;
    series.blocks = [];
    while (rest.times.length > 0) {
      const end = bucketOf(rest.times[0] ?? 0) + bucketMs;
      for (const block of toBlocks(clip(rest, -Infinity, end - 1), slotSamples)) this.restoreBlock(series, block);
      rest = clip(rest, end, Infinity);
    }
    this.dropLate(series, new Set(late.times));
  }

  /** The bits of an unsealed sample. */
  private find(series: MemSeries, timeMs: number): ValueBits | null {
    if (series.open > 0) {
      const index = indexOf(this.slab.times(series.slot, series.open), timeMs);
      if (index >= 0) return bitsAt(this.slab.values(series.slot, series.open), index);
    }
    const block = series.blocks[firstEndingAt(series.blocks, timeMs)];
    if (block && block.fromMs <= timeMs) {
      const fits = block.count <= slotSamples;
      const times = fits ? this.times : new Float64Array(block.count);
      const values = fits ? this.values : new Float64Array(block.count);
      decodeChunk(block.bytes, times, values);
      const index = indexOf(times.subarray(0, block.count), timeMs);
      if (index >= 0) return bitsAt(values, index);
    }
    return series.late?.find(timeMs) ?? null;
  }
}

function sealTimeOf(series: MemSeries, timeMs: number): number {
  return bucketOf(timeMs) + bucketMs + sealDelayMs + ((series.id * 7_919) % sealDelayMs);
}

function bitsAt(values: Float64Array, index: number): ValueBits {
  const bits = bitsOf(values);
  return { low: bits[index * 2] ?? 0, high: bits[index * 2 + 1] ?? 0 };
}

/** Where a time stands in ascending times; -1 when it does not. */
function indexOf(times: Float64Array, timeMs: number): number {
  const at = lowerBound(times, times.length, timeMs);
  return times[at] === timeMs ? at : -1;
}

/** The first block that ends at a time or after it; blocks are ascending. */
function firstEndingAt(blocks: readonly Block[], timeMs: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((blocks[middle]?.toMs ?? Infinity) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
