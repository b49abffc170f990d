import { vitalIds } from '@/lib/health/vitals';
import { matchersOfHost, matchersOfHosts, printMatcher, scopeOf } from '@/lib/hosts/expression';
import { hostKeyOf } from '@/lib/hosts/host-key';
import { givenName, hostNameOf, identityOf } from '@/lib/hosts/identify';
import type { HostIdentity, HostSource } from '@/lib/hosts/source';
import type { HostReadings, MeasuredVital } from '@/lib/hosts/summarise';
import { labelOf, type LabelSet } from '@/lib/metrics/labels';
import type { Matcher } from '@/lib/metrics/matcher';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';
import { answered } from './answered';
import { inTurns } from './in-turns';

/** Series of heartbeats that are looked at, in all. */
const maxHeartbeats = 20_000;
const knownForMs = 86_400_000;
const timeoutMs = 10_000;
/** Hosts that went silent whose last sample is looked for. */
const maxSilent = 200;

interface Asked {
  store: MetricStore;
  tenant: TenantRef;
  source: HostSource;
  nowMs: number;
  /** Null: every host of the source. */
  only: HostIdentity | null;
}

export interface SourceReadings {
  readings: HostReadings[];
  isTruncated: boolean;
}

/**
 * What is known of the hosts of one source: those with a heartbeat in the last 24 hours, when they were last seen, and their vitals by one
 * query each. Throws what the store throws.
 */
export async function readSource(asked: Asked): Promise<SourceReadings> {
  const { known, isTruncated } = await knownHosts(asked);
  if (known.size === 0) return { readings: [], isTruncated };
  const [seen, intervals, names] = await Promise.all([lastSeen(asked, known), intervalsOf(asked), resourceNames(asked)]);
  const measured = await measureVitals(asked);
  const readings = [...known].map(([key, { identity, name }]): HostReadings => ({
    identity,
    name: hostNameOf(identity, name || (names.get(`${identity.job}\n${identity.instance}`) ?? '')),
    lastSeenAtMs: seen.get(key) ?? null,
    intervalMs: intervals.get(key) ?? null,
    measured: measured.get(key) ?? {},
  }));
  return { readings, isTruncated };
}

interface KnownHost {
  identity: HostIdentity;
  name: string;
}

async function knownHosts({ store, tenant, source, nowMs, only }: Asked): Promise<{ known: Map<string, KnownHost>; isTruncated: boolean }> {
  const matchers = source.heartbeats.map((list) => [...list, ...(only ? matchersOfHost(source, only) : [])]);
  const { found, truncated } = await store.series(tenant, { matchers, fromMs: nowMs - knownForMs, toMs: nowMs, limit: maxHeartbeats });
  const known = new Map<string, KnownHost>();
  for (const labels of found) {
    const identity = identityOf(source, labels);
    const key = hostKeyOf(identity);
    const before = known.get(key);
    const name = givenName(labels);
    if (!before) known.set(key, { identity, name });
    else if (before.name === '' && name !== '') before.name = name;
  }
  return { known, isTruncated: truncated };
}

/** The time of the newest sample of each host. One that sends is found by one look; a silent one by looking back, five minutes exactly. */
async function lastSeen(asked: Asked, known: ReadonlyMap<string, KnownHost>): Promise<Map<string, number>> {
  const { source, only } = asked;
  const seen = await valuesByHost(asked, heartbeat(source, only, (selector) => `timestamp(${selector})`));
  const silent = [...known].filter(([key]) => !seen.has(key)).slice(0, maxSilent).map(([, { identity }]) => identity);
  if (silent.length > 0) {
    const back = await valuesByHost(asked, heartbeat(source, silent, (selector) => `max_over_time(timestamp(${selector})[1d:5m])`));
    for (const [key, at] of back) if (!seen.has(key)) seen.set(key, at);
  }
  return new Map([...seen].map(([key, seconds]) => [key, seconds * 1000]));
}

async function intervalsOf(asked: Asked): Promise<Map<string, number>> {
  const counts = await valuesByHost(asked, heartbeat(asked.source, asked.only, (selector) => `count_over_time(${selector}[10m])`));
  return new Map([...counts].filter(([, count]) => count > 1).map(([key, count]) => [key, 600_000 / count]));
}

async function measureVitals(asked: Asked): Promise<Map<string, Partial<Record<(typeof vitalIds)[number], MeasuredVital>>>> {
  const { source, only } = asked;
  const scope = scopeOf(source, only ? matchersOfHost(source, only) : [], 0);
  const measured = new Map<string, Partial<Record<(typeof vitalIds)[number], MeasuredVital>>>();
  await inTurns(vitalIds, async (id) => {
    const from = source.vitals[id];
    if (from.expr === null) return;
    for (const { labels, value } of await vectorOf(asked, from.expr(scope))) {
      if (!Number.isFinite(value)) continue;
      const key = hostKeyOf(identityOf(source, labels));
      const known = measured.get(key) ?? {};
      known[id] = { value, subject: (from.subject && labelOf(labels, from.subject)) || null };
      measured.set(key, known);
    }
  });
  return measured;
}

/** A resource of OpenTelemetry says its host's name once, in target_info, for all of its series. */
async function resourceNames({ store, tenant, source, nowMs, only }: Asked): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  if (!source.labels.includes('host_name')) return names;
  const scope: Matcher[] = only ? [{ label: 'job', operator: '=', value: only.job }, { label: 'instance', operator: '=', value: only.instance }] : [];
  const matchers: Matcher[] = [{ label: '__name__', operator: '=', value: 'target_info' }, { label: 'host_name', operator: '!=', value: '' }, ...scope];
  const { found } = await store.series(tenant, { matchers: [matchers], fromMs: nowMs - knownForMs, toMs: nowMs, limit: maxHeartbeats });
  for (const labels of found) names.set(`${labelOf(labels, 'job')}\n${labelOf(labels, 'instance')}`, labelOf(labels, 'host_name'));
  return names;
}

function heartbeat(source: HostSource, hosts: HostIdentity | readonly HostIdentity[] | null, wrap: (selector: string) => string): string {
  const scope = hosts === null ? [] : 'source' in hosts ? matchersOfHost(source, hosts) : matchersOfHosts(source, hosts);
  const by = source.labels.join(', ');
  return source.heartbeats
    .map((list) => `max by (${by}) (${wrap(`{${[...list, ...scope].map(printMatcher).join(',')}}`)})`)
    .join(' or ');
}

async function valuesByHost(asked: Asked, expr: string): Promise<Map<string, number>> {
  const values = new Map<string, number>();
  for (const { labels, value } of await vectorOf(asked, expr)) values.set(hostKeyOf(identityOf(asked.source, labels)), value);
  return values;
}

async function vectorOf({ store, tenant, nowMs }: Asked, expr: string): Promise<{ labels: LabelSet; value: number }[]> {
  const { result } = await answered(store.query(tenant, { expr, timeMs: nowMs, timeoutMs }));
  return result.type === 'vector' ? result.series : [];
}
