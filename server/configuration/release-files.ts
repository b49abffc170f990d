import { randomUUID } from 'node:crypto';
import { record } from '@/server/audit/record';
import type { Database } from '@/server/database/database';
import { fileJob } from './managed-sections';

const mostTenants = 10_000;

interface ReleasedFile {
  tenant: string;
  file: string;
  sections: readonly string[];
}

/** The tenants that a file manages. */
export async function managedTenants({ owner }: Database): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(`select tenant_id as id from config_files limit ${mostTenants}`);
  return rows.map(({ id }) => id);
}

/** Unlocks what a file managed that is not there any more, and says so in the trail; what it stated stays as it is. `kept` are the tenants whose file is. Answers what was let go of, by slugs. */
export async function releaseFiles(database: Database, kept: ReadonlySet<string>): Promise<ReleasedFile[]> {
  const gone = (await managedTenants(database)).filter((id) => !kept.has(id));
  if (gone.length === 0) return [];
  const tenants = await database.transaction({ kind: 'auth' }, (tx) => tx.tenant.findMany({ where: { id: { in: gone } }, select: { id: true, number: true, slug: true } }));
  const released: ReleasedFile[] = [];
  for (const tenant of tenants) {
    const row = await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
      const found = await tx.configFile.findUnique({ where: { tenantId: tenant.id }, select: { name: true, sections: true } });
      const { count } = await tx.configFile.deleteMany({ where: { tenantId: tenant.id } });
      // Of two nodes that find it gone, one says so.
      if (!found || count === 0) return null;
      const before = { file: found.name, sections: found.sections };
      await record(tx, tenant, { actor: { kind: 'system', id: fileJob }, action: 'config.release', before, after: null, requestId: randomUUID(), now: Date.now() });
      return found;
    });
    if (row) released.push({ tenant: tenant.slug, file: row.name, sections: row.sections });
  }
  return released;
}
