// Arrays as PostgreSQL receives them in binary (src/backend/utils/adt/arrayfuncs.c, array_recv): a header of dimensions, null flag, element
// type, length and lower bound, then each element behind its own length, all big-endian. Neither side formats or parses numbers as text.

const headerBytes = 20;
const oids = { bytea: 17, int4: 23, int8: 20 } as const;

/** An `int[]` parameter. */
export function int4Array(values: readonly number[]): Buffer {
  const buffer = start(oids.int4, values.length, 4);
  let at = headerBytes;
  for (const value of values) {
    buffer.writeInt32BE(4, at);
    buffer.writeInt32BE(value, at + 4);
    at += 8;
  }
  return buffer;
}

/** A `bigint[]` parameter of safe integers. */
export function int8Array(values: readonly number[]): Buffer {
  const buffer = start(oids.int8, values.length, 8);
  let at = headerBytes;
  for (const value of values) {
    const high = Math.floor(value / 0x1_0000_0000);
    buffer.writeInt32BE(8, at);
    buffer.writeInt32BE(high, at + 4);
    buffer.writeUInt32BE(value - high * 0x1_0000_0000, at + 8);
    at += 12;
  }
  return buffer;
}

/** A `bytea[]` parameter. */
export function bytesArray(values: readonly Uint8Array[]): Buffer {
  const total = values.reduce((sum, value) => sum + value.length, 0);
  const buffer = start(oids.bytea, values.length, 0, total);
  let at = headerBytes;
  for (const value of values) {
    buffer.writeInt32BE(value.length, at);
    buffer.set(value, at + 4);
    at += 4 + value.length;
  }
  return buffer;
}

function start(elementType: number, length: number, elementBytes: number, otherBytes = 0): Buffer {
  const buffer = Buffer.allocUnsafe(headerBytes + length * (4 + elementBytes) + otherBytes);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(0, 4);
  buffer.writeInt32BE(elementType, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}
