import { createHash } from 'node:crypto';
import { redact } from '@/lib/audit/redact';
import { asRefusal } from '@/lib/auth/refusal';
import type { Actor } from '@/lib/context';
import type { TenantRef } from '@/lib/tenants';
import type { Transaction } from '@/server/database/database';
import { refuseManaged } from '@/server/configuration/managed-sections';
import { Prisma } from '@/server/database/generated/client';

export interface AuditRecord {
  actor: { kind: string; id: string };
  action: string;
  before: Prisma.InputJsonValue | null;
  after: Prisma.InputJsonValue | null;
  requestId: string;
  /** Where the request came from. */
  address?: string | undefined;
  now: number;
}

/** An actor as entries keep it. */
export function storedActor(actor: Actor): AuditRecord['actor'] {
  return { kind: actor.kind, id: actor.kind === 'system' ? actor.job : actor.id };
}

/** Writes one row of the audit trail in the transaction that it tells of. Entries can be added and read, never changed. Throws AppError `conflict` for a change of what a file manages. */
export async function record(tx: Transaction, tenant: TenantRef, entry: AuditRecord): Promise<void> {
  await tx.$executeRaw`select set_config('nines.tenant_id', ${tenant.id}, true)`;
  await refuseManaged(tx, tenant.id, entry).catch(asRefusal);
  await tx.auditEntry.create({
    data: {
      tenantId: tenant.id,
      at: new Date(entry.now),
      actor: entry.actor,
      action: entry.action,
      before: withoutSecrets(entry.before),
      after: withoutSecrets(entry.after),
      requestId: entry.requestId,
      address: entry.address ?? null,
    },
  });
}

/** Most of one side of a change, in letters: whoever changes large things often must not make a trail that cannot be read. */
const mostLetters = 65_536;

function withoutSecrets(value: Prisma.InputJsonValue | null) {
  if (value === null) return Prisma.DbNull;
  const kept = redact(value) as Prisma.InputJsonValue;
  const text = JSON.stringify(kept);
  return text.length <= mostLetters ? kept : { omitted: `${text.length} letters are too many for an entry`, sha256: createHash('sha256').update(text).digest('hex') };
}
