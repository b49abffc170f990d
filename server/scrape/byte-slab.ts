const firstBytes = 16 * 1024;

/** Many short pieces of bytes in one array: an array of its own costs each several times its size. */
export class ByteSlab {
  bytes = new Uint8Array(firstBytes);
  #used = 0;
  #dead = 0;

  /** Copies a piece and returns where it begins. */
  add(input: Uint8Array, from: number, to: number): number {
    const at = this.#used;
    this.#used += to - from;
    if (this.#used > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.#used, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, at));
      this.bytes = grown;
    }
    this.bytes.set(input.subarray(from, to), at);
    return at;
  }

  /** Notes that a piece is not needed any more. */
  drop(length: number): void {
    this.#dead += length;
  }

  /** Whether more than half is not needed any more, so that copying the rest pays. */
  get isWasteful(): boolean {
    return this.#dead > firstBytes && this.#dead * 2 > this.#used;
  }

  isEqual(at: number, length: number, input: Uint8Array, from: number, to: number): boolean {
    // In a loop, because a call out of JavaScript costs more than a hundred bytes. Lines differ at their end more often than at their beginning.
    if (length !== to - from) return false;
    const { bytes } = this;
    for (let index = length - 1; index >= 0; index -= 1) if (bytes[at + index] !== input[from + index]) return false;
    return true;
  }
}
