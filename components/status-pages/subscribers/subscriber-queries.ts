import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { listSubscribers } from '@/lib/status-pages/subscribers-api';

export const subscribersKey = ['status page', 'subscribers'] as const;
const limit = 50;

/** The subscribers after a place in the list; undefined: the newest. */
export function subscribersQuery(cursor: string | undefined) {
  return queryOptions({
    queryKey: [...subscribersKey, cursor ?? ''],
    queryFn: ({ signal }) => callEndpoint(listSubscribers, { query: { cursor, limit }, signal }),
    placeholderData: keepPreviousData,
  });
}
