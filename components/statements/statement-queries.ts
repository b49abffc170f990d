import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { readSla } from '@/lib/sla/api';
import { listStatements, previewStatement, readStatement } from '@/lib/statements/api';
import type { StatementInput } from '@/lib/statements/schemas';
import { statementsQuery, type StatementsState } from './statements-state';

export const statementsKey = ['statements'] as const;

/** Counting a month anew may take longer than reading what is stored. */
export const countingTimeoutMs = 60_000;
const mostObjectives = 200;

export function statementListQuery(state: StatementsState) {
  return queryOptions({
    queryKey: [...statementsKey, 'list', state],
    queryFn: ({ signal }) => callEndpoint(listStatements, { query: statementsQuery(state), signal }),
    placeholderData: keepPreviousData,
  });
}

/** For whom statements were issued, to choose from. */
export function customerChoicesQuery() {
  return queryOptions({ queryKey: [...statementsKey, 'customers'], queryFn: async ({ signal }) => (await callEndpoint(listStatements, { query: { limit: 1 }, signal })).customers });
}

export function statementQuery(id: string) {
  return queryOptions({ queryKey: [...statementsKey, 'one', id], queryFn: ({ signal }) => callEndpoint(readStatement, { params: { id }, signal }) });
}

/** What would be issued; null while it is not known what is asked for. Nothing is kept: the next look counts anew. */
export function statementPreviewQuery(input: StatementInput | null) {
  return queryOptions({
    queryKey: ['statement preview', input],
    queryFn: ({ signal }) => (input === null ? null : callEndpoint(previewStatement, { body: input, signal, timeoutMs: countingTimeoutMs })),
    enabled: input !== null,
    placeholderData: input === null ? undefined : keepPreviousData,
    gcTime: 0,
    retry: false,
  });
}

/** The objectives of a service, to choose from. */
export function objectiveChoicesQuery(serviceId: string) {
  return queryOptions({
    queryKey: ['statement choices', 'objectives', serviceId],
    queryFn: async ({ signal }) => (await callEndpoint(readSla, { query: { serviceId, days: 1, limit: mostObjectives }, signal })).objectives.map(({ id, settings }) => ({ id, name: settings.name, timeZone: settings.timeZone })),
    enabled: serviceId !== '',
  });
}

/** Whether there is anything that a statement can be about. */
export function anyObjectiveQuery() {
  return queryOptions({ queryKey: ['statement choices', 'any objective'], queryFn: async ({ signal }) => (await callEndpoint(readSla, { query: { days: 1, limit: 1 }, signal })).total > 0 });
}
