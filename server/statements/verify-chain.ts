import type pg from 'pg';
import { z } from 'zod';
import { chainFaults, type ChainLink } from '@/lib/statements/chain';
import { statementLimits, type Finding } from '@/lib/statements/schemas';

const Row = z.object({ number: z.number(), previousHash: z.string(), hash: z.string(), textHash: z.string() });
/** A text has up to 8 MiB, and all of a page are hashed by one query. */
const atOnce = 50;

/** Looks at all statements of the client's tenant, page by page: their texts, their order, and whether one is missing. */
export async function verifyChain(client: pg.ClientBase): Promise<Finding> {
  // Before the statements: what is issued in between is then more than the trail says, and nothing is missing.
  const audited = await auditedLinks(client);
  const links: ChainLink[] = [];
  while (links.length <= statementLimits.perTenant) {
    const { rows } = await client.query(
      `select number, previous_hash as "previousHash", hash, encode(sha256(convert_to(document, 'UTF8')), 'hex') as "textHash"
       from statements where number > $1 order by number limit ${atOnce}`,
      [links.at(-1)?.number ?? 0],
    );
    links.push(...z.array(Row).parse(rows));
    if (rows.length < atOnce) break;
  }
  const faults = chainFaults(links, audited);
  const last = links.at(-1)?.number ?? 0;
  const sentence = faults.length === 0 ? `All statements from 1 to ${last} are there, each with the hash of the one before.` : faults.map((fault) => fault.sentence).join(' ');
  return { what: 'chain', result: faults.length === 0 ? 'ok' : 'different', sentence, objectiveId: null, differences: [] };
}

/** What the audit trail has of issued statements: so the loss of the newest ones is seen too, and a chain that was written anew. */
async function auditedLinks(client: pg.ClientBase): Promise<Pick<ChainLink, 'number' | 'hash'>[]> {
  const { rows } = await client.query(
    `select (after->>'number')::int as number, after->>'hash' as hash from audit_entries
     where action = 'statement.issue' and after->>'number' ~ '^[0-9]{1,6}$' and after->>'hash' is not null order by at limit $1`,
    [statementLimits.perTenant],
  );
  return z.array(z.object({ number: z.number(), hash: z.string() })).parse(rows);
}
