import type { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { exportStatement as exported, listStatements as list, readStatement as read } from '@/lib/statements/api';
import { StatementSummary } from '@/lib/statements/schemas';
import { statementCsv, statementFileName } from '@/lib/statements/statement-csv';
import type { Transaction } from '@/server/database/database';
import { parseDocument } from './issue-statement';
import { signingOf } from './signing';
import type { StatementReader, StatementSources } from './sources';

type Query = z.output<NonNullable<(typeof list)['query']>>;

const mostCustomers = 200;
const Objectives = StatementSummary.shape.objectives;

/** Issued statements without their documents, the newest first. */
export function listStatements({ database }: Pick<StatementSources, 'database'>, { tenant, now }: StatementReader, query: Query): Promise<z.input<(typeof list)['response']>> {
  const { serviceId, customer, month, limit, offset } = query;
  const where = { ...(serviceId === undefined ? {} : { serviceId }), ...(customer === undefined ? {} : { customer }), ...(month === undefined ? {} : { month }) };
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const rows = await tx.statement.findMany({ where, orderBy: { number: 'desc' }, take: limit, skip: offset, omit: { document: true } });
    const replacedBy = await replacementsOf(tx, rows.map(({ number }) => number));
    const customers = await tx.statement.findMany({ distinct: ['customer'], orderBy: { customer: 'asc' }, select: { customer: true }, take: mostCustomers });
    return {
      statements: rows.map(({ id, number, serviceId: ofService, serviceName, customer: of, month: ofMonth, timeZone, replaces, issuedAt, issuedBy, objectives }) => ({
        id, number, serviceId: ofService, serviceName, customer: of, month: ofMonth, timeZone, replaces, replacedBy: replacedBy.get(number) ?? null, issuedAt: issuedAt.getTime(), issuedBy,
        objectives: Objectives.safeParse(objectives).data ?? [],
      })),
      total: await tx.statement.count({ where }),
      customers: customers.map((each) => each.customer),
      at: now,
    };
  });
}

/** One statement with its text as it is hashed and signed. Throws `not_found`. */
export async function readStatement({ database, sealer }: Pick<StatementSources, 'database' | 'sealer'>, { tenant }: Pick<StatementReader, 'tenant'>, id: string): Promise<z.input<(typeof read)['response']>> {
  const { row, replacedBy } = await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const found = await tx.statement.findUnique({ where: { id } });
    if (!found) throw noSuchStatement();
    return { row: found, replacedBy: (await replacementsOf(tx, [found.number])).get(found.number) ?? null };
  });
  const { serviceId, document: text, hash, signature } = row;
  return { id, serviceId, document: parseDocument(text), text, hash, signature, publicKey: signingOf(sealer, tenant.id).publicKey, replacedBy };
}

/** Throws `not_found`, and `unavailable` when the stored text is no statement any more. */
export async function exportStatement({ database }: Pick<StatementSources, 'database'>, { tenant }: Pick<StatementReader, 'tenant'>, id: string): Promise<z.input<(typeof exported)['response']>> {
  const row = await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.statement.findUnique({ where: { id }, select: { number: true, document: true } }));
  if (!row) throw noSuchStatement();
  const document = parseDocument(row.document);
  if (!document) throw new AppError('unavailable', `The stored text of statement ${row.number} is no statement any more. Verify it to see what was changed.`);
  return { csv: statementCsv(document), fileName: statementFileName(document) };
}

export function noSuchStatement(): AppError {
  return new AppError('not_found', 'There is no statement with this id.');
}

/** The newest one that replaces each. */
async function replacementsOf(tx: Transaction, numbers: number[]): Promise<Map<number | null, number>> {
  const rows = await tx.statement.findMany({ where: { replaces: { in: numbers } }, orderBy: { number: 'asc' }, select: { number: true, replaces: true } });
  return new Map(rows.map(({ number, replaces }) => [replaces, number]));
}
