/** A growing buffer of samples in the form of the journal. */
export class JournalEntry {
  private bytes = new Uint8Array(64 * 1024);
  private words = new DataView(this.bytes.buffer);
  private length = 0;
  private previousId = 0;
  private previousMs = 0;
  samples = 0;

  reset(): void {
    this.length = 0;
    this.previousId = 0;
    this.previousMs = 0;
    this.samples = 0;
  }

  /** A sample as differences to the one before: series and time as zigzag varints, then the 8 bytes of the value. */
  add(seriesId: number, timeMs: number, low: number, high: number): void {
    if (this.length + 32 > this.bytes.length) this.grow();
    this.varint(seriesId - this.previousId);
    this.varint(timeMs - this.previousMs);
    this.words.setUint32(this.length, low, true);
    this.words.setUint32(this.length + 4, high, true);
    this.length += 8;
    this.previousId = seriesId;
    this.previousMs = timeMs;
    this.samples += 1;
  }

  /** A view of what was added; valid until the next change. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private varint(difference: number): void {
    let rest = difference >= 0 ? difference * 2 : -difference * 2 - 1;
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.length++] = rest;
  }

  private grow(): void {
    const grown = new Uint8Array(this.bytes.length * 2);
    grown.set(this.bytes);
    this.bytes = grown;
    this.words = new DataView(grown.buffer);
  }
}

/** Reads a journal entry; throws RangeError when it is cut short. */
export function readJournalEntry(bytes: Uint8Array, visit: (seriesId: number, timeMs: number, low: number, high: number) => void): void {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  const varint = () => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = words.getUint8(at++);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      scale *= 0x80;
    }
  };
  let seriesId = 0;
  let timeMs = 0;
  while (at < bytes.length) {
    seriesId += varint();
    timeMs += varint();
    visit(seriesId, timeMs, words.getUint32(at, true), words.getUint32(at + 4, true));
    at += 8;
  }
}
