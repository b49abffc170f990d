import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CheckDraft } from '@/lib/checks/schemas';
import type { Caller } from '@/lib/context';
import { createMaintenance } from '@/server/alerts/suppression/maintenance';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import { collectingStore } from '@/server/scrape/test-collecting-store';
import { createSealer } from '@/server/secrets/sealed';
import { CheckEngine } from './check-engine';
import { createCheck, deleteCheck, newCheck } from './checks';
import { insertChecks } from './insert-checks';
import { readEverySpan } from './spans';
import { readTenantChecks, type LoadedCheck } from './stored-checks';
import { drillClock, settleEngine, type DrillClock } from './test-drill-clock';
import { startTarget, type Target } from './test-targets';

const sealer = createSealer(Buffer.alloc(32, 1).toString('base64url'));
const log = createLog('silent');
const start = Date.UTC(2026, 0, 5, 3);
let test: TestDatabase;
let target: Target;

beforeAll(async () => {
  test = await createTestDatabase();
  target = await startTarget();
});
afterAll(async () => {
  await target.stop();
  await test.drop();
});

const caller = (): Caller => ({ tenant: test.tenants.alpha, actor: { kind: 'system', job: 'test' }, permissions: [], now: start, requestId: 'test' });
let made = 0;

async function make(url: string, more: Record<string, unknown> = {}): Promise<string> {
  const draft = CheckDraft.parse({ name: `check ${(made += 1)}`, kind: 'http', settings: { url }, intervalMs: 10_000, timeoutMs: 5_000, failures: { count: 1, of: 1 }, ...more });
  return (await createCheck({ database: test.database, sealer, url: '' }, caller(), draft)).id;
}

/** A multicast address, to which no connection can be: the system says that there is no way to its network. */
const nowhere = (host: number) => `http://239.255.0.${host}/`;
/** As if it had answered when another process ran it. */
const answered = (check: LoadedCheck): LoadedCheck => ({ ...check, last: { at: start - 1_000, success: true, durationMs: 1, message: 'HTTP 200' } });

async function startEngine(clock: DrillClock, only: readonly string[], change: (check: LoadedCheck) => LoadedCheck = (check) => check): Promise<{ engine: CheckEngine; pass: (seconds: number) => Promise<void> }> {
  const engine = new CheckEngine({ database: test.database, store: collectingStore(), log, clock });
  const stored = await readTenantChecks(test.database, sealer, log, test.tenants.alpha, () => null);
  engine.setTenant(test.tenants.alpha, { ...stored, checks: stored.checks.filter(({ definition }) => only.includes(definition.id)).map(change) });
  return { engine, pass: (seconds) => clock.pass(seconds * 1_000, () => settleEngine(engine)) };
}

/** Spans in seconds since the start, with `*` in maintenance. */
async function shown(id: string, untilMs: number): Promise<string[]> {
  const spans = await test.database.withTenant(test.tenants.alpha, (client) => readEverySpan(client, [id], start, untilMs));
  return spans.map(({ fromMs, toMs, state, maintenance }) => `${Math.floor((fromMs - start) / 1_000)}-${Math.floor((toMs - start) / 1_000)} ${state}${maintenance ? '*' : ''}`);
}

describe('a process that ends and another that goes on', () => {
  it('leaves a gap, and the state and its event as they were', async () => {
    const clock = drillClock(start);
    const id = await make('http://127.0.0.1:1/');
    const first = await startEngine(clock, [id]);
    await first.pass(60);
    await first.engine.stop();
    clock.hold(120_000);
    const second = await startEngine(clock, [id]);
    await second.pass(60);
    await second.engine.stop();
    const spans = await test.database.withTenant(test.tenants.alpha, (client) => readEverySpan(client, [id], start, clock.now()));
    expect(spans.map(({ state }) => state)).toEqual(['down', 'down']);
    expect((spans[1]?.fromMs ?? 0) - (spans[0]?.toMs ?? 0)).toBeGreaterThanOrEqual(120_000);
    expect(spans[1]?.eventId).toBe(spans[0]?.eventId);
    const events = await test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => tx.checkEvent.count({ where: { checkId: id } }));
    expect(events).toBe(1);
  });

  it('shows nothing of the time since the last result once that does not stand any more', async () => {
    const clock = drillClock(start);
    const id = await make(target.url);
    const { engine, pass } = await startEngine(clock, [id]);
    await pass(60);
    await engine.stop();
    const [running] = await shown(id, start + 60_000);
    const [later] = await shown(id, start + 600_000);
    expect(running).toMatch(/-60 up$/);
    expect(later).toMatch(/-5\d up$/);
  });
});

