import { RuleRefusal } from '@/lib/auth/refusal';
import { subjectPrefixOf } from '@/lib/sso/identity';
import { isUsable, type Provider } from '@/lib/sso/providers';
import { readConfig } from '@/server/config';
import type { Transaction } from '@/server/database/database';
import { startedRuntime } from '@/server/runtime';
import { settingsIn } from '@/server/settings/settings';
import { providersIn, providersWithoutSecrets } from './load-providers';

const most = 1_000;

/**
 * Refuses what would lock out the owners of a tenant that takes no passwords. To be called at the end of a transaction that takes a way to sign in away: a passkey, an identity, a role, a person.
 * Throws `conflict` when no active owner is left who has a passkey or came in by a provider that is on.
 */
export async function assertOwnerCanSignIn(tx: Transaction, tenantId: string): Promise<void> {
  await inScopeOfSignIn(tx, async () => {
    await lockWaysIn(tx, tenantId);
    const { settings } = await settingsIn(tx, tenantId, 'sign-in');
    if (settings.isPasswordOn || (await canDoWithout(tx, tenantId, await waysOf(tx)))) return;
    throw lockedOut('This would leave no owner who can sign in, because passwords are switched off. Switch them on first, or add a passkey to the account of an owner.');
  });
}

/** Whether an active owner could sign in without a password. Holds what it found until the transaction ends. */
export function canOwnerDoWithoutPassword(tx: Transaction, tenantId: string): Promise<boolean> {
  return inScopeOfSignIn(tx, async () => {
    await lockWaysIn(tx, tenantId);
    return canDoWithout(tx, tenantId, await waysOf(tx));
  });
}

/** The same for every tenant without passwords, with the providers as they would be. */
export async function assertOwnersCanSignInBy(tx: Transaction, providers: readonly Provider[]): Promise<void> {
  await inScopeOfSignIn(tx, async () => {
    const rows = await tx.tenantSettings.findMany({ where: { section: 'sign-in', settings: { path: ['isPasswordOn'], equals: false } }, include: { tenant: { select: { name: true } } }, orderBy: { tenantId: 'asc' }, take: most });
    for (const { tenantId, tenant } of rows) {
      await lockWaysIn(tx, tenantId);
      if (await canDoWithout(tx, tenantId, providers)) continue;
      throw lockedOut(`${tenant.name} takes no passwords, and no owner of it could sign in any more. Switch passwords on there first, or add a passkey to the account of an owner.`);
    }
  });
}

async function canDoWithout(tx: Transaction, tenantId: string, providers: readonly Provider[]): Promise<boolean> {
  const owners = await tx.membership.findMany({ where: { tenantId, role: 'OWNER', deactivatedAt: null }, select: { userId: true }, take: most });
  const userId = { in: owners.map((owner) => owner.userId) };
  if (await tx.userFactor.findFirst({ where: { userId, kind: 'passkey', confirmedAt: { not: null } }, select: { id: true } })) return true;
  for (const { key, connection } of providers.filter(isUsable)) {
    const where = { userId, provider: key, subject: { startsWith: subjectPrefixOf(connection) }, lastUsedAt: { not: null } };
    if (await tx.userIdentity.findFirst({ where, select: { userId: true } })) return true;
  }
  return false;
}

/** The providers of the installation: as Nines runs with them, or as a command finds them in its own environment and in Config. */
async function waysOf(tx: Transaction): Promise<Provider[]> {
  const started = startedRuntime();
  return started ? providersIn(tx, started) : providersWithoutSecrets(tx, readConfig(process.env).signInProviders);
}

/** Of two who take a way in away, the second sees what the first did. */
async function lockWaysIn(tx: Transaction, tenantId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`ways in ${tenantId}`}, 0))`;
}

/** Factors and identities are seen in the scope of signing in alone; the scope of before is restored. */
async function inScopeOfSignIn<T>(tx: Transaction, run: () => Promise<T>): Promise<T> {
  const [row] = await tx.$queryRaw<{ scope: string }[]>`select coalesce(current_setting('nines.scope', true), '') as scope`;
  await tx.$executeRaw`select set_config('nines.scope', 'auth', true)`;
  const result = await run();
  await tx.$executeRaw`select set_config('nines.scope', ${row?.scope ?? ''}, true)`;
  return result;
}

function lockedOut(message: string): RuleRefusal {
  return new RuleRefusal('conflict', message);
}
