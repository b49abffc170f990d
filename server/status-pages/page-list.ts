import { z } from 'zod';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';

/** A page that is switched on. */
export interface ListedPage {
  id: string;
  tenant: TenantRef;
  slug: string;
  host: string | null;
}

const Row = z.object({ id: z.string(), tenant: z.object({ id: z.string(), number: z.number() }), slug: z.string(), host: z.string().nullable() });
const mostPages = 100_000;

/** All pages that are switched on, of all tenants: so few and so short that what is asked for is looked up in memory, and nobody's guess reaches the database. */
export async function listPages({ owner }: Pick<Database, 'owner'>): Promise<ListedPage[]> {
  const client = await owner.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin read only');
    await client.query(`select set_config('nines.scope', 'auth', true)`);
    const { rows } = await client.query(
      `select p.id, p.slug, p.host, json_build_object('id', t.id, 'number', t.number) as tenant from status_pages p join tenants t on t.id = p.tenant_id where p.is_on order by p.created_at limit ${mostPages}`,
    );
    await client.query('commit');
    return z.array(Row).parse(rows);
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}
