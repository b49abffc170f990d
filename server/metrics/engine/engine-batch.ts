import { AppError } from '@/lib/errors';
import type { MetricMetadata } from '@/lib/ingest/sink';
import { MemSeries } from '@/lib/metrics/head/mem-series';
import type { LabelSet } from '@/lib/metrics/labels';
import type { AppendReceipt, SampleBatch } from '@/lib/metrics/metric-store';
import type { Refusals } from './admission';
import type { TenantState } from './tenant-state';

interface Learned {
  bytes: Uint8Array;
  series: MemSeries;
}

const metadataLimit = 10_000;
/** More than this in one request would hold up everybody else: a sender has to divide it. */
const batchLimits = { samples: 500_000, newSeries: 50_000 } as const;

/** The samples of one request as columns, each beside its series; series that are new wait for their registration. */
export class EngineBatch implements SampleBatch {
  size = 0;
  readonly owners: MemSeries[] = [];
  times = new Float64Array(256);
  /** Low and high half of each value. */
  bits = new Uint32Array(512);
  readonly unregistered = new Set<MemSeries>();
  readonly described: MetricMetadata[] = [];
  /** Where the outcome of each sample is counted. */
  settle: { receipt: AppendReceipt; refusals: Refusals } | null = null;
  private readonly fresh = new Map<string, MemSeries>();
  private readonly learned: Learned[] = [];
  private current: MemSeries | null = null;

  constructor(readonly tenant: TenantState) {}

  begin(bytes: Uint8Array, from: number, to: number): boolean {
    const known = this.tenant.wire.get(bytes, from, to);
    if (!known) return false;
    this.current = known;
    return true;
  }

  series(labels: LabelSet): void {
    this.current = this.tenant.index.find(labels) ?? this.newSeries(labels);
  }

  /** A request may come back to a new series many times. */
  private newSeries(labels: LabelSet): MemSeries {
    const key = JSON.stringify(labels);
    let series = this.fresh.get(key);
    if (!series) {
      if (this.fresh.size >= batchLimits.newSeries) throw new AppError('too_large', `One request brings more than ${batchLimits.newSeries} new series. Send fewer in each.`);
      series = new MemSeries(this.tenant.number, labels);
      this.fresh.set(key, series);
      this.unregistered.add(series);
    }
    return series;
  }

  learn(bytes: Uint8Array, from: number, to: number): void {
    if (!this.current) return;
    if (this.current.id > 0) this.tenant.wire.set(bytes, from, to, this.current);
    else this.learned.push({ bytes: bytes.slice(from, to), series: this.current });
  }

  sample(timeMs: number, low: number, high: number): void {
    if (!this.current) throw new Error('A sample came before its series.');
    if (this.size >= batchLimits.samples) throw new AppError('too_large', `One request brings more than ${batchLimits.samples} samples. Send fewer in each.`);
    if (this.size === this.times.length) this.grow();
    this.owners[this.size] = this.current;
    this.times[this.size] = timeMs;
    this.bits[this.size * 2] = low;
    this.bits[this.size * 2 + 1] = high;
    this.size += 1;
  }

  metadata(metadata: MetricMetadata): void {
    if (this.described.length < metadataLimit) this.described.push(metadata);
  }

  /** Puts the registered series in the place of those that waited. */
  resolve(): void {
    for (const { bytes, series } of this.learned) {
      const actual = series.actual ?? series;
      if (actual.id > 0) this.tenant.wire.set(bytes, 0, bytes.length, actual);
    }
    for (let index = 0; index < this.size; index += 1) {
      const actual = this.owners[index]?.actual;
      if (actual) this.owners[index] = actual;
    }
    this.unregistered.clear();
  }

  /** Keeps the samples that pass, in their order. */
  keep(passes: (series: MemSeries, timeMs: number) => boolean): void {
    let kept = 0;
    for (let index = 0; index < this.size; index += 1) {
      const series = this.owners[index];
      const timeMs = this.times[index] ?? 0;
      if (!series || !passes(series, timeMs)) continue;
      this.owners[kept] = series;
      this.times[kept] = timeMs;
      this.bits[kept * 2] = this.bits[index * 2] ?? 0;
      this.bits[kept * 2 + 1] = this.bits[index * 2 + 1] ?? 0;
      kept += 1;
    }
    this.owners.length = kept;
    this.size = kept;
  }

  private grow(): void {
    const times = new Float64Array(this.times.length * 2);
    times.set(this.times);
    this.times = times;
    const bits = new Uint32Array(this.bits.length * 2);
    bits.set(this.bits);
    this.bits = bits;
  }
}
