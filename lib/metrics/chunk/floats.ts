import { bitsOf } from '../stale';
import type { BitReader, BitWriter } from './bit-buffer';
import { maxInteger, readIntegers, writeIntegers } from './integers';

const constant = 0;
const decimal = 1;
const xor = 2;

const powersOfTen = Array.from({ length: 13 }, (_, exponent) => 10 ** exponent);
let integers = new Float64Array(1_024);
const exceptions: number[] = [];

/**
 * Writes float64 values bit for bit, in the smallest of three forms: one constant; decimals, that is integers divided by a power of ten
 * (what exporters print: counters, percentages, seconds with a few digits), packed by `writeIntegers`, with the few values that are not (NaN
 * with its bits, infinities, -0) listed aside; or each value XORed with the one before (Pelkonen et al., Gorilla, VLDB 2015, section 4.1.2).
 */
export function writeFloats(writer: BitWriter, values: Float64Array, count: number): void {
  const bits = bitsOf(values);
  if (isConstant(bits, count)) {
    writer.byte(constant);
    writer.word(bits[0] ?? 0);
    writer.word(bits[1] ?? 0);
    return;
  }
  const exponent = decimalExponent(values, count);
  if (exponent === null) {
    writer.byte(xor);
    writeXor(writer, bits, count);
    return;
  }
  writer.byte(decimal | (exponent << 2));
  writer.varint(exceptions.length);
  let previous = 0;
  for (const index of exceptions) {
    writer.varint(index - previous);
    writer.word(bits[index * 2] ?? 0);
    writer.word(bits[index * 2 + 1] ?? 0);
    previous = index;
  }
  writeIntegers(writer, integers, count);
}

/** Reads `count` values into `out`. Throws Error for what `writeFloats` does not write. */
export function readFloats(reader: BitReader, out: Float64Array, count: number): void {
  const form = reader.byte();
  if ((form & 3) === constant) {
    const bits = bitsOf(out);
    const low = reader.word();
    const high = reader.word();
    for (let index = 0; index < count; index += 1) {
      bits[index * 2] = low;
      bits[index * 2 + 1] = high;
    }
    return;
  }
  if ((form & 3) === xor) {
    readXor(reader, bitsOf(out), count);
    return;
  }
  const scale = powersOfTen[form >>> 2];
  let left = reader.varint();
  if ((form & 3) !== decimal || scale === undefined || left > count) throw new Error(`Values are damaged: there is no form ${form} of ${count} with ${left} exceptions.`);
  const patches: number[] = [];
  let at = 0;
  for (; left > 0; left -= 1) {
    at += reader.varint();
    patches.push(at, reader.word(), reader.word());
  }
  readIntegers(reader, out, count);
  if (scale !== 1) for (let index = 0; index < count; index += 1) out[index] = (out[index] ?? 0) / scale;
  if (patches.length === 0) return;
  const bits = bitsOf(out);
  for (let patch = 0; patch < patches.length; patch += 3) {
    const index = patches[patch] ?? 0;
    if (index >= count) continue;
    bits[index * 2] = patches[patch + 1] ?? 0;
    bits[index * 2 + 1] = patches[patch + 2] ?? 0;
  }
}

function isConstant(bits: Uint32Array, count: number): boolean {
  const [low, high] = bits;
  for (let index = 1; index < count; index += 1) if (bits[index * 2] !== low || bits[index * 2 + 1] !== high) return false;
  return true;
}

