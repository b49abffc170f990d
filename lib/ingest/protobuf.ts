import { DecodeError } from './decode-error';
import type { Utf8Reader } from './utf8';

export const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const twoTo32 = 2 ** 32;

/**
 * Reads the protobuf wire format (https://protobuf.dev/programming-guides/encoding/) from a range of bytes, never beyond it. Every method throws
 * DecodeError where the bytes are cut off or are no such value.
 */
export class ProtobufReader {
  /** Of the varint or fixed64 read last, each as an unsigned integer. */
  low = 0;
  high = 0;

  constructor(
    readonly bytes: Uint8Array,
    public position = 0,
    public end = bytes.length,
  ) {}

  hasMore(): boolean {
    return this.position < this.end;
  }

  /** Field number times eight plus wire type. */
  tag(): number {
    const tag = this.uint32();
    if (tag < 8) throw this.fault('a field has the number 0');
    return tag;
  }

  /** A varint into `low` and `high`. */
  varint(): void {
    const { bytes, end } = this;
    let at = this.position;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= end) throw this.cutOff();
      const byte = bytes[at] ?? 0;
      at += 1;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        if (shift === 63 && byte > 1) break;
        this.position = at;
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw this.fault('a varint is longer than 64 bits');
  }

  uint32(): number {
    if (this.position < this.end) {
      const byte = this.bytes[this.position] ?? 0;
      if (byte < 0x80) {
        this.position += 1;
        return byte;
      }
    }
    this.varint();
    if (this.high !== 0) throw this.fault('a number is larger than 32 bits');
    return this.low;
  }

  /** An enum or int32: negative values come as ten bytes. */
  int32(): number {
    this.varint();
    return this.low | 0;
  }

  /** An int64 that a float64 holds exactly. */
  int64(): number {
    this.varint();
    const value = (this.high | 0) * twoTo32 + this.low;
    if (!Number.isSafeInteger(value)) throw this.fault('an integer is beyond 2^53');
    return value;
  }

  sint32(): number {
    const value = this.uint32();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Eight bytes into `low` and `high`. */
  fixed64(): void {
    const { bytes, position: at } = this;
    if (at + 8 > this.end) throw this.cutOff();
    this.low = ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0;
    this.high = ((bytes[at + 4] ?? 0) | ((bytes[at + 5] ?? 0) << 8) | ((bytes[at + 6] ?? 0) << 16) | ((bytes[at + 7] ?? 0) << 24)) >>> 0;
    this.position = at + 8;
  }

  double(): number {
    this.fixed64();
    return doubleOf(this.low, this.high);
  }

  /** The end of the length-delimited field that begins here. */
  rangeEnd(): number {
    const length = this.uint32();
    const end = this.position + length;
    if (end > this.end) throw this.fault(`a field of ${length} bytes is cut off`);
    return end;
  }

  string(text: Utf8Reader): string {
    const end = this.rangeEnd();
    const value = text.read(this.position, end);
    this.position = end;
    return value;
  }

  /** Goes into the message that begins here: until `leave(outer)` nothing beyond it is read. Returns `outer`. */
  enter(): number {
    const outer = this.end;
    this.end = this.rangeEnd();
    return outer;
  }

  leave(outer: number): void {
    this.position = this.end;
    this.end = outer;
  }

  /** Passes over a field that is not known. */
  skip(tag: number): void {
    switch (tag & 7) {
      case wireType.varint:
        return this.varint();
      case wireType.fixed64:
        return this.advance(8);
      case wireType.bytes:
        this.position = this.rangeEnd();
        return;
      case wireType.fixed32:
        return this.advance(4);
      default:
        throw this.fault(`field ${tag >>> 3} has the wire type ${tag & 7}, which is not taken`);
    }
  }

  fault(reason: string): DecodeError {
    return new DecodeError(`The protobuf message is not valid at byte ${this.position}: ${reason}.`);
  }

  private advance(count: number): void {
    if (this.position + count > this.end) throw this.cutOff();
    this.position += count;
  }

  private cutOff(): DecodeError {
    return this.fault('it is cut off');
  }
}

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/** The float64 of two halves. */
export function doubleOf(low: number, high: number): number {
  halves[0] = low;
  halves[1] = high;
  return double[0] ?? 0;
}

/** The two halves of a float64, each unsigned. */
export function halvesOf(value: number): { low: number; high: number } {
  double[0] = value;
  return { low: halves[0] ?? 0, high: halves[1] ?? 0 };
}
