import type { z } from 'zod';
import type { listAlerts as endpoint } from '@/lib/alerts/api';
import type { Caller } from '@/lib/context';
import type { Database, Transaction } from '@/server/database/database';
import { countAlerts } from './alert-counts';
import { compileFilter } from './alert-filter';
import { findAlerts, type FoundPage, type Run } from './find-alerts';
import { loadAlerts } from './load-alerts';

type Query = z.output<NonNullable<(typeof endpoint)['query']>>;

/** A page of the tenant's alerts, the newest first, and how many are open in all. Throws AppError `invalid` for matchers or a cursor that cannot be read. */
export async function listAlerts({ database }: { database: Database }, { tenant, now }: Caller, { cursor, limit, ...filters }: Query): Promise<z.input<(typeof endpoint)['response']>> {
  const filter = compileFilter(filters);
  const run: Run = (query) => database.transaction({ kind: 'tenant', tenant }, query);
  const pageOf = async (tx: Transaction, { ids, nextCursor }: FoundPage) => ({ alerts: await loadAlerts(tx, ids), nextCursor, counts: await countAlerts(tx), at: now });
  if (filter.values === null) return run(async (tx) => pageOf(tx, await findAlerts((query) => query(tx), filter, cursor, limit)));
  const found = await findAlerts(run, filter, cursor, limit);
  return run((tx) => pageOf(tx, found));
}
