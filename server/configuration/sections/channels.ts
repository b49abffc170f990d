import { ChannelDraft } from '@/lib/alerts/channels/schemas';
import type { SectionOf } from '@/lib/configuration/schemas';
import { ChannelItem } from '@/lib/configuration/service-sections';
import { AppError } from '@/lib/errors';
import { usersOf } from '@/server/alerts/channels/channel-users';
import { createChannel, deleteChannel, updateChannel } from '@/server/alerts/channels/channels';
import { openSecrets } from '@/server/alerts/channels/stored-channel';
import { draftSecrets, keptOf, settleSecrets, type Stored } from '../secrets';
import { itemOf, type ListSection, type StoredItem, type Work } from '../work';

type Item = SectionOf<'channels'>[number];

export const channels: ListSection<Item> = {
  kind: 'list',
  async read(work) {
    const rows = await work.read((tx) => tx.notificationChannel.findMany({ select: { id: true, version: true, name: true, kind: true, isEnabled: true, settings: true, sealed: true }, take: 1_000 }));
    return rows.map(({ id, version, name, kind, isEnabled, settings, sealed }) => ({ id, version, item: itemOf(ChannelItem, { name, kind, isEnabled, settings, secrets: keptOf(readable(work, id, sealed)) }) }));
  },
  async settle(work, item, stored) {
    if (Object.keys(item.secrets).length === 0) return item;
    const row = stored && (await work.read((tx) => tx.notificationChannel.findUnique({ where: { id: stored.id }, select: { sealed: true } })));
    return { ...item, secrets: settleSecrets(item.secrets, stored && row ? readable(work, stored.id, row.sealed) : {}) };
  },
  async create(work, item) {
    const { id } = await createChannel(work, work.caller, draftOf(item));
    work.names.set('channel', item.name, id);
  },
  async update(work, stored, item) {
    if (stored.item.kind !== item.kind) throw new AppError('invalid', 'The kind of a channel stays. Give the new one another name.', { issues: [{ path: 'kind', message: 'The kind of a channel stays. Give the new one another name.' }] });
    await updateChannel(work, work.caller, stored.id, { version: stored.version, channel: draftOf(item, stored) });
  },
  remove: (work, { id }) => deleteChannel(work, work.caller, id, { force: true }),
  async confirmRemoval({ read }, { id, item }) {
    const users = await read((tx) => usersOf(tx, id));
    if (users.length > 0) throw new AppError('conflict', `The channel ${JSON.stringify(item.name)} is used by ${users.join(', ')}. Take it out there too.`);
  },
};

/** None where they cannot be read: then they have to be given again. */
function readable({ sealer, caller }: Work, id: string, sealed: string): Stored {
  try {
    return openSecrets(sealer, caller.tenant.id, id, sealed);
  } catch {
    return {};
  }
}

function draftOf(item: Item, stored?: StoredItem<Item>): ChannelDraft {
  return ChannelDraft.parse({ ...item, secrets: draftSecrets(item.secrets, Object.keys(stored?.item.secrets ?? {})) });
}
