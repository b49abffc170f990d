import type pg from 'pg';
import { followChain, type ChainedEntry, type ChainFault } from '@/lib/audit/chain';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Sealer } from '@/server/secrets/sealed';
import { settingsIn } from '@/server/settings/settings';
import { chainEnd, chainRows, newestTombstone } from './chain-rows';
import { record } from './record';
import { tombstoneText, trailSigning, type Tombstone } from './trail-signing';
import { sha256 } from './verify-trail';

interface Sources {
  database: Database;
  sealer: Pick<Sealer, 'derive'>;
}

const dayMs = 86_400_000;
const batchRows = 500;
const mostBatches = 1_000;

interface Removed {
  removed: number;
  /** Why no more were removed: what is left is the evidence. */
  fault: ChainFault | null;
}

/**
 * Removes the entries of a tenant whose time is over, in batches, each below a signed tombstone in the same transaction. Only entries whose links hold are removed. The newest entry
 * always stays.
 */
export async function removeOld(sources: Sources, tenant: TenantRef, nowMs: number): Promise<Removed> {
  const { database } = sources;
  const { retentionDays } = await database.transaction({ kind: 'tenant', tenant }, async (tx) => (await settingsIn(tx, tenant.id, 'audit')).settings);
  const result: Removed = { removed: 0, fault: null };
  if (retentionDays === null) return result;
  const beforeMs = nowMs - retentionDays * dayMs;
  let last: Tombstone | null = null;
  for (let batches = 0; batches < mostBatches; batches += 1) {
    const batch = await asOwner(database, tenant, (client) => removeBatch(client, sources, tenant, beforeMs));
    result.removed += batch.removed;
    result.fault = batch.fault;
    last = batch.tombstone ?? last;
    if (batch.removed < batchRows) break;
  }
  if (last !== null) await tell(database, tenant, result.removed, last, nowMs);
  return result;
}

interface Batch extends Removed {
  tombstone: Tombstone | null;
}

async function removeBatch(client: pg.ClientBase, { sealer }: Sources, tenant: TenantRef, beforeMs: number): Promise<Batch> {
  const none: Batch = { removed: 0, fault: null, tombstone: null };
  // Two at once would both go on from the same tombstone.
  await client.query("select pg_advisory_xact_lock(hashtext('nines audit retention'), hashtext($1))", [tenant.id]);
  const signing = trailSigning(sealer, tenant.id);
  const before = await newestTombstone(client, tenant.id);
  const end = await chainEnd(client, tenant.id);
  if (before && !signing.isSigned(tombstoneText(tenant.id, before), before.signature)) return { ...none, fault: { seq: before.seq, sentence: `Entries up to ${before.seq} are gone, and Nines did not sign that.` } };
  const from = before ?? { seq: 0, hash: '' };
  const oldest = await chainRows(client, tenant.id, { after: from.seq, to: (end?.seq ?? 0) - 1, limit: batchRows });
  const young = oldest.findIndex(({ atMs }) => Number(atMs) >= beforeMs);
  const old = young === -1 ? oldest : oldest.slice(0, young);
  const first = old[0];
  if (!first) return none;
  const { place, fault } = followChain({ seq: from.seq, hash: from.hash }, old, sha256);
  if (place.seq === from.seq) return { ...none, fault };
  const tombstone = tombstoneOf(before, old.slice(0, place.seq - from.seq), place);
  await client.query('insert into audit_tombstones (tenant_id, to_seq, from_seq, hash, first_at, last_at, signature) values ($1, $2, $3, $4, $5, $6, $7)', [
    tenant.id, tombstone.seq, tombstone.fromSeq, tombstone.hash, new Date(tombstone.firstAtMs), new Date(tombstone.lastAtMs), signing.sign(tombstoneText(tenant.id, tombstone)),
  ]);
  const { rowCount } = await client.query('delete from audit_entries where tenant_id = $1 and seq <= $2', [tenant.id, tombstone.seq]);
  // The new one stands for what the older ones stood for.
  await client.query('delete from audit_tombstones where tenant_id = $1 and to_seq < $2', [tenant.id, tombstone.seq]);
  await client.query('delete from audit_checkpoints where tenant_id = $1 and seq < $2', [tenant.id, tombstone.seq]);
  return { removed: rowCount ?? 0, fault, tombstone };
}

function tombstoneOf(before: Tombstone | null, removed: readonly ChainedEntry[], { seq, hash }: { seq: number; hash: string }): Tombstone {
  const times = removed.map(({ atMs }) => Number(atMs));
  return { seq, hash, fromSeq: before?.fromSeq ?? seq - removed.length + 1, firstAtMs: before?.firstAtMs ?? Math.min(...times), lastAtMs: Math.max(before?.lastAtMs ?? 0, ...times) };
}

/** The trail itself says that it was shortened. */
async function tell(database: Database, tenant: TenantRef, removed: number, { seq, lastAtMs }: Tombstone, nowMs: number): Promise<void> {
  const after = { removed, toEntry: seq, writtenUntil: new Date(lastAtMs).toISOString() };
  await database.transaction({ kind: 'tenant', tenant }, (tx) => record(tx, tenant, { actor: { kind: 'system', id: 'audit-retention' }, action: 'audit.remove', before: null, after, requestId: `audit-${nowMs}`, now: nowMs }));
}

/** The program's role cannot remove entries: the owner of the tables can, below a tombstone. */
async function asOwner<T>({ owner }: Database, tenant: TenantRef, run: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await owner.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await client.query("select set_config('nines.tenant_id', $1, true)", [tenant.id]);
    const result = await run(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError));
    throw error;
  } finally {
    client.release(broken);
  }
}
