import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { alertsKey } from '@/components/alerts/alert-queries';
import { callEndpoint } from '@/components/api-client';
import { listChannelKinds, listChannels, listPushSubscriptions, readChannel } from '@/lib/alerts/channels/api';
import { listDeliveries, readNotificationRouting } from '@/lib/alerts/notify/api';
import { logQuery, type LogState } from './log-state';

/** Below the key of the alerts, so that an event about them makes these answers old as well. */
export const channelsKey = [...alertsKey, 'channels'] as const;
export const routingKey = [...alertsKey, 'routing'] as const;
export const logKey = [...alertsKey, 'log'] as const;
export const pushKey = ['push subscriptions'] as const;

export function kindsQuery() {
  return queryOptions({ queryKey: ['channel kinds'], queryFn: ({ signal }) => callEndpoint(listChannelKinds, { signal }), staleTime: Number.POSITIVE_INFINITY });
}

export function channelsQuery() {
  return queryOptions({ queryKey: channelsKey, queryFn: ({ signal }) => callEndpoint(listChannels, { signal }) });
}

/** One channel for its form: what is typed must not be overtaken by a later answer, so that it is read once. */
export function channelQuery(id: string) {
  return queryOptions({ queryKey: ['channel', id], queryFn: ({ signal }) => callEndpoint(readChannel, { params: { id }, signal }), staleTime: 0, gcTime: 0 });
}

export function routingQuery() {
  return queryOptions({ queryKey: routingKey, queryFn: ({ signal }) => callEndpoint(readNotificationRouting, { signal }) });
}

export function pushQuery() {
  return queryOptions({ queryKey: pushKey, queryFn: ({ signal }) => callEndpoint(listPushSubscriptions, { signal }) });
}

/** The deliveries, the newest first. */
export function deliveriesQuery(state: LogState) {
  return infiniteQueryOptions({
    queryKey: [...logKey, state],
    queryFn: ({ pageParam, signal }) => callEndpoint(listDeliveries, { query: { ...logQuery(state), cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}
