import { decodeChunk, encodeChunk } from '../chunk/chunk';
import { bitsOf } from '../stale';
import { lowerBound } from './lower-bound';
import type { Block } from './mem-series';

export interface SampleColumns {
  times: Float64Array;
  values: Float64Array;
}

/** Both, ascending; where both have a time, the first one's value stays. */
export function mergeSamples(first: SampleColumns, second: SampleColumns): SampleColumns {
  if (second.times.length === 0) return first;
  if (first.times.length === 0) return second;
  const times = new Float64Array(first.times.length + second.times.length);
  const values = new Float64Array(times.length);
  const bits = bitsOf(values);
  const sources = [
    { times: first.times, bits: bitsOf(first.values) },
    { times: second.times, bits: bitsOf(second.values) },
  ] as const;
  let count = 0;
  let a = 0;
  let b = 0;
  while (a < first.times.length || b < second.times.length) {
    const timeA = first.times[a] ?? Infinity;
    const timeB = second.times[b] ?? Infinity;
    const isFirst = timeA <= timeB;
    const source = isFirst ? sources[0] : sources[1];
    const index = isFirst ? a : b;
    times[count] = isFirst ? timeA : timeB;
    bits[count * 2] = source.bits[index * 2] ?? 0;
    bits[count * 2 + 1] = source.bits[index * 2 + 1] ?? 0;
    count += 1;
    if (isFirst) a += 1;
    if (!isFirst || timeA === timeB) b += 1;
  }
  return { times: times.subarray(0, count), values: values.subarray(0, count) };
}

/** Sorts samples whose pieces overlap; of equal times the first stays. */
export function ascending({ times, values }: SampleColumns): SampleColumns {
  const order = Array.from(times.keys()).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  const kept = order.filter((index, position) => position === 0 || times[index] !== times[order[position - 1] ?? 0]);
  const sorted = { times: new Float64Array(kept.length), values: new Float64Array(kept.length) };
  const from = bitsOf(values);
  const to = bitsOf(sorted.values);
  kept.forEach((index, position) => {
    sorted.times[position] = times[index] ?? 0;
    to[position * 2] = from[index * 2] ?? 0;
    to[position * 2 + 1] = from[index * 2 + 1] ?? 0;
  });
  return sorted;
}

/** The samples of a window, both ends included. */
export function clip({ times, values }: SampleColumns, fromMs: number, toMs: number): SampleColumns {
  const start = lowerBound(times, times.length, fromMs);
  const end = lowerBound(times, times.length, toMs + 1);
  return start === 0 && end === times.length ? { times, values } : { times: times.subarray(start, end), values: values.subarray(start, end) };
}

/** Decodes chunks one behind the other; ascending and without doubles, whatever they overlap. */
export function decodeBlocks(blocks: readonly Block[]): SampleColumns {
  const total = blocks.reduce((sum, block) => sum + block.count, 0);
  const times = new Float64Array(total);
  const values = new Float64Array(total);
  let count = 0;
  let isAscending = true;
  for (const block of blocks) {
    if (count > 0 && block.fromMs <= (times[count - 1] ?? 0)) isAscending = false;
    count += decodeChunk(block.bytes, times.subarray(count), values.subarray(count));
  }
  return isAscending ? { times, values } : ascending({ times, values });
}

/** Longest chunk at rest: some kilobytes, so that a short window of dense samples does not decode hours. */
const chunkSamples = 2_048;

/** Samples as chunks of at most so many samples. */
export function toBlocks({ times, values }: SampleColumns, most = chunkSamples): Block[] {
  const blocks: Block[] = [];
  for (let start = 0; start < times.length; start += most) {
    const end = Math.min(start + most, times.length);
    const own = times.subarray(start, end);
    blocks.push({ bytes: encodeChunk(own, values.subarray(start, end)), count: end - start, fromMs: own[0] ?? 0, toMs: own[own.length - 1] ?? 0 });
  }
  return blocks;
}
