import { z } from 'zod';
import { ThresholdReport } from '@/lib/health/schemas';
import { states, vitalIds } from '@/lib/health/vitals';
import type { Unit } from '@/lib/units';
import { hostSources } from './source';

const EpochMs = z.number().int().describe('Milliseconds since 1970');
const unitNames = ['percent', 'bytes', 'bytes_per_second', 'seconds', 'per_second', 'count', ''] as const satisfies readonly Unit[];

export const HostVital = z.strictObject({
  id: z.enum(vitalIds),
  title: z.string().describe('What is measured: a node exporter gives network I/O in the place of network latency'),
  unit: z.enum(unitNames),
  value: z.number().nullable().describe('Null when unknown'),
  state: z.enum(states),
  subject: z.string().nullable().describe('The worst mount or target'),
  reason: z.string(),
  threshold: ThresholdReport.nullable().describe('The levels of monitoring config that it is judged by; null when it is judged by none'),
});
export type HostVital = z.infer<typeof HostVital>;

const Values = z.array(z.number().nullable());

export const HostSummary = z.strictObject({
  key: z.string().describe('Names the host in /api/monitoring/hosts/{key}'),
  name: z.string(),
  source: z.enum(hostSources),
  job: z.string(),
  instance: z.string(),
  state: z.enum(states),
  reason: z.string(),
  lastSeenAt: EpochMs.nullable(),
  isStale: z.boolean().describe('Nothing came for longer than three intervals'),
  vitals: z.array(HostVital),
  sparklines: z.strictObject({ cpu: Values, memory: Values }).nullable().describe('The last 15 minutes, one value every 30 seconds'),
});
export type HostSummary = z.infer<typeof HostSummary>;

export const hostSorts = ['state', 'name', 'cpu', 'memory', 'disk', 'network_latency', 'active_connections', 'last_seen'] as const;
export type HostSort = (typeof hostSorts)[number];

export const ListHostsQuery = z.strictObject({
  search: z.string().max(200).default('').describe('A part of the name, the job or the instance'),
  state: z.enum(states).optional(),
  source: z.enum(hostSources).optional(),
  sort: z.enum(hostSorts).default('state').describe('Worst first, by name, or by a vital, highest first'),
  order: z.enum(['natural', 'reversed']).default('natural'),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ListHostsQuery = z.infer<typeof ListHostsQuery>;

const Count = z.number().int();

export const HostList = z.strictObject({
  at: EpochMs,
  hosts: z.array(HostSummary),
  total: Count.describe('Hosts that match'),
  counts: z.strictObject({ ok: Count, warning: Count, critical: Count, unknown: Count }).describe('Of all hosts that match but for their state'),
  known: Count.describe('Hosts there are at all'),
  isTruncated: z.boolean().describe('There are more hosts than Nines looks at'),
});
export type HostList = z.infer<typeof HostList>;

export const HostDetail = z.strictObject({ at: EpochMs, host: HostSummary });
export type HostDetail = z.infer<typeof HostDetail>;
