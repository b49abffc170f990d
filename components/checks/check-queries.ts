import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { callEndpoint } from '@/components/api-client';
import { listCheckKinds, listChecks, listHeartbeatBars, readCheck, readCheckHistory } from '@/lib/checks/api';
import { createBatcher } from './batcher';
import { checksQuery, type ChecksState } from './checks-state';

/** Everything that an event about checks and services makes old. */
export const checksKey = ['checks'] as const;

export type HistoryRange = NonNullable<z.input<NonNullable<(typeof readCheckHistory)['query']>>['range']>;
export type BarsRange = '24h' | '90d';
type BarsItem = z.output<(typeof listHeartbeatBars)['response']>['items'][number];

/** Rows of one answer; those after the first come in larger pages. */
const pageSizes = { first: 100, more: 300 };

/** The checks, the worst first, page after page. */
export function checkListQuery(state: ChecksState) {
  return infiniteQueryOptions({
    queryKey: [...checksKey, 'list', state],
    queryFn: ({ pageParam, signal }) => callEndpoint(listChecks, { query: { ...checksQuery(state), ...pageOf(pageParam) }, signal }),
    initialPageParam: 0,
    getNextPageParam: ({ checks, total }, _pages, offset) => nextOffset(offset, checks.length, total),
    placeholderData: keepPreviousData,
  });
}

export function checkQuery(id: string) {
  return queryOptions({ queryKey: [...checksKey, 'one', id], queryFn: ({ signal }) => callEndpoint(readCheck, { params: { id }, signal }) });
}

/** One check for its form: what is typed must not be overtaken by a later answer, so that it is read once. */
export function checkFormQuery(id: string) {
  return queryOptions({ queryKey: ['check', id], queryFn: ({ signal }) => callEndpoint(readCheck, { params: { id }, signal }), staleTime: 0, gcTime: 0 });
}

/** The checks of one service. */
export function serviceChecksQuery(serviceId: string) {
  return queryOptions({ queryKey: [...checksKey, 'of service', serviceId], queryFn: ({ signal }) => callEndpoint(listChecks, { query: { serviceId, limit: 200 }, signal }) });
}

export function checkKindsQuery() {
  return queryOptions({ queryKey: ['check kinds'], queryFn: ({ signal }) => callEndpoint(listCheckKinds, { signal }), staleTime: Number.POSITIVE_INFINITY });
}

export function historyQuery(id: string, range: HistoryRange) {
  return queryOptions({ queryKey: [...checksKey, 'history', id, range], queryFn: ({ signal }) => callEndpoint(readCheckHistory, { params: { id }, query: { range }, signal }), placeholderData: keepPreviousData });
}

const barsAgeMs = 30_000;

/** The bars of one row; the rows that ask in one moment ask together. `changedAt` is when its state changed: then its bars are old. */
export function barsQuery(of: 'checks' | 'services', id: string, range: BarsRange, changedAt: number | null) {
  return queryOptions({
    queryKey: ['heartbeat bars', of, range, id, changedAt],
    queryFn: () => batchers[of][range].load(id),
    placeholderData: keepPreviousData,
    staleTime: barsAgeMs,
    refetchInterval: barsAgeMs,
    retry: false,
  });
}

const mostAsked = 50;
const batchers = { checks: { '24h': batcherOf('checks', '24h'), '90d': batcherOf('checks', '90d') }, services: { '24h': batcherOf('services', '24h'), '90d': batcherOf('services', '90d') } };

function batcherOf(of: 'checks' | 'services', range: BarsRange) {
  return createBatcher<BarsItem>(async (ids) => {
    const { items } = await callEndpoint(listHeartbeatBars, { query: { of, range, ids: ids.join(',') } });
    return new Map(items.map((item) => [item.id, item]));
  }, mostAsked);
}

/** The query of a page that begins at an offset. */
export function pageOf(offset: number): { offset: number; limit: number } {
  return { offset, limit: offset === 0 ? pageSizes.first : pageSizes.more };
}

/** Where the next page begins; undefined at the end. */
export function nextOffset(offset: number, count: number, total: number): number | undefined {
  const next = offset + count;
  return count > 0 && next < total ? next : undefined;
}
