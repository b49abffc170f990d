import { deleteChannel as remove, readChannel as read, updateChannel as update } from '@/lib/alerts/channels/api';
import { deleteChannel, readChannel, updateChannel } from '@/server/alerts/channels/channels';
import { channelsOf } from '@/server/alerts/channels/channels-of';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(read, ({ caller, params }) => readChannel(channelsOf(runtime()), caller, params.id));
export const PUT = route(update, ({ caller, params, body }) => updateChannel(channelsOf(runtime()), caller, params.id, body));
export const DELETE = route(remove, async ({ caller, params, query }) => {
  await deleteChannel(channelsOf(runtime()), caller, params.id, { version: query.version, force: query.force === 'true' });
  return { deleted: true as const };
});
