import type pg from 'pg';
import type { Log } from '@/server/log';
import type { EngineSettings } from './engine-settings';

export interface MetricEngineOptions {
  /** As role `nines_app`. */
  pool: pg.Pool;
  /** As the schema's owner. */
  owner: pg.Pool;
  connection: pg.ClientConfig;
  log: Log;
  clock?: () => number;
  settings?: Partial<EngineSettings>;
  /** How long to wait for another engine to let go, milliseconds. */
  lockWaitMs?: number;
}

/** Numbers about the engine, for its own metrics. */
export interface EngineStats {
  series: number;
  activeSeries: number;
  queued: number;
  dropped: number;
  unsealedBytes: number;
  sealedSamples: number;
  appended: number;
  duplicates: number;
  refused: ReadonlyMap<string, number>;
}
