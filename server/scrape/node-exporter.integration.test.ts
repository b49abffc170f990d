import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScrapeJobInput } from '@/lib/scrape/schemas';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { createJob, deleteJob } from './jobs';
import { startTarget } from './test-target';

/** A node exporter: the real one where it is installed, else a recording of one. */
interface Exporter {
  address: string;
  isReal: boolean;
  stop(): Promise<void>;
}

const program = ['prometheus-node-exporter', 'node_exporter'].find((name) => {
  try {
    execFileSync('sh', ['-c', 'command -v "$1"', 'sh', name], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startExporter(): Promise<Exporter> {
  if (program === undefined) {
    const recording = await startTarget(readFileSync(path.join(import.meta.dirname, 'fixtures/node-exporter.txt'), 'utf8'));
    return { address: recording.address, isReal: false, stop: () => recording.close() };
  }
  const address = `127.0.0.1:${await freePort()}`;
  const child: ChildProcess = spawn(program, [`--web.listen-address=${address}`], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let attempt = 0; ; attempt += 1) {
    const answer = await fetch(`http://${address}/`).catch(() => null);
    if (answer?.ok) break;
    if (attempt > 100) throw new Error('The node exporter does not answer.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { address, isReal: true, stop: () => (child.kill(), ended) };
}

let nines: TestRuntime;
let exporter: Exporter;

beforeAll(async () => {
  [nines, exporter] = await Promise.all([startTestRuntime(), startExporter()]);
});
afterAll(async () => {
  await exporter.stop();
  await nines.close();
});

async function vectorOf(expr: string) {
  const { result } = await nines.runtime.metrics.query(nines.tenants.alpha, { expr, timeMs: Date.now() });
  return result.type === 'vector' ? result.series : [];
}

async function until<T>(look: () => T | Promise<T>, isEnough: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await look();
    if (isEnough(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a node exporter', () => {
  const caller = () => callerOf(nines.cast.alice, ['monitoring.config.update'], Date.now());
  const view = () => nines.runtime.scrape.targets(nines.tenants.alpha)[0];

  it('is scraped: every series it has is there, with its values, and the next scrape adds none', async () => {
    const job = ScrapeJobInput.parse({ name: 'node', scrapeIntervalMs: 1_000, staticConfigs: [{ targets: [exporter.address], labels: { env: 'test' } }] });
    const { id } = await createJob(nines.runtime, caller(), job);
    await until(view, (target) => target?.health === 'up' && target.seriesAdded <= 1);
    expect(view()).toMatchObject({ lastError: null, warning: null });
    expect(view()?.samplesScraped).toBeGreaterThan(200);
    const lines = (await (await fetch(`http://${exporter.address}/metrics`)).text()).split('\n').filter((line) => /^node_(cpu|memory|filesystem|network|uname)_/.test(line));
    const [count] = await vectorOf('count({job="node", __name__=~"node_(cpu|memory|filesystem|network|uname)_.*"})');
    expect(count?.value).toBe(lines.length);
    const [memory] = await vectorOf(`node_memory_MemTotal_bytes{instance="${exporter.address}", env="test"}`);
    expect(memory?.value).toBe(Number(lines.find((line) => line.startsWith('node_memory_MemTotal_bytes '))?.split(' ')[1]));
    expect((await vectorOf('up{job="node"} == 1 and on() scrape_duration_seconds < 1')).length).toBe(1);
    const [described] = await nines.runtime.metrics.metadata(nines.tenants.alpha, { metric: 'node_load1', limit: 1 });
    expect(described).toMatchObject({ type: 'gauge', help: '1m load average.' });
    await deleteJob(nines.runtime, caller(), id);
    expect(await vectorOf('{job="node"}')).toEqual([]);
  });

  it('that is gone is down, with the reason, and all its series end', async () => {
    const job = ScrapeJobInput.parse({ name: 'node', scrapeIntervalMs: 1_000, staticConfigs: [{ targets: [exporter.address] }] });
    await createJob(nines.runtime, caller(), job);
    await until(view, (target) => target?.health === 'up');
    await exporter.stop();
    await until(view, (target) => target?.health === 'down');
    expect(view()?.lastError).toContain('ECONNREFUSED');
    const left = await until(() => vectorOf('{job="node"}'), (series) => series.length === 5);
    expect(left.find(({ labels }) => labels.includes('up'))?.value).toBe(0);
  });
});
