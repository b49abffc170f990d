import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';

const mostTenants = 10_000;

/** Every tenant of this installation, the first 10,000. */
export function allTenants(database: Database): Promise<Caller['tenant'][]> {
  return database.transaction({ kind: 'auth' }, (tx) =>
    tx.tenant.findMany({ orderBy: { number: 'asc' }, take: mostTenants, select: { id: true, number: true, slug: true, name: true } }),
  );
}
