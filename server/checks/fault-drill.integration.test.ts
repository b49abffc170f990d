import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CheckDraft } from '@/lib/checks/schemas';
import type { Span } from '@/lib/checks/span';
import type { CheckState } from '@/lib/checks/states';
import type { Caller } from '@/lib/context';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import { collectingStore, type CollectingStore } from '@/server/scrape/test-collecting-store';
import { createSealer } from '@/server/secrets/sealed';
import { CheckEngine } from './check-engine';
import { createChecking } from './checking';
import { createCheck } from './checks';
import { readEverySpan } from './spans';
import { readTenantChecks } from './stored-checks';
import { drillClock, settleEngine } from './test-drill-clock';
import { startTarget, type Target } from './test-targets';

const sealer = createSealer(Buffer.alloc(32, 1).toString('base64url'));
const log = createLog('silent');
let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const callerAt = (now: number): Caller => ({ tenant: test.tenants.alpha, actor: { kind: 'system', job: 'drill' }, permissions: [], now, requestId: 'drill' });
const verbs = () => ({ database: test.database, sealer, url: 'http://nines.test' });

function make(name: string, url: string, plan: Record<string, unknown>, now: number) {
  return createCheck(verbs(), callerAt(now), CheckDraft.parse({ name, kind: 'http', settings: { url }, timeoutMs: 1_000, ...plan }));
}

function spansOf(id: string, fromMs: number, toMs: number): Promise<Span[]> {
  return test.database.withTenant(test.tenants.alpha, (client) => readEverySpan(client, [id], fromMs, toMs));
}

