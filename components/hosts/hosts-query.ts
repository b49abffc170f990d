import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { listHosts, readHost } from '@/lib/hosts/api';
import { hostsQuery, type HostsState } from './hosts-state';

const refreshMs = 5_000;

/** A page of the list, read again every five seconds. */
export function hostListQuery(state: HostsState) {
  return queryOptions({
    queryKey: ['hosts', 'list', state],
    queryFn: ({ signal }) => callEndpoint(listHosts, { query: hostsQuery(state), signal }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
}

/** One host, read again every five seconds. */
export function hostQuery(key: string) {
  return queryOptions({
    queryKey: ['hosts', 'one', key],
    queryFn: ({ signal }) => callEndpoint(readHost, { params: { key }, signal }),
    refetchInterval: refreshMs,
  });
}
