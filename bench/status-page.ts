import { execFileSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { measureHttp } from './http-load';
import { scratchDataDir, startNines, type RunningNines } from './nines';
import { withTarget } from './checked-target';

const components = 20;
const connections = 16;
const durationMs = 10_000;
const timeoutMs = 60_000;
const samplesAtOnce = 5_000;

/** The public page of twenty components, asked for by sixteen connections: alone, and while samples are pushed as fast as they are taken. */
export async function measureStatusPage(): Promise<void> {
  const scratch = scratchDataDir();
  try {
    const nines = await startNines(scratch.dataDir);
    try {
      await withTarget(async (target) => {
        await publish(nines, target);
        const request = { method: 'GET', path: '/status/bench', headers: { 'accept-encoding': 'gzip' } };
        await measureHttp(nines.url, request, { connections, durationMs: 2_000 });
        process.stdout.write(`Load average: ${os.loadavg().map((load) => load.toFixed(1)).join(' ')}\n`);
        print('status page', await measureHttp(nines.url, request, { connections, durationMs }), '');
        const [page, pushed] = await Promise.all([measureHttp(nines.url, request, { connections, durationMs }), push(nines)]);
        print('status page while samples are pushed', page, `, ${rate(pushed.requestsPerSecond * samplesAtOnce)} samples/s taken, ${pushed.failed} failed`);
      });
    } finally {
      await nines.stop();
    }
  } finally {
    scratch.remove();
  }
}

function print(what: string, { requestsPerSecond, p50Ms, p99Ms, failed }: Awaited<ReturnType<typeof measureHttp>>, more: string): void {
  process.stdout.write(`${what.padEnd(40)} ${rate(requestsPerSecond)}/s, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, ${failed} failed${more}\n`);
}

function rate(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function push({ url, key }: RunningNines): ReturnType<typeof measureHttp> {
  const samples = Array.from({ length: samplesAtOnce }, (_, index) => ({ name: 'bench_pushed', labels: { n: String(index) }, value: index }));
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return measureHttp(url, { method: 'POST', path: '/api/monitoring/metrics', headers, body: JSON.stringify({ samples }) }, { connections: 2, durationMs });
}

/** By the API, as people do it: a service with a running check for each component, and the page switched on. */
async function publish({ url, cookie }: RunningNines, target: string): Promise<void> {
  const send = async (method: string, where: string, body?: object): Promise<{ id: string; version: number; settings: object }> => {
    const headers = { cookie, origin: url.origin, 'content-type': 'application/json' };
    const answer = await fetch(new URL(where, url), { method, headers, ...(body ? { body: JSON.stringify(body) } : {}), signal: AbortSignal.timeout(timeoutMs) });
    if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { id: string; version: number; settings: object };
  };
  const parts: object[] = [];
  for (let index = 0; index < components; index += 1) {
    const { id } = await send('POST', '/api/monitoring/services', { name: `service-${index}` });
    await send('POST', '/api/monitoring/checks', { name: `check-${index}`, serviceId: id, kind: 'http', settings: { url: target }, intervalMs: 5_000, timeoutMs: 5_000 });
    parts.push({ name: `Component ${index}`, group: `Group ${index % 4}`, serviceIds: [id] });
  }
  const { version, settings } = await send('GET', '/api/monitoring/status-page');
  await send('PUT', '/api/monitoring/status-page', { version, page: { isOn: true, slug: 'bench', settings, components: parts } });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  execFileSync(process.execPath, ['server/start.mjs', '--build-only'], { cwd: path.resolve(import.meta.dirname, '..'), stdio: 'inherit' });
  await measureStatusPage();
}
