import type pg from 'pg';
import { AppError } from '@/lib/errors';
import { Head } from '@/lib/metrics/head/head';
import { JournalEntry } from '@/lib/metrics/head/journal-entry';
import { MemSeries } from '@/lib/metrics/head/mem-series';
import type { AppendReceipt, MetricStore, Resolution } from '@/lib/metrics/metric-store';
import { activeSeriesMs } from '@/lib/metrics/retention';
import type { TenantRef } from '@/lib/tenants';
import { explainRefusal, Refusals, refuseTimes } from './admission';
import { ChunkCache } from './chunk-cache';
import { readCheckpoint, type Checkpoint } from './checkpoint';
import { CommitQueue } from './commit-queue';
import { EngineBatch } from './engine-batch';
import type { EngineStats, MetricEngineOptions } from './engine-options';
import { defaultEngineSettings, type EngineSettings } from './engine-settings';
import { measureFootprint, type Footprint } from './footprint';
import { Journal, lost } from './journal';
import { Maintenance } from './maintenance';
import { loadMetadata, saveMetadata } from './metadata-rows';
import { Partitions } from './partitions';
import { createQueries, type Queries } from './queries';
import { Reader } from './reader';
import { recover } from './recover';
import { registerWaiting, type Registration } from './register-waiting';
import { forgetSeries, loadSeries } from './registry';
import { Sealer } from './sealer';
import { Snapshots } from './snapshots';
import { TenantState } from './tenant-state';

/**
 * The embedded store of metrics. A sample is journalled in PostgreSQL by group commit, then visible in memory; spans of two hours are compressed
 * and sealed as chunks. After a crash memory is made again from the last snapshot and the journal since.
 */
export class MetricEngine implements MetricStore {
  private readonly tenants = new Map<number, TenantState>();
  private readonly refused = new Map<string, number>();
  private readonly entry = new JournalEntry();
  private readonly clock: () => number;
  private readonly settings: EngineSettings;
  private readonly head: Head;
  private readonly queue: CommitQueue;
  private readonly queries: Queries;
  private readonly maintenance: Maintenance;
  private readonly sealer: Sealer;
  private readonly snapshots: Snapshots;
  private closing: Promise<void> | null = null;
  private appliedSeq: number;
  private registering: Promise<unknown> = Promise.resolve();
  private readonly registrations: Registration[] = [];
  private committing: Promise<void> = Promise.resolve();
  private appended = 0;
  private duplicates = 0;

  private constructor(
    private readonly options: MetricEngineOptions,
    private readonly journal: Journal,
    private readonly partitions: Partitions,
    private readonly checkpoint: Checkpoint,
  ) {
    this.clock = options.clock ?? Date.now;
    this.settings = { ...defaultEngineSettings, ...options.settings };
    this.appliedSeq = checkpoint.seq;
    const { pool, owner, log } = options;
    const { outOfOrderMs, cacheBytes } = this.settings;
    this.head = new Head({ outOfOrderMs, newestMs: () => this.clock() + this.settings.futureMs, onDue: (series) => this.sealer.request(series) });
    const { head } = this;
    const cache = new ChunkCache(cacheBytes);
    const rolledTo = (tenant: number) => this.maintenance.rolledTo(tenant);
    const hold = (client: pg.ClientBase) => journal.hold(client);
    this.sealer = new Sealer({ pool, head, cache, partitions, log, hold, rolledTo: (tenant) => this.maintenance.rollingTo(tenant), isLost: () => journal.isLost });
    const { sealer, settings, clock } = this;
    this.maintenance = new Maintenance({
      pool, owner, partitions, log, sealer, settings, clock, hold,
      tenants: this.tenants,
      dropped: checkpoint,
      unsealedBytes: () => head.blockBytes,
      saveMetadata: () => this.saveMetadata(),
      forget: (tenant, gone) => this.forget(tenant, gone),
    });
    this.snapshots = new Snapshots({ owner, log, journal, head, settings, clock, series: () => this.allSeries(), saveMetadata: () => this.saveMetadata() }, checkpoint);
    const reader = new Reader({ pool, head, cache, rolledTo, keptFrom: () => this.keptFrom(), oldestChunkMs: () => partitions.oldest('chunks') });
    this.queries = createQueries({ reader, settings, tenantOf: (number) => this.tenantOf(number) });
    this.queue = new CommitQueue({ commit: (batches) => (this.committing = this.commit(batches)), between: () => this.between(), maxQueued: settings.queuedSamples });
  }

