import { createChannel as create, listChannels as list } from '@/lib/alerts/channels/api';
import { createChannel, listChannels } from '@/server/alerts/channels/channels';
import { channelsOf } from '@/server/alerts/channels/channels-of';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(list, ({ caller }) => listChannels(channelsOf(runtime()), caller));
export const POST = route(create, ({ caller, body }) => createChannel(channelsOf(runtime()), caller, body));
