import { labelSetKey, type LabelSet } from '@/lib/metrics/labels';
import { ByteSlab } from './byte-slab';

/** A series as it is stored, with what a target remembers about it. */
export interface KnownSeries {
  labels: LabelSet;
  /** Where in the slab of its cache the bytes are that stand for the labels when the store is asked whether it knows them. */
  keyAt: number;
  keyLength: number;
  /** The scrape that had it last. */
  seenIn: number;
}

/** A line of an exposition up to its value. */
interface Line {
  at: number;
  length: number;
  /** Null when relabelling drops it. */
  series: KnownSeries | null;
  /** The line that followed last time. */
  next: Line | null;
  seenIn: number;
}

/**
 * What the lines of one target mean, by their bytes. Expositions keep their order, so the line that followed last time is compared first and
 * a steady scrape decodes no label and hashes nothing.
 */
export class SeriesCache {
  #slab = new ByteSlab();
  #lines = new Map<string, Line>();
  #byKey = new Map<string, KnownSeries>();
  #strings = new Map<string, string>();
  #first: Line | null = null;
  #last: Line | null = null;
  #seenLines = 0;
  /** Numbers the scrapes. */
  scrape = 0;

  get lineCount(): number {
    return this.#lines.size;
  }

  /** Holds the keys of the series; another one after `forgetUnseen`. */
  get keys(): Uint8Array {
    return this.#slab.bytes;
  }

  beginScrape(): void {
    this.scrape += 1;
    this.#last = null;
    this.#seenLines = 0;
  }

  /** The series of a line; null when it is dropped, undefined when the line is new. */
  find(input: Buffer, from: number, to: number): KnownSeries | null | undefined {
    const expected = this.#last ? this.#last.next : this.#first;
    const isExpected = expected !== null && this.#slab.isEqual(expected.at, expected.length, input, from, to);
    const line = isExpected ? expected : this.#lines.get(input.toString('latin1', from, to));
    if (!line) return undefined;
    this.#passed(line);
    return line.series;
  }

  learn(input: Buffer, from: number, to: number, series: KnownSeries | null): void {
    const line: Line = { at: this.#slab.add(input, from, to), length: to - from, series, next: null, seenIn: 0 };
    this.#lines.set(input.toString('latin1', from, to), line);
    this.#passed(line);
  }

  #passed(line: Line): void {
    if (this.#last) this.#last.next = line;
    else this.#first = line;
    this.#last = line;
    if (line.seenIn !== this.scrape) this.#seenLines += 1;
    line.seenIn = this.scrape;
  }

  /** The one series of these labels. */
  seriesOf(labels: LabelSet): KnownSeries {
    const bytes = keyOf(labels);
    const key = bytes.toString('latin1');
    let series = this.#byKey.get(key);
    if (!series) {
      series = { labels: labels.map((text) => this.#shared(text)), keyAt: this.#slab.add(bytes, 0, bytes.length), keyLength: bytes.length, seenIn: 0 };
      this.#byKey.set(key, series);
    }
    return series;
  }

  /** Series of one target have most of their strings in common. */
  #shared(text: string): string {
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    this.#strings.set(text, text);
    return text;
  }

  /** Forgets the lines that the scrape which just ended did not have, and the series that nothing needs any more. */
  forgetUnseen(isNeeded: (series: KnownSeries) => boolean): void {
    if (this.#last) this.#last.next = null;
    if (this.#seenLines === this.#lines.size) return;
    const kept = new Set<KnownSeries>();
    for (const [text, line] of this.#lines) {
      if (line.seenIn === this.scrape) {
        if (line.series) kept.add(line.series);
        continue;
      }
      this.#lines.delete(text);
      this.#slab.drop(line.length);
    }
    for (const [key, series] of this.#byKey) {
      if (kept.has(series) || isNeeded(series)) continue;
      this.#byKey.delete(key);
      this.#slab.drop(series.keyLength);
    }
    if (this.#slab.isWasteful) this.#pack();
  }

  /** Copies what is still needed to a new slab, and forgets the strings of what is not. */
  #pack(): void {
    const { bytes } = this.#slab;
    const slab = new ByteSlab();
    this.#strings.clear();
    for (const line of this.#lines.values()) line.at = slab.add(bytes, line.at, line.at + line.length);
    for (const series of this.#byKey.values()) {
      series.keyAt = slab.add(bytes, series.keyAt, series.keyAt + series.keyLength);
      for (const text of series.labels) this.#strings.set(text, text);
    }
    this.#slab = slab;
  }

  /** Forgets what lines mean, because relabelling changed; series stay known. */
  forgetLines(): void {
    for (const { length } of this.#lines.values()) this.#slab.drop(length);
    this.#lines.clear();
    this.#first = null;
    this.#last = null;
  }
}

/** Stands for a label set in the store's cache of bytes. The first byte occurs in no text, so that these bytes are never another format's. */
function keyOf(labels: LabelSet): Buffer {
  const text = labelSetKey(labels);
  const bytes = Buffer.allocUnsafe(Buffer.byteLength(text) + 1);
  bytes[0] = 0xff;
  bytes.write(text, 1);
  return bytes;
}
