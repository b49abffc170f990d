import { keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import { alertsKey } from '@/components/alerts/alert-queries';
import { callEndpoint } from '@/components/api-client';
import { listPeople, listPolicies, listSchedules, listShifts, previewShifts, readOnCall, readPolicy, readSchedule } from '@/lib/alerts/on-call/api';
import type { ScheduleSettings } from '@/lib/alerts/on-call/schemas';

/** Below the key of the alerts, so that an event about them makes these answers old as well. */
export const onCallKey = [...alertsKey, 'on call'] as const;

export function onCallNowQuery() {
  return queryOptions({ queryKey: [...onCallKey, 'now'], queryFn: ({ signal }) => callEndpoint(readOnCall, { signal }) });
}

export function schedulesQuery() {
  return queryOptions({ queryKey: [...onCallKey, 'schedules'], queryFn: ({ signal }) => callEndpoint(listSchedules, { signal }) });
}

export function policiesQuery() {
  return queryOptions({ queryKey: [...onCallKey, 'policies'], queryFn: ({ signal }) => callEndpoint(listPolicies, { signal }) });
}

/** The shifts of a stored schedule between two moments. */
export function shiftsQuery(id: string, from: number, to: number) {
  return queryOptions({
    queryKey: [...onCallKey, 'shifts', id, from, to],
    queryFn: ({ signal }) => callEndpoint(listShifts, { params: { id }, query: { from, to }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** The shifts of a schedule that is not saved; null asks for nothing. */
export function previewQuery(schedule: ScheduleSettings | null, from: number, to: number) {
  return queryOptions({
    queryKey: ['shifts of an unsaved schedule', schedule, from, to],
    queryFn: schedule === null ? skipToken : ({ signal }) => callEndpoint(previewShifts, { body: { schedule, from, to }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** One schedule for its form: what is typed must not be overtaken by a later answer, so that it is read once. */
export function scheduleQuery(id: string) {
  return queryOptions({ queryKey: ['schedule', id], queryFn: ({ signal }) => callEndpoint(readSchedule, { params: { id }, signal }), staleTime: 0, gcTime: 0 });
}

export function policyQuery(id: string) {
  return queryOptions({ queryKey: ['policy', id], queryFn: ({ signal }) => callEndpoint(readPolicy, { params: { id }, signal }), staleTime: 0, gcTime: 0 });
}

/** The members of the organisation, for those who may see the configuration. */
export function peopleQuery(isAllowed: boolean) {
  return queryOptions({ queryKey: ['people'], queryFn: isAllowed ? ({ signal }) => callEndpoint(listPeople, { signal }) : skipToken });
}
