import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostKeyOf } from '@/lib/hosts/host-key';
import { ListHostsQuery, type HostSummary } from '@/lib/hosts/schemas';
import { permissionsOf } from '@/lib/auth/permissions';
import { updateThresholds } from '@/server/alerts/rules/thresholds';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import type { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { append, openTestEngine } from '@/server/metrics/engine/test-engine';
import { callerOf, createCast, type Cast } from '@/server/test-runtime';
import type { HostStores } from './all-hosts';
import { listHosts } from './list-hosts';
import { readHost } from './read-host';

const now = Date.UTC(2026, 0, 15, 12);
const node = { job: 'node', instance: '10.0.0.1:9100' };
const otlp = { job: 'shop/cart', instance: 'pod-7' };

let test: TestDatabase;
let engine: MetricEngine;
let stores: HostStores;
let cast: Cast;

/** A sample every 15 s up to now, or up to `until`, growing by `growth` a second. */
async function send(name: string, labels: Record<string, string>, base: number, growth = 0, until = now): Promise<void> {
  const samples = Array.from({ length: 60 }, (_, index): [number, number] => [until - (59 - index) * 15_000, base + growth * index * 15]);
  const receipt = await append(engine, test.tenants.alpha, name, labels, samples);
  expect(receipt.refused).toEqual([]);
}

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
  engine = await openTestEngine(test, () => now);
  stores = { metrics: engine, database: test.database };
  const own = { instance: 'vm' };
  await send('nines_collector_duration_seconds', own, 0.01);
  await send('system_cpu_usage_percent', own, 12.5);
  await send('system_memory_usage_bytes', own, 4e9);
  await send('system_memory_usage_percent', own, 50);
  await send('system_disk_usage_percent', { ...own, mountpoint: '/' }, 40);
  await send('system_disk_usage_percent', { ...own, mountpoint: '/var' }, 96);

  await send('node_uname_info', { ...node, nodename: 'web-1' }, 1);
  for (const cpu of ['0', '1']) await send('node_cpu_seconds_total', { ...node, cpu, mode: 'idle' }, 1_000, cpu === '0' ? 0.5 : 0.9);
  await send('node_memory_MemTotal_bytes', node, 8e9);
  await send('node_memory_MemAvailable_bytes', node, 6e9);
  for (const [mountpoint, fstype, free] of [['/', 'ext4', 25], ['/run', 'tmpfs', 0]] as const) {
    for (const [name, value] of [['size', 100], ['free', free], ['avail', free]] as const) {
      await send(`node_filesystem_${name}_bytes`, { ...node, device: mountpoint, mountpoint, fstype }, value);
    }
  }
  await send('node_network_receive_bytes_total', { ...node, device: 'eth0' }, 0, 1_000);
  await send('node_network_transmit_bytes_total', { ...node, device: 'eth0' }, 0, 500);
  await send('node_network_receive_bytes_total', { ...node, device: 'lo' }, 0, 9_999);

  await send('target_info', { ...otlp, host_name: 'cart-7.example.com' }, 1);
  for (const [state, growth] of [['idle', 0.2], ['user', 0.8]] as const) await send('system_cpu_time_seconds_total', { ...otlp, cpu: 'cpu0', state }, 10, growth);
  for (const [state, value] of [['used', 3e9], ['free', 1e9]] as const) await send('system_memory_usage_bytes', { ...otlp, state }, value);
  for (const [state, value] of [['used', 10], ['free', 30], ['reserved', 60]] as const) {
    await send('system_filesystem_usage_bytes', { ...otlp, mountpoint: '/', type: 'ext4', state }, value);
  }
  await send('http_server_request_duration_seconds_count', { ...otlp, http_response_status_code: '200' }, 0, 9);
  await send('http_server_request_duration_seconds_count', { ...otlp, http_response_status_code: '500' }, 0, 1);
  await send('http_server_request_duration_seconds_bucket', { ...otlp, le: '0.1' }, 0, 10);
  await send('http_server_request_duration_seconds_bucket', { ...otlp, le: '+Inf' }, 0, 10);

  await send('node_load1', { job: 'node', instance: 'gone:9100' }, 1, 0, now - 30 * 60_000);
});
afterAll(async () => {
  await engine.close().catch(() => undefined);
  await test.drop();
});

const list = (query: object = {}, tenant = test.tenants.alpha, at = now) => listHosts(stores, { tenant, now: at }, ListHostsQuery.parse(query));
const valuesOf = ({ vitals }: HostSummary) => Object.fromEntries(vitals.filter(({ value }) => value !== null).map(({ id, value }) => [id, Number(value?.toPrecision(6))]));

