import { decodeChunk } from '../chunk/chunk';
import { ascending, clip, mergeSamples, type SampleColumns } from './columns';
import type { Head } from './head';
import type { Block, MemSeries } from './mem-series';

/** Samples of sealed chunks, most recent blocks, open slot and late samples that a window may touch: an upper bound for the reader's budget. */
export function countSamples(series: MemSeries, sealed: readonly Block[], fromMs: number, toMs: number): number {
  let count = series.open + (series.late?.size ?? 0);
  for (const block of sealed) if (block.toMs >= fromMs && block.fromMs <= toMs) count += block.count;
  for (const block of series.blocks) if (block.toMs >= fromMs && block.fromMs <= toMs) count += block.count;
  return count;
}

/** All samples of a series in a window, both ends included, each time once: sealed chunks (ascending), then what the head holds. */
export function readSeries(head: Head, series: MemSeries, sealed: readonly Block[], fromMs: number, toMs: number): SampleColumns {
  const times = new Float64Array(countSamples(series, sealed, fromMs, toMs));
  const values = new Float64Array(times.length);
  let count = 0;
  let isAscending = true;
  const take = (block: Block) => {
    if (block.toMs < fromMs || block.fromMs > toMs) return;
    if (count > 0 && block.fromMs <= (times[count - 1] ?? 0)) isAscending = false;
    count += decodeChunk(block.bytes, times.subarray(count), values.subarray(count));
  };
  for (const block of sealed) take(block);
  for (const block of series.blocks) take(block);
  if (series.open > 0) {
    const open = head.slab.times(series.slot, series.open);
    if (count > 0 && (open[0] ?? 0) <= (times[count - 1] ?? 0)) isAscending = false;
    times.set(open, count);
    values.set(head.slab.values(series.slot, series.open), count);
    count += series.open;
  }
  let columns: SampleColumns = { times: times.subarray(0, count), values: values.subarray(0, count) };
  if (!isAscending) columns = ascending(columns);
  if (series.late) columns = mergeSamples(columns, series.late.columns());
  return clip(columns, fromMs, toMs);
}
