import { setTimeout as sleep } from 'node:timers/promises';
// The server of the other tests is not needed, and would only take time from this one.
import { expect, test, type APIRequestContext } from '@playwright/test';
import { alice, createKey } from './cast';
import { startHangingPage, startPage, startPort, type DrillTarget } from './drill-targets';
import { both, lengthOf, union, without, type Time } from './drill-times';
import { startNines, type NinesProcess } from './nines-process';

const names = ['page', 'port', 'hanging', 'heartbeat'] as const;
type Name = (typeof names)[number];

const drillMs = 120_000;
const intervalMs = 1_000;
const timeoutMs = 900;
/** A result is dated at when its run was due; on a busy machine it begins somewhat later. */
const lateMs = 500;
const periodMs = 10_000;
const graceMs = 1_000;
/** What an edge of an outage may be off by. */
const tolerances: Record<Name, number> = { page: intervalMs + lateMs, port: intervalMs + lateMs, hanging: intervalMs + timeoutMs + lateMs, heartbeat: intervalMs + lateMs };

/** From before the order until what it did was done. */
interface Outage extends Time {
  /** How long the orders to stop and to start took: within that, nobody knows when it was. */
  unsureMs: number;
}

/** When what was so in truth, as the script noted it. */
interface Truth {
  down: Record<Name, Outage[]>;
  begin: number;
  end: number;
  paused: Time;
  killed: Time;
}

interface Lost extends Time {
  state: 'down' | 'degraded' | 'unknown';
  reason: string;
}

test('two minutes of stopped services, a pause and a kill -9 of Nines itself are measured as they were, and what nobody measured is unknown', async ({ playwright }) => {
  test.setTimeout(300_000);
  const own = await startNines({ OWNER_EMAIL: alice.email, OWNER_PASSWORD: alice.password });
  const targets: Targets = { page: await startPage(), port: await startPort(), hanging: await startHangingPage() };
  const api = await playwright.request.newContext({ baseURL: own.url, extraHTTPHeaders: { authorization: `Bearer ${await createKey(own, 'monitoring.read', 'monitoring.config.read', 'monitoring.config.update')}` } });
  const { objectives, all, heartbeatPath } = await setUp(api, targets);
  const heart = beat(`${own.url}${heartbeatPath}`);
  try {
    await expect.poll(async () => ((await read(api, '/api/monitoring/checks')) as { counts: Record<string, number> }).counts.up, { timeout: 30_000 }).toBe(names.length);
    const truth = await drill(own, api, targets, heart);
    for (const name of names) await test.step(`the ${name}`, async () => judge(name, await readObjective(api, objectives[name]), truth));
    await test.step('all of them together', async () => judgeTogether(await readObjective(api, all), await Promise.all(names.map((name) => readObjective(api, objectives[name])))));
  } finally {
    heart.stop();
    await api.dispose();
    await Promise.all(Object.values(targets).map((target) => target.close()));
    await own.remove();
  }
});

type Targets = Record<Exclude<Name, 'heartbeat'>, DrillTarget>;
type Heart = ReturnType<typeof beat>;

/** A service with a check of each kind, an objective for each check and one for all of them. */
async function setUp(api: APIRequestContext, targets: Targets) {
  const service = await make(api, '/api/monitoring/services', { name: 'Drill' });
  const check = (name: Name, kind: string, settings: object) => make(api, '/api/monitoring/checks', { name, serviceId: service.id, kind, settings, intervalMs, timeoutMs });
  const url = ({ port }: DrillTarget) => ({ url: `http://127.0.0.1:${port}/` });
  const checks = {
    page: await check('page', 'http', url(targets.page)),
    port: await check('port', 'tcp', { host: '127.0.0.1', port: targets.port.port }),
    hanging: await check('hanging', 'http', url(targets.hanging)),
    heartbeat: await check('heartbeat', 'heartbeat', { periodSeconds: periodMs / 1_000, graceSeconds: graceMs / 1_000 }),
  };
  const objective = async (name: string, checkIds: string[]) =>
    (await make(api, '/api/monitoring/objectives', { name, serviceId: service.id, sli: { kind: 'checks', checkIds }, window: { kind: 'rolling', days: 7 } })).id;
  const objectives: Record<Name, string> = {
    page: await objective('page', [checks.page.id]), port: await objective('port', [checks.port.id]), hanging: await objective('hanging', [checks.hanging.id]), heartbeat: await objective('heartbeat', [checks.heartbeat.id]),
  };
  return { objectives, all: await objective('all of them', []), heartbeatPath: new URL(checks.heartbeat.heartbeatUrl ?? '').pathname };
}

