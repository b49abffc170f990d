import type { Database } from '@/server/database/database';

const mostTenants = 10_000;

/** The tenants that a file manages. */
export async function managedTenants({ owner }: Database): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(`select tenant_id as id from config_files limit ${mostTenants}`);
  return rows.map(({ id }) => id);
}

/** Unlocks what a file managed that is not there any more; what it stated stays as it is. `kept` are the tenants whose file is. */
export async function releaseFiles(database: Database, kept: ReadonlySet<string>): Promise<void> {
  const gone = (await managedTenants(database)).filter((id) => !kept.has(id));
  if (gone.length === 0) return;
  const tenants = await database.transaction({ kind: 'auth' }, (tx) => tx.tenant.findMany({ where: { id: { in: gone } }, select: { id: true, number: true } }));
  for (const tenant of tenants) await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.configFile.deleteMany({ where: { tenantId: tenant.id } }));
}
