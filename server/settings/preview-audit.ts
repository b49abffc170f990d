import type { Caller } from '@/lib/context';
import type { AuditSettings } from '@/lib/settings/audit-settings';
import type { AuditPreview } from '@/lib/settings/previews';
import type { Database, Transaction } from '@/server/database/database';
import { settingsIn } from './settings';

const dayMs = 86_400_000;

/** What settings of the caller's audit trail would remove within the hour after they are saved, and whether a stream begins or ends. */
export function previewAudit({ database }: { database: Database }, { tenant, now }: Caller, after: AuditSettings): Promise<AuditPreview> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const { settings: before } = await settingsIn(tx, tenant.id, 'audit');
    return { ...(await removedBy(tx, tenant.id, after.retentionDays, now)), stream: changeOf(before.stream, after.stream), unsent: before.stream === null ? 0 : await unsentOf(tx, tenant.id) };
  });
}

/** Entries go from the oldest on, up to the first that is young enough; the newest always stays. Their numbers have no gaps. */
async function removedBy(tx: Transaction, tenantId: string, days: number | null, now: number): Promise<Pick<AuditPreview, 'removed' | 'kept' | 'removedTo'>> {
  const where = { tenantId, seq: { not: null } };
  const first = await tx.auditEntry.findFirst({ where, orderBy: { seq: 'asc' }, select: { seq: true } });
  const last = await tx.auditEntry.findFirst({ where, orderBy: { seq: 'desc' }, select: { seq: true } });
  if (!first || first.seq === null || !last || last.seq === null) return { removed: 0, kept: 0, removedTo: null };
  const all = Number(last.seq - first.seq) + 1;
  if (days === null) return { removed: 0, kept: all, removedTo: null };
  const young = await tx.auditEntry.findFirst({ where: { ...where, at: { gte: new Date(now - days * dayMs) } }, orderBy: [{ at: 'asc' }, { seq: 'asc' }], select: { seq: true } });
  const removed = Number((young?.seq ?? last.seq) - first.seq);
  const newest = removed === 0 ? null : await tx.auditEntry.findUnique({ where: { tenantId_seq: { tenantId, seq: first.seq + BigInt(removed - 1) } }, select: { at: true } });
  return { removed, kept: all - removed, removedTo: newest?.at.getTime() ?? null };
}

async function unsentOf(tx: Transaction, tenantId: string): Promise<number> {
  const place = await tx.auditStream.findUnique({ where: { tenantId }, select: { seq: true } });
  const end = await tx.auditChain.findUnique({ where: { tenantId }, select: { seq: true } });
  return Math.max(0, Number((end?.seq ?? 0n) - (place?.seq ?? 0n)));
}

function changeOf(before: AuditSettings['stream'], after: AuditSettings['stream']): AuditPreview['stream'] {
  if (before === null) return after === null ? 'none' : 'begins';
  if (after === null) return 'ends';
  return JSON.stringify(before) === JSON.stringify(after) ? 'stays' : 'changes';
}
