import type { MetricMetadata } from '@/lib/ingest/sink';
import { messageOf } from '@/lib/errors';
import { labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import type { AppendReceipt, MetricStore, SampleBatch } from '@/lib/metrics/metric-store';
import { staleHigh, staleLow } from '@/lib/metrics/stale';
import type { ScrapeTarget } from '@/lib/scrape/targets';
import type { TenantRef } from '@/lib/tenants';
import type { ScrapeClock } from './scrape-clock';
import { reasonOf, ScrapeError } from './scrape-error';
import type { SamplesPool } from './samples-pool';
import type { ReadSettings, ScrapedBody, ScrapedSamples } from './scrape-reader';
import { SeriesCache, type KnownSeries } from './series-cache';
import type { TargetClient } from './target-client';

/** What a job gives to its targets; replaced as a whole when the job changes. */
export interface TargetJob {
  client: TargetClient;
  read: ReadSettings;
  /** Fails every scrape without a request, when the job as a whole breaks a limit. */
  refusal: string | null;
}

export interface TargetState {
  health: 'up' | 'down' | 'unknown';
  lastScrapeAt: number | null;
  durationSeconds: number | null;
  lastError: string | null;
  warning: string | null;
  samplesScraped: number;
  samplesKept: number;
  seriesAdded: number;
}

export interface TargetScraperOptions {
  tenant: TenantRef;
  target: ScrapeTarget;
  job: TargetJob;
  store: MetricStore;
  samples: SamplesPool;
  clock: ScrapeClock;
}

const reports = ['up', 'scrape_duration_seconds', 'scrape_samples_scraped', 'scrape_samples_post_metric_relabeling', 'scrape_series_added'] as const;
const slowMs = 1_000;
const float = new Float64Array(1);
const floatHalves = new Uint32Array(float.buffer);

/** Scrapes one target and remembers which of its series live, so that each that ends is marked stale (scrape/scrape.go of Prometheus). */
export class TargetScraper {
  job: TargetJob;
  target: ScrapeTarget;
  readonly state: TargetState = {
    health: 'unknown', lastScrapeAt: null, durationSeconds: null, lastError: null, warning: null, samplesScraped: 0, samplesKept: 0, seriesAdded: 0,
  };
  readonly #cache = new SeriesCache();
  /** Of the reports alone. */
  readonly #own = new SeriesCache();
  readonly #live = new Set<KnownSeries>();
  readonly #reports: KnownSeries[];
  #described = new Map<string, MetricMetadata>();
  #hasReported = false;
  #isEnded = false;
  #isRunning = false;
  /** The body of a scrape is being read, and gives way to others in between. */
  #isReading = false;
  #mustForgetLines = false;

  constructor(private readonly options: TargetScraperOptions) {
    this.job = options.job;
    this.target = options.target;
    this.#reports = reports.map((name) => this.#own.seriesOf(reportLabels(name, options.target.labels)));
  }

  /** Lines of expositions whose meaning is kept. */
  get rememberedLines(): number {
    return this.#cache.lineCount;
  }

  isSlow(): boolean {
    return (this.state.durationSeconds ?? 0) * 1_000 > slowMs;
  }

  /** The job changed: lines are read by its new rules, and series that these end are marked stale by the next scrape. */
  replaceJob(job: TargetJob): void {
    this.job = job;
    if (this.#isReading) this.#mustForgetLines = true;
    else this.#cache.forgetLines();
  }

  /** Scrapes once. Never rejects: what went wrong is in the state. `onExchanged` is called when the target has answered. */
  async scrape(timeMs: number, onExchanged: () => void): Promise<void> {
    if (this.#isRunning || this.#isEnded) return;
    this.#isRunning = true;
    try {
      await this.#scrapeAlone(timeMs, onExchanged);
    } finally {
      this.#isRunning = false;
    }
  }

  async #scrapeAlone(timeMs: number, onExchanged: () => void): Promise<void> {
    const { samples: pool, clock } = this.options;
    const { client, refusal, read } = this.job;
    const startedMs = clock.monotonicMs();
    let write: Write | null = null;
    let error: string | null = null;
    const scraped: Scraped = { scraped: 0, kept: 0, duplicates: 0 };
    try {
      if (refusal !== null) throw new ScrapeError(refusal);
      const { url, timeoutMs } = this.target;
      write = await client.get(url, timeoutMs, (answer) => pool.with((samples) => this.#read(answer, samples, read, timeMs, scraped)));
    } catch (failure) {
      error = reasonOf(failure);
      write = this.#writeOfFailure(timeMs);
    }
    onExchanged();
    if (this.#isEnded) return;
    const durationSeconds = (clock.monotonicMs() - startedMs) / 1_000;
    const report = [error === null ? 1 : 0, durationSeconds, scraped.scraped, scraped.kept, write.added];
    this.#reports.forEach((series, index) => addValue(write.batch, this.#own, series, timeMs, report[index] ?? 0));
    Object.assign(this.state, {
      health: error === null ? 'up' : 'down', lastScrapeAt: timeMs, durationSeconds, lastError: error,
      samplesScraped: scraped.scraped, samplesKept: scraped.kept, seriesAdded: write.added,
    } satisfies Partial<TargetState>);
    await this.#store(write, scraped.duplicates);
  }

  async #read(answer: ScrapedBody, samples: ScrapedSamples, settings: ReadSettings, timeMs: number, scraped: Scraped): Promise<Write> {
    this.#isReading = true;
    try {
      await samples.read(answer, { labels: this.target.labels, cache: this.#cache, timeMs }, settings);
      if (this.#isEnded) throw new ScrapeError('The scrape was stopped.');
      return this.#writeOf(samples, timeMs);
    } finally {
      this.#isReading = false;
      // Also after a failure: a body that is new each time and always wrong must not fill the memory.
      this.#cache.forgetUnseen((series) => this.#live.has(series));
      if (this.#mustForgetLines) this.#cache.forgetLines();
      this.#mustForgetLines = false;
      Object.assign(scraped, { scraped: samples.scraped, kept: samples.kept, duplicates: samples.duplicates } satisfies Scraped);
    }
  }

  /** Marks everything of the target as ended, at a time after its last scrape. Throws what the store throws. */
  async end(timeMs: number): Promise<void> {
    this.#isEnded = true;
    if (this.#live.size === 0 && !this.#hasReported) return;
    const { store, tenant } = this.options;
    const batch = store.batch(tenant);
    for (const series of this.#live) addSample(batch, this.#cache, series, timeMs, staleLow, staleHigh);
    if (this.#hasReported) for (const series of this.#reports) addSample(batch, this.#own, series, timeMs, staleLow, staleHigh);
    await store.append(tenant, batch);
    this.#live.clear();
  }

  /** A scrape that is running writes nothing any more. */
  abandon(): void {
    this.#isEnded = true;
  }

  #writeOf(samples: ScrapedSamples, timeMs: number): Write {
    const { owners, times, halves } = samples;
    const batch = this.options.store.batch(this.options.tenant);
    const scrape = this.#cache.scrape;
    let added = 0;
    let alive = 0;
    owners.forEach((series, index) => {
      addSample(batch, this.#cache, series, times[index] ?? timeMs, halves[index * 2] ?? 0, halves[index * 2 + 1] ?? 0);
      if (series.seenIn !== scrape) return;
      alive += 1;
      if (this.#live.has(series)) return;
      this.#live.add(series);
      added += 1;
    });
    const vanished = alive === this.#live.size ? [] : [...this.#live].filter((series) => series.seenIn !== scrape);
    for (const series of vanished) addSample(batch, this.#cache, series, timeMs, staleLow, staleHigh);
    return { batch, added, vanished, described: this.#describe(batch, samples.metadataFound) };
  }

  #writeOfFailure(timeMs: number): Write {
    const batch = this.options.store.batch(this.options.tenant);
    const vanished = [...this.#live];
    for (const series of vanished) addSample(batch, this.#cache, series, timeMs, staleLow, staleHigh);
    return { batch, added: 0, vanished, described: null };
  }

  /** Tells the store what is new about the metrics; null when nothing is. */
  #describe(batch: SampleBatch, found: readonly MetricMetadata[]): Map<string, MetricMetadata> | null {
    let isChanged = found.length !== this.#described.size;
    for (const metadata of found) {
      const before = this.#described.get(metadata.metric);
      if (before?.type === metadata.type && before.help === metadata.help && before.unit === metadata.unit) continue;
      isChanged = true;
      batch.metadata(metadata);
    }
    return isChanged ? new Map(found.map((metadata) => [metadata.metric, metadata])) : null;
  }

  /** A series counts as ended only when its marker is stored: else the next scrape marks it. */
  async #store({ batch, vanished, described }: Write, duplicates: number): Promise<void> {
    const { store, tenant } = this.options;
    try {
      const receipt = await store.append(tenant, batch);
      for (const series of vanished) this.#live.delete(series);
      if (described) this.#described = described;
      this.#hasReported = true;
      this.state.warning = warningOf(receipt, duplicates);
    } catch (error) {
      this.state.warning = `The samples of this scrape could not be stored: ${messageOf(error)}`;
    }
  }
}

type Scraped = Pick<ScrapedSamples, 'scraped' | 'kept' | 'duplicates'>;

interface Write {
  batch: SampleBatch;
  added: number;
  vanished: readonly KnownSeries[];
  described: Map<string, MetricMetadata> | null;
}

function reportLabels(name: string, labels: LabelSet): LabelSet {
  const pairs: [string, string][] = [['__name__', name]];
  for (let index = 0; index < labels.length; index += 2) pairs.push([labels[index] ?? '', labels[index + 1] ?? '']);
  return labelSetOf(pairs);
}

function addSample(batch: SampleBatch, { keys }: SeriesCache, { labels, keyAt, keyLength }: KnownSeries, timeMs: number, low: number, high: number): void {
  if (!batch.begin(keys, keyAt, keyAt + keyLength)) {
    batch.series(labels);
    batch.learn(keys, keyAt, keyAt + keyLength);
  }
  batch.sample(timeMs, low, high);
}

function addValue(batch: SampleBatch, cache: SeriesCache, series: KnownSeries, timeMs: number, value: number): void {
  float[0] = value;
  addSample(batch, cache, series, timeMs, floatHalves[0] ?? 0, floatHalves[1] ?? 0);
}

function warningOf({ refused }: AppendReceipt, duplicates: number): string | null {
  const sentences = refused.slice(0, 3).map(({ reason, count, example }) => `${count} samples were refused (${reason}): ${example}`);
  if (duplicates > 0) sentences.push(`${duplicates} samples came twice for the same series and time; the first counts.`);
  return sentences.length === 0 ? null : sentences.join(' ').slice(0, 1_000);
}
