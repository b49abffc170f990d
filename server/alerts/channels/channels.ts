import { partSecrets } from '@/lib/alerts/channels/part-secrets';
import { maxChannels, type ChannelDraft, type ChannelView } from '@/lib/alerts/channels/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Transaction } from '@/server/database/database';
import { Prisma } from '@/server/database/generated/client';
import { isUniqueViolation } from '@/server/database/unique-violation';
import type { Sealer } from '@/server/secrets/sealed';
import { usersOf } from './channel-users';
import type { Channels } from './channels-of';
import { viewsOf, type ChannelRow } from './channel-view';
import { openSecrets, sealSecrets } from './stored-channel';

type Verbs = Pick<Channels, 'database' | 'sealer'>;

/** The tenant's channels by name. */
export async function listChannels({ database, sealer }: Verbs, { tenant }: Caller): Promise<{ channels: ChannelView[] }> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const rows = await tx.notificationChannel.findMany({ orderBy: { name: 'asc' }, take: maxChannels });
    return { channels: await viewsOf(tx, sealer, rows) };
  });
}

/** Throws `not_found`. */
export async function readChannel({ database, sealer }: Verbs, { tenant }: Caller, id: string): Promise<ChannelView> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => viewOf(tx, sealer, await channelRow(tx, id)));
}

/** Stores a channel. Throws `invalid` for what its kind does not take, `conflict` for a name that is taken or one channel too many. */
export async function createChannel({ database, sealer }: Verbs, caller: Caller, draft: ChannelDraft): Promise<ChannelView> {
  const { kind, settings, secrets } = partSecrets(draft);
  return mutate(database, caller, 'channel.create', async (tx) => {
    if ((await tx.notificationChannel.count()) >= maxChannels) throw new AppError('conflict', `There are ${maxChannels} channels already. Delete one first.`);
    const at = new Date(caller.now);
    const common = { name: draft.name, kind: kind.kind, isEnabled: draft.isEnabled, settings: settings as Prisma.InputJsonObject };
    // Two at the same moment: the second waits for the first, and then adds nothing.
    const { count } = await tx.notificationChannel.createMany({ data: { tenantId: caller.tenant.id, ...common, sealed: '', createdAt: at, updatedAt: at }, skipDuplicates: true });
    if (count === 0) throw nameTaken(draft.name);
    const { id } = await tx.notificationChannel.findFirstOrThrow({ where: { name: draft.name }, select: { id: true } });
    const row = await tx.notificationChannel.update({ where: { id }, data: { sealed: sealSecrets(sealer, caller.tenant.id, id, secrets) } });
    return { result: await viewOf(tx, sealer, row), before: null, after: { id, version: row.version, ...common } };
  });
}

/**
 * Replaces a channel; secrets that are left out stay. Throws `not_found`, `invalid` for what its kind does not take and for a secret that would go to another
 * place than before, `conflict` when the channel is not in this version any more or the name is taken.
 */
export async function updateChannel({ database, sealer }: Verbs, caller: Caller, id: string, { version, channel }: { version: number; channel: ChannelDraft }): Promise<ChannelView> {
  const { tenant } = caller;
  return mutate(database, caller, 'channel.update', async (tx) => {
    const before = await channelRow(tx, id);
    const stored = { kind: before.kind, settings: before.settings, secrets: openSecrets(sealer, tenant.id, id, before.sealed) };
    const { settings, secrets } = partSecrets(channel, stored);
    const common = { name: channel.name, isEnabled: channel.isEnabled, settings: settings as Prisma.InputJsonObject };
    const sealed = sealSecrets(sealer, tenant.id, id, secrets);
    // What was corrected is tried again at once.
    const data = { ...common, sealed, circuit: Prisma.DbNull, version: version + 1, updatedAt: new Date(caller.now) };
    const { count } = await tx.notificationChannel.updateMany({ where: { id, version }, data });
    if (count === 0) throw versionLost(before.name);
    const isSecretChanged = JSON.stringify(Object.entries(secrets).sort()) !== JSON.stringify(Object.entries(stored.secrets).sort());
    const after = await channelRow(tx, id);
    return { result: await viewOf(tx, sealer, after), before: auditOf(before), after: { ...auditOf(after), isSecretChanged } };
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(channel.name) : error;
  });
}

/** Deletes a channel. Throws `not_found`, or `conflict` when it is not in this version any more, or without `force` when a route or a policy names it. */
export async function deleteChannel({ database }: Verbs, caller: Caller, id: string, { version, force }: { version?: number; force: boolean }): Promise<void> {
  await mutate(database, caller, 'channel.delete', async (tx) => {
    const before = await channelRow(tx, id);
    const users = force ? [] : await usersOf(tx, id);
    if (users.length > 0) throw new AppError('conflict', `The channel ${JSON.stringify(before.name)} is used by ${users.join(', ')}. Take it out there first, or delete it with force=true: then nobody is told by it any more.`);
    const { count } = await tx.notificationChannel.deleteMany({ where: { id, version: version ?? before.version } });
    if (count === 0) throw versionLost(before.name);
    return { result: undefined, before: auditOf(before), after: null };
  });
}

/** Throws `not_found`. */
export async function channelRow(tx: Transaction, id: string): Promise<ChannelRow> {
  const row = await tx.notificationChannel.findUnique({ where: { id } });
  if (!row) throw new AppError('not_found', 'There is no notification channel with this id.');
  return row;
}

async function viewOf(tx: Transaction, sealer: Sealer, row: ChannelRow): Promise<ChannelView> {
  const [view] = await viewsOf(tx, sealer, [row]);
  if (!view) throw new AppError('internal', 'A channel has no view.');
  return view;
}

function auditOf({ id, version, name, kind, isEnabled, settings }: ChannelRow) {
  return { id, version, name, kind, isEnabled, settings: settings as Prisma.InputJsonObject };
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is already a channel ${JSON.stringify(name)}. Choose another name, or change that channel.`);
}

function versionLost(name: string): AppError {
  return new AppError('conflict', `The channel ${JSON.stringify(name)} was changed by somebody else in the meantime. Load it again and repeat the change.`);
}
