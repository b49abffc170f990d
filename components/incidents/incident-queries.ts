import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery, type QueryKey } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { useLiveQueries } from '@/components/realtime/use-live-queries';
import { listIncidentHooks, listIncidents, listSimilarIncidents, readIncident, readIncidentFigures, readIncidentSettings, readTimeline } from '@/lib/incidents/api';
import { openStates, type EntryKind, type Incident, type IncidentState } from '@/lib/incidents/schemas';
import { figuresQuery, type FiguresState } from './figures/figures-state';
import { incidentsQuery, type IncidentsState } from './list/incidents-state';
import { isOldIncidents } from './live-tables';

/** Everything that an event about incidents makes old. */
export const incidentsKey = ['incidents'] as const;
export const incidentListKey = [...incidentsKey, 'list'] as const;
export const incidentBoardKey = [...incidentsKey, 'board'] as const;

/** Rows of one answer; those of the first are shared with the first paint. */
export const incidentPageSizes = { list: 50, more: 200, column: 100, timeline: 100 } as const;

/** The columns of the board, from the left. */
export const boardStates = [...openStates, 'resolved'] as const satisfies readonly IncidentState[];
export type BoardState = (typeof boardStates)[number];

export interface BoardAnswer {
  incidents: Incident[];
  /** The columns that have more than is shown. */
  cut: BoardState[];
  counts: { investigating: number; identified: number; monitoring: number; toReview: number };
  at: number;
}

/** The incidents, the open ones first, page after page. */
export function incidentListQuery(state: IncidentsState) {
  const { view: _, ...filters } = state;
  return infiniteQueryOptions({
    queryKey: [...incidentListKey, filters],
    queryFn: ({ pageParam, signal }) =>
      callEndpoint(listIncidents, { query: { ...incidentsQuery(state, Date.now()), cursor: pageParam, limit: pageParam === undefined ? incidentPageSizes.list : incidentPageSizes.more }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: state.view === 'list',
  });
}

/** The columns of the board, each with its newest; what of a state does not fit is only in the list. */
export function incidentBoardQuery(state: IncidentsState) {
  const { view: _, states: _states, ...filters } = state;
  return queryOptions({
    queryKey: [...incidentBoardKey, filters],
    queryFn: async ({ signal }): Promise<BoardAnswer> => {
      const query = incidentsQuery({ ...state, states: [] }, Date.now());
      const answers = await Promise.all(boardStates.map((each) => callEndpoint(listIncidents, { query: { ...query, state: each, limit: incidentPageSizes.column }, signal })));
      const [first] = answers;
      return {
        // What was merged is told by the incident that it became part of.
        incidents: answers.flatMap(({ incidents }) => incidents.filter(({ mergedInto }) => mergedInto === null)),
        cut: boardStates.filter((_each, index) => answers[index]?.nextCursor !== null),
        counts: first?.counts ?? { investigating: 0, identified: 0, monitoring: 0, toReview: 0 },
        at: first?.at ?? 0,
      };
    },
    placeholderData: keepPreviousData,
    enabled: state.view === 'board',
  });
}

/** As many open ones as the worst is looked for among. */
export const answerSize = 50;

/** The open incidents, for a page that has another subject. */
export function openIncidentsQuery(limit: number) {
  return queryOptions({ queryKey: [...incidentsKey, 'open', limit], queryFn: ({ signal }) => callEndpoint(listIncidents, { query: { state: openStates.join(','), limit }, signal }) });
}

/** One incident with its alerts, tasks and impact. */
export function incidentQuery(id: string) {
  return queryOptions({ queryKey: [...incidentsKey, 'one', id], queryFn: ({ signal }) => callEndpoint(readIncident, { params: { id }, signal }) });
}

const similarForMs = 10 * 60_000;

/** What is like an incident: it hardly changes and is dear to find, so that events do not ask for it again. */
export function similarIncidentsQuery(id: string) {
  return queryOptions({ queryKey: ['similar incidents', id], queryFn: ({ signal }) => callEndpoint(listSimilarIncidents, { params: { id }, signal }), staleTime: similarForMs });
}

/** The timeline of one incident, the newest entry first; no kinds: all. */
export function timelineQuery(id: string, kinds: readonly EntryKind[] = []) {
  return infiniteQueryOptions({
    queryKey: [...incidentsKey, 'timeline', id, kinds],
    queryFn: ({ pageParam, signal }) => callEndpoint(readTimeline, { params: { id }, query: { cursor: pageParam, limit: incidentPageSizes.timeline, kind: kinds.join(',') || undefined }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** What is pinned of a timeline, however old it is. */
export function pinnedQuery(id: string) {
  return queryOptions({ queryKey: [...incidentsKey, 'pinned', id], queryFn: ({ signal }) => callEndpoint(readTimeline, { params: { id }, query: { isPinned: 'true', limit: incidentPageSizes.timeline }, signal }) });
}

/** Severities, rules, templates and the checklist. */
export function incidentSettingsQuery() {
  return queryOptions({ queryKey: [...incidentsKey, 'settings'], queryFn: ({ signal }) => callEndpoint(readIncidentSettings, { signal }) });
}

/** The settings for their form: what is typed must not be overtaken by a later answer, so that they are read once. */
export function incidentSettingsFormQuery() {
  return queryOptions({ queryKey: ['incident settings form'], queryFn: ({ signal }) => callEndpoint(readIncidentSettings, { signal }), staleTime: 0, gcTime: 0 });
}

export function incidentHooksQuery() {
  return queryOptions({ queryKey: [...incidentsKey, 'hooks'], queryFn: ({ signal }) => callEndpoint(listIncidentHooks, { signal }) });
}

/** Counts and mean times; what the chart shows of them is no other question. */
export function incidentFiguresQuery({ range, by }: Omit<FiguresState, 'show'>) {
  return queryOptions({
    queryKey: [...incidentsKey, 'figures', range, by],
    queryFn: ({ signal }) => callEndpoint(readIncidentFigures, { query: figuresQuery({ range, by }, Date.now()), signal }),
    placeholderData: keepPreviousData,
  });
}

/** The severities of the tenant, the worst first; none until they are read. */
export function useIncidentSeverities() {
  return useQuery(incidentSettingsQuery()).data?.settings.severities ?? [];
}

const ofIncidents = new Set(['incidents']);

/** What a change of an incident makes old: neither settings nor figures. */
export const changedIncidents = { queryKey: incidentsKey, predicate: ({ queryKey }: { queryKey: QueryKey }) => isOldIncidents(queryKey, ofIncidents) };

/** Asks again for what is shown of incidents whenever they change. `before` may lessen what is asked for, and puts it off with false. */
export function useLiveIncidents(before?: () => boolean): void {
  useLiveQueries('incidents:changed', incidentsKey, before, isOldIncidents);
}