describe('maintenance', () => {
  it('is noted on the span from when it opens until it ends, for the checks that it names', async () => {
    const clock = drillClock(start);
    const [named, other] = [await make(target.url, { labels: { room: 'b' } }), await make(target.url)];
    const schedule = { kind: 'once', startsAt: start + 33_000, endsAt: start + 71_000 } as const;
    await createMaintenance(test, caller(), { name: 'new disks', reason: 'they are old', isEnabled: true, matchers: [{ label: 'room', operator: '=', value: 'b' }], schedule });
    const { engine, pass } = await startEngine(clock, [named, other]);
    await pass(120);
    await engine.stop();
    const spans = await shown(named, clock.now());
    expect(spans).toHaveLength(3);
    expect(spans[1]).toBe('33-71 up*');
    expect(await shown(other, clock.now())).toHaveLength(1);
  });
});

describe('a network that is lost', () => {
  it('makes what goes over it unknown with the reason, never down, and leaves what this machine asks of itself', async () => {
    const clock = drillClock(start);
    const ids = [await make(nowhere(1)), await make(nowhere(2)), await make(nowhere(3))];
    const own = await make(target.url);
    const { engine, pass } = await startEngine(clock, [...ids, own], answered);
    await pass(60);
    expect(engine.observer(test.tenants.alpha.id)).toMatchObject({ isWell: false });
    await engine.stop();
    for (const id of ids) expect((await shown(id, clock.now())).at(-1)).toMatch(/ unknown$/);
    expect((await shown(own, clock.now())).at(-1)).toMatch(/ up$/);
  }, 60_000);

  it('is not what two targets that fail are', async () => {
    const clock = drillClock(start);
    const ids = [await make(nowhere(4)), await make(nowhere(5))];
    const { engine, pass } = await startEngine(clock, ids, answered);
    await pass(40);
    await engine.stop();
    for (const id of ids) expect((await shown(id, clock.now())).at(-1)).toMatch(/ down$/);
  }, 60_000);
});

describe('targets that never answered', () => {
  it('are down, and do not make the checks of anybody unknown', async () => {
    const clock = drillClock(start);
    const ids = [await make(nowhere(6)), await make(nowhere(7)), await make(nowhere(8)), await make(nowhere(9))];
    const { engine, pass } = await startEngine(clock, ids);
    await pass(60);
    expect(engine.observer(test.tenants.alpha.id)).toEqual({ isWell: true, reasons: [] });
    await engine.stop();
    for (const id of ids) expect((await shown(id, clock.now())).at(-1)).toMatch(/ down$/);
  }, 60_000);
});

describe('a network that one tenant lost', () => {
  it('leaves the checks of another as they are', async () => {
    const clock = drillClock(start);
    const ids = [await make(nowhere(10)), await make(nowhere(11)), await make(nowhere(12))];
    const beta = { ...caller(), tenant: test.tenants.beta };
    const draft = CheckDraft.parse({ name: 'of beta', kind: 'http', settings: { url: nowhere(13) }, intervalMs: 10_000, timeoutMs: 5_000, failures: { count: 1, of: 1 } });
    const { id } = await createCheck({ database: test.database, sealer, url: '' }, beta, draft);
    const { engine, pass } = await startEngine(clock, ids, answered);
    const stored = await readTenantChecks(test.database, sealer, log, test.tenants.beta, () => null);
    engine.setTenant(test.tenants.beta, { ...stored, checks: stored.checks.map(answered) });
    await pass(60);
    expect(engine.observer(test.tenants.alpha.id).isWell).toBe(false);
    expect(engine.observer(test.tenants.beta.id).isWell).toBe(true);
    await engine.stop();
    const row = await test.database.transaction({ kind: 'tenant', tenant: test.tenants.beta }, (tx) => tx.checkState.findUniqueOrThrow({ where: { checkId: id } }));
    expect(row.state).toBe('down');
    for (const each of ids) expect((await shown(each, clock.now())).at(-1)).toMatch(/ unknown$/);
  }, 60_000);
});

