/**
 * The stale marker of Prometheus: a NaN with the bits 0x7ff0000000000002 (model/value/value.go). A plain JavaScript number does not carry the
 * bits of a NaN reliably, so markers are told apart in typed arrays, by their halves.
 */
export const staleLow = 0x00000002;
export const staleHigh = 0x7ff00000;

/** The bits of a float64 array, low half first (every platform that Node supports is little-endian). */
export function bitsOf(values: Float64Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
}

/** Whether the value at an index is the stale marker, given the bits of its array. */
export function isStale(bits: Uint32Array, index: number): boolean {
  return bits[index * 2 + 1] === staleHigh && bits[index * 2] === staleLow;
}
