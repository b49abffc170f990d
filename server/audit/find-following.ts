import { z } from 'zod';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import { StoredActor } from './actor-names';

const batchRows = 200;
/** Bytes of a batch, as its texts; one entry may be longer. */
const batchBytes = 512 * 1024;

const Row = z.object({
  seq: z.coerce.number(), atMs: z.coerce.number(), actor: StoredActor, action: z.string(), before: z.unknown(), after: z.unknown(), requestId: z.string(), address: z.string().nullable(), hash: z.string().nullable().transform((hash) => hash ?? ''),
});

/** The entries after a number, in their order, as many as are sent at once. */
export async function findFollowing(database: Database, tenant: TenantRef, after: number): Promise<z.infer<typeof Row>[]> {
  const { rows } = await database.withTenant(tenant, (client) =>
    client.query(
      `select seq::text, (extract(epoch from at) * 1000)::bigint::text as "atMs", actor, action, before, after, request_id as "requestId", address, hash
       from (select *, sum(coalesce(octet_length(before::text), 0) + coalesce(octet_length(after::text), 0)) over (order by seq) as bytes, row_number() over (order by seq) as place
             from (select * from audit_entries where tenant_id = $1 and seq > $2 order by seq limit ${batchRows}) next) summed
       where place = 1 or bytes <= $3 order by summed.seq`,
      [tenant.id, after, batchBytes],
    ),
  );
  return z.array(Row).parse(rows);
}
