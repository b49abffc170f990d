import { execFileSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { routeDefaults } from '@/lib/alerts/notify/schemas';
import { alertmanagerVersion, startAlertmanager } from './alerts/alertmanager';
import { openSink, type Sink } from './alerts/sink';
import { quantile } from './latencies';
import { scratchDataDir, startNines, type RunningNines } from './nines';

interface Rival {
  name: string;
  /** Where /api/v2/alerts is. */
  url: URL;
  headers: Record<string, string>;
  sink: Sink;
  /** How many alerts of the group fire, by a message that arrived. */
  firingIn(body: unknown): number;
}

const sizes = [
  { alerts: 1, rounds: 20 },
  { alerts: 100, rounds: 20 },
  { alerts: 10_000, rounds: 5 },
] as const;
const perRequest = 2_500;
const timeoutMs = 60_000;

const NinesMessage = z.object({ counts: z.object({ firing: z.number() }) });
const AlertmanagerMessage = z.object({ alerts: z.array(z.object({ status: z.string() })) });
let round = 0;

/** Alerts of one group, which begin now: the milliseconds until the first message about it, and until a message that tells of all. */
async function faultToDelivery({ url, headers, sink, firingIn }: Rival, alerts: number): Promise<{ firstMs: number; allMs: number }> {
  round += 1;
  const alertname = `Bench${round}`;
  const startsAt = new Date().toISOString();
  const endsAt = new Date(Date.now() + 600_000).toISOString();
  const all = Array.from({ length: alerts }, (_, index) => ({ labels: { alertname, instance: `host-${index}`, severity: 'critical' }, annotations: { summary: `host-${index} is down` }, startsAt, endsAt }));
  let firstMs = NaN;
  const startedAt = performance.now();
  const isAllIn = sink.until((body) => {
    if (!JSON.stringify(body).includes(alertname)) return false;
    if (Number.isNaN(firstMs)) firstMs = performance.now() - startedAt;
    return firingIn(body) === alerts;
  }, timeoutMs);
  isAllIn.catch(() => undefined);
  for (let from = 0; from < alerts; from += perRequest) {
    const answer = await fetch(new URL('/api/v2/alerts', url), {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(all.slice(from, from + perRequest)),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    await answer.body?.cancel();
  }
  return { firstMs, allMs: (await isAllIn) - startedAt };
}

async function configure(nines: RunningNines, webhook: string): Promise<void> {
  const call = async (method: string, target: string, body: unknown): Promise<unknown> => {
    const headers = { cookie: nines.cookie, origin: nines.url.origin, 'content-type': 'application/json' };
    const answer = await fetch(new URL(target, nines.url), { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${target}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const { id } = z.object({ id: z.string() }).parse(await call('POST', '/api/monitoring/channels', { name: 'sink', kind: 'webhook', settings: { url: webhook }, secrets: {} }));
  const root = { id: 'root', name: 'Everything', matchers: [], ...routeDefaults, groupWaitMs: 0, groupIntervalMs: 1_000, channelIds: [id], escalationPolicyId: 'none', continue: false, routes: [] };
  await call('PUT', '/api/monitoring/notification-routing', { version: 0, root });
}

/** From the request that tells of a fault to the message about it, beside a real Alertmanager that waits for nothing either. */
export async function measureAlerts(): Promise<void> {
  const print = (cells: readonly string[]) => process.stdout.write(`${cells.map((cell, index) => cell.padEnd([14, 10, 26, 26][index] ?? 0)).join(' ')}\n`);
  const scratch = scratchDataDir();
  const sinks = [await openSink(), await openSink()] as const;
  const stops: (() => Promise<void>)[] = [];
  try {
    const nines = await startNines(scratch.dataDir, undefined, { OUTGOING_ALLOW_PRIVATE: '1' });
    stops.push(() => nines.stop());
    await configure(nines, sinks[0].url);
    const rivals: Rival[] = [{ name: 'Nines', url: nines.url, headers: { authorization: `Bearer ${nines.key}` }, sink: sinks[0], firingIn: (body) => NinesMessage.parse(body).counts.firing }];
    const version = alertmanagerVersion();
    if (version === null) process.stdout.write('There is no prometheus-alertmanager on the path: Nines is measured alone.\n');
    else {
      const alertmanager = await startAlertmanager(sinks[1].url);
      stops.push(alertmanager.stop);
      rivals.push({ name: `Alertmanager ${version}`, url: alertmanager.url, headers: {}, sink: sinks[1], firingIn: (body) => AlertmanagerMessage.parse(body).alerts.filter(({ status }) => status === 'firing').length });
    }
    process.stdout.write(`Load average: ${os.loadavg().map((load) => load.toFixed(1)).join(' ')}\n`);
    print(['alerts at once', 'who', 'first message p50, p95', 'all told p50, p95']);
    for (const { alerts, rounds } of sizes) {
      for (const rival of rivals) {
        await faultToDelivery(rival, alerts);
        const found: { firstMs: number; allMs: number }[] = [];
        for (let each = 0; each < rounds; each += 1) found.push(await faultToDelivery(rival, alerts));
        const of = (key: 'firstMs' | 'allMs') => [0.5, 0.95].map((share) => `${quantile(found.map((one) => one[key]), share).toFixed(0)} ms`).join(', ');
        print([alerts.toLocaleString('en-US'), rival.name.split(' ')[0] ?? '', of('firstMs'), of('allMs')]);
      }
    }
  } finally {
    for (const stop of stops.reverse()) await stop();
    for (const sink of sinks) sink.close();
    scratch.remove();
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  execFileSync(process.execPath, ['server/start.mjs', '--build-only'], { cwd: path.resolve(import.meta.dirname, '..'), stdio: 'inherit' });
  await measureAlerts();
}
