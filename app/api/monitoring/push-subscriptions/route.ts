import { createPushSubscription, deletePushSubscription, listPushSubscriptions } from '@/lib/alerts/channels/api';
import { channelsOf } from '@/server/alerts/channels/channels-of';
import { addSubscription, listSubscriptions, removeSubscription } from '@/server/alerts/channels/push-subscriptions';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(listPushSubscriptions, ({ caller }) => listSubscriptions(channelsOf(runtime()), caller));
export const POST = route(createPushSubscription, ({ caller, body, request }) => addSubscription(channelsOf(runtime()), caller, body, request.headers.get('user-agent')));
export const DELETE = route(deletePushSubscription, async ({ caller, body }) => {
  await removeSubscription(channelsOf(runtime()), caller, body.endpoint);
  return { deleted: true as const };
});
