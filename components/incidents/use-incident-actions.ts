'use client';

import { useMutation, useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import type { ActionNotice } from '@/components/alerts/action-notice';
import { callEndpoint } from '@/components/api-client';
import { isAppError, messageOf } from '@/lib/errors';
import { readIncident, updateIncident, type listIncidents } from '@/lib/incidents/api';
import type { Incident, IncidentState } from '@/lib/incidents/schemas';
import { changeAmong, changeIncident, doneWords, overtakenWords, refusedWords, type ShownChange } from './incident-changes';
import { changedIncidents, incidentBoardKey, incidentListKey, incidentQuery, useIncidentSeverities, type BoardAnswer } from './incident-queries';

interface Act {
  incident: Incident;
  change: ShownChange;
}

/** What can be done to incidents from a list: shown at once, taken back with a sentence when the server refuses. */
export function useIncidentActions() {
  const queries = useQueryClient();
  const severities = useIncidentSeverities();
  const [notice, setNotice] = useState<ActionNotice | null>(null);
  const written = useRef(new Map<string, number>());
  const act = useMutation({
    // One after the other, each from the version that the one before gave: who is quick does not overtake himself.
    scope: { id: 'incidents' },
    mutationFn: ({ incident, change }: Act) => {
      const version = Math.max(incident.version, written.current.get(incident.id) ?? 0);
      return callEndpoint(updateIncident, { params: { id: incident.id }, body: change.kind === 'acknowledge' ? { version, isAcknowledged: true } : { version, state: change.state, note: change.note } });
    },
    onMutate: async ({ incident, change }) => {
      setNotice(null);
      await queries.cancelQueries(changedIncidents);
      const before = queries.getQueriesData(changedIncidents);
      showChange(queries, incident.id, change);
      return before;
    },
    onError: async (error, { incident, change }, before) => {
      for (const [key, data] of before ?? []) queries.setQueryData(key, data);
      const isOvertaken = isAppError(error) && error.code === 'conflict';
      const now = isOvertaken ? await callEndpoint(readIncident, { params: { id: incident.id } }).catch(() => null) : null;
      const isNewer = now !== null && now.incident.version !== incident.version;
      setNotice({ kind: 'refused', words: refusedWords(incident, change, isNewer ? overtakenWords(incident, now.incident, severities) : messageOf(error)), undo: [] });
    },
    onSuccess: (now, { incident, change }) => {
      written.current.set(now.id, now.version);
      setNotice({ kind: 'done', words: doneWords(incident, change), undo: [] });
    },
    onSettled: () => queries.invalidateQueries(changedIncidents),
  });
  return {
    notice,
    dismiss: () => setNotice(null),
    acknowledge: (incident: Incident) => act.mutate({ incident, change: { kind: 'acknowledge', atMs: Date.now() } }),
    move: (incident: Incident, state: IncidentState, note = '') => act.mutate({ incident, change: { kind: 'move', atMs: Date.now(), state, note } }),
  };
}

type IncidentPages = InfiniteData<z.output<(typeof listIncidents)['response']>>;

function showChange(queries: QueryClient, id: string, change: ShownChange): void {
  queries.setQueriesData<IncidentPages>({ queryKey: incidentListKey }, (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, incidents: changeAmong(page.incidents, id, change) })) });
  queries.setQueriesData<BoardAnswer>({ queryKey: incidentBoardKey }, (data) => data && { ...data, incidents: changeAmong(data.incidents, id, change) });
  queries.setQueryData(incidentQuery(id).queryKey, (data) => data && { ...data, incident: changeIncident(data.incident, change) });
}
