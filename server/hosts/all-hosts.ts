import { hostCatalogue } from '@/lib/hosts/catalogue';
import type { HostSummary } from '@/lib/hosts/schemas';
import { hostSources } from '@/lib/hosts/source';
import { summariseHost } from '@/lib/hosts/summarise';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';
import { readSource } from './read-readings';

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
export function allHosts(store: MetricStore, tenant: TenantRef, nowMs: number): Promise<AllHosts> {
  const cached = byStore.get(store) ?? new Map<number, { atMs: number; answer: Promise<AllHosts> }>();
  byStore.set(store, cached);
  const known = cached.get(tenant.number);
  if (known && Math.abs(nowMs - known.atMs) < freshMs) return known.answer;
  const answer = readAll(store, tenant, nowMs);
  cached.delete(tenant.number);
  cached.set(tenant.number, { atMs: nowMs, answer });
  for (const oldest of cached.keys()) {
    if (cached.size <= maxTenants) break;
    cached.delete(oldest);
  }
  answer.catch(() => cached.delete(tenant.number));
  return answer;
}

async function readAll(store: MetricStore, tenant: TenantRef, nowMs: number): Promise<AllHosts> {
  const hosts: HostSummary[] = [];
  let isTruncated = false;
  for (const name of hostSources) {
    const source = hostCatalogue[name];
    const found = await readSource({ store, tenant, source, nowMs, only: null });
    isTruncated ||= found.isTruncated;
    for (const readings of found.readings) hosts.push(summariseHost(source, readings, nowMs));
  }
  return { at: nowMs, hosts, isTruncated };
}
