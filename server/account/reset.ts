import { AppError } from '@/lib/errors';
import { record } from '@/server/audit/record';
import type { TenantRef } from '@/lib/tenants';
import { sendAccountMail, type TrustedRole } from '@/server/auth/account-mail';
import { hashPassword } from '@/server/auth/passwords';
import { countAttempt, subjectsOf } from '@/server/auth/sign-in-throttle';
import type { Database, Transaction } from '@/server/database/database';
import { findToken, issueToken, takeToken } from './one-time-tokens';
import { lockPerson, type AccountWorld } from './own';
import { tell } from './tell';

const linkMs = 30 * 60_000;
const mostTenants = 20;

interface From {
  now: number;
  requestId: string;
  address: string;
}

/**
 * Sends a link to set a new password, where the account exists, has a password and one of its tenants an email channel. The answer and its time are the same in every case: nobody
 * waits for what is done. Throws `too_many_requests` for who asks too often, whether the account exists or not.
 */
export async function askForReset(world: AccountWorld, email: string, from: From): Promise<void> {
  await countAttempt(world.database, subjectsOf(world.authSecret, { kind: 'reset', email, address: from.address }), from.now);
  void sendResetLink(world, email, from).catch((error: unknown) => world.log.warn({ err: error, requestId: from.requestId }, 'a link to set a new password could not be sent'));
}

/** Resolves when the mail is sent, or when none is to be sent. */
export async function sendResetLink(world: AccountWorld, email: string, from: From): Promise<void> {
  const { database, url } = world;
  const found = await database.transaction({ kind: 'auth' }, async (tx) => {
    const user = await tx.user.findUnique({ where: { email } });
    const tenants = user?.passwordHash ? await tenantsOf(tx, user.id) : [];
    const [first] = tenants;
    const ways = user ? await waysOf(tx, user.id, tenants) : [];
    if (!user || !first) return null;
    await lockPerson(tx, user.id);
    await tx.userToken.deleteMany({ where: { userId: user.id, kind: 'reset' } });
    const token = await issueToken(tx, { kind: 'reset', userId: user.id, now: from.now, lifeMs: linkMs });
    await record(tx, first, { actor: { kind: 'user', id: user.id }, action: 'password.ask', before: null, after: { address: from.address }, ...from });
    return { ways, token };
  });
  if (!found) return;
  const text = `Somebody, probably you, asked to set a new password for your account of Nines:\n\n${url}/reset/${found.token}\n\nThe link works for 30 minutes and once. If you did not ask for this, do nothing: your password stays as it is.`;
  for (const { tenant, trusted } of found.ways) if ((await sendAccountMail(world, tenant, { to: email, subject: 'Set a new password', text }, trusted)) === 'sent') return;
  world.log.warn({ requestId: from.requestId }, 'somebody asked for a new password, and there is no email channel that may carry the link');
}

/** Whether a link still counts. */
export async function isResetOpen(database: Database, token: string, now: number): Promise<boolean> {
  return ((await database.transaction({ kind: 'auth' }, (tx) => findToken(tx, 'reset', token, now)))?.userId ?? null) !== null;
}

/**
 * Sets a new password by a link, which ends with it; so does every session. Second factors stay. Throws `not_found` for a link that does not count any more.
 */
export async function resetPassword(world: AccountWorld, { token, password }: { token: string; password: string }, from: From): Promise<void> {
  const { database } = world;
  const gone = new AppError('not_found', 'This link is not valid any more: it works for 30 minutes and once, and a newer one ends it. Ask for a new one.');
  // Hashing is dear: whoever has no link must not be able to keep it busy.
  if (!(await isResetOpen(database, token, from.now))) throw gone;
  const passwordHash = await hashPassword(password);
  const { email, tenant } = await database.transaction({ kind: 'auth' }, async (tx) => {
    const taken = await takeToken(tx, 'reset', token, from.now);
    const [tenant] = taken?.userId ? await tenantsOf(tx, taken.userId) : [];
    if (!taken?.userId || !tenant) throw gone;
    const { userId } = taken;
    const at = new Date(from.now);
    const user = await tx.user.update({ where: { id: userId }, data: { passwordHash, passwordChangedAt: at, isEmailProven: true } });
    await tx.userToken.deleteMany({ where: { userId, kind: 'reset' } });
    const { count } = await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: at } });
    await record(tx, tenant, { actor: { kind: 'user', id: userId }, action: 'password.reset', before: null, after: { endedSessions: count }, ...from });
    return { email: user.email, tenant };
  });
  tell(world, tenant, { to: email, subject: 'Your password was changed', text: 'A new password was set for your account by a link that was sent to this address. All sessions ended.' });
}

/**
 * By which channels the link may go: that of the tenant that runs the installation, and that of the person's own tenant where there is but one, as others would reach what they have no part in. Only
 * those may have had a hand in it who could do anyway what the link does: owners, and for who is no owner admins.
 */
async function waysOf(tx: Transaction, userId: string, tenants: readonly TenantRef[]): Promise<{ tenant: TenantRef; trusted: TrustedRole[] }[]> {
  const isOwner = (await tx.membership.count({ where: { userId, role: 'OWNER' } })) > 0;
  const platform = await tx.tenant.findFirst({ orderBy: { number: 'asc' }, select: { id: true, number: true } });
  const own = tenants.length === 1 ? tenants : [];
  const ways = [...own, ...(platform && !own.some(({ id }) => id === platform.id) ? [platform] : [])];
  return ways.map((tenant) => ({ tenant, trusted: isOwner || tenant.id !== own[0]?.id ? ['OWNER'] : ['OWNER', 'ADMIN'] }));
}

function tenantsOf(tx: Transaction, userId: string) {
  return tx.tenant.findMany({ where: { memberships: { some: { userId, deactivatedAt: null } } }, orderBy: { number: 'asc' }, take: mostTenants });
}