/** The least power of ten that makes integers of all values, now in `integers` (the `exceptions` repeat the value before); null without one. */
function decimalExponent(values: Float64Array, count: number): number | null {
  if (integers.length < count) integers = new Float64Array(count * 2);
  exceptions.length = 0;
  let exponent = 0;
  let scale = 1;
  const mostExceptions = count >>> 4;
  for (let index = 0; index < count; index += 1) {
    const value = values[index] ?? 0;
    if (!Number.isFinite(value) || Object.is(value, -0)) {
      if (exceptions.length >= Math.max(4, mostExceptions)) return null;
      exceptions.push(index);
      integers[index] = index === 0 ? 0 : (integers[index - 1] ?? 0);
      continue;
    }
    let scaled = Math.round(value * scale);
    if (scaled / scale !== value || scaled > maxInteger || scaled < -maxInteger) {
      const found = exponentOf(value, exponent + 1);
      if (found === null) return null;
      const factor = powersOfTen[found - exponent] ?? 1;
      for (let earlier = 0; earlier < index; earlier += 1) {
        const grown = (integers[earlier] ?? 0) * factor;
        if (grown > maxInteger || grown < -maxInteger) return null;
        integers[earlier] = grown;
      }
      exponent = found;
      scale = powersOfTen[exponent] ?? 1;
      // An earlier value must come back exactly under the new scale too.
      for (let earlier = 0; earlier < index; earlier += 1) {
        const original = values[earlier] ?? 0;
        if (Number.isFinite(original) && !Object.is(original, -0) && (integers[earlier] ?? 0) / scale !== original) return null;
      }
      scaled = Math.round(value * scale);
    }
    // Adding 0 turns -0 into 0.
    integers[index] = scaled + 0;
  }
  return exponent;
}

function exponentOf(value: number, from: number): number | null {
  for (let exponent = from; exponent < powersOfTen.length; exponent += 1) {
    const scale = powersOfTen[exponent] ?? 1;
    const scaled = Math.round(value * scale);
    if (scaled > maxInteger || scaled < -maxInteger) return null;
    if (scaled / scale === value) return exponent;
  }
  return null;
}

/** Per value after the first: 0 when equal; 10 and the bits inside the previous window; or 11, leading zeros (5), length (6) and the bits. */
function writeXor(writer: BitWriter, bits: Uint32Array, count: number): void {
  let low = bits[0] ?? 0;
  let high = bits[1] ?? 0;
  writer.word(low);
  writer.word(high);
  let leading = 64;
  let trailing = 0;
  for (let index = 1; index < count; index += 1) {
    const xorLow = ((bits[index * 2] ?? 0) ^ low) >>> 0;
    const xorHigh = ((bits[index * 2 + 1] ?? 0) ^ high) >>> 0;
    low = bits[index * 2] ?? 0;
    high = bits[index * 2 + 1] ?? 0;
    if (xorLow === 0 && xorHigh === 0) {
      writer.bits(0, 1);
      continue;
    }
    const zerosBefore = Math.min(31, xorHigh === 0 ? 32 + Math.clz32(xorLow) : Math.clz32(xorHigh));
    const zerosAfter = xorLow === 0 ? 32 + trailingZeros(xorHigh) : trailingZeros(xorLow);
    const own = 64 - zerosBefore - zerosAfter;
    const isInside = zerosBefore >= leading && zerosAfter >= trailing && 64 - leading - trailing - own < 11;
    if (isInside) writer.bits(1, 2);
    else {
      leading = zerosBefore;
      trailing = zerosAfter;
      writer.bits(3, 2);
      writer.bits(leading, 5);
      writer.bits(64 - leading - trailing - 1, 6);
    }
    writeMiddle(writer, xorLow, xorHigh, leading, trailing);
  }
  writer.align();
}

function readXor(reader: BitReader, bits: Uint32Array, count: number): void {
  let low = reader.word();
  let high = reader.word();
  bits[0] = low;
  bits[1] = high;
  let leading = 0;
  let trailing = 0;
  for (let index = 1; index < count; index += 1) {
    if (reader.bits(1) === 1) {
      if (reader.bits(1) === 1) {
        leading = reader.bits(5);
        trailing = 64 - leading - (reader.bits(6) + 1);
      }
      if (trailing >= 32) high ^= reader.bits(64 - leading - trailing) << (trailing - 32);
      else {
        const lowWidth = Math.min(32 - trailing, 64 - leading - trailing);
        low ^= reader.bits(lowWidth) << trailing;
        if (leading < 32) high ^= reader.bits(32 - leading);
      }
    }
    bits[index * 2] = low;
    bits[index * 2 + 1] = high;
  }
  reader.align();
}

function writeMiddle(writer: BitWriter, low: number, high: number, leading: number, trailing: number): void {
  if (trailing >= 32) {
    writer.bits(high >>> (trailing - 32), 64 - leading - trailing);
    return;
  }
  const lowWidth = Math.min(32 - trailing, 64 - leading - trailing);
  writer.bits(low >>> trailing, lowWidth);
  if (leading < 32) writer.bits(high, 32 - leading);
}

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}
