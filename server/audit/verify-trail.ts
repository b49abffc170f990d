import { createHash } from 'node:crypto';
import type pg from 'pg';
import { followChain, missingSentence, type ChainFault, type ChainPlace } from '@/lib/audit/chain';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Sealer } from '@/server/secrets/sealed';
import { chainEnd, chainRows, checkpointsIn, newestCheckpoint, newestTombstone } from './chain-rows';
import { checkpointText, tombstoneText, trailSigning } from './trail-signing';

const batchRows = 500;

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export interface VerifySources {
  database: Database;
  /** Null: signatures cannot be checked. */
  sealer: Pick<Sealer, 'derive'> | null;
}

export interface VerifiedStep {
  fault: ChainFault | null;
  /** How far the chain holds. */
  place: ChainPlace;
  /** Entries that were looked at. */
  entries: number;
  isFinished: boolean;
  end: ChainPlace;
  /** Where it began: after the entries that were removed when their time was over. */
  begin: { seq: number; atMs: number | null; removed: number };
  signedAtMs: number | null;
}

interface VerifyOptions {
  /** Where an earlier step came to; null: from the beginning. */
  from: ChainPlace | null;
  /** Entries to look at, at most. */
  most: number;
}

/**
 * Recomputes a tenant's chain from the texts of its columns, batch by batch, in one state of the database, and compares it with what was signed. A step ends at the first broken link, at
 * the end, or after `most` entries.
 */
export async function verifyTrail({ database, sealer }: VerifySources, tenant: TenantRef, { from, most }: VerifyOptions): Promise<VerifiedStep> {
  return inOneState(database, tenant, async (client) => {
    const tombstone = await newestTombstone(client, tenant.id);
    const signing = sealer === null ? null : trailSigning(sealer, tenant.id);
    const end = (await chainEnd(client, tenant.id)) ?? { seq: 0, hash: '' };
    const newest = await newestCheckpoint(client, tenant.id);
    const start: ChainPlace = tombstone ? { seq: tombstone.seq, hash: tombstone.hash } : { seq: 0, hash: '' };
    const step: VerifiedStep = {
      fault: null, place: from !== null && from.seq > start.seq ? from : start, entries: 0, isFinished: false, end,
      begin: { seq: start.seq + 1, atMs: await firstAt(client, tenant.id, start.seq), removed: start.seq }, signedAtMs: newest?.atMs ?? null,
    };
    if (tombstone && signing && !signing.isSigned(tombstoneText(tenant.id, tombstone), tombstone.signature)) {
      return { ...step, fault: { seq: 1, sentence: `Entries up to ${tombstone.seq} are gone, and Nines did not sign that: they were removed by somebody else, or the encryption key is another one.` } };
    }
    while (step.fault === null && step.place.seq < end.seq && step.entries < most) await followBatch(client, tenant.id, step, signing, Math.min(batchRows, most - step.entries));
    if (step.fault !== null || step.place.seq < end.seq) return step;
    return { ...step, isFinished: true, fault: await faultAtEnd(client, tenant.id, step, newest, tombstone?.seq ?? 0) };
  });
}

type Signing = ReturnType<typeof trailSigning>;

async function followBatch(client: pg.ClientBase, tenantId: string, step: VerifiedStep, signing: Signing | null, limit: number): Promise<void> {
  const { place, end } = step;
  const entries = await chainRows(client, tenantId, { after: place.seq, to: end.seq, limit });
  const last = entries.at(-1);
  if (!last) {
    step.fault = { seq: place.seq + 1, sentence: `${missingSentence(place.seq + 1, end.seq)} They were the last ones.` };
    return;
  }
  const signed = new Map<number, string>();
  // From the place itself on: what was removed up to there may have been signed too.
  for (const { seq, hash, signature } of await checkpointsIn(client, tenantId, place.seq, last.seq, batchRows + 1)) {
    if (signing && !signing.isSigned(checkpointText(tenantId, { seq, hash }), signature)) {
      step.fault = { seq, sentence: `The checkpoint at entry ${seq} was not signed by this Nines: it was changed, or the encryption key is another one.` };
      return;
    }
    signed.set(seq, hash);
  }
  const before = signed.get(place.seq);
  if (before !== undefined && before !== place.hash) {
    step.fault = { seq: place.seq, sentence: `The removed entries end with another hash than Nines signed for entry ${place.seq}.` };
    return;
  }
  const followed = followChain(place, entries, sha256, signed);
  step.entries += followed.place.seq - place.seq;
  step.place = followed.place;
  step.fault = followed.fault;
}

async function faultAtEnd(client: pg.ClientBase, tenantId: string, { place, end }: VerifiedStep, newest: { seq: number } | null, removed: number): Promise<ChainFault | null> {
  if (newest && newest.seq > Math.max(end.seq, removed)) {
    return { seq: end.seq + 1, sentence: `${missingSentence(end.seq + 1, newest.seq)} Nines signed entry ${newest.seq}, and the chain ends before it.` };
  }
  if (place.seq === end.seq && place.hash !== end.hash) return { seq: end.seq, sentence: `The end of the chain does not match: it is kept with another hash than entry ${end.seq} has.` };
  if (place.seq > end.seq) return { seq: end.seq + 1, sentence: `The end of the chain was set back to entry ${end.seq}; ${place.seq} were there.` };
  const { rows } = await client.query<{ seq: string | null }>('(select seq::text from audit_entries where tenant_id = $1 and seq > $2 limit 1) union all (select seq::text from audit_entries where tenant_id = $1 and seq is null limit 1)', [tenantId, place.seq]);
  const stray = rows[0];
  if (!stray) return null;
  return stray.seq === null ? { seq: end.seq + 1, sentence: 'An entry stands outside of the chain: it was put there past Nines.' } : { seq: end.seq + 1, sentence: `The end of the chain was set back to entry ${end.seq}, but entry ${stray.seq} is there.` };
}

async function firstAt(client: pg.ClientBase, tenantId: string, after: number): Promise<number | null> {
  const { rows } = await client.query<{ at: Date }>('select at from audit_entries where tenant_id = $1 and seq > $2 order by seq limit 1', [tenantId, after]);
  return rows[0]?.at.getTime() ?? null;
}

/** A transaction that reads, and sees one state from its first query to its last. */
async function inOneState<T>({ pool }: Database, tenant: TenantRef, run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query("select set_config('nines.tenant_id', $1, true)", [tenant.id]);
    return await run(client);
  } finally {
    await client.query('rollback').catch((error: Error) => (broken = error));
    client.release(broken);
  }
}
