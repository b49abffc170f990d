import { AppError } from '@/lib/errors';
import type { Finding, Verification } from '@/lib/statements/schemas';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Statement } from '@/server/database/generated/client';
import type { Sealer } from '@/server/secrets/sealed';
import { countAlone } from './count-gate';
import { parseDocument } from './issue-statement';
import { noSuchStatement } from './read-statements';
import { signingOf, type Signing } from './signing';
import { verifyChain } from './verify-chain';
import { verifyDocument, verifySignature } from './verify-document';
import { verifyEvidence } from './verify-evidence';
import { verifyFigures } from './verify-figures';

interface VerifySources {
  database: Database;
  /** Without it, signatures are not looked at. */
  sealer: Sealer | null;
}

interface Verifier {
  tenant: TenantRef;
  now: number;
}

/** Of a column of integers: no number comes after it. */
const mostNumber = 2_147_483_647;
const order = ['ok', 'unknown', 'different'] as const;

/** Recomputes a statement from raw data and looks at its text, its signature and the chain. Nothing is changed. Throws `not_found`; `too_many_requests` as `countAlone`. */
export function verifyStatement(sources: VerifySources, { tenant, now }: Verifier, id: string): Promise<Verification> {
  return countAlone(tenant, async () => {
    const row = await sources.database.transaction({ kind: 'tenant', tenant }, (tx) => tx.statement.findUnique({ where: { id } }));
    if (!row) throw noSuchStatement();
    const chain = await sources.database.withTenant(tenant, verifyChain);
    return verifyRow(sources, { tenant, now }, row, chain, sources.sealer && signingOf(sources.sealer, tenant.id));
  });
}

/**
 * The same for one by its number, or for all of a tenant, the oldest first; the chain is looked at once. `clock` gives milliseconds since 1970. Throws `not_found` for a
 * number that there is not.
 */
export async function* verifyStatements(sources: VerifySources, tenant: TenantRef, clock: () => number, number: number | null): AsyncGenerator<Verification> {
  const signing = sources.sealer && signingOf(sources.sealer, tenant.id);
  const chain = await sources.database.withTenant(tenant, verifyChain);
  let next = number ?? 1;
  for (;;) {
    const row = await sources.database.transaction({ kind: 'tenant', tenant }, (tx) => tx.statement.findFirst({ where: { number: number ?? { gte: next } }, orderBy: { number: 'asc' } }));
    if (!row) {
      if (number !== null) throw new AppError('not_found', `There is no statement ${number} in this tenant.`);
      return;
    }
    yield verifyRow(sources, { tenant, now: clock() }, row, chain, signing);
    if (number !== null || row.number >= mostNumber) return;
    next = row.number + 1;
  }
}

async function verifyRow({ database }: VerifySources, { tenant, now }: Verifier, row: Statement, chain: Finding, signing: Signing | null): Promise<Verification> {
  const document = parseDocument(row.document);
  const counted = document
    ? await database.withTenant(tenant, async (client) => [...(await verifyFigures(client, document.statement, now)), ...(await verifyEvidence(client, document.statement, now))])
    : [unreadable('figures'), unreadable('evidence')];
  const findings = [await verifyDocument(row, document), chain, verifySignature(row, signing), ...counted];
  const result = order[Math.max(...findings.map((finding) => order.indexOf(finding.result)))] ?? 'ok';
  return { number: row.number, result, at: now, findings };
}

function unreadable(what: 'figures' | 'evidence'): Finding {
  return { what, result: 'unknown', sentence: 'The text is no statement any more, so that there is nothing to compare with.', objectiveId: null, differences: [] };
}
