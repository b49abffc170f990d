import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { readAlertRule } from '@/lib/alerts/rules/api';
import { listChecks } from '@/lib/checks/api';
import { listServices } from '@/lib/services/api';
import { readObjective, readSla } from '@/lib/sla/api';
import { slaQuery, type SlaState } from './sla-state';

/** Everything that an event about checks makes old. */
export const slaKey = ['sla'] as const;

export function slaListQuery(state: SlaState) {
  return queryOptions({
    queryKey: [...slaKey, 'list', state],
    queryFn: ({ signal }) => callEndpoint(readSla, { query: slaQuery(state), signal }),
    placeholderData: keepPreviousData,
  });
}

/** The worst objectives, for a page that has another subject. */
export function worstObjectivesQuery(limit: number) {
  return queryOptions({ queryKey: [...slaKey, 'worst', limit], queryFn: ({ signal }) => callEndpoint(readSla, { query: { days: 1, limit }, signal }) });
}

export function objectiveQuery(id: string) {
  return queryOptions({ queryKey: [...slaKey, 'one', id], queryFn: ({ signal }) => callEndpoint(readObjective, { params: { id }, signal }) });
}

/** An objective for its form: what is typed must not be overtaken by a later answer, so that it is read once. */
export function objectiveFormQuery(id: string) {
  return queryOptions({ queryKey: ['objective form', id], queryFn: ({ signal }) => callEndpoint(readObjective, { params: { id }, signal }), staleTime: 0, gcTime: 0 });
}

/** All services, to choose from. */
export function serviceChoicesQuery() {
  return queryOptions({ queryKey: ['sla choices', 'services'], queryFn: ({ signal }) => callEndpoint(listServices, { query: { limit: 1_000 }, signal }) });
}

/** The checks of a service, to choose from. */
export function checkChoicesQuery(serviceId: string) {
  return queryOptions({
    queryKey: ['sla choices', 'checks', serviceId],
    queryFn: ({ signal }) => callEndpoint(listChecks, { query: { serviceId, limit: 200 }, signal }),
    enabled: serviceId !== '',
    placeholderData: serviceId === '' ? undefined : keepPreviousData,
  });
}

/** Whether there is anything that an objective can be about. */
export function groundQuery(isNeeded: boolean) {
  return queryOptions({
    queryKey: [...slaKey, 'ground'],
    queryFn: async ({ signal }) => {
      const [services, checks] = await Promise.all([callEndpoint(listServices, { query: { limit: 1 }, signal }), callEndpoint(listChecks, { query: { limit: 1 }, signal })]);
      return { services: services.total, checks: checks.total };
    },
    enabled: isNeeded,
  });
}

/** A rule that watches an objective. */
export function burnRuleQuery(id: string) {
  return queryOptions({ queryKey: ['burn rule', id], queryFn: ({ signal }) => callEndpoint(readAlertRule, { params: { id }, signal }), retry: false });
}

/** Whether a service has an objective already. */
export function hasObjectivesQuery(serviceId: string) {
  return queryOptions({
    queryKey: [...slaKey, 'any of', serviceId],
    queryFn: async ({ signal }) => ({ isAny: (await callEndpoint(readSla, { query: { serviceId, days: 1, limit: 1 }, signal })).total > 0 }),
    enabled: serviceId !== '',
    staleTime: 0,
  });
}
