import { DecodeError } from './decode-error';

/** Four bytes are moved at a time, so a copy may write up to three bytes more than it has to. */
const slopBytes = 3;

/** The most that one byte of input can become: a copy of three bytes stands for 64. */
const maxRatio = 64 / 3;

/** From here on the runtime's own copy is faster than a loop. */
const longCopyBytes = 64;

/**
 * Uncompresses one block of Snappy (https://github.com/google/snappy/blob/main/format_description.txt). Throws DecodeError for bytes that are no
 * such block, and before any memory is taken for a block of more than `maxBytes`.
 */
export function uncompressSnappy(bytes: Uint8Array, maxBytes: number): Uint8Array {
  const { length: size, next } = readSize(bytes);
  if (size > maxBytes) throw new DecodeError(`The Snappy block says that it holds ${size} bytes; at most ${maxBytes} are taken.`);
  if (size > bytes.length * maxRatio) throw new DecodeError(`The Snappy block says that it holds ${size} bytes; ${bytes.length} bytes cannot become that many.`);
  const padded = new Uint8Array(size + slopBytes);
  fill(padded, size, bytes, next);
  return padded.subarray(0, size);
}

function readSize(bytes: Uint8Array): { length: number; next: number } {
  let length = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = bytes[index];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (index * 7);
    if (byte < 0x80 && length < 2 ** 32) return { length, next: index + 1 };
  }
  throw new DecodeError('The Snappy block does not begin with a valid length.');
}

function fill(out: Uint8Array, size: number, bytes: Uint8Array, start: number): void {
  const view = new DataView(out.buffer);
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length;
  let at = start;
  let to = 0;
  while (at < end) {
    const tag = bytes[at] ?? 0;
    const kind = tag & 3;
    at += 1;
    if (kind === 0) {
      let length = tag >>> 2;
      if (length >= 60) {
        const width = length - 59;
        if (at + width > end) throw truncated(at);
        length = 0;
        for (let index = width - 1; index >= 0; index -= 1) length = length * 256 + (bytes[at + index] ?? 0);
        at += width;
      }
      length += 1;
      if (length > end - at) throw truncated(at);
      if (length > size - to) throw tooLong(at, size);
      if (length > longCopyBytes || at + length + slopBytes > end) out.set(bytes.subarray(at, at + length), to);
      else for (let index = 0; index < length; index += 4) view.setUint32(to + index, input.getUint32(at + index, true), true);
      at += length;
      to += length;
      continue;
    }
    const width = kind === 3 ? 4 : kind;
    if (at + width > end) throw truncated(at);
    let length = (tag >>> 2) + 1;
    let offset: number;
    if (kind === 1) {
      length = ((tag >>> 2) & 7) + 4;
      offset = ((tag >>> 5) << 8) | (bytes[at] ?? 0);
    } else offset = kind === 2 ? input.getUint16(at, true) : input.getUint32(at, true);
    at += width;
    if (offset === 0 || offset > to) throw new DecodeError(`The Snappy block copies from ${offset} bytes back at byte ${at}, where ${to} bytes are out.`);
    if (length > size - to) throw tooLong(at, size);
    const stop = to + length;
    if (offset >= 4) for (; to < stop; to += 4) view.setUint32(to, view.getUint32(to - offset, true), true);
    else for (; to < stop; to += 1) out[to] = out[to - offset] ?? 0;
    to = stop;
  }
  if (to !== size) throw new DecodeError(`The Snappy block ends after ${to} of ${size} bytes.`);
}

function truncated(at: number): DecodeError {
  return new DecodeError(`The Snappy block is cut off at byte ${at}.`);
}

function tooLong(at: number, size: number): DecodeError {
  return new DecodeError(`The Snappy block holds more than the ${size} bytes that it says, at byte ${at}.`);
}

const blockBytes = 65_536;
const tableBits = 14;

/** Compresses into one block of Snappy, as fast as matching on four bytes goes. */
export function compressSnappy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(32 + bytes.length + Math.ceil(bytes.length / 6));
  const writer = { out, to: writeSize(out, bytes.length) };
  const table = new Uint16Array(1 << tableBits);
  for (let from = 0; from < bytes.length; from += blockBytes) {
    compressBlock(bytes, from, Math.min(from + blockBytes, bytes.length), table.fill(0), writer);
  }
  return out.slice(0, writer.to);
}

interface Writer {
  out: Uint8Array;
  to: number;
}

function writeSize(out: Uint8Array, size: number): number {
  let to = 0;
  let rest = size;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) {
    out[to] = (rest % 128) | 0x80;
    to += 1;
  }
  out[to] = rest;
  return to + 1;
}

function compressBlock(bytes: Uint8Array, from: number, end: number, table: Uint16Array, writer: Writer): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const lastStart = end - 4;
  let literal = from;
  let at = from + 1;
  let misses = 32;
  while (at <= lastStart) {
    const word = view.getUint32(at, true);
    const slot = Math.imul(word, 0x1e35a7bd) >>> (32 - tableBits);
    const candidate = from + (table[slot] ?? 0);
    table[slot] = at - from;
    if (candidate >= at || view.getUint32(candidate, true) !== word) {
      at += misses >>> 5;
      misses += 1;
      continue;
    }
    if (at > literal) writeLiteral(writer, bytes, literal, at);
    let length = 4;
    while (at + length < end && bytes[candidate + length] === bytes[at + length]) length += 1;
    writeCopy(writer, at - candidate, length);
    at += length;
    literal = at;
    misses = 32;
    if (at - 1 <= lastStart) table[Math.imul(view.getUint32(at - 1, true), 0x1e35a7bd) >>> (32 - tableBits)] = at - 1 - from;
  }
  if (literal < end) writeLiteral(writer, bytes, literal, end);
}

function writeLiteral(writer: Writer, bytes: Uint8Array, from: number, end: number): void {
  const { out } = writer;
  const count = end - from - 1;
  if (count < 60) out[writer.to++] = count << 2;
  else {
    const isShort = count < 256;
    out[writer.to++] = (isShort ? 60 : 61) << 2;
    out[writer.to++] = count & 0xff;
    if (!isShort) out[writer.to++] = count >>> 8;
  }
  if (count < 32) for (let index = from; index < end; index += 1) out[writer.to++] = bytes[index] ?? 0;
  else {
    out.set(bytes.subarray(from, end), writer.to);
    writer.to += end - from;
  }
}

function writeCopy(writer: Writer, offset: number, length: number): void {
  const { out } = writer;
  let rest = length;
  while (rest > 0) {
    // A rest of fewer than four bytes would not fit the short form.
    const step = rest > 67 ? 64 : rest > 64 ? 60 : rest;
    if (step >= 4 && step < 12 && offset < 2_048) {
      out[writer.to++] = ((offset >>> 8) << 5) | ((step - 4) << 2) | 1;
      out[writer.to++] = offset & 0xff;
    } else {
      out[writer.to++] = ((step - 1) << 2) | 2;
      out[writer.to++] = offset & 0xff;
      out[writer.to++] = offset >>> 8;
    }
    rest -= step;
  }
}