describe('the hosts of every source', () => {
  it('are listed together, the worst first', async () => {
    const { hosts, counts, known } = await list();
    expect(hosts.map(({ name, source, state }) => [name, source, state])).toEqual([
      ['cart-7.example.com', 'otlp', 'critical'],
      ['vm', 'nines', 'critical'],
      ['gone', 'node_exporter', 'unknown'],
      ['web-1', 'node_exporter', 'ok'],
    ]);
    expect({ counts, known }).toEqual({ counts: { ok: 1, warning: 0, critical: 2, unknown: 1 }, known: 4 });
  });

  it('have what their source gives: the worst mount of the collector', async () => {
    const [own] = (await list({ source: 'nines' })).hosts;
    expect(own && valuesOf(own)).toEqual({ cpu: 12.5, memory: 50, disk: 96 });
    expect(own?.reason).toBe('Disk: 96 % (/var), at or above the critical level of 95 %.');
  });

  it('of a node exporter, without what holds no data: the mean of the cores, real mounts, real interfaces', async () => {
    const [web] = (await list({ search: 'web-1' })).hosts;
    expect(web && valuesOf(web)).toEqual({ cpu: 30, memory: 25, disk: 75, network_latency: 1_500 });
    expect(web?.vitals.find(({ id }) => id === 'disk')?.subject).toBe('/');
  });

  it('of OpenTelemetry, with the requests that it sees', async () => {
    const [cart] = (await list({ source: 'otlp' })).hosts;
    expect(cart && valuesOf(cart)).toEqual({ cpu: 80, memory: 75, disk: 25, response_time: 0.095, error_rate: 10, throughput: 10 });
  });

  it('have the last 15 minutes of CPU and memory', async () => {
    const [web] = (await list({ search: 'web-1' })).hosts;
    expect(web?.sparklines?.cpu).toHaveLength(31);
    expect(web?.sparklines?.cpu.at(-1)).toBe(30);
    expect(web?.sparklines?.memory.at(-1)).toBe(25);
  });

  it('that went silent are told since when', async () => {
    const [gone] = (await list({ search: 'gone' })).hosts;
    expect(gone).toMatchObject({ isStale: true, state: 'unknown', lastSeenAt: now - 30 * 60_000 });
  });

  it('of another tenant are not seen', async () => {
    expect(await list({}, test.tenants.beta)).toMatchObject({ hosts: [], total: 0, known: 0 });
  });
});

describe('one host', () => {
  const key = hostKeyOf({ source: 'node_exporter', ...node, hostName: '' });
  it('is read by its key alone', async () => {
    const { host } = await readHost(stores, { tenant: test.tenants.alpha, now }, key);
    expect(host).toMatchObject({ key, name: 'web-1', job: 'node', instance: '10.0.0.1:9100' });
    expect(valuesOf(host)).toEqual({ cpu: 30, memory: 25, disk: 75, network_latency: 1_500 });
  });

  it.each([
    ['no key', 'alpha'],
    [hostKeyOf({ source: 'nines', job: '', instance: 'nobody', hostName: '' }), 'alpha'],
    [key, 'beta'],
  ] as const)('that the caller cannot know is not found: %s of %s', async (asked, tenant) => {
    await expect(readHost(stores, { tenant: test.tenants[tenant], now }, asked)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('thresholds that are changed', () => {
  const key = hostKeyOf({ source: 'node_exporter', ...node, hostName: '' });
  const change = (person: keyof Cast, version: number, cpu: { warning: number; critical: number }) =>
    updateThresholds(test, callerOf(cast[person], permissionsOf('OWNER'), now), { version, thresholds: { cpu } });
  const both = async (at: number) => {
    const { hosts } = await list({ search: 'web-1' }, test.tenants.alpha, at);
    const { host } = await readHost(stores, { tenant: test.tenants.alpha, now: at }, key);
    return [hosts[0], host].map((each) => ({ state: each?.state, reason: each?.reason, cpu: each?.vitals.find(({ id }) => id === 'cpu')?.threshold }));
  };

  it('judge the list two seconds later at most, and one host at once', async () => {
    await change('alice', 0, { warning: 20, critical: 30.5 });
    const told = { state: 'warning', reason: 'CPU: 30 %, at or above the warning level of 20 %.', cpu: { warning: 20, critical: 30.5 } };
    expect(await both(now + 2_000)).toEqual([told, told]);
  });

  it('do not touch another tenant', async () => {
    await change('charlie', 0, { warning: 1, critical: 2 });
    expect(await both(now + 4_000)).toEqual(await both(now + 2_000));
  });
});
