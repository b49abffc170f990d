import { testChannel } from '@/lib/alerts/channels/api';
import { channelsOf } from '@/server/alerts/channels/channels-of';
import { tryChannel } from '@/server/alerts/channels/try-channel';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(testChannel, ({ caller, params }) => tryChannel(channelsOf(runtime()), caller, params.id, runtime().url));
