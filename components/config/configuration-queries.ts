import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { listConfigurationVersions, readConfiguration, readConfigurationVersion } from '@/lib/configuration/api';

export const configurationKey = ['config', 'document'] as const;
const longWorkMs = 60_000;

/** The whole configuration, its version and what a file manages. */
export function configurationQuery() {
  return queryOptions({ queryKey: [...configurationKey, 'now'], queryFn: ({ signal }) => callEndpoint(readConfiguration, { signal, timeoutMs: longWorkMs }), staleTime: 0 });
}

export function versionsQuery() {
  return infiniteQueryOptions({
    queryKey: [...configurationKey, 'versions'],
    queryFn: ({ pageParam, signal }) => callEndpoint(listConfigurationVersions, { query: { limit: 50, ...(pageParam === null ? {} : { before: pageParam }) }, signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
}

/** What a version changed against another one; null: the one before. */
export function versionQuery(version: number, against: number | null) {
  return queryOptions({
    queryKey: [...configurationKey, 'version', version, against],
    queryFn: ({ signal }) => callEndpoint(readConfigurationVersion, { params: { version }, query: against === null ? {} : { against }, signal, timeoutMs: longWorkMs }),
  });
}
