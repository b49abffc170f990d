import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { checksKey, nextOffset, pageOf } from '@/components/checks/check-queries';
import { listAlerts } from '@/lib/alerts/api';
import { readServiceBadges } from '@/lib/badges/api';
import { listHosts } from '@/lib/hosts/api';
import { listScrapeJobs } from '@/lib/scrape/api';
import { listServices, readService, readServiceGraph } from '@/lib/services/api';
import { readSla } from '@/lib/sla/api';
import { servicesQuery, type ServicesState } from './services-state';

/** Below the key of the checks, so that an event about them makes services old as well. */
export const servicesKey = [...checksKey, 'services'] as const;

/** The services, the worst first, page after page. */
export function serviceListQuery(state: ServicesState) {
  return infiniteQueryOptions({
    queryKey: [...servicesKey, 'list', state],
    queryFn: ({ pageParam, signal }) => callEndpoint(listServices, { query: { ...servicesQuery(state), ...pageOf(pageParam) }, signal }),
    initialPageParam: 0,
    getNextPageParam: ({ services, total }, _pages, offset) => nextOffset(offset, services.length, total),
    placeholderData: keepPreviousData,
  });
}

/** The worst services, for a page that has another subject. */
export function worstServicesQuery(limit: number) {
  return queryOptions({ queryKey: [...servicesKey, 'worst', limit], queryFn: ({ signal }) => callEndpoint(listServices, { query: { limit }, signal }) });
}

/** Services to choose from, as many as one answer has; read again when a form opens. */
export function allServicesQuery() {
  return queryOptions({ queryKey: ['services to choose from'], queryFn: ({ signal }) => callEndpoint(listServices, { query: { limit: 1_000 }, signal }) });
}

export function serviceQuery(id: string) {
  return queryOptions({ queryKey: [...servicesKey, 'one', id], queryFn: ({ signal }) => callEndpoint(readService, { params: { id }, signal }) });
}

/** One service for its form: what is typed must not be overtaken by a later answer, so that it is read once. */
export function serviceFormQuery(id: string) {
  return queryOptions({ queryKey: ['service', id], queryFn: ({ signal }) => callEndpoint(readService, { params: { id }, signal }), staleTime: 0, gcTime: 0 });
}

export function serviceGraphQuery() {
  return queryOptions({ queryKey: [...servicesKey, 'graph'], queryFn: ({ signal }) => callEndpoint(readServiceGraph, { signal }) });
}

/** The open alerts of a service, by the label that its checks and rules give them. */
export function serviceAlertsQuery(name: string) {
  return queryOptions({ queryKey: ['alerts', 'of service', name], queryFn: ({ signal }) => callEndpoint(listAlerts, { query: { service: name, limit: 20 }, signal }) });
}

export function hostChoicesQuery() {
  return queryOptions({ queryKey: ['hosts to choose from'], queryFn: ({ signal }) => callEndpoint(listHosts, { query: { limit: 100, sort: 'name' }, signal }) });
}

export function jobChoicesQuery() {
  return queryOptions({ queryKey: ['scrape jobs to choose from'], queryFn: ({ signal }) => callEndpoint(listScrapeJobs, { signal }) });
}

/** Not below the key of the services: whether they are on does not change with the results of checks. */
export function serviceBadgesQuery(id: string) {
  return queryOptions({ queryKey: ['badges', id], queryFn: ({ signal }) => callEndpoint(readServiceBadges, { params: { id }, signal }) });
}

/** The objectives of a service that are named where it cannot be deleted. Not below the key of the services: to measure them with each result of a check would be for nothing. */
export function objectivesOfServiceQuery(id: string) {
  return queryOptions({ queryKey: ['objectives of service', id], queryFn: ({ signal }) => callEndpoint(readSla, { query: { serviceId: id, days: 1, limit: 10 }, signal }), staleTime: 0 });
}
