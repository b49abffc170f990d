import { DecodeError } from './decode-error';

const slots = 1_024;

/** Longer strings are rarely met twice in a request. */
const maxCachedBytes = 128;

/** Longer strings are decoded by the platform. */
const maxLoopBytes = 24;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes strings of one body. The strings of a request repeat, so each slot of a small table remembers where its string was met last.
 * Throws DecodeError for bytes that are not UTF-8.
 */
export class Utf8Reader {
  /** Made for the first string: a request whose series are all known has none. */
  private table: { starts: Int32Array; lengths: Int32Array; strings: string[] } | null = null;

  constructor(private readonly bytes: Uint8Array) {}

  read(from: number, to: number): string {
    const length = to - from;
    if (length === 0) return '';
    if (length > maxCachedBytes) return this.decode(from, to);
    const table = (this.table ??= { starts: new Int32Array(slots), lengths: new Int32Array(slots), strings: new Array<string>(slots).fill('') });
    const slot = this.slotOf(from, to);
    if (table.lengths[slot] === length && this.isSame(table.starts[slot] ?? 0, from, length)) return table.strings[slot] ?? '';
    const value = this.decode(from, to);
    table.starts[slot] = from;
    table.lengths[slot] = length;
    table.strings[slot] = value;
    return value;
  }

  private slotOf(from: number, to: number): number {
    const { bytes } = this;
    let hash = to - from;
    for (let index = from; index < to; index += 1) hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x01000193);
    return (hash ^ (hash >>> 15)) & (slots - 1);
  }

  private isSame(start: number, from: number, length: number): boolean {
    const { bytes } = this;
    for (let index = 0; index < length; index += 1) if (bytes[start + index] !== bytes[from + index]) return false;
    return true;
  }

  private decode(from: number, to: number): string {
    const { bytes } = this;
    if (to - from <= maxLoopBytes) {
      const codes: number[] = [];
      let index = from;
      for (; index < to; index += 1) {
        const byte = bytes[index] ?? 0;
        if (byte >= 0x80) break;
        codes.push(byte);
      }
      if (index === to) return String.fromCharCode(...codes);
    }
    try {
      return decoder.decode(bytes.subarray(from, to));
    } catch {
      throw new DecodeError(`The string at byte ${from} is not valid UTF-8.`);
    }
  }
}
