import { z } from 'zod';
import { timeMs } from '@/lib/alerts/schemas';
import { endpoint } from '@/lib/endpoint';
import { StatementBody, StatementDocument, StatementInput, StatementSummary, Verification } from './schemas';

const StatementId = z.strictObject({ id: z.uuid('The id of a statement.') });

export const listStatements = endpoint({
  method: 'GET', path: '/api/monitoring/statements', permission: 'monitoring.read', summary: 'Issued statements, the newest first',
  query: z.strictObject({
    serviceId: z.uuid().optional(), customer: z.string().max(200).optional(), month: z.string().max(7).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50), offset: z.coerce.number().int().min(0).max(20_000).default(0),
  }),
  response: z.strictObject({ statements: z.array(StatementSummary), total: z.number().int(), customers: z.array(z.string()).describe('Whom statements were issued for, at most 200'), at: timeMs }),
});
export const previewStatement = endpoint({
  method: 'POST', path: '/api/monitoring/statements/preview', permission: 'monitoring.config.update', summary: 'What a statement would say', body: StatementInput,
  response: z.strictObject({
    statement: StatementBody,
    replaces: z.number().int().nullable().describe('The newest statement for the same service, customer, month and objectives'),
    finalFrom: timeMs.describe('When the last result of the month can be in: it cannot be issued before'),
  }),
});
export const issueStatement = endpoint({
  method: 'POST', path: '/api/monitoring/statements', permission: 'monitoring.config.update', summary: 'Issue a statement: freeze a month of a service', body: StatementInput,
  response: z.strictObject({ id: z.uuid(), number: z.number().int() }),
});
export const readStatement = endpoint({
  method: 'GET', path: '/api/monitoring/statements/{id}', permission: 'monitoring.read', summary: 'One statement with its hash and signature', params: StatementId,
  response: z.strictObject({
    id: z.uuid(),
    serviceId: z.uuid().nullable(),
    document: StatementDocument.nullable().describe('Null when the stored text is no statement any more'),
    text: z.string().describe('The document as it is hashed and signed: canonical JSON (RFC 8785)'),
    hash: z.string().describe('SHA-256 of the text'),
    signature: z.string().describe('Ed25519 (RFC 8032) over the text, in base64'),
    publicKey: z.string().describe('That checks the signature, as PEM'),
    replacedBy: z.number().int().nullable(),
  }),
});
export const exportStatement = endpoint({
  method: 'GET', path: '/api/monitoring/statements/{id}/csv', permission: 'monitoring.read', summary: 'One statement as CSV: a line for each objective, day and stretch', params: StatementId,
  response: z.strictObject({ csv: z.string(), fileName: z.string() }),
});
export const verifyStatement = endpoint({
  method: 'POST', path: '/api/monitoring/statements/{id}/verify', permission: 'monitoring.read', summary: 'Recompute a statement from raw results, and check its place in the chain', params: StatementId,
  body: z.strictObject({}), response: Verification,
});
