import { randomInt } from 'node:crypto';
import type { MetricMetadata } from '@/lib/ingest/sink';
import { labelLimits } from '@/lib/metrics/label-limits';
import type { MemSeries } from '@/lib/metrics/head/mem-series';
import { SeriesIndex } from '@/lib/metrics/head/series-index';
import { WireCache } from '@/lib/metrics/head/wire-cache';

const wireEntries = 400_000;
const wirePages = 128;
const metadataLimit = 20_000;
const helpLength = 2_000;

/** What the engine holds of one tenant. */
export class TenantState {
  readonly index = new SeriesIndex(randomInt(2 ** 32));
  readonly wire = new WireCache(wireEntries, wirePages);
  readonly metadata = new Map<string, MetricMetadata>();
  /** Metrics whose description is not in the database yet. */
  readonly newMetadata = new Set<string>();
  /** Series with a sample within the last hours. */
  active = 0;

  constructor(readonly number: number) {}

  /** Remembers a description, shortened and without what the database cannot hold. */
  describe({ metric, type, help, unit }: MetricMetadata): void {
    const metadata = { metric, type, help: storable(help), unit: storable(unit) };
    if (metric.length > labelLimits.valueLength || storable(metric, Infinity) !== metric) return;
    const known = this.metadata.get(metadata.metric);
    if (known && known.type === metadata.type && known.help === metadata.help && known.unit === metadata.unit) return;
    if (!known && this.metadata.size >= metadataLimit) return;
    this.metadata.set(metadata.metric, metadata);
    this.newMetadata.add(metadata.metric);
  }

  touch(series: MemSeries, nowMs: number): void {
    series.writtenAtMs = nowMs;
    if (series.isActive) return;
    series.isActive = true;
    this.active += 1;
  }

  rest(series: MemSeries): void {
    if (!series.isActive) return;
    series.isActive = false;
    this.active -= 1;
  }
}

function storable(text: string, length = helpLength): string {
  return text.slice(0, length).replaceAll('\u0000', '').toWellFormed();
}
