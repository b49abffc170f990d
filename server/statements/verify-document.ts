import { canonicalJson } from '@/lib/statements/canonical';
import type { Finding, StatementDocument } from '@/lib/statements/schemas';
import type { Statement } from '@/server/database/generated/client';
import { columnsOf } from './issue-statement';
import { lookAtStored, type Looked } from './look-at-stored';
import { sha256, type Signing } from './signing';

/** Whether the text is the one that was hashed, and the row says what the text says. What cannot be read is different. */
export async function verifyDocument(row: Statement, document: StatementDocument | null): Promise<Finding> {
  return { what: 'document', objectiveId: null, ...(await lookAtStored(`statement ${row.number}`, () => lookAt(row, document))) };
}

function lookAt(row: Statement, document: StatementDocument | null): Looked {
  const differences: Finding['differences'] = [];
  const textHash = sha256(row.document);
  if (textHash !== row.hash) differences.push({ where: 'hash', stated: row.hash, now: textHash });
  if (document) differences.push(...columnDifferences(row, document));
  const isOk = differences.length === 0 && document !== null;
  return { result: isOk ? 'ok' : 'different', sentence: documentWords(row, document, textHash), differences: differences.slice(0, 100) };
}

/** Whether the text was signed with the key of this Nines; null where the key is not at hand. */
export function verifySignature({ number, document, signature }: Statement, signing: Signing | null): Finding {
  const of = { what: 'signature' as const, objectiveId: null, differences: [] };
  if (!signing) return { ...of, result: 'unknown', sentence: 'The signature was not looked at: the signing key is not at hand here.' };
  if (signing.isSigned(document, signature)) return { ...of, result: 'ok', sentence: 'The signature is that of this Nines over this text.' };
  return {
    ...of, result: 'different',
    sentence: `The signature does not fit: the text or the signature of statement ${number} was changed, or it was signed with another key than that of secrets.json in the data directory.`,
  };
}

function documentWords({ number, document: text, hash, ...row }: Statement, document: StatementDocument | null, textHash: string): string {
  if (textHash !== hash) return `The text of statement ${number} has not the hash that is stored with it: one of the two was changed after it was issued.`;
  if (!document) return `The text of statement ${number} is no statement.`;
  if (columnDifferences({ number, document: text, hash, ...row }, document).length > 0) return `The row of statement ${number} was changed: it says something else than the text.`;
  return `The text of statement ${number} has the hash that is stored with it, and the row says the same.`;
}

function columnDifferences(row: Statement, document: StatementDocument): Finding['differences'] {
  const expected = columnsOf(document);
  const differences: Finding['differences'] = [];
  for (const name of Object.keys(expected) as (keyof typeof expected)[]) {
    // A service that was deleted is not in the row any more.
    if (name === 'serviceId' && row.serviceId === null) continue;
    const [stated, now] = [wordsOf(expected[name]), wordsOf(row[name])];
    if (stated !== now) differences.push({ where: name, stated, now });
  }
  return differences;
}

function wordsOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : canonicalJson(value);
}
