import { testUnsavedChannel } from '@/lib/alerts/channels/api';
import { channelsOf } from '@/server/alerts/channels/channels-of';
import { tryDraft } from '@/server/alerts/channels/try-channel';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(testUnsavedChannel, ({ caller, body }) => tryDraft(channelsOf(runtime()), caller, { ...body, url: runtime().url }));
