import { setTimeout as sleep } from 'node:timers/promises';
// The server of the other tests is not needed, and would only take time from this one.
import { expect, test, type APIRequestContext } from '@playwright/test';
import { alice, createKey } from './cast';
import { drillMs, intervalMs, judge, judgeTogether, timeoutMs, type Measured, type Outage, type Truth } from './drill-judge';
import { heldUpSeconds, resultsFrom, type Result } from './drill-results';
import type { TargetName } from './drill-target-process';
import { startTargets, type DrillTargets } from './drill-targets';
import type { Time } from './drill-times';
import { startNines, type NinesProcess } from './nines-process';

const names = ['page', 'port', 'hanging', 'heartbeat'] as const;
type Name = (typeof names)[number];

const periodMs = 10_000;
const graceMs = 1_000;
/** How many outages of each are to be seen; one of the page begins and ends while Nines is paused. */
const visible: Record<Name, number> = { page: 2, port: 2, hanging: 2, heartbeat: 1 };

/** When what was so in truth, as the script noted it. */
interface Drilled extends Truth {
  down: Record<Name, Outage[]>;
}

test('two minutes of stopped services, a pause and a kill -9 of Nines itself are measured as they were, and what nobody measured is unknown', async ({ playwright }) => {
  test.setTimeout(300_000);
  const own = await startNines({ OWNER_EMAIL: alice.email, OWNER_PASSWORD: alice.password });
  const targets = await startTargets();
  const api = await playwright.request.newContext({ baseURL: own.url, extraHTTPHeaders: { authorization: `Bearer ${await createKey(own, 'monitoring.read', 'monitoring.config.read', 'monitoring.config.update')}` } });
  const { objectives, all, heartbeatPath } = await setUp(api, targets);
  const heart = beat(`${own.url}${heartbeatPath}`);
  try {
    await expect.poll(async () => ((await read(api, '/api/monitoring/checks')) as { counts: Record<string, number> }).counts.up, { timeout: 30_000 }).toBe(names.length);
    const truth = await drill(own, api, targets, heart);
    for (const name of names) {
      const [measured, results] = [await readObjective(api, objectives[name]), await readResults(api, name)];
      await test.step(`the ${name}`, () => console.log(`        ${name}: ${judge({ measured, results, outages: truth.down[name], visible: visible[name], truth })}`));
    }
    console.log(`        the targets were held up for ${truth.stalls.map(({ fromMs, toMs }) => `${toMs - fromMs} ms`).join(', ') || 'no time'}`);
    await test.step('all of them together', async () => judgeTogether(await readObjective(api, all), await Promise.all(names.map((name) => readObjective(api, objectives[name])))));
  } finally {
    heart.stop();
    await api.dispose();
    await targets.close();
    await own.remove();
  }
});

type Heart = ReturnType<typeof beat>;

/** A service with a check of each kind, an objective for each check and one for all of them. */
async function setUp(api: APIRequestContext, { ports }: DrillTargets) {
  const service = await make(api, '/api/monitoring/services', { name: 'Drill' });
  const check = (name: Name, kind: string, settings: object) => make(api, '/api/monitoring/checks', { name, serviceId: service.id, kind, settings, intervalMs, timeoutMs });
  const url = (port: number) => ({ url: `http://127.0.0.1:${port}/` });
  const checks = {
    page: await check('page', 'http', url(ports.page)),
    port: await check('port', 'tcp', { host: '127.0.0.1', port: ports.port }),
    hanging: await check('hanging', 'http', url(ports.hanging)),
    heartbeat: await check('heartbeat', 'heartbeat', { periodSeconds: periodMs / 1_000, graceSeconds: graceMs / 1_000 }),
  };
  const objective = async (name: string, checkIds: string[]) =>
    (await make(api, '/api/monitoring/objectives', { name, serviceId: service.id, sli: { kind: 'checks', checkIds }, window: { kind: 'rolling', days: 7 } })).id;
  const objectives: Record<Name, string> = {
    page: await objective('page', [checks.page.id]), port: await objective('port', [checks.port.id]), hanging: await objective('hanging', [checks.hanging.id]), heartbeat: await objective('heartbeat', [checks.heartbeat.id]),
  };
  return { objectives, all: await objective('all of them', []), heartbeatPath: new URL(checks.heartbeat.heartbeatUrl ?? '').pathname };
}