function msOf(spans: readonly Span[], state: CheckState): number {
  return spans.filter((span) => span.state === state).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

describe('ten minutes in which services are stopped and started', () => {
  const start = Date.UTC(2026, 0, 5, 3);
  const at = (seconds: number) => start + seconds * 1_000;
  const intervals = { web: 20_000, api: 5_000, db: 20_000 };
  let targets: Record<keyof typeof intervals, Target>;
  let ids: Record<keyof typeof intervals, string>;
  let store: CollectingStore;
  /** What is stopped from when until when, in seconds; the observer is paused between 420 and 460. */
  const script = [[70, 'web', 'stop'], [201, 'web', 'start'], [300, 'api', 'stop'], [333, 'api', 'start'], [395, 'db', 'stop'], [500, 'db', 'start']] as const;
  const paused = { from: 420, to: 460 };

  beforeAll(async () => {
    const [web, api, db] = await Promise.all([startTarget(), startTarget(), startTarget()]);
    targets = { web, api, db };
    ids = {
      web: (await make('web', web.url, { intervalMs: intervals.web }, start)).id,
      api: (await make('api', api.url, { intervalMs: intervals.api, failures: { count: 2, of: 3 } }, start)).id,
      db: (await make('db', db.url, { intervalMs: intervals.db, failures: { count: 1, of: 1 } }, start)).id,
    };
    const clock = drillClock(start);
    store = collectingStore();
    const engine = new CheckEngine({ database: test.database, store, log, clock });
    engine.setTenant(test.tenants.alpha, await readTenantChecks(test.database, sealer, log, test.tenants.alpha, () => null));
    const settle = () => settleEngine(engine);
    let now = 0;
    const passTo = async (seconds: number) => {
      await clock.pass((seconds - now) * 1_000, settle);
      now = seconds;
    };
    for (const [seconds, target, what] of script) {
      if (now < paused.from && seconds > paused.from) {
        await passTo(paused.from);
        clock.hold((paused.to - paused.from) * 1_000);
        now = paused.to;
      }
      await passTo(seconds);
      await targets[target][what]();
    }
    await passTo(600);
    await engine.stop();
  }, 120_000);
  afterAll(async () => {
    await Promise.all(Object.values(targets).map((target) => target.stop()));
  });

  const truth: [name: keyof typeof intervals, downMs: number][] = [['web', 131_000], ['api', 33_000]];
  it.each(truth)('measures the downtime of %s within one interval of the truth', async (name, downMs) => {
    const spans = await spansOf(ids[name], start, at(600));
    expect(Math.abs(msOf(spans, 'down') - downMs)).toBeLessThanOrEqual(intervals[name]);
  });

  it('begins and ends each outage within one interval of when it was', async () => {
    const [down] = (await spansOf(ids.web, start, at(600))).filter(({ state }) => state === 'down');
    expect(down?.fromMs).toBeGreaterThanOrEqual(at(70));
    expect(down?.fromMs).toBeLessThanOrEqual(at(90));
    expect(down?.toMs).toBeGreaterThanOrEqual(at(201));
    expect(down?.toMs).toBeLessThanOrEqual(at(221));
  });

  it('counts the pause of the observer as unknown, neither as up nor as down', async () => {
    for (const [name, id] of Object.entries(ids)) {
      const spans = await spansOf(id, start, at(600));
      const known = spans.filter(({ state, fromMs, toMs }) => state !== 'unknown' && fromMs < at(paused.to) && toMs > at(paused.from));
      const knownMs = known.reduce((sum, { fromMs, toMs }) => sum + Math.min(toMs, at(paused.to)) - Math.max(fromMs, at(paused.from)), 0);
      expect(knownMs, name).toBeLessThanOrEqual(500);
      expect(spans.some(({ state, reason }) => state === 'unknown' && /held up for 40/.test(reason)), name).toBe(true);
    }
  });

  it('finds an outage that goes on over the pause down on both sides of it, and less than the truth by the pause alone', async () => {
    const spans = await spansOf(ids.db, start, at(600));
    const downMs = msOf(spans, 'down');
    expect(downMs).toBeGreaterThanOrEqual(105_000 - 40_000 - 2 * intervals.db);
    expect(downMs).toBeLessThanOrEqual(105_000 - 40_000 + intervals.db);
    expect(spans.filter(({ state }) => state === 'down')).toHaveLength(2);
  });

  it('is told by the metrics too: up and down by state, and nothing while it is unknown', () => {
    const up = Object.entries(store.bySeries()).find(([series]) => series.startsWith('nines_check_up{') && series.includes('check="db"'))?.[1] ?? [];
    expect(up.filter((value, index) => value !== up[index - 1])).toEqual([1, 0, 'stale', 0, 1]);
  });
});

describe('ten seconds of real time', () => {
  it('measures an outage and a process that was stopped', async () => {
    const target = await startTarget();
    const now = Date.now();
    const { id } = await make('live', target.url, { intervalMs: 1_000, failures: { count: 1, of: 1 } }, now);
    const published: string[] = [];
    const hub = { publish: (_tenant: string, event: string, ..._rest: unknown[]) => void published.push(event) };
    const checking = createChecking({ database: test.database, connection: test.connection, store: collectingStore(), hub, sealer, log });
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    await checking.start();
    await wait(2_500);
    const stoppedAt = Date.now();
    await target.stop();
    await wait(2_500);
    await target.start();
    const downMs = Date.now() - stoppedAt;
    await wait(1_500);
    const heldAt = Date.now();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4_000);
    const heldUntil = Date.now();
    await wait(2_000);
    await checking.stop();
    await target.stop();
    const spans = await spansOf(id, now, Date.now());
    expect(Math.abs(msOf(spans, 'down') - downMs)).toBeLessThanOrEqual(1_100);
    const held = spans.find(({ state, reason }) => state === 'unknown' && reason.includes('held up'));
    expect(held?.fromMs).toBeLessThanOrEqual(heldAt + 100);
    expect(held?.toMs).toBeGreaterThanOrEqual(heldUntil - 600);
    expect(spans.at(-1)?.state).toBe('up');
    expect(published).toContain('checks:changed');
  }, 60_000);
});
