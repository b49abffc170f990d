import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';

/** The tenant that runs this installation: the collector's samples are its own. Made on first start. */
export async function platformTenant(database: Database): Promise<Caller['tenant']> {
  return database.transaction({ kind: 'auth' }, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(1853453427)`;
    const tenant =
      (await tx.tenant.findFirst({ orderBy: { number: 'asc' } })) ??
      (await tx.tenant.create({ data: { slug: 'main', name: 'My organisation' } }));
    return { id: tenant.id, number: tenant.number, slug: tenant.slug, name: tenant.name };
  });
}

/** Whether a tenant is the one that runs this installation. */
export async function isPlatformTenant(database: Database, { id }: Pick<Caller['tenant'], 'id'>): Promise<boolean> {
  const first = await database.transaction({ kind: 'auth' }, (tx) => tx.tenant.findFirst({ orderBy: { number: 'asc' }, select: { id: true } }));
  return first?.id === id;
}
