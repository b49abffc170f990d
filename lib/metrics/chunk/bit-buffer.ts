/** Writes bits, least significant first, into a buffer that grows. */
export class BitWriter {
  private bytes = new Uint8Array(256);
  private length = 0;
  private pending = 0;
  private pendingBits = 0;

  /** Forgets what was written. */
  reset(): void {
    this.length = 0;
    this.pending = 0;
    this.pendingBits = 0;
  }

  /** The low `width` bits of an unsigned integer, `width` at most 32. */
  bits(value: number, width: number): void {
    if (width > 16) {
      this.short(value & 0xffff, 16);
      this.short(value >>> 16, width - 16);
    } else this.short(value, width);
  }

  /** The low `width` bits of an unsigned integer below 2^53. */
  wide(value: number, width: number): void {
    if (width <= 32) {
      this.bits(value >>> 0, width);
      return;
    }
    this.bits(value >>> 0, 32);
    this.bits(Math.floor(value / 0x100000000), width - 32);
  }

  byte(value: number): void {
    this.align();
    this.push(value);
  }

  /** LEB128 of an unsigned integer below 2^53, on a byte boundary. */
  varint(value: number): void {
    this.align();
    let rest = value;
    while (rest >= 0x80) {
      this.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.push(rest);
  }

  /** 32 bits on a byte boundary. */
  word(value: number): void {
    this.align();
    this.push(value & 0xff);
    this.push((value >>> 8) & 0xff);
    this.push((value >>> 16) & 0xff);
    this.push(value >>> 24);
  }

  /** Fills the byte under way with zeros. */
  align(): void {
    if (this.pendingBits === 0) return;
    this.push(this.pending);
    this.pending = 0;
    this.pendingBits = 0;
  }

  /** A copy of all bytes written. */
  finish(): Uint8Array {
    this.align();
    return this.bytes.slice(0, this.length);
  }

  private short(value: number, width: number): void {
    let pending = this.pending | ((value & ((1 << width) - 1)) << this.pendingBits);
    let bits = this.pendingBits + width;
    while (bits >= 8) {
      this.push(pending & 0xff);
      pending >>>= 8;
      bits -= 8;
    }
    this.pending = pending;
    this.pendingBits = bits;
  }

  private push(byte: number): void {
    if (this.length === this.bytes.length) {
      const grown = new Uint8Array(this.bytes.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes[this.length++] = byte;
  }
}

/** Reads what `BitWriter` wrote. Beyond the end it reads zeros; its owner asks in the end whether it went there. */
export class BitReader {
  private at = 0;
  private bit = 0;
  constructor(private readonly bytes: Uint8Array) {}

  get length(): number {
    return this.bytes.length;
  }

  /** Whether all that was read was there. */
  get isWhole(): boolean {
    return this.at + (this.bit > 0 ? 1 : 0) <= this.bytes.length;
  }

  /** At most 32 bits, unsigned. */
  bits(width: number): number {
    return width > 16 ? (this.short(16) | (this.short(width - 16) << 16)) >>> 0 : this.short(width);
  }

  /** At most 53 bits, unsigned. */
  wide(width: number): number {
    if (width <= 32) return this.bits(width);
    const low = this.bits(32);
    return low + this.bits(width - 32) * 0x100000000;
  }

  /** Unsigned integers of one width, into `out` from `start` to before `end`: the loop that every query runs for every sample. */
  unpack(width: number, out: Float64Array, start: number, end: number): void {
    if (width > 25) {
      for (let index = start; index < end; index += 1) out[index] = this.wide(width);
      return;
    }
    const { bytes } = this;
    const mask = (1 << width) - 1;
    let position = this.at * 8 + this.bit;
    for (let index = start; index < end; index += 1) {
      const at = position >>> 3;
      const window = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
      out[index] = (window >>> (position & 7)) & mask;
      position += width;
    }
    this.at = position >>> 3;
    this.bit = position & 7;
  }

  byte(): number {
    this.align();
    return this.bytes[this.at++] ?? 0;
  }

  varint(): number {
    this.align();
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  }

  word(): number {
    this.align();
    const { bytes, at } = this;
    this.at += 4;
    return ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0;
  }

  align(): void {
    if (this.bit === 0) return;
    this.bit = 0;
    this.at += 1;
  }

  private short(width: number): number {
    const { bytes, at, bit } = this;
    const end = bit + width;
    let window = bytes[at] ?? 0;
    if (end > 8) {
      window |= (bytes[at + 1] ?? 0) << 8;
      if (end > 16) window |= (bytes[at + 2] ?? 0) << 16;
    }
    this.at = at + (end >>> 3);
    this.bit = end & 7;
    return (window >>> bit) & ((1 << width) - 1);
  }
}
