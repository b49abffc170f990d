import { decodeChunk, encodeChunk, headerOf } from '../chunk/chunk';
import { bitsOf } from '../stale';
import type { SampleColumns } from './columns';
import type { Head } from './head';
import { LateSamples } from './late-samples';
import type { Block, MemSeries } from './mem-series';

/** What a snapshot says of one series. */
export interface SeriesSnapshot {
  id: number;
  lastMs: number;
  blocks: Block[];
  /** Samples not packed yet, and late ones, as chunks. */
  open: Uint8Array | null;
  late: Uint8Array | null;
}

/** Series of a snapshot, one behind the other: lengths as varints, chunks as they are. */
export class SnapshotWriter {
  private parts: Uint8Array[] = [];
  sizeBytes = 0;

  add(head: Head, series: MemSeries): void {
    const open = series.open > 0 ? encodeChunk(head.slab.times(series.slot, series.open), head.slab.values(series.slot, series.open)) : null;
    let late: Uint8Array | null = null;
    if (series.late) {
      const columns = series.late.columns();
      late = encodeChunk(columns.times, columns.values);
    }
    const numbers: number[] = [series.id, zigzag(series.lastMs), open?.length ?? 0, late?.length ?? 0, series.blocks.length];
    for (const block of series.blocks) numbers.push(block.bytes.length);
    this.push(varints(numbers));
    if (open) this.push(open);
    if (late) this.push(late);
    for (const block of series.blocks) this.push(block.bytes);
  }

  /** Everything added, and begins anew. */
  take(): Uint8Array {
    const joined = new Uint8Array(this.sizeBytes);
    let at = 0;
    for (const part of this.parts) {
      joined.set(part, at);
      at += part.length;
    }
    this.parts = [];
    this.sizeBytes = 0;
    return joined;
  }

  private push(part: Uint8Array): void {
    this.parts.push(part);
    this.sizeBytes += part.length;
  }
}

export function* readSnapshot(bytes: Uint8Array): Generator<SeriesSnapshot> {
  let at = 0;
  const varint = () => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('A snapshot is cut short.');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  };
  const piece = (length: number) => {
    if (length === 0) return null;
    at += length;
    if (at > bytes.length) throw new RangeError('A snapshot is cut short.');
    return bytes.slice(at - length, at);
  };
  while (at < bytes.length) {
    const id = varint();
    const last = varint();
    const openLength = varint();
    const lateLength = varint();
    const lengths = Array.from({ length: varint() }, varint);
    const open = piece(openLength);
    const late = piece(lateLength);
    const blocks = lengths.flatMap((length) => {
      const block = piece(length);
      return block ? [{ bytes: block, ...headerOf(block) }] : [];
    });
    yield { id, lastMs: unzigzag(last), blocks, open, late };
  }
}

/** Puts a series of a snapshot back, but for what was sealed after the snapshot was taken. */
export function restoreSeries(head: Head, series: MemSeries, snapshot: SeriesSnapshot): void {
  for (const block of snapshot.blocks) if (block.toMs > series.sealedToMs) head.restoreBlock(series, block);
  const packed = series.blocks[series.blocks.length - 1];
  if (packed) series.lastMs = Math.max(series.lastMs, packed.toMs);
  if (snapshot.open) {
    const { times, values } = decoded(snapshot.open);
    const bits = bitsOf(values);
    for (let index = 0; index < times.length; index += 1) {
      const timeMs = times[index] ?? 0;
      if (timeMs > series.lastMs) head.append(series, timeMs, bits[index * 2] ?? 0, bits[index * 2 + 1] ?? 0);
    }
  }
  series.lastMs = Math.max(series.lastMs, snapshot.lastMs);
  if (!snapshot.late) return;
  const { times, values } = decoded(snapshot.late);
  series.late = new LateSamples({ times, values });
}

function decoded(bytes: Uint8Array): SampleColumns {
  const { count } = headerOf(bytes);
  const times = new Float64Array(count);
  const values = new Float64Array(count);
  decodeChunk(bytes, times, values);
  return { times, values };
}

function varints(numbers: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (const number of numbers) {
    let rest = number;
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

/** Times are finite where a series has data; anything else counts as the beginning. */
function zigzag(value: number): number {
  const finite = Number.isFinite(value) ? value : 0;
  return finite >= 0 ? finite * 2 : -finite * 2 - 1;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
