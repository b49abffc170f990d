import type { Actor, Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { canonicalJson } from '@/lib/statements/canonical';
import { firstPreviousHash } from '@/lib/statements/chain';
import { statementLimits, StatementDocument, type StatementBody, type StatementInput } from '@/lib/statements/schemas';
import { mutate } from '@/server/audit/mutate';
import { countAlone } from './count-gate';
import { newestFor } from './newest-statement';
import { sha256, signingOf } from './signing';
import { invalidField, type StatementReader, type StatementSources } from './sources';
import { refuseUnfinished, stateMonth } from './state-month';

const mostBytes = 8 * 1_048_576;

interface Preview {
  statement: StatementBody;
  replaces: number | null;
  finalFrom: number;
}

/** What a statement would say now. Throws as `stateMonth`; `too_many_requests` where too many of the tenant's counts wait. */
export async function previewStatement(sources: StatementSources, reader: StatementReader & Pick<Caller, 'tenant'>, input: StatementInput): Promise<Preview> {
  const { body, finalFrom } = await countAlone(reader.tenant, () => stateMonth(sources, reader, input));
  const replaced = await sources.database.transaction({ kind: 'tenant', tenant: reader.tenant }, (tx) => newestFor(tx, body));
  return { statement: body, replaces: replaced?.number ?? null, finalFrom };
}

/**
 * Freezes a month of a service: counts it, and adds the signed document to the chain of the tenant. Throws as `previewStatement`; `invalid` before the last results of
 * the month can be in, and where the newest statement for the same service, customer, month and objectives says the same; `too_large` for a document of more than 8 MiB.
 */
export async function issueStatement(sources: StatementSources, caller: Caller, input: StatementInput): Promise<{ id: string; number: number }> {
  const { body, finalFrom } = await countAlone(caller.tenant, () => stateMonth(sources, caller, input));
  refuseUnfinished(input, finalFrom, caller.now);
  return mutate(sources.database, caller, 'statement.issue', async (tx) => {
    // Numbers have no gaps and each hash names the one before, so one waits for the other.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('statements ' || nines_tenant_id()::text, 0))`;
    const last = await tx.statement.findFirst({ orderBy: { number: 'desc' }, select: { number: true, hash: true } });
    const number = (last?.number ?? 0) + 1;
    if (number > statementLimits.perTenant) throw new AppError('conflict', `There are ${statementLimits.perTenant} statements already; more are not kept.`);
    const replaced = await newestFor(tx, body);
    if (replaced && bodyOf(replaced.document) === canonicalJson(body)) throw invalidField('month', `Nothing has changed since statement ${replaced.number}.`);
    const made: StatementDocument = {
      format: 'nines-sla-statement/1', tenantId: caller.tenant.id, number, previousHash: last?.hash ?? firstPreviousHash, replaces: replaced?.number ?? null, issuedAt: caller.now, issuedBy: nameOf(caller.actor), statement: body,
    };
    const row = await tx.statement.create({ data: { ...columnsOf(made), ...sealed(sources, made) }, select: { id: true, hash: true } });
    return { result: { id: row.id, number }, before: null, after: { id: row.id, number, hash: row.hash, service: body.service.name, customer: body.customer, month: body.month, replaces: made.replaces } };
  });
}

/** What the columns beside the document have to say. */
export function columnsOf({ tenantId, number, previousHash, replaces, issuedAt, issuedBy, statement }: StatementDocument) {
  const { service, customer, month, timeZone, objectives } = statement;
  return {
    tenantId, number, serviceId: service.id, serviceName: service.name, customer, month, timeZone, previousHash, replaces, issuedAt: new Date(issuedAt), issuedBy,
    objectives: objectives.map(({ id, name, target, percent, isMet }) => ({ id, name, target, percent, isMet })),
  };
}

function sealed({ sealer }: Pick<StatementSources, 'sealer'>, made: StatementDocument) {
  const document = canonicalJson(made);
  if (Buffer.byteLength(document) > mostBytes) throw new AppError('too_large', 'The statement has more than 8 MiB. Choose fewer objectives.');
  return { document, hash: sha256(document), signature: signingOf(sealer, made.tenantId).sign(document) };
}

/** Null when the stored text is no statement any more. */
function bodyOf(document: string): string | null {
  const parsed = parseDocument(document);
  return parsed && canonicalJson(parsed.statement);
}

/** The document that a stored text is; null when it is none. */
export function parseDocument(text: string): StatementDocument | null {
  try {
    const parsed = StatementDocument.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function nameOf(actor: Actor): string {
  if (actor.kind === 'user') return actor.name ?? actor.email;
  return actor.kind === 'key' ? `API key ${actor.name}` : actor.job;
}