describe('a heartbeat', () => {
  it('that does not come is late, though Nines is held up for seconds when it was due', async () => {
    const clock = drillClock(start);
    const id = await make('', { kind: 'heartbeat', settings: { periodSeconds: 60, graceSeconds: 10 } });
    const engine = new CheckEngine({ database: test.database, store: collectingStore(), log, clock });
    const stored = await readTenantChecks(test.database, sealer, log, test.tenants.alpha, () => null);
    const succeeded = { startedMs: null, succeededMs: start, failedMs: null, message: '', runMs: null };
    engine.setTenant(test.tenants.alpha, { ...stored, checks: stored.checks.filter(({ definition }) => definition.id === id), heartbeats: new Map([[id, succeeded]]) });
    for (const seconds of [61, 25]) {
      await clock.pass(seconds * 1_000, () => settleEngine(engine));
      clock.hold(5_000);
    }
    await clock.pass(20_000, () => settleEngine(engine));
    await engine.stop();
    expect((await shown(id, clock.now())).at(-1)).toMatch(/ down$/);
  });
});

describe('a check that cannot be counted', () => {
  it('costs nothing but itself', async () => {
    const clock = drillClock(start);
    const [broken, other] = [await make(target.url), await make(target.url)];
    const breakIt = (check: LoadedCheck): LoadedCheck => (check.definition.id === broken ? { ...check, definition: { ...check.definition, labels: { ...check.definition.labels, __name__: 'up' } } } : check);
    const { engine, pass } = await startEngine(clock, [broken, other], breakIt);
    await pass(40);
    await engine.stop();
    expect((await shown(other, clock.now())).at(-1)).toMatch(/ up$/);
  });

  it('is none for a label __name__ that is stored: it is left out', async () => {
    const id = await make(target.url, { labels: { room: 'c' } });
    await test.database.withTenant(test.tenants.alpha, (client) => client.query(`update checks set plan = jsonb_set(plan, '{labels,__name__}', '"up"') where id = $1`, [id]));
    const { checks } = await readTenantChecks(test.database, sealer, log, test.tenants.alpha, () => null);
    const labels = checks.find(({ definition }) => definition.id === id)?.definition.labels;
    expect(labels).toMatchObject({ room: 'c', check_id: id });
    expect(labels).not.toHaveProperty('__name__');
  });
});

describe('a check that changes all the time', () => {
  it('keeps what was seen of 60 changes an hour, and the reason of all', async () => {
    const clock = drillClock(start);
    const flapping = await startTarget();
    const id = await make(flapping.url, { intervalMs: 1_000, timeoutMs: 1_000 });
    const { engine, pass } = await startEngine(clock, [id]);
    for (let turn = 0; turn < 35; turn += 1) {
      await pass(2);
      await flapping.stop();
      await pass(2);
      await flapping.start();
    }
    await engine.stop();
    await flapping.stop();
    const events = await test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => tx.checkEvent.findMany({ where: { checkId: id }, orderBy: { id: 'asc' } }));
    expect(events.length).toBeGreaterThan(62);
    expect(events.map(({ evidence }) => evidence !== null)).toEqual(events.map((_, index) => index < 60));
    expect(events.every(({ reason }) => reason !== '')).toBe(true);
  }, 60_000);
});

describe('more checks than are written together', () => {
  it('are written once each, though some cannot be written for a while', async () => {
    const clock = drillClock(start);
    const rows = Array.from({ length: 1_001 }, (_, index) =>
      newCheck({ sealer }, caller(), CheckDraft.parse({ name: `beat ${index}`, kind: 'heartbeat', settings: { periodSeconds: 3_600 }, intervalMs: 60_000 })));
    await test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => insertChecks(tx, rows));
    const ids = rows.map(({ id }) => id).sort();
    const stored = await readTenantChecks(test.database, sealer, log, test.tenants.alpha, () => null);
    const failed = { startedMs: null, succeededMs: null, failedMs: start - 1_000, message: 'disk full', runMs: null };
    const engine = new CheckEngine({ database: test.database, store: collectingStore(), log, clock });
    engine.setTenant(test.tenants.alpha, { ...stored, checks: stored.checks.filter(({ definition }) => ids.includes(definition.id)), heartbeats: new Map(ids.map((id) => [id, failed])) });
    const count = () => test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => tx.checkEvent.count({ where: { checkId: { in: ids } } }));
    await test.database.owner.query(`alter table check_states add constraint away check (check_id <> '${ids.at(-1)}') not valid`);
    await clock.pass(4_000, () => settleEngine(engine));
    expect(await count()).toBe(1_000);
    await test.database.owner.query('alter table check_states drop constraint away');
    await clock.pass(2_000, () => settleEngine(engine));
    await engine.stop();
    expect(await count()).toBe(1_001);
  }, 60_000);
});

