import { queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { listApiKeys } from '@/lib/keys/api';

export const apiKeysQuery = () => queryOptions({ queryKey: ['config', 'keys'], queryFn: ({ signal }) => callEndpoint(listApiKeys, { signal }) });
