import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '@/server/test-programs';
import { startTestRuntime, type TestRuntime } from '@/server/test-runtime';

const prometheusProgram = findProgram('prometheus');
const amtoolProgram = findProgram('amtool');
const run = promisify(execFile);
let nines: TestRuntime;
let directory: string;
let prometheus: ChildProcess | null = null;
let fault = 1;
const exporter = createServer((_, answer) => answer.setHeader('content-type', 'text/plain; version=0.0.4').end(`fault ${fault}\n`));

beforeAll(async () => {
  if (!prometheusProgram && !amtoolProgram) return;
  nines = await startTestRuntime();
  await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
  directory = await mkdtemp(path.join(os.tmpdir(), 'nines-clients-'));
});
afterAll(async () => {
  if (!prometheusProgram && !amtoolProgram) return;
  const stopped = prometheus && new Promise((resolve) => prometheus?.once('exit', resolve));
  prometheus?.kill('SIGKILL');
  await stopped;
  exporter.closeAllConnections();
  exporter.close();
  await nines.close();
  await rm(directory, { recursive: true, force: true });
});

interface Stored {
  name: string;
  state: string;
  isActive: boolean;
  resolution: string | null;
  activeUntil: Date | null;
}

const storedAlerts = (): Promise<Stored[]> => nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.alert.findMany({ orderBy: { name: 'asc' } }));

describe.skipIf(!prometheusProgram)('a real Prometheus', () => {
  it('sends what fires, sends it again, and says when it has ended', async () => {
    const file = (name: string) => path.join(directory, name);
    const rules = {
      groups: [{
        name: 'of a test', interval: '1s',
        rules: [
          { alert: 'AlwaysFires', expr: 'vector(1)', labels: { severity: 'critical', service: 'shop' }, annotations: { summary: 'It is {{ $value }}.' } },
          { alert: 'Ends', expr: 'fault > 0', labels: { severity: 'warning' } },
        ],
      }],
    };
    const credentials = await nines.keyOf(nines.tenants.alpha, 'monitoring.write');
    await writeFile(file('rules.yml'), JSON.stringify(rules));
    const alertmanager = { scheme: 'http', static_configs: [{ targets: [nines.origin.replace('http://', '')] }], authorization: { credentials } };
    await writeFile(file('prometheus.yml'), JSON.stringify({
      rule_files: [file('rules.yml')],
      alerting: { alertmanagers: [alertmanager] },
      scrape_configs: [{ job_name: 'faulty', scrape_interval: '1s', static_configs: [{ targets: [`127.0.0.1:${(exporter.address() as AddressInfo).port}`] }] }],
    }));
    const flags = [`--config.file=${file('prometheus.yml')}`, `--storage.tsdb.path=${file('data')}`, '--web.listen-address=127.0.0.1:0', '--rules.alert.resend-delay=1s', '--log.level=error'];
    prometheus = spawn(prometheusProgram ?? '', flags, { stdio: 'ignore' });
    await expect.poll(storedAlerts, { timeout: 30_000, interval: 200 }).toMatchObject([
      { name: 'AlwaysFires', state: 'firing', source: 'api', severity: 'critical', service: 'shop', annotations: { summary: 'It is 1.' }, generatorUrl: expect.stringContaining('/graph?g0.expr=') },
      { name: 'Ends', state: 'firing', severity: 'warning' },
    ]);
    const until = (await storedAlerts())[0]?.activeUntil?.getTime() ?? 0;
    await expect.poll(async () => ((await storedAlerts())[0]?.activeUntil?.getTime() ?? 0) > until, { timeout: 10_000, interval: 200 }).toBe(true);
    fault = 0;
    await expect.poll(storedAlerts, { timeout: 30_000, interval: 200 }).toMatchObject([{ name: 'AlwaysFires', state: 'firing', isActive: true }, { name: 'Ends', state: 'resolved', isActive: false, resolution: 'source' }]);
    expect(await storedAlerts()).toHaveLength(2);
  });
});

describe.skipIf(!amtoolProgram)('a real amtool', () => {
  let configFile: string;

  beforeAll(async () => {
    configFile = path.join(directory, 'http.yml');
    const credentials = await nines.keyOf(nines.tenants.beta, 'monitoring.read', 'monitoring.write', 'monitoring.alert.acknowledge');
    await writeFile(configFile, JSON.stringify({ authorization: { credentials } }));
  });

  async function amtool(...parts: string[]): Promise<string> {
    const { stdout } = await run(amtoolProgram ?? '', [`--alertmanager.url=${nines.origin}`, `--http.config.file=${configFile}`, '--no-version-check', ...parts], { env: { ...process.env, HOME: directory } });
    return stdout;
  }

  it('adds alerts and finds them by matchers', async () => {
    await amtool('alert', 'add', 'DiskFull', 'instance=web-1', 'severity=critical', '--annotation=summary=no room');
    await amtool('alert', 'add', 'alertname=Slow', 'instance=web-2', '--end=2030-01-05T03:00:00Z');
    expect(await amtool('alert', 'query')).toMatch(/DiskFull\s+\S+ \S+ UTC\s+no room\s+active/);
    expect(JSON.parse(await amtool('alert', 'query', '-o', 'json', 'alertname=~Disk.*', 'instance=web-1'))).toMatchObject([{ labels: { alertname: 'DiskFull', severity: 'critical' } }]);
    expect(JSON.parse(await amtool('alert', 'query', '-o', 'json', 'Slow'))).toMatchObject([{ endsAt: '2030-01-05T03:00:00.000Z' }]);
  });

  it('makes, finds, changes, ends and imports silences', async () => {
    const id = (await amtool('silence', 'add', 'alertname=DiskFull', 'instance!~"db-.*"', '--comment=new disks', '--author=alice', '--duration=2h')).trim();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await amtool('silence', 'query')).toContain(id);
    const shown = await amtool('silence', 'query', '-o', 'json', 'alertname=DiskFull');
    expect(JSON.parse(shown)).toMatchObject([{ id, createdBy: 'alice', comment: 'new disks', status: { state: 'active' }, matchers: [{ name: 'alertname', value: 'DiskFull' }, { name: 'instance', value: 'db-.*', isRegex: true, isEqual: false }] }]);
    expect((await amtool('silence', 'update', id, '--duration=5h', '--comment=more disks')).trim()).toContain('more disks');
    await amtool('silence', 'expire', id);
    expect(JSON.parse(await amtool('silence', 'query', '-o', 'json'))).toEqual([]);
    expect(await amtool('silence', 'query', '--expired')).toContain(id);
    const file = path.join(directory, 'silences.json');
    await writeFile(file, shown.replace(/"id":"[^"]+",/, ''));
    await amtool('silence', 'import', '--force', file);
    expect(JSON.parse(await amtool('silence', 'query', '-o', 'json'))).toMatchObject([{ comment: 'new disks', createdBy: 'alice' }]);
  });

  it('shows the configuration, its routes and the cluster', async () => {
    expect(await amtool('config', 'show')).toContain('receiver: nines');
    expect(await amtool('config', 'routes', 'show')).toContain('receiver: nines');
    expect(await amtool('config', 'routes', 'test', 'alertname=DiskFull')).toContain('nines');
    expect(await amtool('cluster', 'show')).toContain('disabled');
  });

  it('is told to send a key when it sends none', async () => {
    await expect(run(amtoolProgram ?? '', [`--alertmanager.url=${nines.origin}`, '--no-version-check', 'alert', 'query'], { env: { ...process.env, HOME: directory } })).rejects.toMatchObject({ stderr: expect.stringContaining('401') as string });
  });
});
