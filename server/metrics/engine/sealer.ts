import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { messageOf } from '@/lib/errors';
import type { Head } from '@/lib/metrics/head/head';
import { bucketMs, bucketOf, type Block, type MemSeries } from '@/lib/metrics/head/mem-series';
import { clip, decodeBlocks, mergeSamples, toBlocks, type SampleColumns } from '@/lib/metrics/head/columns';
import { dayMs } from '@/lib/metrics/retention';
import type { Log } from '@/server/log';
import { int4Array, int8Array } from '../binary-arrays';
import type { ChunkCache } from './chunk-cache';
import { readChunks, removeChunks, writeRows } from './chunk-rows';
import type { Partitions } from './partitions';
import { inTenant } from './tenant-pool';

interface SealerOptions {
  pool: pg.Pool;
  head: Head;
  cache: ChunkCache;
  partitions: Partitions;
  log: Log;
  /** Chunks before this are rolled up again. */
  rolledTo: (tenant: number) => number;
  /** Proves that this process is the engine, for the length of a transaction. */
  hold: (client: pg.ClientBase) => Promise<void>;
  /** This process will never be the engine again. */
  isLost: () => boolean;
}

/** What one series hands over: chunks to add, buckets to write anew, and what memory may forget when that is durable. */
interface Handover {
  series: MemSeries;
  sealedToMs: number;
  added: Block[];
  rewritten: { bucket: number; blocks: Block[] }[];
  lateTimes: Set<number>;
}

const batchSeries = 400;
/** Between two tries: longer after each failure, shorter after each success. */
const shortestPauseMs = 100;
const longestPauseMs = 1_000;

/** Moves complete spans of samples from memory to the database, series by series, in transactions of a few hundred. */
export class Sealer {
  private readonly due = new Map<MemSeries, 'complete' | 'all'>();
  private running: Promise<void> | null = null;
  private writing: Promise<void> = Promise.resolve();
  private readonly closing = new AbortController();
  /** Fewer after a failure, so that one series that cannot be sealed does not hold up the others for ever. */
  private atOnce = batchSeries;
  private pauseMs = shortestPauseMs;
  sealedSamples = 0;
  failures = 0;

  constructor(private readonly options: SealerOptions) {}

  /** Asks for the complete buckets of a series, or for everything it holds. */
  request(series: MemSeries, what: 'complete' | 'all' = 'complete'): void {
    if (what === 'all' || !this.due.has(series)) this.due.set(series, what);
    if (!this.isOver) this.running ??= this.run();
  }

  get waiting(): number {
    return this.due.size;
  }

  /** Resolves when the samples that are on their way to the database are there, or did not get there. */
  async written(): Promise<void> {
    await this.writing;
  }

  /** Resolves when nothing is waiting, or the store closes or is lost. */
  async settle(): Promise<void> {
    await this.running;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.running;
  }

  private get isOver(): boolean {
    return this.closing.signal.aborted || this.options.isLost();
  }

