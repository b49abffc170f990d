import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryMetricStore } from './test-memory-metric-store';
import { startWireServer, type WireServer } from './test-wire-server';

const program = 'prometheus';
const hasPrometheus = isInstalled();
let wire: WireServer;
let reader: Record<string, string>;
let prometheus: ChildProcess | null = null;
let directory: string;
let port: number;

beforeAll(async () => {
  if (!hasPrometheus) return;
  wire = await startWireServer(createMemoryMetricStore());
  reader = await wire.as(['monitoring.read']);
  const { authorization = '' } = await wire.as(['monitoring.write']);
  directory = await mkdtemp(path.join(os.tmpdir(), 'nines-prometheus-'));
  port = await freePort();
  const config = {
    global: { scrape_interval: '1s', external_labels: { cluster: 'of-a-test' } },
    scrape_configs: [{ job_name: 'itself', static_configs: [{ targets: [`127.0.0.1:${port}`] }] }],
    remote_write: [{ url: `${wire.origin}/api/v1/write`, basic_auth: { username: 'prometheus', password: authorization.replace('Bearer ', '') }, metadata_config: { send_interval: '1s' } }],
  };
  await writeFile(path.join(directory, 'prometheus.yml'), JSON.stringify(config));
  const flags = [`--config.file=${path.join(directory, 'prometheus.yml')}`, `--storage.tsdb.path=${path.join(directory, 'data')}`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'];
  prometheus = spawn(program, flags, { stdio: 'ignore' });
});
afterAll(async () => {
  if (!hasPrometheus) return;
  const stopped = new Promise((resolve) => prometheus?.once('exit', resolve));
  prometheus?.kill('SIGKILL');
  await stopped;
  await wire.close();
  await rm(directory, { recursive: true, force: true });
});

async function ask(origin: string, route: string, parameters: Record<string, string>, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(`${origin}/api/v1/${route}?${new URLSearchParams(parameters).toString()}`, { headers });
  return response.json();
}

describe.skipIf(!hasPrometheus)('Prometheus', () => {
  it('writes its samples and their descriptions into Nines', async () => {
    const found = () => ask(wire.origin, 'query', { query: 'up{job="itself"}' }, reader);
    await expect.poll(found, { timeout: 30_000, interval: 200 }).toMatchObject({
      data: { result: [{ metric: { __name__: 'up', cluster: 'of-a-test', instance: `127.0.0.1:${port}`, job: 'itself' }, value: [expect.any(Number), '1'] }] },
    });
    const described = () => ask(wire.origin, 'metadata', { metric: 'prometheus_build_info' }, reader);
    await expect.poll(described, { timeout: 30_000, interval: 200 }).toMatchObject({ data: { prometheus_build_info: [{ type: 'gauge' }] } });
    expect(await ask(wire.origin, 'query', { query: 'count({job="itself"}) > 100' }, reader)).toMatchObject({ data: { result: [{}] } });
  });

  const requests: [route: string, parameters: Record<string, string>][] = [
    ['query', { query: 'vector(1e-7)', time: '1.5' }],
    ['query', { query: '1e21', time: '1' }],
    ['query', { query: '"a<b"', time: '1' }],
    ['query', { query: 'vector(-0)', time: '-1.005' }],
    ['query', { query: 'up{', time: '1' }],
    ['query', { query: 'up', time: '2024-02-30T00:00:00Z' }],
    ['query', { query: 'up', timeout: '5x' }],
    ['query_range', { query: 'vector(time())', start: '0', end: '3', step: '0.75' }],
    ['query_range', { query: '1', start: '1970-01-01T00:00:01Z', end: '1970-01-01T00:00:03+00:00', step: '1s' }],
    ['query_range', { query: 'up', start: '', end: '1', step: '1' }],
    ['query_range', { query: 'up', start: '5', end: '1', step: '1' }],
    ['query_range', { query: 'up', start: '1', end: '5', step: '-1' }],
    ['query_range', { query: 'up', start: '1', end: '99999', step: '1' }],
    ['query_range', { query: 'up', start: '1', end: '2', step: '99999999999999' }],
    ['series', {}],
    ['series', { 'match[]': '{a=~".*"}' }],
    ['series', { 'match[]': 'up', start: 'x' }],
    ['labels', { 'match[]': '{' }],
    ['labels', { start: '2', end: '1' }],
    ['label/nothing/values', {}],
    ['metadata', { limit: 'x' }],
    ['metadata', { metric: 'nothing' }],
    ['query_exemplars', { query: 'up', start: '1', end: '2' }],
    ['rules', { type: 'x' }],
    ['rules', {}],
    ['alerts', {}],
    ['alertmanagers', {}],
  ];
  it.each(requests)('answers %s %j as Nines does', async (route, parameters) => {
    expect(await ask(wire.origin, route, parameters, reader)).toEqual(await ask(`http://127.0.0.1:${port}`, route, parameters));
  });
});

function isInstalled(): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });
}
