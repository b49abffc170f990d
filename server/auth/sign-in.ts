import { Email } from '@/lib/auth/credentials';
import { SignInSettings } from '@/lib/settings/sign-in-settings';
import { lockPerson } from '@/server/account/own';
import { acceptCode, hasSecondFactor } from '@/server/account/second-factor';
import { record } from '@/server/audit/record';
import type { Database, Transaction } from '@/server/database/database';
import type { Runtime } from '@/server/runtime';
import { createSession } from './create-session';
import { verifyPassword } from './passwords';
import { countAttempt, forgetFailures, subjectsOf, takeBackAddress } from './sign-in-throttle';

const nobody = '00000000-0000-0000-0000-000000000000';
const mostTenants = 100;

export type SignInWorld = Pick<Runtime, 'database' | 'sealer' | 'authSecret' | 'log'>;

export interface SignInAttempt {
  email: string;
  password: string;
  /** Of an authenticator app, or a recovery code. */
  code?: string;
  address: string;
  userAgent: string | null;
  now: number;
  requestId: string;
}

export interface SignedIn {
  userId: string;
  email: string;
  name: string | null;
  sessionId: string;
}

/**
 * Checks a password, and a code where the account has a second factor, and opens a session. Null when email, password or code is wrong, or no tenant of the person takes passwords; the
 * answer and its time are the same whether the account exists or not. `second_factor` when the password is right and a code is missing: that clears no failures, so that who has a
 * password guesses no codes. Throws AppError `too_many_requests` while the account or the address is locked.
 */
export async function signIn(world: SignInWorld, attempt: SignInAttempt): Promise<SignedIn | 'second_factor' | null> {
  const { database, sealer, authSecret, log } = world;
  const { code, now } = attempt;
  const email = attempt.email.trim().toLowerCase();
  const subjects = subjectsOf(authSecret, { kind: 'sign-in', email, address: attempt.address });
  await countAttempt(database, subjects, now);
  const account = Email.safeParse(email).success ? await findAccount(database, email) : null;
  const matches = await verifyPassword(account?.user.passwordHash ?? null, attempt.password);
  if (!account) return null;
  const { user, tenant, isPasswordOn } = account;
  const refuse = (reason: string) => {
    // Not waited for: the time of the answer would tell that the account exists.
    void database.transaction({ kind: 'tenant', tenant }, (tx) => audit(tx, tenant, user.id, 'session.refuse', attempt, reason)).catch((error: unknown) => {
      log.error({ err: error, requestId: attempt.requestId }, 'a refused sign-in could not be written to the audit trail');
    });
    return null;
  };
  if (!isPasswordOn) return refuse('passwords are switched off');
  if (!matches) return refuse('password');
  return database.transaction({ kind: 'auth' }, async (tx) => {
    await lockPerson(tx, user.id);
    // A password that was changed while it was checked opens nothing.
    if ((await tx.user.count({ where: { id: user.id, passwordHash: user.passwordHash } })) === 0) return refuse('password');
    const needsCode = await hasSecondFactor(tx, user.id);
    if (needsCode && code === undefined) {
      await takeBackAddress(tx, subjects);
      return 'second_factor';
    }
    if (needsCode && (await acceptCode(tx, sealer, user.id, code ?? '', now)) === null) return refuse('code');
    await forgetFailures(tx, subjects);
    const sessionId = await createSession(tx, { tenant, userId: user.id, method: 'password', hasSecondFactor: needsCode, from: attempt });
    return { userId: user.id, email: user.email, name: user.name, sessionId };
  });
}

/** Ends one session at once; one that has ended stays as it is. */
export async function endSession(database: Database, sessionId: string, now: number, requestId: string): Promise<void> {
  await database.transaction({ kind: 'auth' }, async (tx) => {
    const { count } = await tx.session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { revokedAt: new Date(now) } });
    if (count === 0) return;
    const { tenant, userId, address } = await tx.session.findUniqueOrThrow({ where: { id: sessionId }, include: { tenant: true } });
    await audit(tx, tenant, userId, 'session.end', { address: address ?? undefined, requestId, now });
  });
}

/** Asks the same questions whether somebody is found or not, so that the time tells nothing. The tenant is the first one of the person that takes passwords. */
function findAccount(database: Database, email: string) {
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const user = await tx.user.findUnique({ where: { email } });
    const members = await tx.membership.findMany({ where: { userId: user?.id ?? nobody, deactivatedAt: null }, orderBy: { createdAt: 'asc' }, select: { tenantId: true }, take: mostTenants });
    const ids = [nobody, ...members.map(({ tenantId }) => tenantId)];
    const tenants = await tx.tenant.findMany({ where: { id: { in: ids } } });
    const rows = await tx.tenantSettings.findMany({ where: { tenantId: { in: ids }, section: 'sign-in' } });
    const takesPasswords = (id: string) => SignInSettings.safeParse(rows.find(({ tenantId }) => tenantId === id)?.settings ?? {}).data?.isPasswordOn ?? true;
    const found = members.flatMap(({ tenantId }) => tenants.filter(({ id }) => id === tenantId));
    const tenant = found.find(({ id }) => takesPasswords(id)) ?? found[0];
    return user && tenant && { user, tenant, isPasswordOn: takesPasswords(tenant.id) };
  });
}

async function audit(tx: Transaction, tenant: { id: string; number: number }, userId: string, action: string, from: Pick<SignInAttempt, 'requestId' | 'now'> & { address: string | undefined }, reason?: string): Promise<void> {
  await record(tx, tenant, {
    actor: { kind: 'user', id: userId },
    action,
    before: null,
    after: { address: from.address ?? null, ...(reason === undefined ? {} : { reason }) },
    address: from.address,
    requestId: from.requestId,
    now: from.now,
  });
}
