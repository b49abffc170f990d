import type { z } from 'zod';
import type { listAlerts as endpoint } from '@/lib/alerts/api';
import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';
import { countAlerts } from './alert-counts';
import { compileFilter } from './alert-filter';
import { findAlerts } from './find-alerts';
import { loadAlerts } from './load-alerts';

type Query = z.output<NonNullable<(typeof endpoint)['query']>>;

/** A page of the tenant's alerts, the newest first, and how many are open in all. Throws AppError `invalid` for matchers or a cursor that cannot be read. */
export async function listAlerts({ database }: { database: Database }, { tenant, now }: Caller, { cursor, limit, ...filters }: Query): Promise<z.input<(typeof endpoint)['response']>> {
  const filter = compileFilter(filters);
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const { ids, nextCursor } = await findAlerts(tx, filter, cursor, limit);
    return { alerts: await loadAlerts(tx, ids), nextCursor, counts: await countAlerts(tx), at: now };
  });
}
