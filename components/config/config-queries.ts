import { queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { readAbout, readConfigSummary, readOrganisation, readRetention } from '@/lib/settings/api';

export function configSummaryQuery() {
  return queryOptions({ queryKey: ['config', 'summary'], queryFn: ({ signal }) => callEndpoint(readConfigSummary, { signal }), staleTime: 0 });
}

/** What is typed into a form must not be overtaken by a later answer: read once, when the form is opened. */
export function organisationQuery() {
  return queryOptions({ queryKey: ['config', 'organisation'], queryFn: ({ signal }) => callEndpoint(readOrganisation, { signal }), staleTime: 0, gcTime: 0 });
}

export function retentionQuery() {
  return queryOptions({ queryKey: ['config', 'retention'], queryFn: ({ signal }) => callEndpoint(readRetention, { signal }), staleTime: 0, gcTime: 0 });
}

export function aboutQuery() {
  return queryOptions({ queryKey: ['config', 'about'], queryFn: ({ signal }) => callEndpoint(readAbout, { signal }), staleTime: 0, refetchInterval: 10_000 });
}
