import type pg from 'pg';
import { AppError } from '@/lib/errors';
import type { MemSeries } from '@/lib/metrics/head/mem-series';
import { refuseSeries, type Refusals } from './admission';
import type { EngineBatch } from './engine-batch';
import type { EngineSettings } from './engine-settings';
import { registerSeries } from './registry';
import type { TenantState } from './tenant-state';

/** A batch whose new series wait for their ids. */
export interface Registration {
  batch: EngineBatch;
  refusals: Refusals;
  resolve: () => void;
  reject: (error: AppError) => void;
}

interface RegisterOptions {
  pool: pg.Pool;
  settings: EngineSettings;
  clock: () => number;
}

/** Registers the new series of some batches, tenant by tenant, and answers each batch. Never rejects. */
export async function registerWaiting(waiting: readonly Registration[], options: RegisterOptions): Promise<void> {
  for (const tenant of new Set(waiting.map(({ batch }) => batch.tenant))) {
    const own = waiting.filter(({ batch }) => batch.tenant === tenant);
    let fresh: MemSeries[] = [];
    try {
      fresh = admit(tenant, own, options.settings);
      if (fresh.length > 0) await registerSeries(options.pool, tenant.number, fresh);
    } catch (error) {
      const message = 'New series could not be registered: the database does not answer. Send the samples again.';
      for (const { reject } of own) reject(new AppError('unavailable', message, { cause: error, retryAfterSeconds: 5 }));
      continue;
    }
    for (const series of fresh) {
      tenant.index.add(series);
      tenant.touch(series, options.clock());
    }
    for (const { batch, resolve } of own) {
      batch.resolve();
      resolve();
    }
  }
}

/** The series that are new and may be there, each once; the others of equal labels point to it. */
function admit(tenant: TenantState, waiting: readonly Registration[], { activeSeries, storedSeries }: EngineSettings): MemSeries[] {
  const fresh = new Map<string, MemSeries>();
  for (const { batch, refusals } of waiting) {
    for (const series of batch.unregistered) {
      const known = tenant.index.find(series.labels) ?? fresh.get(JSON.stringify(series.labels));
      if (!known) continue;
      series.actual = known;
      batch.unregistered.delete(series);
    }
    const room = Math.max(0, Math.min(activeSeries - tenant.active, storedSeries - tenant.index.size) - fresh.size);
    refuseSeries(batch, room, Math.min(activeSeries, storedSeries), refusals);
    for (const series of batch.unregistered) fresh.set(JSON.stringify(series.labels), series);
  }
  return [...fresh.values()];
}
