import { BitReader, BitWriter } from './bit-buffer';
import { writeFloats, readFloats } from './floats';
import { readIntegers, writeIntegers } from './integers';

const version = 1;
const writer = new BitWriter();

/** What a chunk holds, without decoding it. Times are milliseconds since 1970. */
export interface ChunkHeader {
  count: number;
  fromMs: number;
  toMs: number;
}

/**
 * Compresses samples (one at least), bit for bit: times (integers, ascending) by their second differences, values as `writeFloats` says. The bytes begin with
 * a version, the count, the first time and the span, so that a reader can pass over what it does not need.
 */
export function encodeChunk(times: Float64Array, values: Float64Array, count = times.length): Uint8Array {
  const fromMs = times[0] ?? 0;
  if (!Number.isSafeInteger(fromMs) || !Number.isSafeInteger(times[count - 1])) throw new RangeError(`Times are whole milliseconds; ${fromMs} to ${times[count - 1]} are not.`);
  writer.reset();
  writer.byte(version);
  writer.varint(count);
  writer.varint(fromMs >= 0 ? fromMs * 2 : -fromMs * 2 - 1);
  writer.varint((times[count - 1] ?? 0) - fromMs);
  writeIntegers(writer, times, count);
  writeFloats(writer, values, count);
  return writer.finish();
}

export function headerOf(bytes: Uint8Array): ChunkHeader {
  return readHeader(new BitReader(bytes));
}

/** Decodes into arrays of at least `headerOf(bytes).count` entries, from index 0; returns the count. Throws Error for bytes that no encoder made. */
export function decodeChunk(bytes: Uint8Array, times: Float64Array, values: Float64Array): number {
  const reader = new BitReader(bytes);
  const { count, fromMs, toMs } = readHeader(reader);
  if (count > times.length || count > values.length) throw damaged(`there is room for ${times.length} samples, and it has ${count}`);
  readIntegers(reader, times, count);
  if (count > 0 && (times[0] !== fromMs || times[count - 1] !== toMs)) throw damaged('its times are not those of its header');
  readFloats(reader, values, count);
  if (!reader.isWhole) throw damaged('it is cut short');
  return count;
}

function readHeader(reader: BitReader): ChunkHeader {
  const found = reader.byte();
  if (found !== version) throw new Error(`A chunk has version ${found}; this program reads version ${version}. Was the data written by a newer Nines?`);
  const count = reader.varint();
  // Every sixteen times take a byte at the least.
  if (count > reader.length * 16) throw damaged(`${reader.length} bytes cannot hold ${count} samples`);
  const first = reader.varint();
  const fromMs = first % 2 === 0 ? first / 2 : -(first + 1) / 2;
  return { count, fromMs, toMs: fromMs + reader.varint() };
}

function damaged(how: string): Error {
  return new Error(`A chunk is damaged: ${how}.`);
}
