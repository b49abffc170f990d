'use client';

import { useMutation, useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { acknowledgeAlerts, listAlertGroups, resolveAlerts, unacknowledgeAlert, type listAlerts } from '@/lib/alerts/api';
import type { AlertView } from '@/lib/alerts/schemas';
import { isAppError, messageOf } from '@/lib/errors';
import type { z } from 'zod';
import { alertQuery, alertsKey, answerQuery, flatKey, groupedKey, openKey } from './alert-queries';
import { noticeOf, refusalOf, type ActResult, type ActionNotice } from './action-notice';
import { changeAlert, changeAlertPages, changeGroupPages, type ShownChange } from './optimistic';
import type { WholeGroup } from './row-actions';
import type { Viewer } from './viewer';

export interface AcknowledgeDetails {
  comment: string;
  owner: { id: string; name: string } | null;
  /** How long it holds; null: until the alert ends. */
  lengthMs: number | null;
}

interface Act {
  alerts: readonly AlertView[];
  /** The group that they are some of, where all of it is meant. */
  whole?: WholeGroup | undefined;
  change: ShownChange;
  comment: string;
}

/** What can be done to alerts: shown at once, taken back with a sentence when the server refuses. */
export function useAlertActions(viewer: Viewer) {
  const queries = useQueryClient();
  const [notice, setNotice] = useState<ActionNotice | null>(null);
  const by = { kind: 'user', id: viewer.id, name: viewer.name } as const;
  const act = useMutation({
    mutationFn: send,
    onMutate: async ({ alerts, change }: Act) => {
      setNotice(null);
      await queries.cancelQueries({ queryKey: alertsKey });
      const before = queries.getQueriesData({ queryKey: alertsKey });
      showChange(queries, new Set(alerts.map(({ id }) => id)), change);
      return before;
    },
    onError: (error, { alerts, change }, before) => {
      for (const [key, data] of before ?? []) queries.setQueryData(key, data);
      setNotice(refusalOf(change.kind, alerts, messageOf(error)));
    },
    onSuccess: (results, { alerts, change }) => setNotice(noticeOf(change.kind, alerts, results)),
    onSettled: () => queries.invalidateQueries({ queryKey: alertsKey }),
  });
  return {
    notice,
    dismiss: () => setNotice(null),
    isPending: act.isPending,
    acknowledge: (alerts: readonly AlertView[], details: Partial<AcknowledgeDetails> & Pick<Act, 'whole'> = {}) => {
      const { comment = '', lengthMs = null, owner: named = viewer, whole } = details;
      const owner = named && { id: named.id, name: named.name };
      const atMs = Date.now();
      act.mutate({ alerts, whole, comment, change: { kind: 'acknowledge', atMs, by, owner, comment, untilMs: lengthMs === null ? null : atMs + lengthMs } });
    },
    unacknowledge: (alerts: readonly AlertView[]) => act.mutate({ alerts, comment: '', change: { kind: 'unacknowledge' } }),
    resolve: (alerts: readonly AlertView[], comment = '', whole?: WholeGroup) => act.mutate({ alerts, whole, comment, change: { kind: 'resolve', atMs: Date.now(), by } }),
    say: setNotice,
  };
}

export type AlertActions = ReturnType<typeof useAlertActions>;

const mostInOne = 1_000;

async function send({ alerts, whole, change, comment }: Act): Promise<ActResult[]> {
  const ids = whole ? await idsOf(whole, change.kind === 'acknowledge' ? 'firing' : 'open') : alerts.map(({ id }) => id);
  const results: ActResult[] = [];
  for (let from = 0; from < ids.length; from += mostInOne) results.push(...(await sendSome(ids.slice(from, from + mostInOne), change, comment)));
  return results;
}

/** All alerts of a group that fire, or that are open. */
export async function idsOf({ key }: WholeGroup, which: 'firing' | 'open'): Promise<string[]> {
  const [group] = (await callEndpoint(listAlertGroups, { query: { key, limit: 1 } })).groups;
  return group?.ids?.[which] ?? [];
}

async function sendSome(ids: string[], change: ShownChange, comment: string): Promise<ActResult[]> {
  switch (change.kind) {
    case 'acknowledge': {
      const body = { ids, comment, ownerId: change.owner?.id, until: change.untilMs ?? undefined };
      return (await callEndpoint(acknowledgeAlerts, { body })).results;
    }
    case 'resolve':
      return (await callEndpoint(resolveAlerts, { body: { ids, comment } })).results;
    case 'unacknowledge':
      return Promise.all(ids.map(takeBack));
  }
}

async function takeBack(id: string): Promise<ActResult> {
  try {
    await callEndpoint(unacknowledgeAlert, { params: { id }, body: {} });
    return { id, outcome: 'done', message: '' };
  } catch (error) {
    if (isAppError(error) && (error.code === 'conflict' || error.code === 'not_found')) return { id, outcome: 'unchanged', message: error.message };
    throw error;
  }
}

type AlertPages = InfiniteData<z.output<(typeof listAlerts)['response']>>;
type GroupPages = InfiniteData<z.output<(typeof listAlertGroups)['response']>>;

function showChange(queries: QueryClient, ids: ReadonlySet<string>, change: ShownChange): void {
  queries.setQueriesData<AlertPages>({ queryKey: flatKey }, (data) => data && { ...data, pages: changeAlertPages(data.pages, ids, change) });
  queries.setQueriesData<GroupPages>({ queryKey: groupedKey }, (data) => data && { ...data, pages: changeGroupPages(data.pages, ids, change) });
  queries.setQueriesData<GroupPages['pages'][number]>({ queryKey: openKey }, (data) => data && changeGroupPages([data], ids, change)[0]);
  queries.setQueryData(answerQuery().queryKey, (data) => {
    if (!data) return data;
    const [page] = changeGroupPages([{ counts: data.counts, groups: data.top ? [data.top] : [] }], ids, change);
    const [top] = page?.groups ?? [];
    return page ? { ...data, counts: page.counts, top: top?.state === data.top?.state ? (top ?? null) : null } : data;
  });
  for (const id of ids) queries.setQueryData(alertQuery(id).queryKey, (data) => data && { ...data, alert: changeAlert(data.alert, change) });
}
