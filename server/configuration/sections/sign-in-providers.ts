import { z } from 'zod';
import { ProviderItem } from '@/lib/configuration/people-sections';
import { maxProviders, type SectionOf } from '@/lib/configuration/schemas';
import { keptSecret } from '@/lib/configuration/secret-value';
import { AppError } from '@/lib/errors';
import type { StoredProvider } from '@/lib/settings/provider-settings';
import { mergeProviders } from '@/lib/sso/providers';
import { saveSettings, settingsIn } from '@/server/settings/settings';
import { faultOfIssuer, faultOfRules, placeOf, type ProviderFault } from '@/server/sso/check-provider';
import { openSecrets, sealSecrets } from '@/server/sso/load-providers';
import { assertOwnersCanSignInBy } from '@/server/sso/owner-can-sign-in';
import { checkText, settleSecret } from '../secrets';
import { itemOf, type ListSection, type Work } from '../work';

type Item = SectionOf<'signInProviders'>[number];

const Secret = z.string().min(1).max(1_000);

/** Who writes a file on the machine, or runs a command there, may do what an owner may. */
export const signInProviders: ListSection<Item> = {
  kind: 'list',
  async read(work) {
    const { providers, secrets, version } = await storedIn(work);
    return providers.map(({ key, name, ...rest }) => ({ id: key, version, item: itemOf(ProviderItem, { ...rest, name: key, label: name, ...(Object.hasOwn(secrets, key) ? { clientSecret: keptSecret } : {}) }) }));
  },
  async settle(work, item, stored) {
    const { clientSecret, name } = item;
    const isNamed = work.config.signInProviders.some(({ key }) => key === name);
    if (isNamed && (clientSecret !== undefined || item.connection !== null)) throw fault(clientSecret === undefined ? 'connection' : 'clientSecret', 'The variables say where this provider is. Change it there; here are its rules.');
    if (isNamed) return item;
    if (item.connection === null) throw fault('connection', 'Say where the provider is: no variables name it.');
    refuse(faultOfIssuer(item.connection));
    if (clientSecret === undefined) throw fault('clientSecret', 'is needed: the secret of the client, or { keep: true } for the one that is stored');
    checkText(Secret, clientSecret, 'clientSecret');
    const { secrets } = await storedIn(work);
    const settled = settleSecret(clientSecret, Object.hasOwn(secrets, name) ? secrets[name] : undefined, 'clientSecret');
    // A secret is never sent to another place than the one it was entered for.
    const isElsewhere = stored !== undefined && placeOf(stored.item.connection) !== placeOf(item.connection);
    if (typeof clientSecret !== 'string' && isElsewhere) throw fault('clientSecret', 'Give the secret again: it would be sent to another place than the one it was entered for.');
    return { ...item, clientSecret: settled };
  },
  create: (work, item) => store(work, item.name, item),
  update: (work, _, item) => store(work, item.name, item),
  remove: (work, { id }) => store(work, id, null),
};

async function storedIn(work: Work): Promise<{ version: number; providers: StoredProvider[]; secrets: Record<string, string> }> {
  const { tenant } = work.caller;
  const { version, settings, sealed } = await work.read((tx) => settingsIn(tx, tenant.id, 'providers'));
  return { version, providers: settings.providers, secrets: openSecrets(work, tenant.id, sealed) };
}

/** One at a time, as its form does; null removes it. */
async function store(work: Work, key: string, item: Item | null): Promise<void> {
  const { caller, config, database, sealer } = work;
  if (caller.actor.kind !== 'system' && (caller.actor.kind !== 'user' || caller.actor.role !== 'OWNER')) throw new AppError('forbidden', 'Only an owner sets up providers of sign-in: who decides who comes in could come in as anybody.');
  if (item) refuse(await faultOfRules(database, item.rules));
  const { version, providers: before, secrets: known } = await storedIn(work);
  const { [key]: old, ...others } = known;
  const secret = typeof item?.clientSecret === 'string' ? item.clientSecret : item?.clientSecret === undefined ? undefined : old;
  const secrets = secret === undefined ? others : { ...others, [key]: secret };
  const next = item && providerOf(item);
  const isThere = before.some((each) => each.key === key);
  const providers = before.flatMap((each) => (each.key === key ? (next ?? []) : each)).concat(next && !isThere ? next : []);
  if (providers.length > maxProviders) throw new AppError('conflict', `There are ${maxProviders} providers already. Remove one first.`);
  const sealed = sealSecrets(sealer, caller.tenant.id, secrets);
  await saveSettings(database, caller, 'providers', { version, settings: { providers }, sealed }, (tx) => assertOwnersCanSignInBy(tx, mergeProviders(config.signInProviders, providers, secrets)));
}

function providerOf({ name, label, clientSecret: _, ...rest }: Item): StoredProvider {
  return { ...rest, key: name, name: label };
}

function refuse(found: ProviderFault | null): void {
  if (found) throw fault(found.path, found.message);
}

function fault(path: string, message: string): AppError {
  return new AppError('invalid', message, { issues: [{ path, message }] });
}
