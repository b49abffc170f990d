import type pg from 'pg';
import type { Head } from '@/lib/metrics/head/head';
import { bucketMs, bucketOf, type Block, type MemSeries } from '@/lib/metrics/head/mem-series';
import { countSamples, readSeries } from '@/lib/metrics/head/read-series';
import { compareLabelSets } from '@/lib/metrics/labels';
import type { Matcher } from '@/lib/metrics/matcher';
import type { Resolution } from '@/lib/metrics/metric-store';
import { metricRetention, resolutionFor } from '@/lib/metrics/retention';
import type { SampleSource, SeriesData, Selection } from '@/lib/promql/source';
import type { ChunkCache } from './chunk-cache';
import { readChunks } from './chunk-rows';
import { readRollups } from './rollup-reader';
import { tooManySamples } from './sample-budget';
import type { TenantState } from './tenant-state';

export interface ReaderOptions {
  pool: pg.Pool;
  head: Head;
  cache: ChunkCache;
  /** The oldest time of each resolution that is still kept. */
  keptFrom: () => Record<Resolution, number>;
  /** Where the oldest chunk may begin. */
  oldestChunkMs: () => number;
  /** Days before this are rolled up. */
  rolledTo: (tenant: number) => number;
}

/** Series whose chunks are fetched in one statement. */
const fetchedAtOnce = 100;

/** Reads samples of one tenant: from memory what is recent, from the database what is sealed. */
export class Reader {
  constructor(private readonly options: ReaderOptions) {}

  source(tenant: TenantState, beforePiece?: () => Promise<void> | undefined): SampleSource {
    return {
      select: async (selection, maxSamples) => {
        const resolution = resolutionFor(selection, this.options.keptFrom());
        // A point of a roll-up may be as old as two buckets where it still counts.
        const window = resolution === 'raw' ? selection : { ...selection, fromMs: selection.fromMs - 2 * metricRetention[resolution].widthMs };
        const found = tenant.index.select(selection.matchers).filter((series) => series.lastMs >= window.fromMs);
        found.sort((a, b) => compareLabelSets(a.labels, b.labels));
        const series =
          resolution === 'raw'
            ? await this.readRaw(tenant, found, window, maxSamples, beforePiece)
            : await readRollups({ ...this.options, tenant, raw: (each, part) => this.readRaw(tenant, each, part, maxSamples, beforePiece) }, found, window, resolution, maxSamples);
        return { series, resolution };
      },
    };
  }

  /** The series that some matchers accept and that have a sample in a window, both ends included; as far as memory can tell, sealed samples count as there. */
  matching(tenant: TenantState, matchers: readonly Matcher[], fromMs: number, toMs: number): MemSeries[] {
    return tenant.index.select(matchers).filter((series) => series.lastMs >= fromMs && (firstUnsealed(series) <= toMs || series.sealedToMs > -Infinity));
  }

  private async readRaw(
    tenant: TenantState,
    found: readonly MemSeries[],
    { fromMs, toMs }: Pick<Selection, 'fromMs' | 'toMs'>,
    maxSamples: number,
    beforePiece?: () => Promise<void> | undefined,
  ): Promise<SeriesData[]> {
    const read: SeriesData[] = [];
    let left = maxSamples;
    for (let start = 0; start < found.length; start += fetchedAtOnce) {
      const piece = found.slice(start, start + fetchedAtOnce);
      const pause = beforePiece?.();
      if (pause) await pause;
      const sealed = await this.sealedOf(tenant, piece, fromMs, toMs);
      for (const series of piece) {
        const chunks = sealed.get(series) ?? [];
        left -= countSamples(series, chunks, fromMs, toMs);
        if (left < 0) throw tooManySamples();
        const { times, values } = readSeries(this.options.head, series, chunks, fromMs, toMs);
        if (times.length > 0) read.push({ labels: series.labels, times, values });
      }
    }
    return read;
  }

  /** The sealed chunks that a window needs, from the cache or the database. Nothing was sealed between the answer and its use. */
  private async sealedOf(tenant: TenantState, piece: readonly MemSeries[], fromMs: number, toMs: number): Promise<Map<MemSeries, readonly Block[]>> {
    const sealed = new Map<MemSeries, readonly Block[]>();
    const sealedFromMs = Math.max(fromMs, this.options.oldestChunkMs());
    const versions = new Map<MemSeries, number>();
    for (let wanted = piece; wanted.length > 0; ) {
      const missing = wanted.filter((series) => {
        versions.set(series, series.sealings);
        if (series.sealedToMs < sealedFromMs) return false;
        const known = this.cached(series, sealedFromMs, toMs);
        if (known) sealed.set(series, known);
        return !known;
      });
      if (missing.length === 0) break;
      const from = bucketOf(sealedFromMs);
      const last = Math.min(bucketOf(toMs), bucketOf(Math.max(...missing.map((series) => series.sealedToMs))));
      const rows = await readChunks(this.options.pool, tenant.number, missing.map((series) => series.id), from, last + bucketMs);
      const byId = new Map<number, Block[]>();
      for (const row of rows) {
        const known = byId.get(row.seriesId);
        if (known) known.push(row);
        else byId.set(row.seriesId, [row]);
      }
      for (const series of missing) {
        const chunks = byId.get(series.id) ?? [];
        if (series.sealings !== versions.get(series)) continue;
        sealed.set(series, chunks);
        this.remember(series, chunks, from, last);
      }
      // What was sealed while the database answered, of any series of the piece, may be missing in both places: ask again.
      wanted = piece.filter((series) => series.sealings !== versions.get(series));
    }
    return sealed;
  }

  private cached(series: MemSeries, fromMs: number, toMs: number): Block[] | null {
    const blocks: Block[] = [];
    const last = Math.min(bucketOf(toMs), bucketOf(series.sealedToMs));
    for (let bucket = bucketOf(fromMs); bucket <= last; bucket += bucketMs) {
      const known = this.options.cache.get(series.id, bucket);
      if (!known) return null;
      for (const block of known) blocks.push(block);
    }
    return blocks;
  }

  /** A bucket that is still being filled is remembered too: sealing more of it tells the cache. */
  private remember(series: MemSeries, chunks: readonly Block[], from: number, last: number): void {
    for (let bucket = from; bucket <= last; bucket += bucketMs) {
      this.options.cache.set(series.id, bucket, chunks.filter((chunk) => bucketOf(chunk.fromMs) === bucket));
    }
  }
}

function firstUnsealed(series: MemSeries): number {
  return Math.min(series.blocks[0]?.fromMs ?? Infinity, series.open > 0 ? series.lastMs : Infinity, series.late?.firstMs ?? Infinity);
}
