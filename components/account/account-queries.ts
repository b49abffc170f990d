import { queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { listIdentities, listSessions, readAccount, readFactors } from '@/lib/account/api';

export const accountQuery = () => queryOptions({ queryKey: ['account'], queryFn: ({ signal }) => callEndpoint(readAccount, { signal }) });
export const sessionsQuery = () => queryOptions({ queryKey: ['account', 'sessions'], queryFn: ({ signal }) => callEndpoint(listSessions, { signal }), refetchInterval: 30_000 });
export const factorsQuery = () => queryOptions({ queryKey: ['account', 'factors'], queryFn: ({ signal }) => callEndpoint(readFactors, { signal }) });
export const identitiesQuery = () => queryOptions({ queryKey: ['account', 'identities'], queryFn: ({ signal }) => callEndpoint(listIdentities, { signal }) });
