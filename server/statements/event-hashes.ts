import type pg from 'pg';
import { z } from 'zod';
import { canonicalJson } from '@/lib/statements/canonical';
import type { Cause } from '@/lib/statements/schemas';
import { sha256 } from './signing';

const Row = z.object({
  id: z.string(), checkId: z.string(), at: z.number(), fromState: z.string(), toState: z.string(), reason: z.string(), maintenance: z.unknown(), evidence: z.unknown(),
});

const atOnce = 1_000;

/** Stored changes of state with the SHA-256 of the canonical JSON of each whole row, by id; those that are gone are left out. */
export async function readEvents(client: pg.ClientBase, ids: readonly string[]): Promise<Map<string, NonNullable<Cause['event']>>> {
  const found = new Map<string, NonNullable<Cause['event']>>();
  for (let at = 0; at < ids.length; at += atOnce) {
    const { rows } = await client.query(
      `select id::text, check_id as "checkId", round(extract(epoch from at) * 1000)::float8 as at, from_state as "fromState", to_state as "toState", reason, maintenance, evidence
       from check_events where id = any($1::bigint[])`,
      [ids.slice(at, at + atOnce)],
    );
    for (const row of z.array(Row).parse(rows)) found.set(row.id, { id: row.id, at: row.at, sha256: sha256(canonicalJson(row)) });
  }
  return found;
}
