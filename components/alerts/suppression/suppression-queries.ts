import { infiniteQueryOptions, keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import { alertsKey } from '@/components/alerts/alert-queries';
import { callEndpoint } from '@/components/api-client';
import type { AlertMatcher } from '@/lib/alerts/schemas';
import { listMaintenance, listSilences, previewMaintenance, previewSilence, readSuppressionRules } from '@/lib/alerts/suppression/api';
import type { MaintenanceSchedule } from '@/lib/alerts/suppression/schemas';

/** Below the key of the alerts, so that an event about them makes these lists old as well. */
const silencesKey = [...alertsKey, 'silences'] as const;
export const maintenanceKey = [...alertsKey, 'maintenance'] as const;
/** Beside it: what is typed into its form must not be overtaken by a later answer. */
export const dependenciesKey = ['suppression rules'] as const;

/** The silences of now and to come, or those that ended. */
export function silenceListQuery(isExpired: boolean) {
  return infiniteQueryOptions({
    queryKey: [...silencesKey, isExpired ? 'expired' : 'open'],
    queryFn: ({ pageParam, signal }) => callEndpoint(listSilences, { query: { state: isExpired ? 'expired' : undefined, cursor: pageParam, limit: 100 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** The open alerts that matchers accept; without one nothing is asked. */
export function matchedQuery(matchers: readonly AlertMatcher[]) {
  return queryOptions({
    queryKey: [...silencesKey, 'matched', matchers],
    queryFn: matchers.length === 0 ? skipToken : ({ signal }) => callEndpoint(previewSilence, { body: { matchers: [...matchers] }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function windowsQuery() {
  return queryOptions({ queryKey: maintenanceKey, queryFn: ({ signal }) => callEndpoint(listMaintenance, { signal }) });
}

/** When an unsaved window opens. */
export function openingsQuery(schedule: MaintenanceSchedule | null) {
  return queryOptions({
    queryKey: ['openings', schedule],
    queryFn: schedule === null ? skipToken : ({ signal }) => callEndpoint(previewMaintenance, { body: { schedule }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function dependenciesQuery() {
  return queryOptions({ queryKey: dependenciesKey, queryFn: ({ signal }) => callEndpoint(readSuppressionRules, { signal }), staleTime: 0 });
}
