import { z } from 'zod';
import { endpoint } from '@/lib/endpoint';
import { HostDetail, HostList, ListHostsQuery } from './schemas';

export const listHosts = endpoint({
  method: 'GET',
  path: '/api/monitoring/hosts',
  permission: 'monitoring.read',
  summary: 'Hosts that send metrics, of whatever source, with their eight vitals',
  query: ListHostsQuery,
  response: HostList,
});

export const readHost = endpoint({
  method: 'GET',
  path: '/api/monitoring/hosts/{key}',
  permission: 'monitoring.read',
  summary: 'One host with its eight vitals',
  params: z.strictObject({ key: z.string().min(1).max(8_000) }),
  response: HostDetail,
});
