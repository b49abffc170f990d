import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '@/lib/context';
import { daysBetween } from '@/lib/sla/days';
import type { DayFigures } from '@/lib/sla/schemas';
import { labelOf } from '@/lib/metrics/labels';
import type { InstantQuery } from '@/lib/metrics/metric-store';
import type { Span } from '@/lib/checks/span';
import { readEverySpan } from '@/server/checks/spans';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import type { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { append, openTestEngine } from '@/server/metrics/engine/test-engine';
import type { SlaSources } from './measured-objectives';
import { createObjective, deleteObjective, updateObjective } from './objectives';
import { readObjective } from './read-objective';
import { readSla } from './read-sla';
import { recordBurn } from './record-burn';
import { rebuildAll, recordDue } from './record-due';
import { readSpanRanges } from './span-ranges';
import { addCheck, addService, addSpans, objectiveOf, testCaller, type TestSpan } from './test-objectives';

const at = (text: string) => Date.parse(text);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = at('2026-04-20T07:13:21.123Z');
const query = { days: 90, limit: 50, offset: 0 };

let test: TestDatabase;
let engine: MetricEngine;
let sources: SlaSources;
let alpha: Caller['tenant'];

beforeAll(async () => {
  test = await createTestDatabase();
  alpha = test.tenants.alpha;
  engine = await openTestEngine(test, () => now);
  sources = { database: test.database, metrics: engine, log: createLog('silent') };
});
afterAll(async () => {
  await engine.close();
  await test.drop();
});
beforeEach(() => test.database.transaction({ kind: 'tenant', tenant: alpha }, async (tx) => {
  await tx.service.deleteMany();
  await tx.check.deleteMany();
}));

const caller = (atMs = now) => testCaller(alpha, atMs);
const audited = (action: string) => test.database.transaction({ kind: 'tenant', tenant: alpha }, (tx) => tx.auditEntry.count({ where: { action } }));
const stored = async (id: string) => (await test.database.withTenant(alpha, (client) => client.query('select * from sla_metrics where objective_id = $1 order by day', [id]))).rows as Record<string, unknown>[];

/** Up since 10 January but for an hour of maintenance, some minutes down, a gap and a night that nobody knows. */
const spans: TestSpan[] = [
  [at('2026-01-10T05:00Z'), at('2026-02-01T10:00Z'), 'up'],
  [at('2026-02-01T10:00Z'), at('2026-02-01T10:02:00.001Z'), 'down'],
  [at('2026-02-01T10:02:00.001Z'), at('2026-03-28T22:30Z'), 'up'],
  [at('2026-03-28T22:30Z'), at('2026-03-29T03:00Z'), 'unknown'],
  [at('2026-03-29T03:00Z'), at('2026-04-01T21:50Z'), 'up'],
  [at('2026-04-01T22:10Z'), at('2026-04-05T00:00Z'), 'up'],
  [at('2026-04-05T00:00Z'), at('2026-04-05T01:00Z'), 'down', 'move'],
  [at('2026-04-05T01:00Z'), at('2026-04-10T00:00Z'), 'degraded'],
  [at('2026-04-10T00:00Z'), at('2026-04-20T06:00Z'), 'up'],
  [at('2026-04-20T06:00Z'), at('2026-04-20T06:03Z'), 'down'],
  [at('2026-04-20T06:03Z'), now, 'up'],
];

/** Straight from the spans, without any of the code under test: what of each local day was in which state. */
function byHand(own: readonly TestSpan[], timeZone: string, fromMs: number): Pick<DayFigures, 'day' | 'tally'>[] {
  return daysBetween(fromMs, now, timeZone).map(({ day: name, fromMs: from, toMs }) => {
    const to = Math.min(toMs, now);
    const of = (accepts: (span: TestSpan) => boolean) => own.filter(accepts).reduce((sum, [a, b]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)), 0);
    const in_ = (state: string) => of(([, , each, maintenance]) => each === state && maintenance === undefined);
    const known = of(() => true);
    return { day: name, tally: { upMs: in_('up'), degradedMs: in_('degraded'), downMs: in_('down'), unknownMs: in_('unknown') + (to - from - known), maintenanceMs: of(([, , , maintenance]) => maintenance !== undefined) } };
  });
}

