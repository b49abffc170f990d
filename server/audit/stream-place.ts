import type { Transaction } from '@/server/database/database';

/** Where a stream goes on; one that is new, or was switched off meanwhile, begins after what is written already. */
export async function beginStream(tx: Transaction, tenantId: string, isNew = false): Promise<bigint> {
  if (isNew) await tx.auditStream.updateMany({ where: { tenantId }, data: { seq: (await tx.auditChain.findUnique({ where: { tenantId } }))?.seq ?? 0n, failures: 0, lastError: null } });
  const known = await tx.auditStream.findUnique({ where: { tenantId } });
  if (known) {
    if (known.nextAttemptAt) await tx.auditStream.update({ where: { tenantId }, data: { nextAttemptAt: null } });
    return known.seq;
  }
  const seq = (await tx.auditChain.findUnique({ where: { tenantId } }))?.seq ?? 0n;
  await tx.auditStream.createMany({ data: { tenantId, seq }, skipDuplicates: true });
  return seq;
}
