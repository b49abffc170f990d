import { z } from 'zod';
import { accountLimits, type Contact } from '@/lib/account/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { SendFailure } from '@/server/alerts/channels/send-failure';
import { record } from '@/server/audit/record';
import { sendAccountMail } from '@/server/auth/account-mail';
import { countAttempt, subjectsOf } from '@/server/auth/sign-in-throttle';
import type { Database, Transaction } from '@/server/database/database';
import { issueToken, takeToken } from './one-time-tokens';
import { changeOwn, lockPerson, personOf, type AccountWorld } from './own';

const linkMs = 24 * 3_600_000;
const Payload = z.object({ contactId: z.uuid(), tenantId: z.uuid() });

interface Row {
  id: string;
  address: string;
  createdAt: Date;
  verifiedAt: Date | null;
}

export function contactView({ id, address, createdAt, verifiedAt }: Row): Contact {
  return { id, address, createdAt: createdAt.getTime(), verifiedAt: verifiedAt?.getTime() ?? null };
}

/**
 * Adds an address, or takes one that waits, and sends it a link that confirms it; the link of before ends. Throws `conflict` for one that is confirmed already and when there are
 * enough, `too_many_requests` for who makes Nines write to strangers, `unavailable` when the mail server did not take it.
 */
export async function addContact(world: AccountWorld, caller: Caller, address: string): Promise<{ contact: Contact; mail: 'sent' | 'no_channel' }> {
  const { id: userId, email } = personOf(caller);
  if (address === email) throw new AppError('conflict', 'You sign in with this address: it needs no confirmation.');
  await countAttempt(world.database, subjectsOf(world.authSecret, { kind: 'contact', email, address: caller.address ?? 'unknown' }), caller.now);
  const { row, token } = await changeOwn(world.database, caller, 'contact.create', async (tx) => {
    await lockPerson(tx, userId);
    const row = await storeContact(tx, userId, address, caller.now);
    await tx.userToken.deleteMany({ where: { userId, kind: 'contact', payload: { path: ['contactId'], equals: row.id } } });
    const token = await issueToken(tx, { kind: 'contact', userId, payload: { contactId: row.id, tenantId: caller.tenant.id }, now: caller.now, lifeMs: linkMs });
    return { result: { row, token }, before: null, after: { id: row.id, address } };
  });
  const text = `Somebody, probably you, added this address to the account ${email} of Nines. Confirm it:\n\n${world.url}/confirm-contact/${token}\n\nThe link works for 24 hours. If you did not ask for this, do nothing.`;
  try {
    return { contact: contactView(row), mail: await sendAccountMail(world, caller.tenant, { to: address, subject: 'Confirm your address', text }) };
  } catch (error) {
    if (!(error instanceof SendFailure)) throw error;
    throw new AppError('unavailable', `The mail could not be sent: ${error.message} The address is kept, and waits to be confirmed.`, { cause: error });
  }
}

/** Removes an address of the caller's. Throws `not_found`. */
export async function removeContact(database: Database, caller: Caller, id: string): Promise<void> {
  const { id: userId } = personOf(caller);
  await changeOwn(database, caller, 'contact.delete', async (tx) => {
    const row = await tx.userContact.findFirst({ where: { id, userId } });
    const { count } = await tx.userContact.deleteMany({ where: { id, userId } });
    if (!row || count === 0) throw new AppError('not_found', 'You have no address with this id.');
    return { result: undefined, before: { id, address: row.address, isConfirmed: row.verifiedAt !== null }, after: null };
  });
}

/** Confirms an address by its link. Throws `not_found` for a link that does not count any more. */
export function confirmContact(database: Database, token: string, from: { now: number; requestId: string; address: string }): Promise<{ address: string }> {
  const gone = new AppError('not_found', 'This link is not valid any more. Send a new one from the page of your account.');
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const taken = await takeToken(tx, 'contact', token, from.now);
    const payload = Payload.safeParse(taken?.payload).data;
    if (!taken?.userId || !payload) throw gone;
    const { userId } = taken;
    const { count } = await tx.userContact.updateMany({ where: { id: payload.contactId, userId }, data: { verifiedAt: new Date(from.now) } });
    const row = await tx.userContact.findFirst({ where: { id: payload.contactId, userId } });
    const tenant = await tx.tenant.findUnique({ where: { id: payload.tenantId } });
    if (count === 0 || !row || !tenant) throw gone;
    await record(tx, tenant, { actor: { kind: 'user', id: userId }, action: 'contact.confirm', before: null, after: { id: row.id, address: row.address }, requestId: from.requestId, address: from.address, now: from.now });
    return { address: row.address };
  });
}

async function storeContact(tx: Transaction, userId: string, address: string, now: number): Promise<Row> {
  const known = await tx.userContact.findUnique({ where: { userId_kind_address: { userId, kind: 'email', address } } });
  if (known?.verifiedAt) throw new AppError('conflict', 'This address is confirmed already.');
  if (known) return known;
  if ((await tx.userContact.count({ where: { userId } })) >= accountLimits.contacts) throw new AppError('conflict', `An account has at most ${accountLimits.contacts} further addresses. Remove one first.`);
  return tx.userContact.create({ data: { userId, kind: 'email', address, createdAt: new Date(now) } });
}
