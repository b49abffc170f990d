import { auditLimits, type AuditVerification } from '@/lib/audit/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Sealer } from '@/server/secrets/sealed';
import { signCheckpoint } from './checkpoints';
import { cursorText, trailSigning } from './trail-signing';
import { verifyTrail, type VerifiedStep } from './verify-trail';

interface Sources {
  database: Database;
  sealer: Sealer;
}

interface Cursor {
  seq: number;
  hash: string;
  entries: number;
}

/**
 * One step of verifying a tenant's trail: at most 200,000 entries, and where to go on. What is found whole to its end is signed. Throws AppError `invalid` for a place to go on from that
 * this Nines did not give.
 */
export async function verifyAudit(sources: Sources, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, next: string | null, most: number = auditLimits.verified): Promise<AuditVerification> {
  const cursor = next === null ? null : readCursor(sources.sealer, tenant, next);
  const step = await verifyTrail(sources, tenant, { from: cursor, most });
  const entries = (cursor?.entries ?? 0) + step.entries;
  const total = Math.max(entries, step.end.seq - step.begin.removed);
  if (step.fault) return { result: 'broken', sentence: step.fault.sentence, entries, total, brokenAt: step.fault.seq, next: null, at: now };
  if (!step.isFinished) {
    const sentence = `${entries.toLocaleString('en')} of ${total.toLocaleString('en')} entries verified.`;
    return { result: 'unfinished', sentence, entries, total, brokenAt: null, next: writeCursor(sources.sealer, tenant, { ...step.place, entries }), at: now };
  }
  await signCheckpoint(sources, tenant, step.place, now);
  return { result: 'ok', sentence: wholeSentence(step, entries), entries, total, brokenAt: null, next: null, at: now };
}

/** What is said of a trail that holds. */
export function wholeSentence({ begin, signedAtMs }: VerifiedStep, entries: number): string {
  const removed = begin.removed > 0 ? ` ${begin.removed.toLocaleString('en')} before them were removed when their time was over, as Nines signed.` : '';
  if (begin.atMs === null) return `There are no entries.${removed}`;
  const many = entries === 1 ? '1 entry' : `${entries.toLocaleString('en')} entries`;
  const signed = signedAtMs === null ? ' Nothing was signed of them before.' : '';
  return `${many}, unbroken since ${new Date(begin.atMs).toISOString().replace('T', ' ').slice(0, 19)} UTC.${removed}${signed}`;
}

function writeCursor(sealer: Sealer, tenant: TenantRef, { seq, hash, entries }: Cursor): string {
  const fields = `${seq}.${hash}.${entries}`;
  return `${fields}.${trailSigning(sealer, tenant.id).sign(cursorText(tenant.id, fields))}`;
}

function readCursor(sealer: Sealer, tenant: TenantRef, text: string): Cursor {
  const found = /^((\d{1,15})\.([0-9a-f]{64})\.(\d{1,15}))\.([A-Za-z0-9+/]{86}==)$/.exec(text);
  const [, fields = '', seq, hash = '', entries, signature = ''] = found ?? [];
  if (!found || !trailSigning(sealer, tenant.id).isSigned(cursorText(tenant.id, fields), signature)) throw new AppError('invalid', 'body.next: begin anew, without it: it is not of an answer of this Nines.');
  return { seq: Number(seq), hash, entries: Number(entries) };
}
