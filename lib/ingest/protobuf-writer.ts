import { wireType } from './protobuf';

const twoTo32 = 2 ** 32;
const encoder = new TextEncoder();

/** Writes the protobuf wire format; a field with its zero value is written too, so leave it out where proto3 does. */
export class ProtobufWriter {
  private bytes: Uint8Array<ArrayBuffer> = new Uint8Array(1_024);
  private length = 0;

  /** The bytes written so far; valid until the next write. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }

  /** Any integer that a float64 holds exactly; negative ones as int64 does. */
  varint(field: number, value: number): void {
    this.raw(field * 8 + wireType.varint);
    if (value >= 0) return this.raw(value);
    this.raw64(value);
  }

  fixed64(field: number, low: number, high: number): void {
    this.raw(field * 8 + wireType.fixed64);
    this.words(low, high);
  }

  double(field: number, value: number): void {
    this.raw(field * 8 + wireType.fixed64);
    this.grow(8);
    new DataView(this.bytes.buffer).setFloat64(this.length, value, true);
    this.length += 8;
  }

  string(field: number, value: string): void {
    this.raw(field * 8 + wireType.bytes);
    this.sized(() => {
      this.grow(value.length * 3);
      this.length += encoder.encodeInto(value, this.bytes.subarray(this.length)).written;
    });
  }

  message(field: number, write: () => void): void {
    this.raw(field * 8 + wireType.bytes);
    this.sized(write);
  }

  packedVarints(field: number, values: Iterable<number>): void {
    this.message(field, () => {
      for (const value of values) this.raw(value);
    });
  }

  packedDoubles(field: number, values: Iterable<number>): void {
    this.message(field, () => {
      for (const value of values) {
        this.grow(8);
        new DataView(this.bytes.buffer).setFloat64(this.length, value, true);
        this.length += 8;
      }
    });
  }

  /** Halves of packed fixed64 values, low before high. */
  packedFixed64(field: number, halves: readonly (readonly [number, number])[]): void {
    this.message(field, () => {
      for (const [low, high] of halves) this.words(low, high);
    });
  }

  /** A length is not known before its content: the content moves where one byte is too few for it. */
  private sized(write: () => void): void {
    const start = this.length + 1;
    this.grow(1);
    this.length = start;
    write();
    const length = this.length - start;
    if (length >= 0x80) {
      const width = length < 2 ** 14 ? 2 : length < 2 ** 21 ? 3 : length < 2 ** 28 ? 4 : 5;
      this.grow(width);
      this.bytes.copyWithin(start + width - 1, start, this.length);
      this.length += width - 1;
    }
    const end = this.length;
    this.length = start - 1;
    this.raw(length);
    this.length = end;
  }

  private raw(value: number): void {
    this.grow(10);
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 128)) this.bytes[this.length++] = (rest % 128) | 0x80;
    this.bytes[this.length++] = rest;
  }

  private raw64(value: number): void {
    this.grow(10);
    const high = Math.floor(value / twoTo32) >>> 0;
    let low = value >>> 0;
    let rest = high;
    for (let index = 0; index < 9; index += 1) {
      this.bytes[this.length++] = (low & 0x7f) | 0x80;
      low = ((low >>> 7) | (rest << 25)) >>> 0;
      rest >>>= 7;
    }
    this.bytes[this.length++] = low & 0x7f;
  }

  private words(low: number, high: number): void {
    this.grow(8);
    const view = new DataView(this.bytes.buffer);
    view.setUint32(this.length, low, true);
    view.setUint32(this.length + 4, high, true);
    this.length += 8;
  }

  private grow(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}
