import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { ProviderConnection, StoredProvider } from '@/lib/settings/provider-settings';
import type { ProviderInput, ProvidersAnswer } from '@/lib/sso/api';
import { mergeProviders } from '@/lib/sso/providers';
import { isPlatformTenant } from '@/server/auth/platform-tenant';
import type { Transaction } from '@/server/database/database';
import type { Runtime } from '@/server/runtime';
import { saveSettings, settingsIn } from '@/server/settings/settings';
import { faultOfIssuer, faultOfRules, placeOf } from './check-provider';
import { openSecrets, sealSecrets } from './load-providers';
import { assertOwnersCanSignInBy } from './owner-can-sign-in';

type World = Pick<Runtime, 'config' | 'database' | 'log' | 'sealer'>;

const mostTenants = 100;

/** The providers of the installation, without secrets. Throws `not_found` in a tenant that does not run it. */
export async function readProviders(world: World, caller: Caller): Promise<ProvidersAnswer> {
  await assertPlatform(world, caller);
  const { config, database } = world;
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const { version, settings, sealed } = await settingsIn(tx, caller.tenant.id, 'providers');
    const providers = mergeProviders(config.signInProviders, settings.providers, openSecrets(world, caller.tenant.id, sealed));
    const people = await tx.userIdentity.groupBy({ by: ['provider'], _count: true });
    return {
      version,
      providers: providers.map(({ clientSecret, ...each }) => ({
        ...each, kind: each.connection.kind, hasSecret: clientSecret !== null, people: people.find(({ provider }) => provider === each.key)?._count ?? 0,
      })),
      publicUrl: config.publicUrl,
      tenants: await tenantsFor(tx, caller),
    };
  });
}

/** Adds or changes one. Throws `forbidden` for who does not own the installation, `conflict` for a stale version or when owners would be locked out, `invalid` for what does not fit. */
export async function putProvider(world: World, caller: Caller, key: string, { version, provider, clientSecret }: { version: number; provider: ProviderInput; clientSecret?: string | undefined }): Promise<ProvidersAnswer> {
  await assertOwnerOfPlatform(world, caller);
  const { stored, secrets } = await readStored(world, caller);
  const isNamed = world.config.signInProviders.some((each) => each.key === key);
  if (isNamed && (clientSecret !== undefined || provider.connection !== null)) throw new AppError('invalid', `The variables say where ${provider.name} is. Change them there; here are its rules.`);
  if (!isNamed) checkConnection(stored.find((each) => each.key === key)?.connection ?? null, provider.connection, { isSecretKnown: Object.hasOwn(secrets, key), isSecretNew: clientSecret !== undefined });
  const fault = await faultOfRules(world.database, provider.rules);
  if (fault) throw invalid(fault.path, fault.message);
  const next: StoredProvider = { key, ...provider };
  const isThere = stored.some((each) => each.key === key);
  if (!isThere && stored.length >= 10) throw new AppError('conflict', 'There are ten providers already. Remove one first.');
  await save(world, caller, version, isThere ? stored.map((each) => (each.key === key ? next : each)) : [...stored, next], clientSecret === undefined ? secrets : { ...secrets, [key]: clientSecret });
  return readProviders(world, caller);
}

/** Removes one, and its secret. Who came in by it can come in again when it is set up anew. Throws `not_found`, and what putProvider throws. */
export async function removeProvider(world: World, caller: Caller, key: string, version: number): Promise<ProvidersAnswer> {
  await assertOwnerOfPlatform(world, caller);
  const { stored, secrets } = await readStored(world, caller);
  if (!stored.some((each) => each.key === key)) throw new AppError('not_found', `Config has no provider of sign-in "${key}".`);
  const { [key]: _, ...kept } = secrets;
  await save(world, caller, version, stored.filter((each) => each.key !== key), kept);
  return readProviders(world, caller);
}

async function save({ config, database, sealer }: World, caller: Caller, version: number, providers: StoredProvider[], secrets: Record<string, string>): Promise<void> {
  const sealed = sealSecrets(sealer, caller.tenant.id, secrets);
  await saveSettings(database, caller, 'providers', { version, settings: { providers }, sealed }, (tx) => assertOwnersCanSignInBy(tx, mergeProviders(config.signInProviders, providers, secrets)));
}

async function readStored(world: World, { tenant }: Caller): Promise<{ stored: StoredProvider[]; secrets: Record<string, string> }> {
  const { settings, sealed } = await world.database.transaction({ kind: 'auth' }, (tx) => settingsIn(tx, tenant.id, 'providers'));
  return { stored: settings.providers, secrets: openSecrets(world, tenant.id, sealed) };
}

/** A secret is never sent to another place than the one it was entered for. */
function checkConnection(before: ProviderConnection | null, after: ProviderConnection | null, { isSecretKnown, isSecretNew }: { isSecretKnown: boolean; isSecretNew: boolean }): void {
  if (after === null) throw invalid('connection', 'Say where the provider is: no variables name it.');
  if (!isSecretNew && !(isSecretKnown && before !== null && placeOf(before) === placeOf(after))) throw invalid('clientSecret', 'Enter the secret of the client.');
  const fault = faultOfIssuer(after);
  if (fault) throw invalid(fault.path, fault.message);
}

async function tenantsFor(tx: Transaction, { actor, tenant }: Caller): Promise<ProvidersAnswer['tenants']> {
  const isOwner = actor.kind === 'user' && actor.role === 'OWNER';
  const rows = await tx.tenant.findMany({ where: isOwner ? {} : { id: tenant.id }, include: { customRoles: { select: { name: true }, orderBy: { name: 'asc' }, take: 100 } }, orderBy: { number: 'asc' }, take: mostTenants });
  return rows.map(({ slug, name, customRoles }) => ({ slug, name, customRoles: customRoles.map((each) => each.name) }));
}

async function assertPlatform({ database }: World, { tenant }: Caller): Promise<void> {
  if (!(await isPlatformTenant(database, tenant))) throw new AppError('not_found', 'Providers of sign-in are set up by the organisation that runs this installation.');
}

async function assertOwnerOfPlatform(world: World, caller: Caller): Promise<void> {
  await assertPlatform(world, caller);
  if (caller.actor.kind !== 'user' || caller.actor.role !== 'OWNER') throw new AppError('forbidden', 'Only an owner sets up providers of sign-in: who decides who comes in could come in as anybody.');
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid', message, { issues: [{ path: `body.${path === 'clientSecret' ? path : `provider.${path}`}`, message }] });
}
