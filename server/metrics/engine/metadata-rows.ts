import type pg from 'pg';
import type { MetricMetadata } from '@/lib/ingest/sink';
import { inTenant } from './tenant-pool';
import type { TenantState } from './tenant-state';

interface MetadataRow extends MetricMetadata {
  tenant: number;
}

/** The descriptions of all tenants' metrics, as the owner. */
export async function* loadMetadata(owner: pg.Pool): AsyncGenerator<{ tenant: number; metadata: MetricMetadata }> {
  const { rows } = await owner.query<MetadataRow>(
    'select tenant_number as tenant, metric, type, help, unit from metrics.metadata order by tenant_number, metric limit 1000000',
  );
  for (const { tenant, ...metadata } of rows) yield { tenant, metadata };
}

/** Writes the descriptions that are new. */
export async function saveMetadata(pool: pg.Pool, tenant: TenantState): Promise<void> {
  const fresh = [...tenant.newMetadata].flatMap((metric) => tenant.metadata.get(metric) ?? []);
  if (fresh.length === 0) return;
  tenant.newMetadata.clear();
  try {
    await inTenant(pool, tenant.number, (client) =>
      client.query(
        `insert into metrics.metadata (tenant_number, metric, type, help, unit)
         select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[])
         on conflict (tenant_number, metric) do update set type = excluded.type, help = excluded.help, unit = excluded.unit`,
        [tenant.number, fresh.map((each) => each.metric), fresh.map((each) => each.type), fresh.map((each) => each.help), fresh.map((each) => each.unit)],
      ),
    );
  } catch (error) {
    for (const { metric } of fresh) tenant.newMetadata.add(metric);
    throw error;
  }
}
