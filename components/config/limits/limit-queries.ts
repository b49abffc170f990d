import { queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { listLockouts, readLimits } from '@/lib/limits/api';

const refreshMs = 10_000;

export const limitsQuery = () => queryOptions({ queryKey: ['config', 'limits'], queryFn: ({ signal }) => callEndpoint(readLimits, { signal }), refetchInterval: refreshMs });
export const lockoutsQuery = () => queryOptions({ queryKey: ['config', 'lockouts'], queryFn: ({ signal }) => callEndpoint(listLockouts, { signal }), refetchInterval: refreshMs });
