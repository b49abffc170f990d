import type pg from 'pg';
import { messageOf } from '@/lib/errors';
import type { MemSeries } from '@/lib/metrics/head/mem-series';
import { activeSeriesMs, dayMs } from '@/lib/metrics/retention';
import type { Log } from '@/server/log';
import type { EngineSettings } from './engine-settings';
import type { Partitions } from './partitions';
import { enforceBudget, expire, type Dropped } from './expire';
import { loadProgress, rollUpTenant } from './roll-up-days';
import type { Sealer } from './sealer';
import type { TenantState } from './tenant-state';

interface MaintenanceOptions {
  pool: pg.Pool;
  owner: pg.Pool;
  partitions: Partitions;
  log: Log;
  sealer: Sealer;
  settings: EngineSettings;
  clock: () => number;
  tenants: ReadonlyMap<number, TenantState>;
  dropped: Dropped;
  unsealedBytes: () => number;
  saveMetadata: () => Promise<void>;
  forget: (tenant: TenantState, gone: ReadonlySet<MemSeries>) => Promise<void>;
  /** Proves that this process is the engine, for the length of a transaction. */
  hold: (client: pg.ClientBase) => Promise<void>;
}

const roundEveryMs = 60_000;
const expireEveryMs = 10 * 60_000;
const relieveEveryMs = 5_000;
const hourMs = 60 * 60_000;
/** A wall clock that gains this much on the monotonic one between two rounds was set. */
const jumpMs = 5 * 60_000;
/** A series is relieved of its blocks only when it has this many: sealing a few samples at a time would make many small chunks. */
const relievedBlocks = 4;

/** What happens on its own every minute: idle series are sealed, days are rolled up, and what is old or over the budget is dropped. */
export class Maintenance {
  private progress = new Map<number, number>();
  /** The end of the day that is being rolled up. */
  private readonly rolling = new Map<number, number>();
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private isStopped = false;
  private expiredAt = -Infinity;
  private relievedAt = -Infinity;
  private clockOffsetMs: number;
  private budgetIssue: string | null = null;

  constructor(private readonly options: MaintenanceOptions) {
    this.clockOffsetMs = options.clock() - performance.now();
  }

  get dropped(): Dropped {
    return this.options.dropped;
  }

  /** Days before this are rolled up. */
  rolledTo(tenant: number): number {
    return this.progress.get(tenant) ?? -Infinity;
  }

  /** Chunks of days before this must be rolled up again when they change. */
  rollingTo(tenant: number): number {
    return Math.max(this.rolledTo(tenant), this.rolling.get(tenant) ?? -Infinity);
  }

  /** Why nothing may be stored; null while all is well. */
  overBudget(): string | null {
    return this.budgetIssue;
  }

  /** The next round drops what is old or over the budget, unless nothing may expire now because the clock went ahead. */
  expireSoon(): void {
    if (this.expiredAt <= performance.now()) this.expiredAt = -Infinity;
  }

  async load(): Promise<void> {
    this.progress = await loadProgress(this.options.owner);
  }

  start(): void {
    const next = () => {
      this.underWay = this.round().finally(() => {
        if (!this.isStopped) this.timer = setTimeout(next, roundEveryMs);
      });
    };
    this.timer = setTimeout(next, roundEveryMs);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.underWay;
  }

  async round(): Promise<void> {
    for (const step of [() => this.options.saveMetadata(), () => this.sweep(), () => this.rollUp(), () => this.expire()]) {
      try {
        await step();
      } catch (error) {
        this.options.log.error({ reason: messageOf(error) }, 'maintenance of metrics failed; it is tried again in a minute');
      }
    }
  }

  /** Seals early what takes the most memory, when there is too much of it. */
  relieve(): void {
    const { unsealedBytes, settings, sealer, tenants } = this.options;
    if (unsealedBytes() < settings.unsealedBytes || sealer.waiting > 0 || performance.now() - this.relievedAt < relieveEveryMs) return;
    this.relievedAt = performance.now();
    for (const tenant of tenants.values()) {
      for (const series of tenant.index.series()) if (series.blocks.length >= relievedBlocks) sealer.request(series, 'all');
    }
  }

  /** Lets go of series that get no samples, and forgets the longest idle when there are too many. */
  private async sweep(): Promise<void> {
    const { tenants, clock, sealer, settings } = this.options;
    const idleBefore = clock() - activeSeriesMs;
    for (const tenant of tenants.values()) {
      let visited = 0;
      for (const series of tenant.index.series()) {
        if ((visited += 1) % 2_000 === 0) await new Promise((resolve) => setImmediate(resolve));
        if (series.writtenAtMs >= idleBefore) continue;
        tenant.rest(series);
        if (series.hasData) sealer.request(series, 'all');
      }
      const gone = forgettable(tenant, clock() - settings.retention['1h'] - dayMs, settings.storedSeries);
      if (gone.size > 0) await this.options.forget(tenant, gone);
    }
  }

  private async rollUp(): Promise<void> {
    const { pool, partitions, tenants, clock, settings, log, sealer, hold } = this.options;
    for (const tenant of tenants.values()) {
      const onDay = (endMs: number) => {
        this.rolling.set(tenant.number, endMs);
        return sealer.written();
      };
      const done = await rollUpTenant({
        pool, partitions, tenant, onDay, hold,
        nowMs: clock(),
        outOfOrderMs: settings.outOfOrderMs,
        rolledTo: this.rolledTo(tenant.number),
        isStopped: () => this.isStopped,
      });
      if (done !== null) {
        this.progress.set(tenant.number, done);
        log.info({ tenant: tenant.number, day: new Date(done - dayMs).toISOString().slice(0, 10) }, 'metrics of a day are rolled up');
      }
    }
  }

  private async expire(): Promise<void> {
    const { clock, log, settings, owner, partitions, dropped } = this.options;
    const aheadMs = clock() - performance.now() - this.clockOffsetMs;
    this.clockOffsetMs = clock() - performance.now();
    if (aheadMs > jumpMs) {
      log.warn({ aheadSeconds: Math.round(aheadMs / 1_000) }, 'the clock went ahead; nothing expires for an hour, in case it is wrong');
      this.expiredAt = performance.now() + hourMs - expireEveryMs;
    }
    if (performance.now() - this.expiredAt < expireEveryMs) return;
    this.expiredAt = performance.now();
    const rolled = [...this.options.tenants.values()].map((tenant) => (tenant.index.size === 0 ? Infinity : this.rolledTo(tenant.number)));
    const rolledTo = Math.min(Infinity, ...rolled);
    const expired = await expire({ owner, partitions, dropped, nowMs: clock(), retention: settings.retention, rolledTo });
    const overrun = await enforceBudget({ owner, partitions, dropped, nowMs: clock(), budgetBytes: settings.diskBudgetBytes });
    if (expired.length + overrun.dropped.length > 0) log.info({ expired, overBudget: overrun.dropped }, 'partitions of metrics dropped');
    this.budgetIssue = overrun.issue;
  }
}

function forgettable(tenant: TenantState, sealedBefore: number, storedSeries: number): Set<MemSeries> {
  const gone = new Set<MemSeries>();
  const idle: MemSeries[] = [];
  for (const series of tenant.index.series()) {
    if (series.isActive || series.hasData) continue;
    if (series.lastMs < sealedBefore) gone.add(series);
    else idle.push(series);
  }
  const excess = tenant.index.size - gone.size - Math.floor(storedSeries * 0.95);
  if (excess > 0) {
    idle.sort((a, b) => a.lastMs - b.lastMs);
    for (const series of idle.slice(0, excess)) gone.add(series);
  }
  return gone;
}
