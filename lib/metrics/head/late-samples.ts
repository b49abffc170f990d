import { bitsOf } from '../stale';
import { mergeSamples, type SampleColumns } from './columns';
import { lowerBound } from './lower-bound';

/** The halves of a value. */
export interface ValueBits {
  low: number;
  high: number;
}

const tailLimit = 512;

/** Samples that came after younger ones, in any order: a sorted list, and a short one of the last, so that adding one does not move them all. */
export class LateSamples {
  private times: number[] = [];
  private lows: number[] = [];
  private highs: number[] = [];

  constructor(private main: SampleColumns = { times: new Float64Array(0), values: new Float64Array(0) }) {}

  get size(): number {
    return this.main.times.length + this.times.length;
  }

  /** Infinity without any. */
  get firstMs(): number {
    return Math.min(this.main.times[0] ?? Infinity, this.times[0] ?? Infinity);
  }

  find(timeMs: number): ValueBits | null {
    const { times, values } = this.main;
    const at = lowerBound(times, times.length, timeMs);
    if (times[at] === timeMs) {
      const bits = bitsOf(values);
      return { low: bits[at * 2] ?? 0, high: bits[at * 2 + 1] ?? 0 };
    }
    const index = lowerBound(this.times, this.times.length, timeMs);
    return this.times[index] === timeMs ? { low: this.lows[index] ?? 0, high: this.highs[index] ?? 0 } : null;
  }

  /** A sample of a time that is not there yet. */
  add(timeMs: number, low: number, high: number): void {
    const at = lowerBound(this.times, this.times.length, timeMs);
    this.times.splice(at, 0, timeMs);
    this.lows.splice(at, 0, low);
    this.highs.splice(at, 0, high);
    if (this.times.length >= tailLimit) this.columns();
  }

  countAfter(timeMs: number): number {
    const { times } = this.main;
    return times.length - lowerBound(times, times.length, timeMs + 1) + this.times.length - lowerBound(this.times, this.times.length, timeMs + 1);
  }

  /** All, ascending; never changed afterwards. */
  columns(): SampleColumns {
    if (this.times.length === 0) return this.main;
    const values = new Float64Array(this.times.length);
    const bits = bitsOf(values);
    for (let index = 0; index < this.times.length; index += 1) {
      bits[index * 2] = this.lows[index] ?? 0;
      bits[index * 2 + 1] = this.highs[index] ?? 0;
    }
    this.main = mergeSamples(this.main, { times: Float64Array.from(this.times), values });
    this.times = [];
    this.lows = [];
    this.highs = [];
    return this.main;
  }

  /** Those that are not of the given times; null when none is left. */
  without(gone: ReadonlySet<number>): LateSamples | null {
    const { times, values } = this.columns();
    const from = bitsOf(values);
    const kept = { times: new Float64Array(times.length), values: new Float64Array(times.length) };
    const to = bitsOf(kept.values);
    let count = 0;
    times.forEach((timeMs, index) => {
      if (gone.has(timeMs)) return;
      kept.times[count] = timeMs;
      to[count * 2] = from[index * 2] ?? 0;
      to[count * 2 + 1] = from[index * 2 + 1] ?? 0;
      count += 1;
    });
    if (count === 0) return null;
    return new LateSamples({ times: kept.times.slice(0, count), values: kept.values.slice(0, count) });
  }
}