/** The script, in seconds since it began. Resolves with what was when. */
async function drill(nines: NinesProcess, api: APIRequestContext, targets: Targets, heart: Heart): Promise<Truth> {
  const begin = Date.now();
  const down: Truth['down'] = { page: [], port: [], hanging: [], heartbeat: [] };
  const until = (seconds: number) => sleep(Math.max(0, begin + seconds * 1_000 - Date.now()));
  const stop = async (name: keyof Targets) => {
    const fromMs = Date.now();
    await targets[name].stop();
    down[name].push({ fromMs, toMs: Infinity, unsureMs: Date.now() - fromMs });
  };
  const start = async (name: keyof Targets) => {
    const beganMs = Date.now();
    await targets[name].start();
    const last = down[name].at(-1);
    if (last) Object.assign(last, { toMs: Date.now(), unsureMs: last.unsureMs + Date.now() - beganMs });
  };
  await until(6);
  await stop('page');
  await until(12);
  const silent = await heart.pause();
  await until(17);
  await start('page');
  await until(20);
  await stop('port');
  await until(25);
  await stop('hanging');
  await until(33);
  await start('port');
  const heard = await heart.resume();
  down.heartbeat.push({ fromMs: silent.sentMs + periodMs + graceMs, toMs: heard.answeredMs, unsureMs: silent.answeredMs - silent.sentMs + heard.answeredMs - heard.sentMs });
  await until(37);
  await start('hanging');
  await until(42);
  await stop('port');

  await until(48);
  process.kill(nines.pid, 'SIGSTOP');
  const paused = { fromMs: Date.now(), toMs: Infinity };
  await until(51);
  await stop('page');
  await until(54);
  await stop('hanging');
  await until(58);
  await start('page');
  await until(63);
  paused.toMs = Date.now();
  process.kill(nines.pid, 'SIGCONT');
  await expect.poll(async () => ((await read(api, '/api/monitoring/checks')) as { observer: { reasons: string[] } }).observer.reasons.join(), { timeout: 8_000 }).toMatch(/held up for 1[456]/);

  await until(74);
  await start('hanging');
  await until(78);
  await start('port');
  await until(82);
  await stop('page');
  await until(90);
  const killed = { fromMs: Date.now(), toMs: Infinity };
  await nines.kill9();
  await nines.restart();
  killed.toMs = Date.now();
  await until(Math.max(106, (killed.toMs - begin) / 1_000 + 6));
  await start('page');
  await until(Math.max(drillMs / 1_000, (Date.now() - begin) / 1_000 + 6));
  return { down, begin, end: Date.now() - intervalMs - timeoutMs, paused, killed };
}

