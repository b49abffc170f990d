import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { shownLimits, type previewLimits as Preview, type readLimits as Read } from '@/lib/limits/api';
import type { Refusal } from '@/lib/limits/refusals';
import { limitKinds, LimitSettings } from '@/lib/settings/limit-settings';
import { platformTenant } from '@/server/auth/platform-tenant';
import type { Database, Transaction } from '@/server/database/database';
import type { Runtime } from '@/server/runtime';
import { readSettings as readSection, saveSettings, type StoredSettings } from '@/server/settings/settings';
import { fixedLimits } from './fixed-limits';

type Verbs = Pick<Runtime, 'database' | 'limits' | 'config'>;

/** All limits, and who is refused now as far as the caller may know: of its own tenant everybody, of addresses only an owner of the platform. */
export async function readLimits({ database, limits, config }: Verbs, caller: Caller): Promise<z.input<(typeof Read)['response']>> {
  const platform = await platformTenant(database);
  const isPlatform = platform.id === caller.tenant.id;
  const { version, settings } = await readSection(database, platform, 'limits');
  const seesAddresses = isPlatform && caller.actor.kind === 'user' && caller.actor.role === 'OWNER';
  const all = limits.refusals.top(caller.now);
  const isAddress = ({ kind }: Refusal) => kind === 'address' || kind === 'handshake';
  const shown = all.filter((each) => (isAddress(each) ? seesAddresses : each.tenantId === caller.tenant.id || (isPlatform && each.kind === 'tenant')));
  const top = limitKinds.flatMap((kind) => shown.filter((each) => each.kind === kind).slice(0, shownLimits.refused));
  const names = await namesOf(database, caller, top);
  return {
    version,
    settings,
    defaults: LimitSettings.parse({}),
    isPlatform,
    fixed: fixedLimits(config),
    refused: top.map((each) => ({ kind: each.kind, name: names.get(each.name) ?? each.name, count: each.count, lastAt: each.lastAt })),
    hiddenAddresses: isPlatform && !seesAddresses ? all.filter(isAddress).length : 0,
    totals: isPlatform ? limits.refusals.totals : null,
    at: caller.now,
  };
}

/** Changes the limits of the installation. Throws `forbidden` for a tenant that does not run it, and `conflict` when they are not in this version any more. */
export async function updateLimits({ database }: Pick<Verbs, 'database'>, caller: Caller, { version, settings }: Pick<StoredSettings<'limits'>, 'version' | 'settings'>) {
  await assertPlatform(database, caller);
  const stored = await saveSettings(database, caller, 'limits', { version, settings });
  return { version: stored.version, settings: stored.settings };
}

/** What these limits would have done to the requests of the last minute on this node. Throws `forbidden` for a tenant that does not run the installation. */
export async function previewLimits({ database, limits }: Pick<Verbs, 'database' | 'limits'>, caller: Caller, { settings }: { settings: LimitSettings }): Promise<z.input<(typeof Preview)['response']>> {
  await assertPlatform(database, caller);
  const found = limits.replay(settings, caller.now);
  return { kinds: limitKinds.map((kind) => ({ kind, ...found[kind] })), at: caller.now };
}

async function assertPlatform(database: Database, caller: Caller): Promise<void> {
  const { id, name } = await platformTenant(database);
  if (id !== caller.tenant.id) throw new AppError('forbidden', `The limits are those of the whole installation. ${name} runs it, and can change them.`);
}

/** Words for ids: emails and names of the caller's own tenant, and of tenants that the platform sees. */
function namesOf(database: Database, { tenant }: Caller, refused: readonly Refusal[]): Promise<Map<string, string>> {
  const ids = (kind: Refusal['kind']) => refused.filter((each) => each.kind === kind).map(({ name }) => name);
  return database.transaction({ kind: 'auth' }, async (tx: Transaction) => {
    const users = await tx.membership.findMany({ where: { tenantId: tenant.id, userId: { in: ids('user') } }, select: { user: { select: { id: true, email: true } } } });
    const keys = await tx.apiKey.findMany({ where: { tenantId: tenant.id, id: { in: ids('key') } }, select: { id: true, name: true } });
    const tenants = await tx.tenant.findMany({ where: { id: { in: ids('tenant') } }, select: { id: true, name: true } });
    return new Map([...users.map(({ user }) => [user.id, user.email] as const), ...[...keys, ...tenants].map(({ id, name }) => [id, name] as const)]);
  });
}