/** A check that is up and down in turns, without a gap. */
const addFlapping = (check: string, fromMs: number, toMs: number, count: number) =>
  test.database.withTenant(alpha, (client) =>
    client.query(
      `insert into check_spans (check_id, from_at, to_at, tenant_id, state, reason)
       select $1, to_timestamp(($3::float8 + n * $4::float8) / 1000), to_timestamp(($3::float8 + (n + 1) * $4::float8) / 1000), $2, case n % 2 when 0 then 'up' else 'down' end, '' from generate_series(0, $5::int - 1) n`,
      [check, alpha.id, fromMs, (toMs - fromMs) / count, count],
    ));

describe('the figures by day', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'])('of finished days come from sla_metrics and are those of the spans, in %s', async (timeZone) => {
    const serviceId = await addService(test.database, alpha);
    await addCheck(test.database, alpha, serviceId, spans);
    const { id } = await createObjective(sources, caller(), objectiveOf(serviceId, { timeZone }));
    const { objectives: [found] } = await readSla(sources, caller(), query);
    const expected = byHand(spans, timeZone, at('2026-01-10T05:00Z')).slice(-90);
    expect(found?.history.map(({ day: name, tally }) => ({ day: name, tally }))).toEqual(expected);
    const rows = await stored(id);
    // Every finished day since the first result, and not today.
    const finished = daysBetween(at('2026-01-10T05:00Z'), now, timeZone).slice(0, -1);
    expect(rows.map(({ from_at, to_at }) => [Number(from_at), Number(to_at)])).toEqual(finished.map(({ fromMs, toMs }) => [fromMs, toMs]));
    const lengths = finished.map(({ fromMs, toMs }) => (toMs - fromMs) / hour);
    expect(new Set(lengths)).toEqual(new Set(timeZone === 'UTC' || timeZone === 'Asia/Kathmandu' ? [24] : [24, 23]));
    // The same with nothing recorded at all.
    await test.database.withTenant(alpha, (client) => client.query('with gone as (delete from sla_metrics) update objectives set days_version = days_version + 1'));
    expect((await readSla(sources, caller(), query)).objectives).toEqual([found]);
  });

  it('come out byte for byte alike when they are rebuilt, and other than before where the raw data says so', async () => {
    const serviceId = await addService(test.database, alpha);
    const check = await addCheck(test.database, alpha, serviceId, spans);
    const { id } = await createObjective(sources, caller(), objectiveOf(serviceId, { timeZone: 'Europe/Berlin' }));
    const before = await stored(id);
    expect(await rebuildAll(test.database, alpha, now + hour)).toEqual({ days: 100, changed: 0, objectives: 1, left: 0 });
    expect(await stored(id)).toEqual(before);
    await test.database.withTenant(alpha, (client) => client.query(`delete from sla_metrics where day >= '2026-03-01'`));
    expect(await rebuildAll(test.database, alpha, now)).toEqual({ days: 100, changed: 50, objectives: 1, left: 0 });
    expect(await stored(id)).toEqual(before);
    await test.database.withTenant(alpha, (client) => client.query(`update sla_metrics set down_ms = 0, bad = 0, up_ms = up_ms + down_ms, good = good + bad where day = '2026-02-01'`));
    expect(await rebuildAll(test.database, alpha, now)).toMatchObject({ changed: 1 });
    expect(await stored(id)).toEqual(before);
    await test.database.withTenant(alpha, (client) => client.query(`update check_spans set state = 'down' where check_id = $1 and state = 'unknown'`, [check]));
    // The night of 28 to 29 March is two days of Berlin.
    expect(await rebuildAll(test.database, alpha, now)).toMatchObject({ changed: 2 });
  });

  it('are recorded when a day is over and its last result is in, once', async () => {
    const serviceId = await addService(test.database, alpha);
    const midnight = at('2026-04-21T00:00Z');
    const check = await addCheck(test.database, alpha, serviceId, [[at('2026-04-19T12:00Z'), midnight - 5_000, 'up']]);
    const { id } = await createObjective(sources, caller(), objectiveOf(serviceId));
    expect((await stored(id)).map(({ up_ms }) => up_ms)).toEqual([12 * hour]);
    expect(await recordDue(sources, alpha, midnight + 30_000)).toEqual({ days: 0, changed: 0 });
    await addSpans(test.database, alpha, check, [[midnight - 5_000, midnight + 15_000, 'up']]);
    expect(await recordDue(sources, alpha, midnight + 165_000)).toEqual({ days: 0, changed: 0 });
    expect(await recordDue(sources, alpha, midnight + 175_000)).toEqual({ days: 1, changed: 1 });
    expect((await stored(id)).map(({ up_ms, unknown_ms }) => [up_ms, unknown_ms])).toEqual([[12 * hour, 12 * hour], [day, 0]]);
    expect(await recordDue(sources, alpha, midnight + 275_000)).toEqual({ days: 0, changed: 0 });
  });

  it('wait for a down of before midnight that only many failures in a row make one', async () => {
    const serviceId = await addService(test.database, alpha);
    const midnight = at('2026-04-21T00:00Z');
    const check = await addCheck(test.database, alpha, serviceId, [[at('2026-04-20T00:00Z'), midnight - 30_000, 'up'], [midnight - 30_000, midnight + 500_000, 'up']], { intervalMs: minute });
    const { id } = await createObjective(sources, caller(), objectiveOf(serviceId));
    // Ten in a row of a minute each: the first failed 30 s before midnight, the tenth is known 8.5 min after it.
    await test.database.withTenant(alpha, (client) => client.query(`update checks set plan = jsonb_set(plan, '{failures}', '{"count": 10, "of": 10}') where id = $1`, [check]));
    expect(await recordDue(sources, alpha, midnight + 510_000)).toEqual({ days: 0, changed: 0 });
    await test.database.withTenant(alpha, (client) => client.query(`update check_spans set state = 'down' where check_id = $1 and from_at = $2`, [check, new Date(midnight - 30_000)]));
    expect(await recordDue(sources, alpha, midnight + 700_000)).toEqual({ days: 0, changed: 0 });
    expect(await recordDue(sources, alpha, midnight + 730_000)).toEqual({ days: 1, changed: 1 });
    expect((await stored(id)).map(({ down_ms }) => down_ms)).toEqual([30_000]);
  });

  it('are counted a day at a time where there are too many spans; of a day that has too many by itself there is no figure rather than a wrong one, and other objectives have theirs', async () => {
    const serviceId = await addService(test.database, alpha);
    const from = at('2026-04-18T00:00Z');
    const [a, b, c] = [await addCheck(test.database, alpha, serviceId, []), await addCheck(test.database, alpha, serviceId, []), await addCheck(test.database, alpha, null, [])];
    await addFlapping(a, from, from + day, 108_000);
    await addFlapping(b, from + day, from + 2 * day, 108_000);
    const known = await createObjective(sources, caller(), objectiveOf(serviceId, { sli: { kind: 'checks', checkIds: [a, b] }, counting: { unknown: 'excluded' } }));
    // On the second day nothing is known of the first check.
    expect((await stored(known.id)).map(({ up_ms, down_ms, unknown_ms }) => [up_ms, down_ms, unknown_ms])).toEqual([[day / 2, day / 2, 0], [0, day / 2, day / 2]]);
    const { lost } = await readObjective(sources, caller(), known.id);
    expect([lost.length, lost[0]?.to, lost[0]?.state]).toEqual([200, now, 'unknown']);
    await addFlapping(c, from + day, from + 2 * day, 108_000);
    const unknown = await createObjective(sources, caller(), objectiveOf(serviceId, { sli: { kind: 'checks', checkIds: [b, c] } }));
    expect([unknown.percent, unknown.isMet, unknown.tally, await stored(unknown.id)]).toEqual([null, null, null, []]);
    expect((await readSla(sources, caller(), query)).objectives.map(({ id, percent }) => [id, percent])).toEqual([[known.id, known.percent], [unknown.id, null]]);
  }, 120_000);

  it('keep what was recorded before the spans that are still there', async () => {
    const serviceId = await addService(test.database, alpha);
    const check = await addCheck(test.database, alpha, serviceId, spans);
    const { id } = await createObjective(sources, caller(), objectiveOf(serviceId));
    const before = await stored(id);
    await test.database.withTenant(alpha, async (client) => {
      await client.query(`delete from check_spans where check_id = $1 and to_at <= '2026-04-01T21:50Z'`, [check]);
    });
    expect(await rebuildAll(test.database, alpha, now)).toMatchObject({ days: 18, changed: 0 });
    expect(await stored(id)).toEqual(before);
    expect((await readSla(sources, caller(), query)).objectives[0]?.window).toMatchObject({ isFull: true, measuredFrom: at('2026-01-10T00:00Z') });
  });
});

