import { queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { readStatusPage } from '@/lib/status-pages/api';

/** Read once for the form: what is typed must not be overtaken by a later answer. */
export function statusPageFormQuery() {
  return queryOptions({ queryKey: ['status page', 'form'], queryFn: ({ signal }) => callEndpoint(readStatusPage, { signal }), staleTime: 0, gcTime: 0 });
}
