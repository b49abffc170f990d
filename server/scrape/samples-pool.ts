import { ScrapedSamples } from './scrape-reader';

/** Larger columns are not kept for the next scrape. */
const keptRows = 65_536;
const keptAtMost = 16;

/** Columns for the scrapes that are read at the same time, used again by later ones. */
export class SamplesPool {
  #free: ScrapedSamples[] = [];

  /** Lends columns to `use` until it ends. */
  async with<T>(use: (samples: ScrapedSamples) => Promise<T>): Promise<T> {
    const samples = this.#free.pop() ?? new ScrapedSamples();
    try {
      return await use(samples);
    } finally {
      samples.clear();
      if (this.#free.length < keptAtMost && samples.times.length <= keptRows) this.#free.push(samples);
    }
  }
}
