import { queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { listProviders, readSignInSettings } from '@/lib/sso/api';

/** Read once, when a form is opened: what is typed must not be overtaken by a later answer. */
export function signInQuery() {
  return queryOptions({ queryKey: ['config', 'sign-in'], queryFn: ({ signal }) => callEndpoint(readSignInSettings, { signal }), staleTime: 0, gcTime: 0 });
}

export const providersKey = ['config', 'sign-in-providers'] as const;

export function providersQuery() {
  return queryOptions({ queryKey: providersKey, queryFn: ({ signal }) => callEndpoint(listProviders, { signal }), staleTime: 0, retry: false });
}
