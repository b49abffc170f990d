'use client';

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Siren } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { NoticeBar } from '@/components/alerts/notice-bar';
import { trimPages } from '@/components/alerts/trim-pages';
import { useNow } from '@/components/alerts/use-now';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { oncePerId } from '@/components/checks/once-per-id';
import { Board } from '@/components/incidents/board/board';
import { DeclareDialog } from '@/components/incidents/declare/declare-dialog';
import { incidentBoardQuery, incidentListQuery, useIncidentSeverities, useLiveIncidents } from '@/components/incidents/incident-queries';
import { useIncidentActions } from '@/components/incidents/use-incident-actions';
import { Button } from '@/components/ui/button';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import type { Cursor } from '@/components/ui/virtual-rows';
import { messageOf } from '@/lib/errors';
import { declareIncident, updateIncident } from '@/lib/incidents/api';
import { IncidentFilters } from './incident-filters';
import { IncidentList } from './incident-list';
import { IncidentsAnswer } from './incidents-answer';
import { useDeclaring } from './use-declaring';
import { useIncidentKeys } from './use-incident-keys';
import { useIncidentsState } from './use-incidents-state';

/** The tab: the answer, the filters and the incidents as a list or a board, live. */
export function Incidents({ viewer }: { viewer: Viewer }) {
  const queries = useQueryClient();
  const [state, change] = useIncidentsState();
  const list = useInfiniteQuery(incidentListQuery(state));
  const board = useQuery(incidentBoardQuery(state));
  const severities = useIncidentSeverities();
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [isDeclaring, setIsDeclaring] = useDeclaring();
  const actions = useIncidentActions();
  const search = useRef<HTMLInputElement>(null);
  const lastSeen = useRef('');
  const isBoard = state.view === 'board';
  const pages = list.data?.pages;
  const rows = useMemo(() => oncePerId(pages?.flatMap((page) => page.incidents) ?? []), [pages]);
  const first = isBoard ? board.data : pages?.[0];
  const asked = isBoard ? board : list;
  const nowMs = useNow(first?.at ?? 0, asked.dataUpdatedAt);
  const canDeclare = mayCall(viewer, declareIncident);
  const canChange = mayCall(viewer, updateIncident);
  const declare = canDeclare ? () => setIsDeclaring(true) : null;
  const acknowledge = canChange ? actions.acknowledge : null;
  useIncidentKeys({ rows: isBoard ? (board.data?.incidents ?? []) : rows, cursor, setCursor, search, acknowledge, declare });
  useLiveIncidents(() => {
    // To read again would end the reading of the next page.
    if (list.isFetchingNextPage) return false;
    queries.setQueryData(incidentListQuery(state).queryKey, (data) => data && trimPages(data, (page) => page.incidents.some(({ id }) => id === lastSeen.current)));
    return true;
  });
  const focus = (key: string) => setCursor((before) => (before?.key === key ? before : { key, isByKey: false }));
  const declareButton = declare ? (
    <Button look="primary" aria-keyshortcuts="c" onClick={declare}>
      <Siren aria-hidden className="size-4" />
      Declare an incident
    </Button>
  ) : null;
  return (
    <>
      <IncidentsAnswer action={declareButton} />
      <IncidentFilters state={state} severities={severities} counts={first?.counts} viewer={viewer} search={search} onChange={change} />
      {asked.isError && first ? <RefreshFailed message={messageOf(asked.error)} onRetry={() => void asked.refetch()} /> : null}
      {isBoard ? (
        <Board query={board} severities={severities} nowMs={nowMs} cursor={cursor} onFocus={focus} onMove={canChange ? actions.move : null} onAcknowledge={acknowledge} />
      ) : (
        <IncidentList
          list={list}
          rows={rows}
          state={state}
          severities={severities}
          nowMs={nowMs}
          cursor={cursor}
          onFocus={focus}
          onAcknowledge={acknowledge}
          onChange={change}
          onDeclare={declare}
          onSeen={(key) => {
            lastSeen.current = key;
          }}
        />
      )}
      <NoticeBar notice={actions.notice} onUndo={() => undefined} onDismiss={actions.dismiss} />
      <DeclareDialog open={isDeclaring && canDeclare} viewer={viewer} onClose={() => setIsDeclaring(false)} />
    </>
  );
}
