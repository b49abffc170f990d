import type { BitReader, BitWriter } from './bit-buffer';

/** Integers in one block share a bit width, which a byte before the block gives. */
const blockLength = 16;

/** Largest magnitude that `writeIntegers` takes: second differences of such integers stay exact in a float64. */
export const maxInteger = 2 ** 50;

/**
 * What is packed: the integers less the least (0), their differences (1), the differences of those (2), or the differences less the least of
 * them (3). The first and the third may be negative and are zigzag-coded.
 */
const orders = [0, 1, 2, 3] as const;
type Order = (typeof orders)[number];

let scratch = new Float64Array(1_024);
let trial = new Float64Array(1_024);

/**
 * Packs integers (magnitude at most 2^50) in blocks of 16, each block in as many bits as its largest member needs, as whichever of value,
 * first or second difference is smallest: regular times and steady counters come out at almost nothing.
 */
export function writeIntegers(writer: BitWriter, integers: Float64Array, count: number): void {
  if (scratch.length < count) {
    scratch = new Float64Array(count * 2);
    trial = new Float64Array(count * 2);
  }
  let best: Order = 0;
  let bestBits = Infinity;
  let least = 0;
  for (const order of orders) {
    const offset = transform(integers, count, order, trial);
    const bits = packedBits(trial, headOf(order), count);
    if (bits >= bestBits) continue;
    [scratch, trial] = [trial, scratch];
    [best, bestBits, least] = [order, bits, offset];
    if (bits <= count) break;
  }
  const first = headOf(best);
  writer.byte(best);
  writer.varint(zigzag(best === 0 ? least : (integers[0] ?? 0)));
  if (best === 2) writer.varint(scratch[1] ?? 0);
  if (best === 3) writer.varint(zigzag(least));
  for (let start = first; start < count; start += blockLength) writer.byte(widthOf(scratch, start, Math.min(start + blockLength, count)));
  for (let start = first; start < count; start += blockLength) {
    const end = Math.min(start + blockLength, count);
    const width = widthOf(scratch, start, end);
    if (width === 0) continue;
    if (width <= 32) for (let index = start; index < end; index += 1) writer.bits((scratch[index] ?? 0) >>> 0, width);
    else for (let index = start; index < end; index += 1) writer.wide(scratch[index] ?? 0, width);
  }
  writer.align();
}

/** Reads `count` integers into `out`. Throws Error for what `writeIntegers` does not write. */
export function readIntegers(reader: BitReader, out: Float64Array, count: number): void {
  const order = reader.byte();
  if (order > 3) throw new Error(`Integers are damaged: there is no form ${order}.`);
  const base = unzigzag(reader.varint());
  let slope = 0;
  let least = order === 0 ? base : 0;
  if (order === 2) slope = unzigzag(reader.varint());
  if (order === 3) least = unzigzag(reader.varint());
  const first = headOf(order);
  if (first > 0) out[0] = base;
  if (first > 1 && count > 1) out[1] = base + slope;
  if (!unpackBlocks(reader, out, first, count)) {
    // Scrapes on time and counters at rest: a straight line.
    const step = order === 2 ? slope : order === 3 ? least : 0;
    for (let index = 0; index < count; index += 1) out[index] = base + index * step;
    return;
  }
  let previous = out[first - 1] ?? 0;
  if (order === 0) {
    for (let index = 0; index < count; index += 1) out[index] = (out[index] ?? 0) + least;
  } else if (order === 1) {
    for (let index = 1; index < count; index += 1) out[index] = previous += unzigzag(out[index] ?? 0);
  } else if (order === 2) {
    for (let index = 2; index < count; index += 1) {
      slope += unzigzag(out[index] ?? 0);
      out[index] = previous += slope;
    }
  } else {
    for (let index = 1; index < count; index += 1) out[index] = previous += least + (out[index] ?? 0);
  }
}

/** A zigzag-coded second difference of integers up to 2^50. */
const widest = 54;
const widths = new Uint8Array(8_192);

/** False when all that is packed is zero; then `out` is left as it is. */
function unpackBlocks(reader: BitReader, out: Float64Array, first: number, count: number): boolean {
  const blocks = Math.ceil(Math.max(0, count - first) / blockLength);
  const known = blocks <= widths.length ? widths : new Uint8Array(blocks);
  let any = 0;
  for (let block = 0; block < blocks; block += 1) any |= known[block] = reader.byte();
  if (any === 0) return false;
  for (let block = 0; block < blocks; block += 1) {
    const width = known[block] ?? 0;
    if (width > widest) throw new Error(`Integers are damaged: none has ${width} bits.`);
    const start = first + block * blockLength;
    const end = Math.min(start + blockLength, count);
    if (width === 0) out.fill(0, start, end);
    else reader.unpack(width, out, start, end);
  }
  reader.align();
  return true;
}

/** How many integers stand before the packed ones. */
function headOf(order: number): number {
  return order === 3 ? 1 : order;
}

/** Fills `out` with what is packed; returns the least that was taken off. Index 1 of the second order is the first difference. */
function transform(integers: Float64Array, count: number, order: Order, out: Float64Array): number {
  if (order === 0) {
    let least = integers[0] ?? 0;
    for (let index = 1; index < count; index += 1) least = Math.min(least, integers[index] ?? 0);
    for (let index = 0; index < count; index += 1) out[index] = (integers[index] ?? 0) - least;
    return least;
  }
  let previous = integers[0] ?? 0;
  let slope = 0;
  let least = Infinity;
  for (let index = 1; index < count; index += 1) {
    const value = integers[index] ?? 0;
    const difference = value - previous;
    if (difference < least) least = difference;
    out[index] = order === 3 ? difference : zigzag(order === 1 || index === 1 ? difference : difference - slope);
    slope = difference;
    previous = value;
  }
  if (order !== 3 || count < 2) return 0;
  for (let index = 1; index < count; index += 1) out[index] = (out[index] ?? 0) - least;
  return least;
}

function packedBits(packed: Float64Array, first: number, count: number): number {
  let bits = first * 24;
  for (let start = first; start < count; start += blockLength) {
    const end = Math.min(start + blockLength, count);
    bits += 8 + widthOf(packed, start, end) * (end - start);
  }
  return bits;
}

function widthOf(packed: Float64Array, start: number, end: number): number {
  let most = 0;
  for (let index = start; index < end; index += 1) {
    const value = packed[index] ?? 0;
    if (value > most) most = value;
  }
  if (most < 0x80000000) return most === 0 ? 0 : 32 - Math.clz32(most);
  const high = Math.floor(most / 0x100000000);
  return high === 0 ? 32 : 64 - Math.clz32(high);
}

function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
