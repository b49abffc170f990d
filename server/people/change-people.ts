import type { Caller } from '@/lib/context';
import type { TenantRef } from '@/lib/tenants';
import type { Mutation } from '@/server/audit/mutate';
import { record, storedActor, type AuditRecord } from '@/server/audit/record';
import type { Database, Transaction } from '@/server/database/database';

/** Who changes the people of a tenant, for the audit trail. */
interface PeopleChange extends Pick<AuditRecord, 'actor' | 'requestId' | 'now' | 'address'> {
  tenant: TenantRef;
}

export function changeBy({ tenant, actor, requestId, now, address }: Caller): PeopleChange {
  return { tenant, actor: storedActor(actor), requestId, now, address };
}

/**
 * As `mutate`, in a transaction that reaches the accounts of persons besides the tables of the tenant: what it reads and writes has to name the tenant. The people of one tenant are changed
 * one after another, so that what was found (the last owner, how many invitations there are, who has a role) still holds when it is written.
 */
export function changePeople<T>(database: Database, by: PeopleChange, action: string, change: (tx: Transaction) => Promise<Mutation<T>>): Promise<T> {
  return database.transaction({ kind: 'auth' }, async (tx) => {
    await lockPeople(tx, by.tenant);
    const { result, before, after } = await change(tx);
    await record(tx, by.tenant, { ...by, action, before, after });
    return result;
  });
}

/** Takes the people of a tenant for this transaction, which then reaches the tenant's tables too. */
export async function lockPeople(tx: Transaction, { id }: TenantRef): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`people:${id}`}, 0)), set_config('nines.tenant_id', ${id}, true)`;
}