/** The script, in seconds since it began, at other places of the interval each time. Resolves with what was when. */
async function drill(nines: NinesProcess, api: APIRequestContext, targets: DrillTargets, heart: Heart): Promise<Drilled> {
  const begin = Date.now();
  const down: Drilled['down'] = { page: [], port: [], hanging: [], heartbeat: [] };
  const until = (seconds: number) => sleep(Math.max(0, begin + seconds * 1_000 - Date.now()));
  const stopped = new Map<TargetName, Time>();
  const stop = async (name: TargetName) => void stopped.set(name, await targets.stop(name));
  const start = async (name: TargetName) => {
    const order = stopped.get(name);
    if (order) down[name].push({ stop: order, start: await targets.start(name) });
  };
  await until(6);
  await stop('page');
  await until(12);
  const silent = await heart.pause();
  await until(17.4);
  await start('page');
  await until(20.3);
  await stop('port');
  await until(25.5);
  await stop('hanging');
  await until(33.8);
  await start('port');
  const heard = await heart.resume();
  const lateAfterMs = periodMs + graceMs;
  down.heartbeat.push({ stop: { fromMs: silent.fromMs + lateAfterMs, toMs: silent.toMs + lateAfterMs }, start: heard });
  await until(37.2);
  await start('hanging');
  await until(42.6);
  await stop('port');

  await until(48);
  const beforePauseMs = Date.now();
  process.kill(nines.pid, 'SIGSTOP');
  const paused = { fromMs: Date.now(), toMs: Infinity, mostMs: Infinity };
  await until(51);
  await stop('page');
  await until(54);
  await stop('hanging');
  await until(58);
  await start('page');
  await until(63);
  paused.toMs = Date.now();
  process.kill(nines.pid, 'SIGCONT');
  paused.mostMs = Date.now() - beforePauseMs;
  const heldMs = async () => ((await read(api, '/api/monitoring/checks')) as { observer: { reasons: string[] } }).observer.reasons.flatMap(heldUpSeconds).map((seconds) => seconds * 1_000 + 100);
  await expect.poll(async () => Math.max(...(await heldMs())), { timeout: 8_000 }).toBeGreaterThanOrEqual(paused.toMs - paused.fromMs);

  await until(74.4);
  await start('hanging');
  await until(78);
  await start('port');
  await until(82.3);
  await stop('page');
  await until(90);
  const killed = { fromMs: Date.now(), toMs: Infinity };
  await nines.kill9();
  await nines.restart();
  killed.toMs = Date.now();
  await until(Math.max(106, (killed.toMs - begin) / 1_000 + 6));
  await start('page');
  await until(Math.max(drillMs / 1_000, (Date.now() - begin) / 1_000 + 6));
  return { down, begin, end: Date.now() - intervalMs - timeoutMs, paused, killed, stalls: await targets.stalls() };
}

/** Calls the heartbeat every two seconds, each call for at most ten, as a crontab would. */
function beat(url: string) {
  let timer: NodeJS.Timeout | undefined;
  const call = async () => {
    const fromMs = Date.now();
    const answer = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(10_000) }).catch(() => null);
    await answer?.body?.cancel();
    return { fromMs, toMs: Date.now() };
  };
  const resume = () => {
    timer = setInterval(() => void call(), 2_000);
    return call();
  };
  const stop = () => clearInterval(timer);
  void resume();
  return {
    stop,
    resume,
    /** Resolves when the last call is answered. */
    pause: () => {
      stop();
      return call();
    },
  };
}

async function readObjective(api: APIRequestContext, id: string): Promise<Measured> {
  const { objective, lost } = (await read(api, `/api/monitoring/objectives/${id}`)) as Pick<Measured, 'objective'> & { lost: { from: number; to: number; state: Measured['lost'][number]['state']; reason: string }[] };
  return { objective, lost: lost.map(({ from, to, state, reason }) => ({ fromMs: from, toMs: to, state, reason })) };
}

/** Every result of a check since the drill began, from the metrics. */
async function readResults(api: APIRequestContext, name: Name): Promise<Result[]> {
  const query = `{__name__=~"probe_success|probe_duration_seconds",check="${name}"}[10m]`;
  const { data } = (await read(api, `/api/v1/query?query=${encodeURIComponent(query)}`)) as { data: { result: Parameters<typeof resultsFrom>[0] } };
  return resultsFrom(data.result);
}

async function read(api: APIRequestContext, path: string): Promise<unknown> {
  const answer = await api.get(path);
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

async function make(api: APIRequestContext, path: string, data: object): Promise<{ id: string; heartbeatUrl?: string | null }> {
  const answer = await api.post(path, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as { id: string; heartbeatUrl?: string | null };
}
