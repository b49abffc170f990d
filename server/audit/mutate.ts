import type { Caller } from '@/lib/context';
import type { Database, Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';
import { record, storedActor } from './record';

export interface Mutation<T> {
  result: T;
  /** What the audit trail keeps of both sides, without secrets; null where there was nothing or is nothing. */
  before: Prisma.InputJsonValue | null;
  after: Prisma.InputJsonValue | null;
}

/**
 * Changes state of the caller's tenant: one transaction with the change and its audit entry `action` in it, or neither. Viewers learn of it from the
 * triggers of the tables, on every node. `change` throws AppError `conflict` when the row is not what it was any more.
 */
export function mutate<T>(database: Database, caller: Caller, action: string, change: (tx: Transaction) => Promise<Mutation<T>>): Promise<T> {
  const { tenant, actor, now, requestId, address } = caller;
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const { result, before, after } = await change(tx);
    await record(tx, tenant, { actor: storedActor(actor), action, before, after, requestId, address, now });
    return result;
  });
}
