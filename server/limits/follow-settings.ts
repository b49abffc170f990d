import type { Caller } from '@/lib/context';
import { messageOf } from '@/lib/errors';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { readSettings } from '@/server/settings/settings';
import type { RateLimits } from './rate-limits';

interface Options {
  database: Database;
  /** The tenant that runs this installation. */
  tenant: Caller['tenant'];
  limits: Pick<RateLimits, 'apply'>;
  log: Log;
}

/** Returns what `listenToSettings` is to tell of every change, so that the limits of this node are those that are stored. */
export function followLimits({ database, tenant, limits, log }: Options): (changed: { tenantId: string; section: string } | null) => void {
  let loading = Promise.resolve();
  const load = async () => {
    try {
      limits.apply((await readSettings(database, tenant, 'limits')).settings);
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'the rate limits could not be read; those of before go on');
    }
  };
  return (changed) => {
    if (changed !== null && (changed.tenantId !== tenant.id || changed.section !== 'limits')) return;
    // One after the other: what was read later is what holds.
    loading = loading.then(load);
  };
}
