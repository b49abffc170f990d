import { labelSetKey, type LabelSet } from '@/lib/metrics/labels';

/** A series as it is stored, with what a target remembers about it. */
export interface KnownSeries {
  labels: LabelSet;
  /** Stands for the labels where the store is asked whether it knows them. */
  key: Uint8Array;
  /** The scrape that had it last. */
  seenIn: number;
}

/** A line of an exposition up to its value. */
interface Line {
  bytes: Uint8Array;
  /** Null when relabelling drops it. */
  series: KnownSeries | null;
  /** The line that followed last time. */
  next: Line | null;
  seenIn: number;
}

const encoder = new TextEncoder();

/** A series of its own, for the store. The first byte occurs in no text, so that these bytes are never another format's. */
export function knownSeries(labels: LabelSet): KnownSeries {
  const text = encoder.encode(labelSetKey(labels));
  const key = new Uint8Array(text.length + 1);
  key[0] = 0xff;
  key.set(text, 1);
  return { labels, key, seenIn: 0 };
}

/**
 * What the lines of one target mean, by their bytes. Expositions keep their order, so the line that followed last time is compared first and
 * a steady scrape decodes no label and hashes nothing.
 */
export class SeriesCache {
  #lines = new Map<string, Line>();
  #byLabels = new Map<string, KnownSeries>();
  #first: Line | null = null;
  #last: Line | null = null;
  #seenLines = 0;
  /** Numbers the scrapes. */
  scrape = 0;

  get lineCount(): number {
    return this.#lines.size;
  }

  beginScrape(): void {
    this.scrape += 1;
    this.#last = null;
    this.#seenLines = 0;
  }

  /** The series of a line; null when it is dropped, undefined when the line is new. */
  find(input: Buffer, from: number, to: number): KnownSeries | null | undefined {
    const expected = this.#last ? this.#last.next : this.#first;
    const isExpected = expected !== null && expected.bytes.length === to - from && input.compare(expected.bytes, 0, to - from, from, to) === 0;
    const line = isExpected ? expected : this.#lines.get(input.toString('latin1', from, to));
    if (!line) return undefined;
    this.#passed(line);
    return line.series;
  }

  learn(input: Buffer, from: number, to: number, series: KnownSeries | null): void {
    const line: Line = { bytes: Uint8Array.prototype.slice.call(input, from, to), series, next: null, seenIn: 0 };
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
    const key = labelSetKey(labels);
    let series = this.#byLabels.get(key);
    if (!series) this.#byLabels.set(key, (series = knownSeries(labels)));
    return series;
  }

  /** Forgets the lines that the scrape which just ended did not have, and the series that nothing needs any more. */
  forgetUnseen(isNeeded: (series: KnownSeries) => boolean): void {
    if (this.#seenLines === this.#lines.size) return;
    for (const [text, line] of this.#lines) if (line.seenIn !== this.scrape) this.#lines.delete(text);
    for (const [key, series] of this.#byLabels) if (series.seenIn !== this.scrape && !isNeeded(series)) this.#byLabels.delete(key);
    if (this.#last) this.#last.next = null;
  }

  /** Forgets what lines mean, because relabelling changed; series stay known. */
  forgetLines(): void {
    this.#lines.clear();
    this.#first = null;
    this.#last = null;
  }
}
