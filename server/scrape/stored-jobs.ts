import { ScrapeSecrets, ScrapeSettings } from '@/lib/scrape/schemas';
import { messageOf } from '@/lib/errors';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import type { Sealer } from '@/server/secrets/sealed';
import type { StoredJob } from './scrape-job';

/** Where the secrets of a job may be opened. */
export function sealContext(tenantId: string, jobId: string): string {
  return `scrape_jobs ${tenantId} ${jobId}`;
}

interface Row {
  id: string;
  tenantId: string;
  number: number;
  slug: string;
  version: number;
  settings: unknown;
  sealed: string;
}

const mostJobs = 20_000;
const select = `select j.id, j.tenant_id as "tenantId", t.number, t.slug, j.version, j.settings, j.sealed
  from scrape_jobs j join tenants t on t.id = j.tenant_id order by j.id limit ${mostJobs}`;

/**
 * The jobs of all tenants, those that are switched off too. One that cannot be read is logged and left out. `known` gives a job that was read before in
 * the same version, so that its secrets are not opened again.
 */
export async function readAllJobs(database: Database, sealer: Sealer, log: Log, known: (id: string, version: number) => StoredJob | null): Promise<StoredJob[]> {
  const rows = await readRows(database);
  return rows.flatMap((row) => {
    const before = known(row.id, row.version);
    if (before) return before;
    try {
      const settings = ScrapeSettings.parse(row.settings);
      const secrets = ScrapeSecrets.parse(JSON.parse(sealer.open(row.sealed, sealContext(row.tenantId, row.id))));
      return { id: row.id, tenant: { id: row.tenantId, number: row.number, slug: row.slug }, version: row.version, settings, secrets };
    } catch (error) {
      log.error({ job: row.id, reason: messageOf(error) }, 'a scrape job cannot be read and is not run');
      return [];
    }
  });
}

async function readRows({ owner }: Database): Promise<Row[]> {
  const client = await owner.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin read only');
    await client.query(`select set_config('nines.scope', 'auth', true)`);
    const { rows } = await client.query<Row>(select);
    await client.query('commit');
    return rows;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}
