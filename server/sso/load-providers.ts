import { z } from 'zod';
import { messageOf } from '@/lib/errors';
import { isUsable, mergeProviders, type Provider, type VariableProvider } from '@/lib/sso/providers';
import type { Transaction } from '@/server/database/database';
import type { Runtime } from '@/server/runtime';
import { settingsIn } from '@/server/settings/settings';

type Needed = Pick<Runtime, 'config' | 'sealer' | 'log'>;

const Secrets = z.record(z.string(), z.string());

/** The secrets of providers by their keys, as they are stored. What cannot be read any more is as if it had never been there: it has to be entered again. */
export function openSecrets({ sealer, log }: Pick<Needed, 'sealer' | 'log'>, tenantId: string, sealed: string | null): Record<string, string> {
  if (sealed === null) return {};
  try {
    return Secrets.parse(JSON.parse(sealer.open(sealed, contextOf(tenantId))));
  } catch (error) {
    log.error({ reason: messageOf(error) }, 'the secrets of the providers of sign-in cannot be read');
    return {};
  }
}

export function sealSecrets(sealer: Needed['sealer'], tenantId: string, secrets: Record<string, string>): string {
  return sealer.seal(JSON.stringify(secrets), contextOf(tenantId));
}

/** Every provider of the installation, in a transaction of signing in or of the tenant that runs it. */
export async function providersIn(tx: Transaction, needed: Needed): Promise<Provider[]> {
  const platform = await tx.tenant.findFirst({ orderBy: { number: 'asc' }, select: { id: true } });
  if (!platform) return mergeProviders(needed.config.signInProviders, [], {});
  const { settings, sealed } = await settingsIn(tx, platform.id, 'providers');
  return mergeProviders(needed.config.signInProviders, settings.providers, openSecrets(needed, platform.id, sealed));
}

/**
 * The same for who has not what opens the secrets: where some are stored, those of Config count as having theirs, and no secret is in what is returned. Enough to tell whether somebody who came in by one can do so again.
 */
export async function providersWithoutSecrets(tx: Transaction, variables: readonly VariableProvider[]): Promise<Provider[]> {
  const platform = await tx.tenant.findFirst({ orderBy: { number: 'asc' }, select: { id: true } });
  const stored = platform && (await settingsIn(tx, platform.id, 'providers'));
  const keys = stored?.sealed ? stored.settings.providers.map(({ key }) => key) : [];
  return mergeProviders(variables, stored?.settings.providers ?? [], Object.fromEntries(keys.map((key) => [key, '']))).map((provider) => ({ ...provider, clientSecret: provider.clientSecret === null ? null : '' }));
}

/** Those by which people may sign in now. */
export async function loadProviders({ database, ...needed }: Needed & Pick<Runtime, 'database'>): Promise<Provider[]> {
  return (await database.transaction({ kind: 'auth' }, (tx) => providersIn(tx, needed))).filter(isUsable);
}

function contextOf(tenantId: string): string {
  return `providers of sign-in ${tenantId}`;
}