/** What is measured of one check against what was. */
function judge(name: Name, { objective: { window, tally, amount }, lost }: Measured, truth: Truth): void {
  const length = window.to - window.from;
  const down = union(lost.filter(({ state }) => state === 'down'));
  const unknown = union(lost.filter(({ state }) => state === 'unknown'));
  const whole = { fromMs: truth.begin, toMs: truth.end };
  const known = without([whole], unknown);
  const tolerance = tolerances[name];

  expect(tally.upMs + tally.degradedMs + tally.downMs + tally.unknownMs + tally.maintenanceMs, 'the sum of its tally').toBe(length);
  expect(tally.downMs, 'down in the tally and by its times').toBe(lengthOf(down));
  expect(tally.unknownMs, 'unknown in the tally and by its times').toBe(Math.max(0, (window.measuredFrom ?? window.to) - window.from) + lengthOf(unknown));
  expect(amount).toEqual({ good: tally.upMs + tally.degradedMs, bad: tally.downMs, unit: 'ms' });

  expect(lengthOf(both(unknown, [truth.paused])), 'the pause is unknown').toBe(lengthOf([truth.paused]));
  for (const { state, reason, ...time } of lost) if (state === 'unknown' && lengthOf(both([time], [whole])) > 0) expect(reason).toMatch(/held up|Nothing was measured|did not listen/);
  expect(lost.some(({ state, reason, ...time }) => state === 'unknown' && /held up for 1[456]/.test(reason) && lengthOf(both([time], [truth.paused])) > 0), 'the reason of the pause').toBe(true);
  const other = without(both(unknown, [whole]), [truth.paused, truth.killed].map(({ fromMs, toMs }) => ({ fromMs: fromMs - tolerance, toMs: toMs + tolerance + 2 * intervalMs })));
  expect(lengthOf(known), 'what is known of the two minutes').toBeGreaterThan(drillMs / 2);

  const seconds = (times: readonly Time[]) => times.map(({ fromMs, toMs }) => `${(fromMs - truth.begin) / 1_000} s to ${(toMs - truth.begin) / 1_000} s`);
  const outages = truth.down[name];
  const errors = outages.filter((outage) => lengthOf(both([outage], known)) > 0).map((outage) => {
    const most = tolerance + outage.unsureMs;
    const errorMs = lengthOf(both(down, [{ fromMs: outage.fromMs - most, toMs: outage.toMs + most }])) - lengthOf(both([outage], known));
    expect(Math.abs(errorMs), `the outage from ${seconds([outage]).join()}`).toBeLessThanOrEqual(most);
    return errorMs;
  });
  // Wherever it says otherwise than it was, it is around the beginning or the end of an outage.
  const edges = outages.flatMap(({ fromMs, toMs, unsureMs }) => [fromMs, toMs].map((atMs) => ({ fromMs: atMs - lateMs - unsureMs, toMs: atMs + tolerance + unsureMs })));
  expect(seconds(without(both(without(down, outages), [whole]), edges)), 'down though it was up').toEqual([]);
  expect(seconds(without(both(without(outages, down), known), edges)), 'up though it was down').toEqual([]);
  console.log(`        ${name}: outages measured ${errors.map((ms) => `${ms >= 0 ? '+' : ''}${ms} ms`).join(', ')}; ${lengthOf(both(unknown, [whole]))} ms unknown, ${lengthOf(other)} ms of it beside the pause and the restart`);
}

function judgeTogether({ objective: { window, tally } }: Measured, each: readonly Measured[]): void {
  const of = (state: Lost['state']) => union(each.flatMap(({ lost }) => lost.filter((one) => one.state === state)));
  expect(tally.upMs + tally.degradedMs + tally.downMs + tally.unknownMs + tally.maintenanceMs).toBe(window.to - window.from);
  expect(tally.downMs).toBe(lengthOf(of('down')));
  expect(tally.unknownMs - ((window.measuredFrom ?? window.to) - window.from)).toBe(lengthOf(without(of('unknown'), of('down'))));
}

/** Calls the heartbeat every two seconds, each call for at most ten, as a crontab would. */
function beat(url: string) {
  let timer: NodeJS.Timeout | undefined;
  const call = async () => {
    const sentMs = Date.now();
    const answer = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(10_000) }).catch(() => null);
    await answer?.body?.cancel();
    return { sentMs, answeredMs: Date.now() };
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

interface Measured {
  objective: {
    window: { from: number; to: number; measuredFrom: number | null };
    tally: { upMs: number; degradedMs: number; downMs: number; unknownMs: number; maintenanceMs: number };
    amount: { good: number; bad: number; unit: string };
  };
  lost: Lost[];
}

async function readObjective(api: APIRequestContext, id: string): Promise<Measured> {
  const { objective, lost } = (await read(api, `/api/monitoring/objectives/${id}`)) as Pick<Measured, 'objective'> & { lost: { from: number; to: number; state: Lost['state']; reason: string }[] };
  return { objective, lost: lost.map(({ from, to, state, reason }) => ({ fromMs: from, toMs: to, state, reason })) };
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
