import type { MemSeries } from './mem-series';

const pageBytes = 1024 * 1024;
/** A key that collides with so many others is not remembered: its labels are decoded each time, which costs no more than that. */
const maxProbes = 256;

/**
 * Series by the bytes in which clients send their labels. A client sends the same bytes with every sample, so that its labels are decoded once.
 * Open addressing over hash, place and length; when it is full it begins anew.
 */
export class WireCache {
  private slots = new Int32Array(2_048);
  private hashes = new Int32Array(1_024);
  private places = new Int32Array(1_024);
  private lengths = new Int32Array(1_024);
  private readonly series: MemSeries[] = [];
  private pages: { bytes: Uint8Array; words: DataView }[] = [];
  private source: Uint8Array | null = null;
  private words: DataView = new DataView(new ArrayBuffer(0));
  private used = pageBytes;

  constructor(
    private readonly maxEntries: number,
    private readonly maxPages: number,
  ) {}

  get(bytes: Uint8Array, from: number, to: number): MemSeries | undefined {
    const words = this.wordsOf(bytes);
    const hash = hashOf(words, from, to);
    const mask = this.slots.length - 1;
    for (let slot = hash & mask, probes = 0; probes < maxProbes; slot = (slot + 1) & mask, probes += 1) {
      const entry = (this.slots[slot] ?? 0) - 1;
      if (entry < 0) return undefined;
      if (this.hashes[entry] === hash && this.lengths[entry] === to - from && this.isAt(this.places[entry] ?? 0, words, from, to)) return this.series[entry];
    }
    return undefined;
  }

  /** Remembers a series; the bytes are copied. Keys longer than a page are not remembered. */
  set(bytes: Uint8Array, from: number, to: number, series: MemSeries): void {
    if (to - from > pageBytes || this.get(bytes, from, to)) return;
    if (this.series.length >= this.maxEntries) this.clear();
    if (this.series.length === this.hashes.length) this.grow();
    if (this.used + (to - from) > pageBytes) {
      if (this.pages.length >= this.maxPages) this.clear();
      const page = new Uint8Array(pageBytes);
      this.pages.push({ bytes: page, words: new DataView(page.buffer) });
      this.used = 0;
    }
    const page = this.pages.length - 1;
    this.pages[page]?.bytes.set(bytes.subarray(from, to), this.used);
    const entry = this.series.length;
    const hash = hashOf(this.wordsOf(bytes), from, to);
    this.hashes[entry] = hash;
    this.places[entry] = page * pageBytes + this.used;
    this.lengths[entry] = to - from;
    this.series.push(series);
    this.used += to - from;
    this.place(hash, entry);
  }

  clear(): void {
    this.source = null;
    this.slots.fill(0);
    this.series.length = 0;
    this.pages = [];
    this.used = pageBytes;
  }

  private place(hash: number, entry: number): void {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask, probes = 0; probes < maxProbes; slot = (slot + 1) & mask, probes += 1) {
      if (this.slots[slot] !== 0) continue;
      this.slots[slot] = entry + 1;
      return;
    }
  }

  private grow(): void {
    const entries = this.hashes.length * 2;
    this.hashes = longer(this.hashes, entries);
    this.places = longer(this.places, entries);
    this.lengths = longer(this.lengths, entries);
    this.slots = new Int32Array(entries * 2);
    for (let entry = 0; entry < this.series.length; entry += 1) this.place(this.hashes[entry] ?? 0, entry);
  }

  private isAt(place: number, words: DataView, from: number, to: number): boolean {
    const page = this.pages[Math.floor(place / pageBytes)]?.words;
    if (!page) return false;
    let at = place % pageBytes;
    let index = from;
    for (; index + 4 <= to; index += 4, at += 4) if (page.getInt32(at, true) !== words.getInt32(index, true)) return false;
    for (; index < to; index += 1, at += 1) if (page.getUint8(at) !== words.getUint8(index)) return false;
    return true;
  }

  /** One view for all keys of a request. */
  private wordsOf(bytes: Uint8Array): DataView {
    if (this.source !== bytes) {
      this.source = bytes;
      this.words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.words;
  }
}

function longer(words: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(words);
  return grown;
}

/** Four bytes at a time through a multiply and rotate, as MurmurHash3 (x86, 32 bits) mixes. */
function hashOf(words: DataView, from: number, to: number): number {
  let hash = to - from;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const mixed = Math.imul(words.getInt32(at, true), 0xcc9e2d51);
    hash ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  for (; at < to; at += 1) hash = Math.imul(hash ^ words.getUint8(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
