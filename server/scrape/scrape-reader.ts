import { beginExposition, type ExpositionFormat, type ExpositionVisitor } from '@/lib/ingest/exposition';
import type { MetricMetadata } from '@/lib/ingest/sink';
import type { LabelSet } from '@/lib/metrics/labels';
import type { Relabelling } from '@/lib/scrape/relabel';
import { labelLimitFault, sampleLabels } from '@/lib/scrape/sample-labels';
import type { ScrapeSettings } from '@/lib/scrape/schemas';
import { giveWay } from './give-way';
import { ScrapeError } from './scrape-error';
import type { KnownSeries, SeriesCache } from './series-cache';

/** How the samples of a job's targets are read. */
export interface ReadSettings
  extends Pick<ScrapeSettings, 'honorLabels' | 'honorTimestamps' | 'sampleLimit' | 'labelLimit' | 'labelNameLengthLimit' | 'labelValueLengthLimit'> {
  metricRelabelling: Relabelling;
}

/** More series than this are not kept of one scrape, whatever the job allows. */
const mostSamples = 1_000_000;
/** After this long the rest of a body waits for its turn. */
const sliceMs = 10;
/** Rules that take longer for one series fail the scrape: they cannot give way in between. */
const longestSeriesMs = 500;

export interface ScrapedBody {
  body: Buffer;
  contentType: string | null;
  /** Throws when the scrape has been ended, as by its timeout. */
  checkEnd: () => void;
}

/** The samples of one scrape, in columns. */
export class ScrapedSamples implements ExpositionVisitor {
  /** The series of each sample; its time and the halves of its value are at the same index. */
  readonly owners: KnownSeries[] = [];
  times = new Float64Array(4_096);
  halves = new Uint32Array(8_192);
  metadataFound: MetricMetadata[] = [];
  scraped = 0;
  kept = 0;
  duplicates = 0;
  /** Why the scrape cannot be stored. */
  fault: string | null = null;
  #settings: ReadSettings | null = null;
  #cache: SeriesCache | null = null;
  #target: LabelSet = [];
  #current: KnownSeries | null = null;
  #timeMs = 0;
  #seriesBeganMs = 0;

  /**
   * Reads a body, giving way every 10 ms. The format follows from its content type; without one it is taken for text. Throws ScrapeError for what
   * is no exposition, breaks a limit or takes longer than its scrape may; `scraped` and `kept` count until there.
   */
  async read({ body, contentType, checkEnd }: ScrapedBody, target: { labels: LabelSet; cache: SeriesCache; timeMs: number }, settings: ReadSettings): Promise<void> {
    this.clear();
    this.#settings = settings;
    this.#cache = target.cache;
    this.#target = target.labels;
    this.#timeMs = target.timeMs;
    target.cache.beginScrape();
    try {
      const reading = beginExposition(body, body.length > 0 ? formatOf(contentType) : 'text', this);
      for (;;) {
        const pauseAt = performance.now() + sliceMs;
        if (reading.advance(() => performance.now() >= pauseAt)) break;
        await giveWay();
        checkEnd();
      }
    } catch (error) {
      throw new ScrapeError(error instanceof Error ? error.message : String(error));
    }
    if (this.fault !== null) throw new ScrapeError(this.fault);
  }

  clear(): void {
    this.owners.length = 0;
    this.metadataFound = [];
    this.scraped = 0;
    this.kept = 0;
    this.duplicates = 0;
    this.fault = null;
    this.#current = null;
  }

  begin(bytes: Uint8Array, from: number, to: number): boolean {
    this.scraped += 1;
    if (this.fault !== null) {
      this.#current = null;
      return true;
    }
    const found = this.#cache?.find(bytes as Buffer, from, to);
    if (found === undefined) return false;
    this.#current = found;
    return true;
  }

  series(labels: LabelSet): void {
    const settings = this.#settings;
    const cache = this.#cache;
    this.#current = null;
    if (!settings || !cache) return;
    this.#seriesBeganMs = performance.now();
    const own = sampleLabels(labels, this.#target, settings.honorLabels, settings.metricRelabelling, this.#checkTime);
    if (own === null) return;
    this.fault ??= labelLimitFault(own, settings);
    if (this.fault === null) this.#current = cache.seriesOf(own);
  }

  readonly #checkTime = () => {
    if (performance.now() - this.#seriesBeganMs > longestSeriesMs) throw new ScrapeError(`Relabelling takes longer than ${longestSeriesMs} ms for one series.`);
  };

  learn(bytes: Uint8Array, from: number, to: number): void {
    if (this.fault === null) this.#cache?.learn(bytes as Buffer, from, to, this.#current);
  }

  sample(timeMs: number | null, low: number, high: number): void {
    const series = this.#current;
    const settings = this.#settings;
    if (series === null || settings === null) return;
    this.kept += 1;
    if (settings.sampleLimit > 0 && this.kept > settings.sampleLimit) this.fault ??= `sample limit exceeded (limit: ${settings.sampleLimit})`;
    if (this.kept > mostSamples) this.fault ??= `sample limit exceeded (limit: ${mostSamples}, which is the most of one target)`;
    if (this.fault !== null) return;
    const scrape = this.#cache?.scrape ?? 0;
    const hasOwnTime = timeMs !== null && settings.honorTimestamps;
    if (!hasOwnTime) {
      if (series.seenIn === scrape) {
        this.duplicates += 1;
        return;
      }
      series.seenIn = scrape;
    }
    const index = this.owners.push(series) - 1;
    if (index === this.times.length) this.#grow();
    this.times[index] = hasOwnTime ? timeMs : this.#timeMs;
    this.halves[index * 2] = low;
    this.halves[index * 2 + 1] = high;
  }

  metadata(metadata: MetricMetadata): void {
    this.metadataFound.push(metadata);
  }

  #grow(): void {
    const times = new Float64Array(this.times.length * 2);
    times.set(this.times);
    const halves = new Uint32Array(this.halves.length * 2);
    halves.set(this.halves);
    this.times = times;
    this.halves = halves;
  }
}

function formatOf(contentType: string | null): ExpositionFormat {
  return /^\s*application\/openmetrics-text\s*(?:;|$)/i.test(contentType ?? '') ? 'openmetrics' : 'text';
}