describe('the spans of several times', () => {
  it('are those that one question for each would find', async () => {
    const check = await addCheck(test.database, alpha, null, spans);
    const open = await addCheck(test.database, alpha, null, [[now - 9 * day, now - 8 * day, 'up'], [now - 8 * day, now - 2 * day, 'down']]);
    await test.database.withTenant(alpha, (client) =>
      client.query(`insert into check_states (check_id, tenant_id, state, since, reason, memory, span_from, measured_at, covered_until, updated_at) values ($1, $2, 'down', $3, '', '{}', $3, $4, $5, $4)`, [open, alpha.id, new Date(now - 8 * day), new Date(now - hour), new Date(now + minute)]),
    );
    const ranges: [number, number][] = [[now - 80 * day, now - 79 * day], [at('2026-02-01T10:00Z'), at('2026-02-01T10:02Z')], [at('2026-04-01T21:55Z'), at('2026-04-01T22:05Z')], [now - 7 * day, now - 6 * day], [now - 3 * hour, now]];
    await test.database.withTenant(alpha, async (client) => {
      const clipped = (all: readonly Span[], [fromMs, toMs]: [number, number]) => all.map((span) => ({ ...span, fromMs: Math.max(span.fromMs, fromMs), toMs: Math.min(span.toMs, toMs) })).filter((span) => span.fromMs < span.toMs);
      const together = await readSpanRanges(client, [check, open].flatMap((checkId) => ranges.map(([fromMs, toMs]) => ({ checkId, fromMs, toMs }))));
      for (const checkId of [check, open]) {
        for (const range of ranges) expect(clipped(together.get(checkId) ?? [], range)).toEqual(clipped(await readEverySpan(client, [checkId], ...range), range));
      }
    });
  });
});