describe('a heartbeat every minute with 10 s of grace', () => {
  const told = (seconds: number, failedSeconds: number | null = null) =>
    ({ startedMs: null, succeededMs: start + seconds * 1_000, failedMs: failedSeconds === null ? null : start + failedSeconds * 1_000, message: '', runMs: null });
  async function begin() {
    const clock = drillClock(start);
    const id = await make('', { kind: 'heartbeat', settings: { periodSeconds: 60, graceSeconds: 10 } });
    const { engine, pass } = await startEngine(clock, [id]);
    engine.setHeartbeats(new Map([[id, told(0)]]));
    const states = async () => {
      await engine.flush();
      return (await shown(id, clock.now())).map((span) => span.split(' ')[1]);
    };
    return { clock, id, engine, pass, states };
  }

  it.each([['is held up', 'hold'], ['has its clock set forward', 'setWall']] as const)('is unknown after Nines %s for 20 s over its deadline, and down only when the next is late too', async (_, how) => {
    const { clock, engine, pass, states } = await begin();
    await pass(65);
    clock[how](20_000);
    await pass(40);
    expect((await states()).at(-1)).toBe('unknown');
    expect(await states()).not.toContain('down');
    await pass(30);
    await engine.stop();
    expect((await states()).at(-1)).toBe('down');
  });

  it('is late as ever after a pause in which whoever called still waits for the answer, once it had time to come', async () => {
    const { clock, engine, pass, states } = await begin();
    await pass(65);
    clock.hold(8_000);
    await pass(3);
    expect(await states()).not.toContain('down');
    await pass(4);
    await engine.stop();
    expect((await states()).at(-1)).toBe('down');
  });

  it('is down at once when it says that it failed, though Nines was held up just before', async () => {
    const { clock, id, engine, pass, states } = await begin();
    await pass(62);
    clock.hold(4_000);
    await pass(1);
    engine.setHeartbeats(new Map([[id, told(0, 66)]]));
    await pass(1);
    await engine.stop();
    expect((await states()).at(-1)).toBe('down');
  });

  it('is late 30 s after it was first held back, however often Nines is held up', async () => {
    const { clock, engine, pass, states } = await begin();
    await pass(65);
    for (let turn = 0; turn < 5; turn += 1) {
      clock.hold(4_000);
      await pass(2);
    }
    expect(await states()).not.toContain('down');
    for (let turn = 0; turn < 2; turn += 1) {
      clock.hold(4_000);
      await pass(2);
    }
    await engine.stop();
    expect(await states()).toContain('down');
  });
});

describe('a clock that is set', () => {
  it('forward leaves its time unknown, and back makes no time that is counted twice', async () => {
    const clock = drillClock(start);
    const id = await make(target.url);
    const { engine, pass } = await startEngine(clock, [id]);
    await pass(30);
    clock.setWall(3_600_000);
    await pass(30);
    clock.setWall(-3_600_000);
    await pass(30);
    await engine.stop();
    const spans = await test.database.withTenant(test.tenants.alpha, (client) => readEverySpan(client, [id], start, start + 7_200_000));
    const upMs = spans.filter(({ state }) => state === 'up').reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    expect(upMs).toBeLessThanOrEqual(60_000);
    for (const [index, { fromMs, toMs }] of spans.entries()) {
      expect(toMs).toBeGreaterThanOrEqual(fromMs);
      expect(fromMs).toBeGreaterThanOrEqual(spans[index - 1]?.toMs ?? 0);
    }
  });
});

describe('what was found', () => {
  it('is written later when the database is away, and without a check that was deleted', async () => {
    const clock = drillClock(start);
    const [kept, gone] = [await make('http://127.0.0.1:1/'), await make(target.url)];
    const { engine, pass } = await startEngine(clock, [kept, gone]);
    await test.database.owner.query('alter table check_states rename to away');
    await pass(30);
    await deleteCheck({ database: test.database, sealer, url: '' }, caller(), gone);
    await test.database.owner.query('alter table away rename to check_states');
    await pass(30);
    await engine.stop();
    expect(await shown(kept, clock.now())).toEqual([expect.stringMatching(/^\d+-60 down$/)]);
    expect(await shown(gone, clock.now())).toEqual([]);
  });
});