  private async run(): Promise<void> {
    // Let a burst of requests gather into batches.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.due.size > 0 && !this.isOver) {
      const batch = this.take();
      try {
        await this.seal(batch);
        this.atOnce = Math.min(batchSeries, this.atOnce * 2);
        this.pauseMs = Math.max(shortestPauseMs, this.pauseMs / 2);
      } catch (error) {
        this.failures += 1;
        this.atOnce = Math.max(1, batch.size >> 2);
        this.options.log.error({ reason: messageOf(error), series: batch.size }, 'samples could not be sealed; they stay in memory and are tried again');
        for (const [series, what] of batch) if (!this.due.has(series)) this.due.set(series, what);
        await sleep(this.pauseMs, undefined, { signal: this.closing.signal }).catch(() => undefined);
        this.pauseMs = Math.min(longestPauseMs, this.pauseMs * 2);
      }
    }
    this.running = null;
  }

  /** Some series of one tenant. */
  private take(): Map<MemSeries, 'complete' | 'all'> {
    const batch = new Map<MemSeries, 'complete' | 'all'>();
    let tenant: number | null = null;
    for (const [series, what] of this.due) {
      tenant ??= series.tenant;
      if (series.tenant !== tenant) continue;
      batch.set(series, what);
      if (batch.size >= this.atOnce) break;
    }
    for (const series of batch.keys()) this.due.delete(series);
    return batch;
  }

  private async seal(batch: ReadonlyMap<MemSeries, 'complete' | 'all'>): Promise<void> {
    const [first] = batch.keys();
    if (!first) return;
    const handovers: Handover[] = [];
    try {
      for (const [series, what] of batch) {
        series.isSealing = true;
        const handover = await this.handoverOf(series, what);
        if (handover) handovers.push(handover);
      }
      if (handovers.length === 0) return;
      const written = this.write(first.tenant, handovers);
      this.writing = written.catch(() => undefined);
      await written;
      for (const handover of handovers) this.forget(handover);
    } finally {
      for (const series of batch.keys()) series.isSealing = false;
    }
  }

  private async handoverOf(series: MemSeries, what: 'complete' | 'all'): Promise<Handover | null> {
    const { head, pool } = this.options;
    if (what === 'all') head.pack(series);
    const current = bucketOf(series.lastMs);
    const blocks = what === 'all' ? series.blocks : series.blocks.filter((block) => bucketOf(block.fromMs) < current);
    const sealedToMs = Math.max(series.sealedToMs, blocks[blocks.length - 1]?.toMs ?? -Infinity);
    const late: SampleColumns = series.late ? clip(series.late.columns(), -Infinity, sealedToMs) : { times: new Float64Array(0), values: new Float64Array(0) };
    if (blocks.length === 0 && late.times.length === 0) return null;
    const between = clip(late, series.sealedToMs + 1, sealedToMs);
    const added = blocks.length === 0 ? [] : byBucket(mergeSamples(decodeBlocks(blocks), between)).flatMap(([, columns]) => toBlocks(columns));
    const before = clip(late, -Infinity, blocks.length === 0 ? sealedToMs : series.sealedToMs);
    const rewritten: Handover['rewritten'] = [];
    for (const [bucket, columns] of byBucket(before)) {
      const stored = await readChunks(pool, series.tenant, [series.id], bucket, bucket + bucketMs);
      // What memory still holds is written as added: a seal whose success went unheard may have left it here too.
      const known = clip(decodeBlocks(stored), -Infinity, series.sealedToMs);
      rewritten.push({ bucket, blocks: toBlocks(mergeSamples(known, columns)) });
    }
    return { series, sealedToMs, added, rewritten, lateTimes: new Set(late.times) };
  }

  private async write(tenant: number, handovers: readonly Handover[]): Promise<void> {
    const { pool, partitions, rolledTo, hold } = this.options;
    const added = handovers.flatMap(({ series, added: blocks }) => blocks.map((block) => rowOf(series, block)));
    const rewritten = handovers.flatMap(({ series, rewritten: buckets }) => buckets.map((each) => ({ series, ...each })));
    const rows = [...added, ...rewritten.flatMap(({ series, blocks }) => blocks.map((block) => rowOf(series, block)))];
    await partitions.ensure('chunks', rows.map((row) => row.fromMs));
    await inTenant(pool, tenant, async (client) => {
      await hold(client);
      for (const { series, bucket } of rewritten) await removeChunks(client, tenant, series.id, bucket, bucket + bucketMs);
      await writeRows(client, 'chunks', tenant, rows);
      await client.query(
        `update metrics.series set sealed_to = new.sealed_to
         from unnest($2::int[], $3::bigint[]) as new (id, sealed_to) where tenant_number = $1 and series.id = new.id`,
        [tenant, int4Array(handovers.map(({ series }) => series.id)), int8Array(handovers.map(({ sealedToMs }) => sealedToMs))],
      );
      // A day that is rolled up already is rolled up again.
      const stale = rows.filter((row) => row.fromMs < rolledTo(tenant));
      if (stale.length === 0) return;
      await client.query(
        `insert into metrics.rollup_pending select $1, * from unnest($2::int[], $3::bigint[]) on conflict do nothing`,
        [tenant, int4Array(stale.map((row) => row.seriesId)), int8Array(stale.map((row) => Math.floor(row.fromMs / dayMs) * dayMs))],
      );
    });
  }

  /** In one go, without waiting: a reader sees the samples either in memory or by asking again. */
  private forget({ series, sealedToMs, added, rewritten, lateTimes }: Handover): void {
    const { head, cache } = this.options;
    const wasSealedTo = series.sealedToMs;
    head.dropTo(series, sealedToMs);
    if (lateTimes.size > 0) head.dropLate(series, lateTimes);
    for (const { bucket, blocks } of rewritten) cache.set(series.id, bucket, blocks);
    const buckets = new Map<number, Block[]>();
    for (const block of added) {
      const bucket = bucketOf(block.fromMs);
      buckets.set(bucket, [...(buckets.get(bucket) ?? []), block]);
      this.sealedSamples += block.count;
    }
    for (const [bucket, blocks] of buckets) {
      const known = cache.get(series.id, bucket);
      // A reader may have met the new ones in the database already.
      if (known) cache.set(series.id, bucket, [...known.filter((block) => block.toMs <= wasSealedTo), ...blocks]);
      else if (bucketOf(wasSealedTo) < bucket) cache.set(series.id, bucket, blocks);
    }
    head.releaseSlot(series);
    if (series.late && series.late.firstMs <= series.sealedToMs) this.request(series);
  }
}

function rowOf(series: MemSeries, block: Block): { seriesId: number; fromMs: number; data: Uint8Array } {
  return { seriesId: series.id, fromMs: block.fromMs, data: block.bytes };
}

function byBucket(columns: SampleColumns): [number, SampleColumns][] {
  const parts: [number, SampleColumns][] = [];
  let rest = columns;
  while (rest.times.length > 0) {
    const bucket = bucketOf(rest.times[0] ?? 0);
    parts.push([bucket, clip(rest, bucket, bucket + bucketMs - 1)]);
    rest = clip(rest, bucket + bucketMs, Infinity);
  }
  return parts;
}
