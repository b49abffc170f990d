import type { Resolution } from '@/lib/metrics/metric-store';
import { metricRetention } from '@/lib/metrics/retention';
import type { Config } from '@/server/config';

export interface EngineSettings {
  /** How long each resolution is kept, milliseconds. */
  retention: Record<Resolution, number>;
  /** Most bytes that chunks and roll-ups may take on disk; null: no limit. */
  diskBudgetBytes: number | null;
  /** How far behind the youngest sample of its series a sample may come. */
  outOfOrderMs: number;
  /** How far ahead of the clock a sample may be. */
  futureMs: number;
  /** Series of one tenant with a sample within the last two hours, and all that are stored. */
  activeSeries: number;
  storedSeries: number;
  queuedSamples: number;
  /** A snapshot is written when the journal since the last one holds this much, or is this old. */
  journalBytes: number;
  journalSamples: number;
  snapshotEveryMs: number;
  /** Compressed samples in memory above this are sealed before their span is complete. */
  unsealedBytes: number;
  /** Sealed chunks kept in memory. */
  cacheBytes: number;
  /** Bounds of one query. */
  querySamples: number;
  queryTimeoutMs: number;
}

const mebibyte = 1024 * 1024;

export const defaultEngineSettings: EngineSettings = {
  retention: { raw: metricRetention.raw.keepMs, '5m': metricRetention['5m'].keepMs, '1h': metricRetention['1h'].keepMs },
  diskBudgetBytes: null,
  outOfOrderMs: 60 * 60_000,
  futureMs: 10 * 60_000,
  activeSeries: 200_000,
  storedSeries: 1_000_000,
  queuedSamples: 1_000_000,
  journalBytes: 128 * mebibyte,
  journalSamples: 10_000_000,
  snapshotEveryMs: 10 * 60_000,
  unsealedBytes: 128 * mebibyte,
  cacheBytes: 64 * mebibyte,
  querySamples: 20_000_000,
  queryTimeoutMs: 30_000,
};

/** The settings of an installation: the defaults, but for what its variables say. */
export function engineSettings(configured: Config['metrics']): Partial<EngineSettings> {
  const { retentionMs, diskBudgetBytes, outOfOrderMs, maxSeries } = configured;
  return { retention: retentionMs, diskBudgetBytes, outOfOrderMs, activeSeries: maxSeries };
}
