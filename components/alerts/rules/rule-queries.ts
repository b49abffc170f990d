import { infiniteQueryOptions, keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import { alertsKey } from '@/components/alerts/alert-queries';
import { callEndpoint } from '@/components/api-client';
import { listAlertRules, previewAlertRule, readAlertRule, readThresholds } from '@/lib/alerts/rules/api';
import type { RuleInput } from '@/lib/alerts/rules/schemas';
import { rulesQuery, type RulesState } from './rules-state';

/** Below the key of the alerts, so that an event about them makes the lists of rules old as well. */
export const rulesKey = [...alertsKey, 'rules'] as const;
export const thresholdsKey = ['thresholds'] as const;

const pageSize = 100;

/** The rules by name, page after page. */
export function ruleListQuery(state: RulesState) {
  return infiniteQueryOptions({
    queryKey: [...rulesKey, 'list', state],
    queryFn: ({ pageParam, signal }) => callEndpoint(listAlertRules, { query: { ...rulesQuery(state), after: pageParam, limit: pageSize }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** One rule as it is now; what is typed into its form must not be overtaken by a later answer, so that it is read once. */
export function ruleQuery(id: string) {
  return queryOptions({
    queryKey: ['alert rule', id],
    queryFn: ({ signal }) => callEndpoint(readAlertRule, { params: { id }, signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** The levels of monitoring config. */
export function thresholdsQuery() {
  return queryOptions({ queryKey: thresholdsKey, queryFn: ({ signal }) => callEndpoint(readThresholds, { signal }) });
}

/** The first rules that take a level of monitoring config, whichever page they would be on. */
export function allRulesQuery() {
  return queryOptions({
    queryKey: [...rulesKey, 'all'],
    queryFn: ({ signal }) => callEndpoint(listAlertRules, { query: { limit: 500 }, signal }),
  });
}

const previewEveryMs = 15_000;

/** What an unsaved rule finds, asked again as long as the form is open; null asks nothing. */
export function previewQuery(settings: RuleInput | null) {
  return queryOptions({
    queryKey: ['rule preview', settings],
    queryFn: settings === null ? skipToken : ({ signal }) => callEndpoint(previewAlertRule, { body: { settings }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: previewEveryMs,
    retry: false,
    gcTime: 0,
  });
}
