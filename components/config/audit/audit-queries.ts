import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { listAudit, readAuditSettings, readAuditStream } from '@/lib/audit/api';
import { auditQuery, type AuditState } from './audit-state';

const pageSize = 50;

export const auditKey = ['audit'] as const;

/** The trail page by page. A page with filters ends where the server has looked far enough, and may be short. */
export function auditListQuery(state: AuditState) {
  return infiniteQueryOptions({
    queryKey: [...auditKey, 'list', state],
    queryFn: ({ pageParam, signal }) => callEndpoint(listAudit, { query: { ...auditQuery(state), limit: pageSize, ...(pageParam === null ? {} : { before: pageParam }) }, signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ nextBefore }) => nextBefore,
    placeholderData: keepPreviousData,
  });
}

export function auditSettingsQuery() {
  return queryOptions({ queryKey: [...auditKey, 'settings'], queryFn: ({ signal }) => callEndpoint(readAuditSettings, { signal }) });
}

export function auditStreamQuery() {
  return queryOptions({ queryKey: [...auditKey, 'stream'], queryFn: ({ signal }) => callEndpoint(readAuditStream, { signal }), refetchInterval: 10_000 });
}
