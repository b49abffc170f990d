import { hostCatalogue } from '@/lib/hosts/catalogue';
import type { HostSummary } from '@/lib/hosts/schemas';
import { hostSources } from '@/lib/hosts/source';
import { summariseHost } from '@/lib/hosts/summarise';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';
import { thresholdsOf } from '@/server/alerts/rules/thresholds';
import type { Database } from '@/server/database/database';
import { readSource } from './read-readings';

/** Where the hosts are read from: their samples, and the levels that they are judged by. */
export interface HostStores {
  metrics: MetricStore;
  database: Database;
}

export interface AllHosts {
  /** Milliseconds since 1970 that the values are of. */
  at: number;
  hosts: HostSummary[];
  isTruncated: boolean;
}

/** How long an answer serves everybody who looks at the same tenant. */
const freshMs = 2_000;
const maxTenants = 200;

type Cached = Map<number, { atMs: number; answer: Promise<AllHosts> }>;
const byStore = new WeakMap<MetricStore, Cached>();

/** Every host of a tenant with its vitals. Wall screens ask all the time, so that one reading serves all of them for two seconds. */
export function allHosts(stores: HostStores, tenant: TenantRef, nowMs: number): Promise<AllHosts> {
  const cached = byStore.get(stores.metrics) ?? new Map<number, { atMs: number; answer: Promise<AllHosts> }>();
  byStore.set(stores.metrics, cached);
  const known = cached.get(tenant.number);
  if (known && Math.abs(nowMs - known.atMs) < freshMs) return known.answer;
  const answer = readAll(stores, tenant, nowMs);
  cached.delete(tenant.number);
  cached.set(tenant.number, { atMs: nowMs, answer });
  for (const oldest of cached.keys()) {
    if (cached.size <= maxTenants) break;
    cached.delete(oldest);
  }
  answer.catch(() => cached.delete(tenant.number));
  return answer;
}

async function readAll({ metrics, database }: HostStores, tenant: TenantRef, nowMs: number): Promise<AllHosts> {
  const thresholds = await thresholdsOf(database, tenant);
  const hosts: HostSummary[] = [];
  let isTruncated = false;
  for (const name of hostSources) {
    const source = hostCatalogue[name];
    const found = await readSource({ store: metrics, tenant, source, nowMs, only: null });
    isTruncated ||= found.isTruncated;
    for (const readings of found.readings) hosts.push(summariseHost(source, readings, nowMs, thresholds));
  }
  return { at: nowMs, hosts, isTruncated };
}
