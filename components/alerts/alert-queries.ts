import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { callEndpoint } from '@/components/api-client';
import { listAlertGroups, listAlerts, readAlert, readPagingAccount } from '@/lib/alerts/api';
import { alertsQuery, type AlertsState } from './alerts-state';
import type { AnswerFacts } from './alert-words';

/** Everything that an event about alerts makes old. */
export const alertsKey = ['alerts'] as const;
export const flatKey = [...alertsKey, 'flat'] as const;
export const groupedKey = [...alertsKey, 'grouped'] as const;
export const openKey = [...alertsKey, 'open'] as const;

/** Rows of one answer; those of the first are shared with the first paint. */
export const pageSizes = { firstAlerts: 100, moreAlerts: 500, groups: 50 } as const;
const dayMs = 24 * 3_600_000;

/** The alerts one by one, the newest first; later pages are larger. */
export function flatQuery(state: AlertsState) {
  return infiniteQueryOptions({
    queryKey: [...flatKey, filtersOf(state)],
    queryFn: ({ pageParam, signal }) =>
      callEndpoint(listAlerts, { query: { ...alertsQuery(state, Date.now()), cursor: pageParam, limit: pageParam === undefined ? pageSizes.firstAlerts : pageSizes.moreAlerts }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: state.isFlat,
  });
}

/** The alerts in their groups, the worst first. */
export function groupedQuery(state: AlertsState) {
  return infiniteQueryOptions({
    queryKey: [...groupedKey, filtersOf(state)],
    queryFn: ({ pageParam, signal }) => callEndpoint(listAlertGroups, { query: { ...alertsQuery(state, Date.now()), cursor: pageParam, limit: pageSizes.groups }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: !state.isFlat,
  });
}

/** One group that was opened, with more of its alerts than a page of groups carries. */
export function openGroupQuery(state: AlertsState, key: string) {
  return queryOptions({
    queryKey: [...openKey, key, filtersOf(state)],
    queryFn: ({ signal }) => callEndpoint(listAlertGroups, { query: { ...alertsQuery(state, Date.now()), key, limit: 1 }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** What the first sentence is made of, whatever the filters. */
export function answerQuery() {
  return queryOptions({
    queryKey: [...alertsKey, 'answer'],
    queryFn: ({ signal }) =>
      readAnswer({
        groups: (state) => callEndpoint(listAlertGroups, { query: { state, limit: 1 }, signal }),
        ended: (from) => callEndpoint(listAlerts, { query: { state: 'resolved', from, limit: 100 }, signal }),
      }),
  });
}

/** Where the first answer is read from: the API in the browser, the verbs themselves for the first paint. */
interface AnswerSource {
  /** The worst group in this state. */
  groups: (state: 'firing' | 'acknowledged') => Promise<z.input<typeof listAlertGroups.response>>;
  /** The alerts that have ended and were active after a time. */
  ended: (from: number) => Promise<z.input<typeof listAlerts.response>>;
}

/** The facts of the first answer, with the time that they are of. */
export async function readAnswer(source: AnswerSource): Promise<AnswerFacts & { at: number }> {
  const firing = await source.groups('firing');
  const { counts, at } = firing;
  if (counts.firing > 0) return { counts, at, top: firing.groups[0] ?? null, last: null };
  if (counts.acknowledged > 0) return { counts, at, top: (await source.groups('acknowledged')).groups[0] ?? null, last: null };
  if (counts.suppressed > 0) return { counts, at, top: null, last: null };
  const { alerts } = await source.ended(at - dayMs);
  const last = alerts.reduce((latest: (typeof alerts)[number] | null, alert) => ((alert.resolvedAt ?? 0) > (latest?.resolvedAt ?? 0) ? alert : latest), null);
  return { counts, at, top: null, last };
}

export function alertQuery(id: string) {
  return queryOptions({ queryKey: [...alertsKey, 'one', id], queryFn: ({ signal }) => callEndpoint(readAlert, { params: { id }, signal }) });
}

/** Why somebody, or everybody, was or was not paged. */
export function accountQuery(id: string, userId: string | null) {
  return queryOptions({
    queryKey: [...alertsKey, 'account', id, userId],
    queryFn: ({ signal }) => callEndpoint(readPagingAccount, { params: { id }, query: { userId: userId ?? undefined }, signal }),
    placeholderData: keepPreviousData,
  });
}

function filtersOf(state: AlertsState): Omit<AlertsState, 'isFlat'> {
  const { isFlat: _, ...filters } = state;
  return filters;
}
