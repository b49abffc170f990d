import type { Caller } from '@/lib/context';
import type { Mutation } from '@/server/audit/mutate';
import type { Transaction } from '@/server/database/database';
import { personOf, type AccountWorld } from './own';
import { makeRecoveryCodes } from './recovery-codes';
import { tell } from './tell';

export interface AddedFactor {
  id: string;
  /** Made with the first factor; null where they exist already. */
  recoveryCodes: string[] | null;
}

/** What follows from a factor that counts from now on: the session has proved it, and with the first one come recovery codes. */
export async function addedFactor(tx: Transaction, world: AccountWorld, caller: Caller, factor: { id: string; kind: string; name: string }): Promise<Mutation<AddedFactor>> {
  const { id: userId, sessionId } = personOf(caller);
  const now = new Date(caller.now);
  await tx.session.updateMany({ where: { id: sessionId, userId }, data: { provedAt: now, secondFactorAt: now } });
  const isFirst = (await tx.userFactor.count({ where: { userId, confirmedAt: { not: null } } })) === 1;
  const recoveryCodes = isFirst ? await makeRecoveryCodes(tx, world.sealer, userId, caller.now) : null;
  return { result: { id: factor.id, recoveryCodes }, before: null, after: { ...factor, recoveryCodesMade: recoveryCodes !== null } };
}

/** Tells the person, once it is stored. */
export function tellAdded(world: AccountWorld, caller: Caller, { kind, name }: { kind: string; name: string }): void {
  const what = kind === 'totp' ? 'The authenticator app' : 'The passkey';
  tell(world, caller.tenant, { to: personOf(caller).email, subject: 'A second factor was added to your account', text: `${what} "${name}" was added to your account.` });
}
