'use client';

import { useInfiniteQuery, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import type { Cursor } from '@/components/ui/virtual-rows';
import { acknowledgeAlerts, resolveAlerts, type AlertGroup } from '@/lib/alerts/api';
import type { AlertView } from '@/lib/alerts/schemas';
import { createSilence } from '@/lib/alerts/suppression/api';
import { isAppError, messageOf } from '@/lib/errors';
import { declareIncident } from '@/lib/incidents/api';
import { AlertDialogs, type Asked } from './alert-dialogs';
import { AlertFilters } from './alert-filters';
import { AlertList } from './alert-list';
import { answerQuery, flatQuery, groupedQuery, openGroupQuery } from './alert-queries';
import { alertsOfRow, rowsOfAlerts, rowsOfGroups, selectableRows } from './alert-rows';
import { AlertsAnswer, AnswerSkeleton } from './alerts-answer';
import { labelsApart } from './apart-labels';
import { ListEnd, ListFailed, ListSkeleton, NothingHere } from './list-states';
import { NoticeBar } from './notice-bar';
import type { RowActs } from './row-actions';
import { SelectionBar } from './selection-bar';
import { isPicked, keepOnly, nothingSelected, pick, pickAll } from './selection';
import { trimPages } from './trim-pages';
import { useAlertActions } from './use-alert-actions';
import { useAlertsState } from './use-alerts-state';
import { useListKeys } from './use-list-keys';
import { useLiveAlerts } from './use-live-alerts';
import { useNow } from './use-now';
import { mayCall, type Viewer } from './viewer';

/** The tab: the answer, the filters and the list, live. */
export function Alerts({ viewer }: { viewer: Viewer }) {
  const queries = useQueryClient();
  const [state, change] = useAlertsState();
  const answer = useQuery(answerQuery());
  const flat = useInfiniteQuery(flatQuery(state));
  const grouped = useInfiniteQuery(groupedQuery(state));
  const list = state.isFlat ? flat : grouped;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const opened = useQueries({ queries: [...open].map((key) => openGroupQuery(state, key)), combine: groupsOf });
  const rows = useMemo(
    () => (state.isFlat ? rowsOfAlerts(flat.data?.pages.flatMap((page) => page.alerts) ?? []) : rowsOfGroups(grouped.data?.pages.flatMap((page) => page.groups) ?? [], open, opened)),
    [state.isFlat, flat.data, grouped.data, open, opened],
  );
  const order = useMemo(() => selectableRows(rows), [rows]);
  const apart = useMemo(() => labelsApart(rows.flatMap((row) => (row.kind === 'alert' ? [row.alert] : row.group.alerts))), [rows]);
  const byId = useMemo(() => new Map(rows.flatMap((row): [string, AlertView][] => alertsOfRow(row).map((alert) => [alert.id, alert]))), [rows]);
  const [picked, setPicked] = useState(nothingSelected);
  const selection = useMemo(() => keepOnly(picked, (id) => byId.has(id)), [picked, byId]);
  const chosen = useMemo(() => [...selection.ids].flatMap((id) => byId.get(id) ?? []), [selection, byId]);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const actions = useAlertActions(viewer);
  const { acknowledge } = actions;
  const search = useRef<HTMLInputElement>(null);
  const lastSeen = useRef('');

  const [first] = list.data?.pages ?? [];
  const facts = answer.data;
  const nowMs = useNow(facts?.at ?? first?.at ?? 0, facts ? answer.dataUpdatedAt : list.dataUpdatedAt);
  const isSeen = (page: { alerts: readonly AlertView[] }) => page.alerts.some(({ id }) => lastSeen.current.endsWith(id));

  useLiveAlerts(() => {
    // To read again would end the reading of the next page.
    if (list.isFetchingNextPage) return false;
    // What is picked stays loaded, so that it can be seen what the buttons are about.
    if (selection.ids.size > 0) return true;
    queries.setQueryData(flatQuery(state).queryKey, (data) => data && trimPages(data, isSeen));
    queries.setQueryData(groupedQuery(state).queryKey, (data) => data && trimPages(data, (page) => page.groups.some((group) => lastSeen.current.includes(group.key) || isSeen(group))));
    return true;
  });

  // A filter may look through many alerts before it finds one: the search goes on until something is found or the end is reached.
  const isSearching = list.data !== undefined && rows.length === 0 && list.hasNextPage && !list.isFetchNextPageError;
  const canRead = list.hasNextPage && !list.isFetching && !list.isFetchNextPageError;
  const readMore = useEffectEvent(() => void list.fetchNextPage());
  useEffect(() => {
    if (isSearching && canRead) readMore();
  }, [isSearching, canRead]);

  const toggle = useCallback((key: string) => setOpen((before) => new Set(before.has(key) ? [...before].filter((each) => each !== key) : [...before, key])), []);
  const acts: RowActs = {
    canAcknowledge: mayCall(viewer, acknowledgeAlerts),
    canResolve: mayCall(viewer, resolveAlerts),
    canSilence: mayCall(viewer, createSilence),
    canDeclare: mayCall(viewer, declareIncident),
    pick: (key, isSpan) => setPicked(pick(selection, order, key, isSpan)),
    focus: (key) => setCursor((before) => (before?.key === key ? before : { key, isByKey: false })),
    acknowledge: (alerts, whole) => acknowledge(alerts, { whole }),
    ask: (kind, alerts, whole) => setAsked({ kind, alerts, whole }),
  };
  const clear = () => setPicked(nothingSelected);
  useListKeys({ rows, cursor, setCursor, chosen, acts, clear, search });

  const retry = () => void list.refetch();
  const fault = isAppError(list.error) && list.error.code === 'invalid' ? messageOf(list.error) : null;
  return (
    <div className="flex flex-col gap-4">
      {facts ? <AlertsAnswer facts={facts} nowMs={nowMs} /> : answer.isError ? null : <AnswerSkeleton />}
      <AlertFilters state={state} counts={first?.counts ?? facts?.counts} fault={fault} search={search} onChange={change} />
      {list.isError && list.data && fault === null ? <RefreshFailed message={messageOf(list.error)} onRetry={retry} /> : null}
      <Card aria-label="List" aria-busy={list.isPlaceholderData} className={cn('transition-opacity duration-150', list.isPlaceholderData && 'opacity-60')}>
        {!list.data && list.isError ? (
          <ListFailed message={messageOf(list.error)} onRetry={retry} />
        ) : !list.data || isSearching ? (
          <ListSkeleton />
        ) : rows.length === 0 ? (
          <NothingHere state={state} onChange={change} />
        ) : (
          <>
            <SelectionBar alerts={chosen} isAll={order.length > 0 && order.every((item) => isPicked(selection, item.ids))} canPick={order.length > 0} acts={acts} onAll={() => setPicked(pickAll(order))} onClear={clear} />
            <AlertList
              rows={rows}
              apart={apart}
              canRead={canRead}
              nowMs={nowMs}
              selection={selection}
              cursor={cursor}
              acts={acts}
              onToggle={toggle}
              onEnd={() => void list.fetchNextPage()}
              onSeen={(key) => {
                lastSeen.current = key;
              }}
            />
            <ListEnd isLoading={list.isFetchingNextPage} hasMore={list.hasNextPage} isFailed={list.isFetchNextPageError} onRetry={() => void list.fetchNextPage()} />
          </>
        )}
      </Card>
      <NoticeBar notice={actions.notice} onUndo={actions.unacknowledge} onDismiss={actions.dismiss} />
      <AlertDialogs asked={asked} actions={actions} viewer={viewer} onClose={() => setAsked(null)} />
    </div>
  );
}

/** The groups that were opened, by their keys. */
function groupsOf(results: readonly { data: { groups: AlertGroup[] } | undefined }[]): ReadonlyMap<string, AlertGroup> {
  return new Map(results.flatMap(({ data }) => (data?.groups ?? []).map((group): [string, AlertGroup] => [group.key, group])));
}