describe('an objective', () => {
  it('is created, read, changed and deleted, and each is audited', async () => {
    const serviceId = await addService(test.database, alpha);
    await addCheck(test.database, alpha, serviceId, spans);
    const created = await createObjective(sources, caller(), objectiveOf(serviceId, { name: 'Shop', target: '99.9' }));
    expect(created).toMatchObject({ version: 1, serviceName: 'shop', settings: { name: 'Shop' }, alertRuleIds: [], isMet: true, window: { isFull: true } });
    // Thirty days less an hour of maintenance, twenty minutes without a result and four and a half hours unknown; three minutes down.
    const counted = 30 * day - hour - 20 * minute - 4.5 * hour;
    expect(created.amount).toEqual({ good: counted - 3 * minute, bad: 3 * minute, unit: 'ms' });
    expect(created.budget.left).toBeCloseTo(counted / 1_000 - 3 * minute, 6);
    expect(created.figures.day).toBe(Math.floor(((day - 3 * minute) / day) * 1e8) / 1e6);

    const stricter = objectiveOf(serviceId, { name: 'Shop', target: '99.9', counting: { degraded: 'bad', unknown: 'bad', maintenance: 'bad' } });
    const changed = await updateObjective(sources, caller(), created.id, { version: 1, objective: stricter });
    expect(changed).toMatchObject({ version: 2, isMet: false });
    expect(changed.amount.bad).toBe(3 * minute + hour + 20 * minute + 4.5 * hour + 4 * day + 23 * hour);
    const rows = await stored(created.id);
    for (const { up_ms, good, bad, from_at, to_at } of rows) expect([good, bad]).toEqual([up_ms, Number(to_at) - Number(from_at) - Number(up_ms)]);
    await updateObjective(sources, caller(), created.id, { version: 2, objective: { ...stricter, timeZone: 'Asia/Tokyo' } });
    expect((await stored(created.id)).map(({ from_at }) => new Date(Number(from_at)).toISOString().slice(11, 16))).toEqual(Array(100).fill('15:00'));
    await deleteObjective(sources, caller(), created.id, 3);
    await expect(readObjective(sources, caller(), created.id)).rejects.toMatchObject({ code: 'not_found' });
    expect([await audited('objective.create') > 0, await audited('objective.update'), await audited('objective.delete')]).toEqual([true, 2, 1]);
  });

  it('shows the time that it lost with what led to it, and what other targets would say', async () => {
    const serviceId = await addService(test.database, alpha);
    const check = await addCheck(test.database, alpha, serviceId, spans);
    const { id } = await createObjective(sources, caller(), objectiveOf(serviceId, { target: '99.9' }));
    const { lost, whatIf, history, objective } = await readObjective(sources, caller(), id);
    expect(lost.map(({ checkId, from, to, state, reason }) => [checkId === check, new Date(from).toISOString(), (to - from) / minute, state, reason])).toEqual([
      [true, '2026-04-20T06:00:00.000Z', 3, 'down', 'it was down'],
      [true, '2026-04-01T21:50:00.000Z', 20, 'unknown', 'Nothing was measured.'],
      [true, '2026-03-28T22:30:00.000Z', 270, 'unknown', 'it was unknown'],
    ]);
    expect(history).toHaveLength(101);
    expect(whatIf.map(({ target, isMet }) => [target, isMet])).toEqual([['99', true], ['99.5', true], ['99.9', true], ['99.95', true], ['99.99', true], ['99.995', false], ['99.999', false]]);
    expect(objective.budget.spent).toBe(3 * minute);
  });

  it('is judged by the worst of the checks that it names, or of all of its service', async () => {
    const serviceId = await addService(test.database, alpha);
    const good = await addCheck(test.database, alpha, serviceId, [[now - 10 * day, now, 'up']]);
    const bad = await addCheck(test.database, alpha, serviceId, [[now - 5 * day, now - hour, 'up'], [now - hour, now, 'down']]);
    await addCheck(test.database, alpha, serviceId, [[now - 3 * day, now - 2 * day, 'down']], { isEnabled: false });
    const downOf = async (checkIds: string[]) => (await createObjective(sources, caller(), objectiveOf(serviceId, { sli: { kind: 'checks', checkIds } }))).tally;
    expect(await downOf([good])).toMatchObject({ upMs: 10 * day, downMs: 0 });
    expect(await downOf([good, bad])).toMatchObject({ upMs: 10 * day - hour, downMs: hour, unknownMs: 20 * day });
    expect(await downOf([])).toMatchObject({ upMs: 9 * day - hour, downMs: day + hour, unknownMs: 20 * day });
  });

  it('counts events of a metric by its queries', async () => {
    const serviceId = await addService(test.database, alpha);
    const points = (perStep: number) => Array.from({ length: 121 }, (_, index): [number, number] => [now - hour + index * 30_000, index * perStep]);
    await append(engine, alpha, 'requests_total', { code: '200' }, points(99));
    await append(engine, alpha, 'requests_total', { code: '500' }, points(1));
    const sli = { kind: 'ratio', good: 'sum(increase(requests_total{code!~"5.."}[$window]))', total: 'sum(increase(requests_total[$window]))' };
    const created = await createObjective(sources, caller(), objectiveOf(serviceId, { sli, target: '99' }));
    expect(created).toMatchObject({ tally: null, amount: { unit: 'events' }, percent: 99 });
    await recordDue(sources, alpha, now);
    const { objectives: [found] } = await readSla(sources, caller(), query);
    expect(found?.amount.good).toBeGreaterThan(11_000);
    expect(found?.budget.burnRate.hour).toBeCloseTo(1, 6);
  });

  it('has no figures and no samples where its queries fail for any time, and the others have theirs', async () => {
    const serviceId = await addService(test.database, alpha);
    await addCheck(test.database, alpha, serviceId, [[now - 10 * day, now, 'up']]);
    // Two series that match one another twice: an error of evaluation, but only where there is data.
    const points = Array.from({ length: 41 }, (_, index): [number, number] => [now - 20 * minute + index * 30_000, index]);
    for (const code of ['a', 'b']) await append(engine, alpha, 'twofold_total', { code, job: 'twofold' }, points);
    const good = 'sum(increase(twofold_total[$window]))';
    const sli = { kind: 'ratio', good, total: 'sum(increase(twofold_total[$window]) + on (job) increase(twofold_total[$window]))' };
    const failing = await createObjective(sources, caller(), objectiveOf(serviceId, { sli, target: '99' }));
    expect(failing).toMatchObject({ percent: null, isMet: null, amount: { good: 0, bad: 0, unit: 'events' }, budget: { burnRate: { hour: null, threeDays: null } }, figures: { day: null, year: null } });
    const well = await createObjective(sources, caller(), objectiveOf(serviceId, { sli: { kind: 'ratio', good, total: good }, target: '99' }));
    const ofTime = await createObjective(sources, caller(), objectiveOf(serviceId));
    expect(new Map((await readSla(sources, caller(), query)).objectives.map(({ id, percent }) => [id, percent]))).toEqual(new Map([[failing.id, null], [well.id, 100], [ofTime.id, 100]]));
    expect(await recordBurn(sources, alpha, now)).toBe(16);
    const { result } = await engine.query(alpha, { expr: 'count by (objective_id) ({__name__=~"nines_objective_.+"})', timeMs: now });
    const counted = result.type === 'vector' ? result.series.map(({ labels, value }) => [labelOf(labels, 'objective_id'), value]) : [];
    expect(new Map(counted as [string, number][])).toEqual(new Map([[well.id, 8], [ofTime.id, 8]]));
  });

  it('counts results of a check within a bound of latency', async () => {
    const serviceId = await addService(test.database, alpha);
    const check = await addCheck(test.database, alpha, serviceId, []);
    const labels = { check_id: check };
    const times = Array.from({ length: 60 }, (_, index) => now - 20 * minute + index * 20_000 - 3_000);
    await append(engine, alpha, 'probe_duration_seconds', labels, times.map((time, index) => [time, index % 10 === 0 ? 0.3 : 0.05]));
    await append(engine, alpha, 'probe_success', labels, times.map((time, index) => [time, index % 10 === 5 ? 0 : 1]));
    // The last ten were in maintenance.
    await append(engine, alpha, 'nines_check_up', labels, times.slice(0, 50).map((time) => [time, 1]));
    const created = await createObjective(sources, caller(), objectiveOf(serviceId, { sli: { kind: 'latency', checkId: check, thresholdMs: 100 }, target: '95' }));
    const { objective } = await readObjective(sources, caller(), created.id);
    expect(objective.figures.day).toBe(80);
  });

  const refused: [what: string, changed: (ids: { serviceId: string; foreign: string }) => object, path: string][] = [
    ['a service that there is not', () => ({ serviceId: randomUUID() }), 'body.serviceId'],
    ['a check that there is not', () => ({ sli: { kind: 'checks', checkIds: [randomUUID()] } }), 'body.sli.checkIds'],
    ['a check of another tenant', ({ foreign }) => ({ sli: { kind: 'latency', checkId: foreign, thresholdMs: 100 } }), 'body.sli.checkId'],
    ['a query that is none', () => ({ sli: { kind: 'ratio', good: 'sum(', total: 'sum(increase(a[$window]))' } }), 'body.sli.good'],
    ['a query without a window', () => ({ sli: { kind: 'ratio', good: 'sum(increase(a[$window]))', total: 'a' } }), 'body.sli.total'],
  ];
  it.each(refused)('is refused for %s', async (_, changed, path) => {
    const serviceId = await addService(test.database, alpha);
    const foreign = await addCheck(test.database, test.tenants.beta, null, []);
    const input = objectiveOf(serviceId, changed({ serviceId, foreign }));
    await expect(createObjective(sources, caller(), input)).rejects.toMatchObject({ code: 'invalid', issues: [{ path }] });
  });

  it('is a conflict with a name that is taken or a version that is gone, and unknown to another tenant', async () => {
    const serviceId = await addService(test.database, alpha);
    const input = objectiveOf(serviceId);
    const { id } = await createObjective(sources, caller(), input);
    const other = await createObjective(sources, caller(), objectiveOf(serviceId));
    await expect(createObjective(sources, caller(), input)).rejects.toMatchObject({ code: 'conflict' });
    await expect(updateObjective(sources, caller(), other.id, { version: 1, objective: input })).rejects.toMatchObject({ code: 'conflict' });
    await expect(updateObjective(sources, caller(), id, { version: 2, objective: input })).rejects.toMatchObject({ code: 'conflict' });
    await expect(deleteObjective(sources, caller(), id, 7)).rejects.toMatchObject({ code: 'conflict' });
    const charlie = testCaller(test.tenants.beta, now);
    await expect(updateObjective(sources, charlie, id, { version: 1, objective: input })).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteObjective(sources, charlie, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readObjective(sources, charlie, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await readSla(sources, charlie, query)).toMatchObject({ objectives: [], total: 0 });
    const answers = await Promise.allSettled([1, 2].map((number) => updateObjective(sources, caller(), id, { version: 1, objective: { ...input, name: `new ${number}` } })));
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('the list', () => {
  it('has the one with the least budget left first, those that nothing is known of last, and finds by text and service', async () => {
    const [shop, blog] = [await addService(test.database, alpha, 'shop'), await addService(test.database, alpha, 'blog')];
    await addCheck(test.database, alpha, shop, [[now - 5 * day, now - 2 * minute, 'up'], [now - 2 * minute, now, 'down']]);
    await createObjective(sources, caller(), objectiveOf(shop, { name: 'strict', target: '99.999' }));
    await createObjective(sources, caller(), objectiveOf(shop, { name: 'lax', target: '99' }));
    await createObjective(sources, caller(), objectiveOf(blog, { name: 'Unmeasured' }));
    const names = async (changed: Partial<Parameters<typeof readSla>[2]>) => (await readSla(sources, caller(), { ...query, ...changed })).objectives.map(({ settings }) => settings.name);
    expect(await names({})).toEqual(['strict', 'lax', 'Unmeasured']);
    expect(await names({ text: 'UNM' })).toEqual(['Unmeasured']);
    expect(await names({ text: 'sho' })).toEqual(['strict', 'lax']);
    expect(await names({ serviceId: blog })).toEqual(['Unmeasured']);
    expect(await names({ limit: 1, offset: 1 })).toEqual(['lax']);
    expect((await readSla(sources, caller(), { ...query, limit: 1 })).total).toBe(3);
  });

  it('has one whose budget will be used up before those that are met, and asks the metrics only for what it shows', async () => {
    const [soon, met] = [await addService(test.database, alpha, 'soon'), await addService(test.database, alpha, 'met')];
    await addCheck(test.database, alpha, soon, [[now - 40 * day, now - hour, 'up'], [now - hour, now - hour + 8 * minute, 'down'], [now - hour + 8 * minute, now, 'up']]);
    await addCheck(test.database, alpha, met, [[now - 40 * day, now - 20 * day, 'up'], [now - 20 * day, now - 20 * day + 20 * minute, 'down'], [now - 20 * day + 20 * minute, now, 'up']]);
    await createObjective(sources, caller(), objectiveOf(met, { name: 'met', target: '99.9' }));
    await createObjective(sources, caller(), objectiveOf(soon, { name: 'soon', target: '99.9' }));
    const sli = { kind: 'ratio', good: 'sum(increase(none_total[$window]))', total: 'sum(increase(none_total[$window]))' };
    await createObjective(sources, caller(), objectiveOf(met, { name: 'events', sli }));
    const asked: string[] = [];
    const metrics = new Proxy(engine, {
      get: (target, name) => (name === 'query' ? (tenant: Caller['tenant'], query_: InstantQuery) => asked.push(query_.expr) && target.query(tenant, query_) : Reflect.get(target, name, target) as unknown),
    });
    const names = async (limit: number) => (await readSla({ ...sources, metrics }, caller(), { ...query, limit })).objectives.map(({ settings }) => settings.name);
    expect([await names(2), asked.length]).toEqual([['soon', 'met'], 0]);
    expect(await names(3)).toEqual(['soon', 'met', 'events']);
    expect(asked.length).toBeGreaterThan(0);
  });
});

