import type pg from 'pg';
import { z } from 'zod';
import type { ChainedEntry, ChainPlace } from '@/lib/audit/chain';
import type { Tombstone } from './trail-signing';

const Row = z.object({
  seq: z.coerce.number(), id: z.string(), tenantId: z.string(), atMs: z.string(), actor: z.string(), action: z.string(), before: z.string().nullable(), after: z.string().nullable(),
  requestId: z.string(), address: z.string().nullable(), hash: z.string().nullable(),
});
const Place = z.object({ seq: z.coerce.number(), hash: z.string() });
const TombstoneRow = Place.extend({ fromSeq: z.coerce.number(), firstAtMs: z.coerce.number(), lastAtMs: z.coerce.number(), signature: z.string() });
const CheckpointRow = Place.extend({ signature: z.string(), atMs: z.coerce.number() });

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint::text`;

/** Entries of a tenant with numbers in (after, to], in their order, as they are hashed. */
export async function chainRows(client: pg.ClientBase, tenantId: string, { after, to, limit }: { after: number; to: number; limit: number }): Promise<ChainedEntry[]> {
  const { rows } = await client.query(
    `select seq::text, id::text, tenant_id::text as "tenantId", ${ms('at')} as "atMs", actor::text, action, before::text, after::text, request_id as "requestId", address, hash
     from audit_entries where tenant_id = $1 and seq > $2 and seq <= $3 order by audit_entries.seq limit $4`,
    [tenantId, after, to, limit],
  );
  return z.array(Row).parse(rows);
}

/** The end of a tenant's chain as the database keeps it; null before its first entry. */
export async function chainEnd(client: pg.ClientBase, tenantId: string): Promise<ChainPlace | null> {
  const { rows } = await client.query('select seq::text, hash from audit_chains where tenant_id = $1', [tenantId]);
  return rows[0] === undefined ? null : Place.parse(rows[0]);
}

export async function newestTombstone(client: pg.ClientBase, tenantId: string): Promise<(Tombstone & { signature: string }) | null> {
  const { rows } = await client.query(
    `select to_seq::text as seq, from_seq::text as "fromSeq", hash, ${ms('first_at')} as "firstAtMs", ${ms('last_at')} as "lastAtMs", signature
     from audit_tombstones where tenant_id = $1 order by to_seq desc limit 1`,
    [tenantId],
  );
  return rows[0] === undefined ? null : TombstoneRow.parse(rows[0]);
}

/** Signed ends of the chain with numbers in [from, to], the first `limit` of them. */
export async function checkpointsIn(client: pg.ClientBase, tenantId: string, from: number, to: number, limit: number): Promise<z.infer<typeof CheckpointRow>[]> {
  const { rows } = await client.query(
    `select seq::text, hash, signature, ${ms('at')} as "atMs" from audit_checkpoints where tenant_id = $1 and seq >= $2 and seq <= $3 order by audit_checkpoints.seq limit $4`,
    [tenantId, from, to, limit],
  );
  return z.array(CheckpointRow).parse(rows);
}

/** The newest signed end of the chain. */
export async function newestCheckpoint(client: pg.ClientBase, tenantId: string): Promise<z.infer<typeof CheckpointRow> | null> {
  const { rows } = await client.query(`select seq::text, hash, signature, ${ms('at')} as "atMs" from audit_checkpoints where tenant_id = $1 order by audit_checkpoints.seq desc limit 1`, [tenantId]);
  return rows[0] === undefined ? null : CheckpointRow.parse(rows[0]);
}