  /** Opens the store and brings memory back; throws AppError `unavailable` while another process holds it. */
  static async open(options: MetricEngineOptions): Promise<MetricEngine> {
    const journal = await Journal.open(options);
    try {
      const partitions = new Partitions(options.owner);
      await partitions.load();
      const engine = new MetricEngine(options, journal, partitions, await readCheckpoint(options.owner));
      await engine.recover();
      engine.maintenance.start();
      return engine;
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  batch(tenant: TenantRef): EngineBatch {
    return new EngineBatch(this.tenantOf(tenant.number));
  }

  async append(tenant: TenantRef, batch: EngineBatch): Promise<AppendReceipt> {
    if (batch.tenant.number !== tenant.number) throw new Error('A batch belongs to the tenant that it was made for.');
    const overBudget = this.maintenance.overBudget();
    if (overBudget) throw new AppError('unavailable', overBudget, { retryAfterSeconds: 60 });
    const refusals = new Refusals();
    const nowMs = this.clock();
    refuseTimes(batch, nowMs - this.settings.retention.raw, nowMs + this.settings.futureMs, refusals);
    if (batch.unregistered.size > 0) await this.register(batch, refusals);
    for (const metadata of batch.described) batch.tenant.describe(metadata);
    const receipt: AppendReceipt = { stored: 0, duplicates: 0, refused: [] };
    if (batch.size > 0) {
      batch.settle = { receipt, refusals };
      await this.queue.push(batch);
    }
    receipt.refused = refusals.list();
    for (const { reason, count } of receipt.refused) this.refused.set(reason, (this.refused.get(reason) ?? 0) + count);
    return receipt;
  }

  query: MetricStore['query'] = (tenant, query) => this.queries.query(tenant, query);
  queryRange: MetricStore['queryRange'] = (tenant, query) => this.queries.queryRange(tenant, query);
  series: MetricStore['series'] = (tenant, query) => this.queries.series(tenant, query);
  labelNames: MetricStore['labelNames'] = (tenant, query) => this.queries.labelNames(tenant, query);
  labelValues: MetricStore['labelValues'] = (tenant, label, query) => this.queries.labelValues(tenant, label, query);
  metadata: MetricStore['metadata'] = (tenant, options) => this.queries.metadata(tenant, options);

  stats(): EngineStats {
    let series = 0;
    let activeSeries = 0;
    for (const tenant of this.tenants.values()) {
      series += tenant.index.size;
      activeSeries += tenant.active;
    }
    const { queued, dropped } = this.queue;
    const unsealedBytes = this.head.blockBytes + this.head.slab.sizeBytes();
    return { series, activeSeries, queued, dropped, unsealedBytes, sealedSamples: this.sealer.sealedSamples, appended: this.appended, duplicates: this.duplicates, refused: this.refused };
  }

  /** Seals everything that memory holds; resolves when it is in the database. Throws AppError `unavailable` when another engine has the store. For tests and benches. */
  async sealAll(): Promise<void> {
    for (const tenant of this.tenants.values()) for (const series of tenant.index.series()) if (series.hasData) this.sealer.request(series, 'all');
    await this.sealer.settle();
    if (this.journal.isLost) throw lost();
  }

  /** Keeps samples for this long and in these bounds from now on; what that drops goes with the next round, within a minute. */
  keep({ retention, diskBudgetBytes }: Pick<EngineSettings, 'retention' | 'diskBudgetBytes'>): void {
    Object.assign(this.settings, { retention, diskBudgetBytes });
    this.maintenance.expireSoon();
  }

  /** What is on disk. `client` reads in a transaction of the tenant whose samples stand for all. */
  footprint(client: pg.ClientBase): Promise<Footprint> {
    return measureFootprint(this.options.owner, client, this.partitions);
  }

  /** One round of roll-up and retention now. */
  maintain(): Promise<void> {
    return this.maintenance.round();
  }

  /** Settles what was appended, writes a snapshot so that the next start is short, and lets go of the store. */
  close(): Promise<void> {
    return (this.closing ??= this.shutDown());
  }

  private async shutDown(): Promise<void> {
    await this.queue.close();
    await this.maintenance.stop();
    await this.sealer.close();
    await this.snapshots.settle();
    this.snapshots.start(this.appliedSeq);
    await this.snapshots.settle();
    await this.journal.close();
  }

  private tenantOf(number: number): TenantState {
    let tenant = this.tenants.get(number);
    if (!tenant) this.tenants.set(number, (tenant = new TenantState(number)));
    return tenant;
  }

  /** Requests that wait for their turn are registered together, so that they share the transaction. */
  private register(batch: EngineBatch, refusals: Refusals): Promise<void> {
    return new Promise((resolve, reject) => {
      const isFirst = this.registrations.push({ batch, refusals, resolve, reject }) === 1;
      if (isFirst) void this.inTurn(() => registerWaiting(this.registrations.splice(0), { pool: this.options.pool, settings: this.settings, clock: this.clock }));
    });
  }

  /** Changes of the registry come one after the other. */
  private inTurn(change: () => Promise<void>): Promise<void> {
    const own = this.registering.then(change);
    this.registering = own.catch(() => undefined);
    return own;
  }

  private async commit(batches: readonly EngineBatch[]): Promise<void> {
    const { entry } = this;
    entry.reset();
    for (const { size, owners, times, bits } of batches) {
      for (let index = 0; index < size; index += 1) {
        const owner = owners[index];
        if (!owner || owner.isForgotten) throw new AppError('unavailable', 'A series that was idle for long was just forgotten. Send the samples again.', { retryAfterSeconds: 1 });
        entry.add(owner.id, times[index] ?? 0, bits[index * 2] ?? 0, bits[index * 2 + 1] ?? 0);
      }
    }
    const seq = this.appliedSeq + 1;
    await this.journal.append(seq, entry.view());
    this.appliedSeq = seq;
    this.snapshots.count(entry.view().length, entry.samples);
    const nowMs = this.clock();
    for (const batch of batches) this.apply(batch, nowMs);
  }

  private apply({ tenant, size, owners, times, bits, settle }: EngineBatch, nowMs: number): void {
    let stored = 0;
    let duplicates = 0;
    for (let index = 0; index < size; index += 1) {
      const series = owners[index];
      if (!series) continue;
      const timeMs = times[index] ?? 0;
      const outcome = this.head.append(series, timeMs, bits[index * 2] ?? 0, bits[index * 2 + 1] ?? 0);
      if (series.writtenAtMs !== nowMs) tenant.touch(series, nowMs);
      if (outcome === 'stored') stored += 1;
      else if (outcome === 'duplicate') duplicates += 1;
      else settle?.refusals.add(outcome, () => explainRefusal(outcome, series, timeMs, this.settings.outOfOrderMs));
    }
    this.appended += stored;
    this.duplicates += duplicates;
    if (!settle) return;
    settle.receipt.stored += stored;
    settle.receipt.duplicates += duplicates;
  }

  private between(): void {
    if (this.snapshots.isDue()) this.snapshots.start(this.appliedSeq);
    this.maintenance.relieve();
  }

  private *allSeries(): Generator<MemSeries> {
    for (const tenant of this.tenants.values()) yield* tenant.index.series();
  }

  private async saveMetadata(): Promise<void> {
    for (const tenant of this.tenants.values()) await saveMetadata(this.options.pool, tenant);
  }

  /** Those of the series that got no sample meanwhile; what was decoded for them and is not committed yet must be sent again. */
  private forget(tenant: TenantState, idle: ReadonlySet<MemSeries>): Promise<void> {
    return this.inTurn(async () => {
      await this.committing.catch(() => undefined);
      const gone = new Set([...idle].filter((series) => !series.isActive && !series.hasData));
      for (const series of gone) series.isForgotten = true;
      tenant.index.remove(gone);
      tenant.wire.clear();
      await forgetSeries(this.options.pool, tenant.number, [...gone].map((series) => series.id));
    });
  }

  private keptFrom(): Record<Resolution, number> {
    const { rawDroppedTo, fiveMinutesDroppedTo } = this.maintenance.dropped;
    return { raw: rawDroppedTo ?? -Infinity, '5m': fiveMinutesDroppedTo ?? -Infinity, '1h': -Infinity };
  }

  private async recover(): Promise<void> {
    const { owner, log } = this.options;
    const nowMs = this.clock();
    const byId = new Map<number, MemSeries>();
    for await (const { tenant, id, labels, sealedToMs } of loadSeries(owner)) {
      const series = new MemSeries(tenant, labels);
      series.id = id;
      series.sealedToMs = series.lastMs = sealedToMs ?? -Infinity;
      this.tenantOf(tenant).index.add(series);
      byId.set(id, series);
    }
    for await (const { tenant, metadata } of loadMetadata(owner)) this.tenantOf(tenant).metadata.set(metadata.metric, metadata);
    const recovered = await recover(owner, this.head, byId, this.checkpoint);
    this.appliedSeq = recovered.lastSeq;
    this.snapshots.resume(recovered, nowMs);
    await this.maintenance.load();
    for (const series of byId.values()) {
      if (series.lastMs >= nowMs - activeSeriesMs) this.tenantOf(series.tenant).touch(series, nowMs);
    }
    if (recovered.samples > 0) log.info({ samples: recovered.samples, series: byId.size }, 'samples that were not sealed are back from the journal');
  }
}
