import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Mutation } from '@/server/audit/mutate';
import { record } from '@/server/audit/record';
import type { Database, Transaction } from '@/server/database/database';
import type { Runtime } from '@/server/runtime';

/** What the verbs of a person's own account use of a running Nines. */
export type AccountWorld = Pick<Runtime, 'database' | 'sealer' | 'config' | 'log' | 'authSecret' | 'url'>;

/** The person who calls. Throws `forbidden` for what is no person. */
export function personOf({ actor }: Pick<Caller, 'actor'>): { id: string; email: string; sessionId: string } {
  if (actor.kind !== 'user') throw new AppError('forbidden', 'This is for a person who is signed in.');
  return actor;
}

/**
 * Changes what is the caller's own: one transaction with the change and its audit entry `action` in the tenant of the session, or neither. What is a person's own belongs to no
 * tenant, so that it runs in the scope of signing in: `change` must name the person in each statement.
 */
export function changeOwn<T>(database: Database, caller: Caller, action: string, change: (tx: Transaction) => Promise<Mutation<T>>): Promise<T> {
  const { tenant, now, requestId, address } = caller;
  const { id } = personOf(caller);
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const { result, before, after } = await change(tx);
    await record(tx, tenant, { actor: { kind: 'user', id }, action, before, after, requestId, address, now });
    return result;
  });
}

/** Changes of one person's sign-in come one after another, so that no two count the same rows. */
export async function lockPerson(tx: Transaction, userId: string): Promise<void> {
  await tx.$executeRaw`select 1 from users where id = ${userId}::uuid for update`;
}
