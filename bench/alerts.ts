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
  /** How many alerts of the group fire, and how many have ended, by a message that arrived. */
  countsIn(body: unknown): { firing: number; resolved: number };
}

const sizes = [
  { alerts: 1, rounds: 20 },
  { alerts: 100, rounds: 20 },
  { alerts: 10_000, rounds: 3 },
] as const;
const perRequest = 2_500;
const timeoutMs = 60_000;

const NinesMessage = z.object({ counts: z.object({ firing: z.number(), resolved: z.number() }) });
const AlertmanagerMessage = z.object({ alerts: z.array(z.object({ status: z.string() })) });
let round = 0;

function countStatuses(body: unknown): { firing: number; resolved: number } {
  const { alerts } = AlertmanagerMessage.parse(body);
  const firing = alerts.filter(({ status }) => status === 'firing').length;
  return { firing, resolved: alerts.length - firing };
}

/** Alerts of one group, which begin now: the milliseconds until the first message about it, and until a message that tells of all. They end before it returns. */
async function faultToDelivery(rival: Rival, alerts: number): Promise<{ firstMs: number; allMs: number }> {
  round += 1;
  const alertname = `Bench${round}`;
  const { sink, countsIn } = rival;
  const startsAt = new Date().toISOString();
  const alertsThatEnd = (endsAt: string) =>
    Array.from({ length: alerts }, (_, index) => ({ labels: { alertname, instance: `host-${index}`, severity: 'critical' }, annotations: { summary: `host-${index} is down` }, startsAt, endsAt }));
  const firing = alertsThatEnd(new Date(Date.now() + 600_000).toISOString());
  let firstMs = NaN;
  const isAllIn = sink.until((body) => {
    if (!JSON.stringify(body).includes(alertname)) return false;
    if (Number.isNaN(firstMs)) firstMs = performance.now() - startedAt;
    return countsIn(body).firing === alerts;
  }, timeoutMs);
  isAllIn.catch(() => undefined);
  const startedAt = performance.now();
  await post(rival, firing);
  const allMs = (await isAllIn) - startedAt;
  let resolved = 0;
  const isOver = sink.until((body) => {
    if (JSON.stringify(body).includes(alertname)) resolved += countsIn(body).resolved;
    return resolved === alerts;
  }, timeoutMs);
  isOver.catch(() => undefined);
  await post(rival, alertsThatEnd(new Date().toISOString()));
  await isOver;
  return { firstMs, allMs };
}

async function post({ url, headers }: Rival, alerts: readonly unknown[]): Promise<void> {
  for (let from = 0; from < alerts.length; from += perRequest) {
    const answer = await fetch(new URL('/api/v2/alerts', url), {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(alerts.slice(from, from + perRequest)),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    await answer.body?.cancel();
  }
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
    const rivals: Rival[] = [{ name: 'Nines', url: nines.url, headers: { authorization: `Bearer ${nines.key}` }, sink: sinks[0], countsIn: (body) => NinesMessage.parse(body).counts }];
    const version = alertmanagerVersion();
    if (version === null) process.stdout.write('There is no prometheus-alertmanager on the path: Nines is measured alone.\n');
    else {
      const alertmanager = await startAlertmanager(sinks[1].url);
      stops.push(alertmanager.stop);
      rivals.push({ name: `Alertmanager ${version}`, url: alertmanager.url, headers: {}, sink: sinks[1], countsIn: countStatuses });
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
