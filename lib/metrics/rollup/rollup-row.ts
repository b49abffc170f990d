import { BitReader, BitWriter } from '../chunk/bit-buffer';
import { readFloats, writeFloats } from '../chunk/floats';
import { readIntegers, writeIntegers } from '../chunk/integers';
import type { RolledSeries } from './roll-up';

const version = 1;
const writer = new BitWriter();

/** Compresses roll-ups. A column that is the same as another (a counter's first and least) is said and not written. */
export function encodeRollup(rolled: RolledSeries): Uint8Array {
  const length = rolled.times.length;
  writer.reset();
  writer.byte(version);
  writer.varint(length);
  if (length === 0) return writer.finish();
  writeIntegers(writer, rolled.times, length);
  writeIntegers(writer, rolled.count, length);
  writeFloats(writer, rolled.last, length);
  writeBeside(rolled.first, rolled.last, length);
  writeBeside(rolled.min, rolled.first, length);
  writeBeside(rolled.max, rolled.last, length);
  writeFloats(writer, rolled.increase, length);
  writeFloats(writer, rolled.sum, length);
  return writer.finish();
}

export function decodeRollup(bytes: Uint8Array): RolledSeries {
  const reader = new BitReader(bytes);
  const found = reader.byte();
  if (found !== version) throw new Error(`A roll-up has version ${found}; this program reads version ${version}. Was the data written by a newer Nines?`);
  const length = reader.varint();
  if (length > reader.length * 16) throw new Error(`A roll-up is damaged: ${reader.length} bytes cannot hold ${length} buckets.`);
  const column = () => new Float64Array(length);
  const rolled = { times: column(), last: column(), count: column(), sum: column(), min: column(), max: column(), first: column(), increase: column() };
  if (length === 0) return rolled;
  readIntegers(reader, rolled.times, length);
  readIntegers(reader, rolled.count, length);
  readFloats(reader, rolled.last, length);
  readBeside(reader, rolled.first, rolled.last, length);
  readBeside(reader, rolled.min, rolled.first, length);
  readBeside(reader, rolled.max, rolled.last, length);
  readFloats(reader, rolled.increase, length);
  readFloats(reader, rolled.sum, length);
  if (!reader.isWhole) throw new Error('A roll-up is damaged: it is cut short.');
  return rolled;
}

/** A byte 1 where two columns are the same to the bit, else 0 and the column. */
function writeBeside(column: Float64Array, other: Float64Array, length: number): void {
  const isSame = sameBits(column, other, length);
  writer.byte(isSame ? 1 : 0);
  if (!isSame) writeFloats(writer, column, length);
}

function readBeside(reader: BitReader, column: Float64Array, other: Float64Array, length: number): void {
  if (reader.byte() === 1) column.set(other);
  else readFloats(reader, column, length);
}

function sameBits(a: Float64Array, b: Float64Array, length: number): boolean {
  for (let index = 0; index < length; index += 1) if (!Object.is(a[index], b[index])) return false;
  return true;
}
