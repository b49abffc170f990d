import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RuleInput } from '@/lib/alerts/rules/schemas';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { parametersOf } from '@/lib/prometheus-api/parameters';
import { samplesOf } from '@/server/metrics/engine/test-engine';
import { storeAlerts } from '../test-stored-alerts';
import type { Evaluator } from './evaluator';
import { createWorld, type World } from './test-world';

let world: World;
let evaluator: Evaluator;

beforeEach(async () => {
  world = await createWorld();
  evaluator = world.evaluator();
});
afterEach(() => world.close());

const cpu: RuleInput = {
  name: 'Cpu',
  condition: { kind: 'promql', expr: 'cpu_usage > 80', severity: 'critical' },
  forMs: 40_000,
  annotations: { summary: '{{ $labels.instance }} is at {{ printf "%.0f" $value }} %' },
  team: 'web',
};

const web1 = (value: number) => world.sample('cpu_usage', { instance: 'web-1' }, value);

describe('a rule on stored samples', () => {
  it('makes an alert pending, fires it to the millisecond at the end of its for, and resolves it when it is over', async () => {
    await world.addRule(cpu);
    await evaluator.reload();
    await web1(95);
    await world.pass(evaluator, 100_000);
    const [alert] = await world.alerts();
    expect(alert).toMatchObject({ name: 'Cpu', state: 'firing', instance: 'web-1', value: 95, events: ['pending', 'firing'] });
    expect((alert?.firedAfter ?? 0) - (alert?.after ?? 0)).toBe(40_000);
    await web1(20);
    await world.pass(evaluator, 15_000);
    expect(await world.alerts()).toMatchObject([{ state: 'resolved', resolution: 'condition', isActive: false, events: ['pending', 'firing', 'resolved'] }]);
    expect(await samplesOf(world.engine, world.test.tenants.alpha, 'sum by (alertstate) (ALERTS{alertname="Cpu"})[1s:]', world.nowMs)).toEqual({});
    await evaluator.stop();
  });

  it('shows itself as the series that Prometheus writes, which end with it', async () => {
    await world.addRule(cpu);
    await evaluator.reload();
    await web1(95);
    await world.pass(evaluator, 30_000);
    const names = async () => Object.keys(await samplesOf(world.engine, world.test.tenants.alpha, '{__name__=~"ALERTS.*"}[1m]', world.nowMs)).sort();
    expect(await names()).toEqual(['__name__ ALERTS alertname Cpu alertstate pending instance web-1 severity critical team web', '__name__ ALERTS_FOR_STATE alertname Cpu instance web-1 severity critical team web']);
    await world.pass(evaluator, 30_000);
    const now = async () => (await world.engine.query(world.test.tenants.alpha, { expr: 'ALERTS', timeMs: world.nowMs })).result;
    expect(await now()).toMatchObject({ series: [{ labels: ['__name__', 'ALERTS', 'alertname', 'Cpu', 'alertstate', 'firing', 'instance', 'web-1', 'severity', 'critical', 'team', 'web'], value: 1 }] });
    await web1(1);
    await world.pass(evaluator, 15_000);
    expect(await now()).toEqual({ type: 'vector', series: [] });
    await evaluator.stop();
  });

  it('answers as /api/v1/rules and /api/v1/alerts of Prometheus do', async () => {
    await world.addRule({ ...cpu, forMs: 0, group: 'hosts', labels: { area: 'host' } });
    await world.addRule({ ...cpu, name: 'Quiet', condition: { kind: 'promql', expr: 'absent(nothing) < 0', severity: 'info' } });
    await evaluator.reload();
    await web1(95);
    await world.pass(evaluator, 16_000);
    const { alpha, beta } = world.test.tenants;
    const [alert] = evaluator.alertsOf(alpha);
    expect(alert).toMatchObject({ labels: { alertname: 'Cpu', area: 'host', instance: 'web-1', severity: 'critical', team: 'web' }, annotations: { summary: 'web-1 is at 95 %' }, state: 'firing', value: '9.5e+01' });
    expect(evaluator.rulesOf(alpha, parametersOf('rule_group[]=hosts'))).toMatchObject([
      { name: 'hosts', file: 'nines', interval: 15, limit: 0, rules: [{ type: 'alerting', name: 'Cpu', query: 'cpu_usage > 80', state: 'firing', duration: 0, health: 'ok', labels: { area: 'host', severity: 'critical', team: 'web' }, alerts: [alert] }] },
    ]);
    expect(evaluator.rulesOf(alpha, parametersOf('')).map((group) => ('name' in group ? group.name : ''))).toEqual(['hosts', 'nines']);
    for (const none of ['type=record', 'rule_name[]=Other', 'file[]=x.yml', 'match[]={severity="warning"}']) expect(evaluator.rulesOf(alpha, parametersOf(none))).toEqual([]);
    expect(evaluator.rulesOf(alpha, parametersOf('match[]={severity="info"}'))).toMatchObject([{ rules: [{ name: 'Quiet', state: 'inactive' }] }]);
    expect([evaluator.rulesOf(beta, parametersOf('')), evaluator.alertsOf(beta)]).toEqual([[], []]);
    await evaluator.stop();
  });

  it('says what is wrong with it, lets the others be, and knows nothing then rather than that all is well', async () => {
    const id = await world.addRule({ ...cpu, forMs: 0 });
    const wrong = await world.addRule({ ...cpu, name: 'Wrong', condition: { kind: 'promql', expr: 'cpu_usage * on(job) cpu_usage', severity: 'info' } });
    await evaluator.reload();
    await web1(95);
    await world.sample('cpu_usage', { instance: 'web-2' }, 1);
    await world.pass(evaluator, 20_000);
    expect(evaluator.healthOf(id)).toMatchObject({ error: null, results: 1 });
    expect(evaluator.healthOf(wrong)).toMatchObject({ error: expect.stringContaining('duplicate series') as string, errorSince: expect.any(Number) as number });
    expect(evaluator.stats()).toMatchObject({ rules: 2, failing: 1 });
    await evaluator.stop();
    const { rows } = await world.test.database.withTenant(world.test.tenants.alpha, (client) => client.query('select rule_id, error is null as fine, results from alert_rule_states order by fine desc'));
    expect(rows).toEqual([{ rule_id: id, fine: true, results: 1 }, { rule_id: wrong, fine: false, results: null }]);
  });

  it('fires for missing data where it is told to, and not just after a start', async () => {
    await world.addRule({ ...cpu, forMs: 0, noData: 'alert' });
    await evaluator.reload();
    await web1(5);
    await world.pass(evaluator, 20_000);
    expect(await world.alerts()).toEqual([]);
    // The samples end; five minutes later they are too old to be looked at.
    await world.pass(evaluator, 330_000);
    expect(await world.alerts()).toMatchObject([{ state: 'firing', instance: '', events: ['firing'] }]);
    await web1(5);
    await world.pass(evaluator, 15_000);
    expect(await world.alerts()).toMatchObject([{ state: 'resolved' }]);
    await evaluator.stop();
  });

  it('that a person resolved by hand fires again only as a new occurrence', async () => {
    await world.addRule({ ...cpu, forMs: 0 });
    await evaluator.reload();
    await web1(95);
    await world.pass(evaluator, 20_000);
    await world.test.database.withTenant(world.test.tenants.alpha, (client) => client.query(`update alerts set state = 'resolved', resolution = 'person', resolved_at = $1, version = version + 1`, [new Date(world.nowMs)]));
    await world.pass(evaluator, 120_000, () => web1(96));
    expect(await world.alerts()).toMatchObject([{ state: 'resolved', isActive: true }]);
    await web1(1);
    await world.pass(evaluator, 15_000);
    expect(await world.alerts()).toMatchObject([{ state: 'resolved', resolution: 'person', isActive: false }]);
    await web1(97);
    await world.pass(evaluator, 15_000);
    expect((await world.alerts()).map(({ state }) => state)).toEqual(['resolved', 'firing']);
    await evaluator.stop();
  });
});

describe('a restart', () => {
  it('while an alert is pending goes on with its for', async () => {
    await world.addRule({ ...cpu, forMs: 60_000 });
    await evaluator.reload();
    await web1(95);
    await world.pass(evaluator, 30_000);
    await evaluator.stop();
    world.nowMs += 10_000;
    const next = world.evaluator();
    await next.reload();
    await world.pass(next, 40_000);
    const [alert] = await world.alerts();
    expect(alert).toMatchObject({ state: 'firing', events: ['pending', 'firing'] });
    expect((alert?.firedAfter ?? 0) - (alert?.after ?? 0)).toBe(60_000);
    await next.stop();
  });

  it('while an alert fires neither fires it again nor ends it, however long it took and though no data is there yet', async () => {
    await world.addRule({ ...cpu, forMs: 0 });
    await evaluator.reload();
    await web1(95);
    await world.pass(evaluator, 20_000);
    await evaluator.stop();
    world.nowMs += 3_600_000;
    const next = world.evaluator();
    await next.reload();
    await world.pass(next, 45_000);
    expect(await world.alerts()).toMatchObject([{ state: 'firing', events: ['firing'] }]);
    await world.pass(next, 30_000, () => web1(95));
    expect(await world.alerts()).toMatchObject([{ state: 'firing', events: ['firing'] }]);
    await web1(1);
    await world.pass(next, 15_000);
    expect(await world.alerts()).toMatchObject([{ state: 'resolved', events: ['firing', 'resolved'] }]);
    await next.stop();
  });

  it('after a long outage does not count the outage for a for', async () => {
    await world.addRule({ ...cpu, forMs: 600_000 });
    await evaluator.reload();
    await web1(95);
    await world.pass(evaluator, 60_000);
    await evaluator.stop();
    world.nowMs += 3_600_000;
    const next = world.evaluator();
    await next.reload();
    await world.pass(next, 300_000, () => web1(95));
    expect(await world.alerts()).toMatchObject([{ state: 'pending' }]);
    await world.pass(next, 300_000, () => web1(95));
    expect(await world.alerts()).toMatchObject([{ state: 'firing' }]);
    await next.stop();
  });

  it('on two nodes at once makes one alert and one of each event', async () => {
    await world.addRule({ ...cpu, forMs: 20_000 });
    const other = world.evaluator();
    await Promise.all([evaluator.reload(), other.reload()]);
    await web1(95);
    for (let second = 0; second < 60; second += 1) {
      world.nowMs += 1_000;
      await Promise.all([evaluator.tick(world.nowMs), other.tick(world.nowMs)]);
    }
    expect(await world.alerts()).toMatchObject([{ state: 'firing', events: ['pending', 'firing'] }]);
    await web1(1);
    for (let second = 0; second < 20; second += 1) {
      world.nowMs += 1_000;
      await Promise.all([evaluator.tick(world.nowMs), other.tick(world.nowMs)]);
    }
    expect(await world.alerts()).toMatchObject([{ state: 'resolved', events: ['pending', 'firing', 'resolved'] }]);
    await Promise.all([evaluator.stop(), other.stop()]);
  });
});

describe('a change of the rules', () => {
  it('that does not concern an alert leaves it alone; one that raises its level ends it at once', async () => {
    const rule = { ...cpu, forMs: 0 };
    const id = await world.addRule(rule);
    await evaluator.reload();
    await web1(95);
    await world.pass(evaluator, 20_000);
    await world.setRule(id, { ...rule, description: 'new', condition: { kind: 'promql', expr: 'cpu_usage > 85', severity: 'critical' } });
    await evaluator.reload();
    await world.pass(evaluator, 1_000);
    expect(await world.alerts()).toMatchObject([{ state: 'firing', events: ['firing'] }]);
    await world.setRule(id, { ...rule, condition: { kind: 'promql', expr: 'cpu_usage > 99', severity: 'critical' } });
    await evaluator.reload();
    await world.pass(evaluator, 1_000);
    expect(await world.alerts()).toMatchObject([{ state: 'resolved', resolution: 'rule_removed' }]);
    await evaluator.stop();
  });

  it.each([
    { how: 'deleted', end: (id: string) => world.removeRule(id) },
    { how: 'switched off', end: (id: string) => world.setRule(id, { ...cpu, isEnabled: false }) },
  ])('ends the alerts and the series of a rule that is $how', async ({ end }) => {
    const id = await world.addRule({ ...cpu, forMs: 0 });
    await world.addRule({ ...cpu, name: 'Other', forMs: 0 });
    await evaluator.reload();
    await web1(95);
    await world.pass(evaluator, 20_000);
    await end(id);
    world.nowMs += 1_000;
    await evaluator.reload();
    await world.pass(evaluator, 10_000);
    expect((await world.alerts()).map(({ name, state, resolution }) => [name, state, resolution]).sort()).toEqual([['Cpu', 'resolved', 'rule_removed'], ['Other', 'firing', null]]);
    const { result } = await world.engine.query(world.test.tenants.alpha, { expr: 'count by (alertname) (ALERTS)', timeMs: world.nowMs });
    expect(result).toMatchObject({ series: [{ labels: ['alertname', 'Other'], value: 1 }] });
    await evaluator.stop();
  });

  it('that nobody can understand is shown, and its alerts stay as they are', async () => {
    const id = await world.addRule({ ...cpu, forMs: 0 });
    await evaluator.reload();
    await web1(95);
    await world.pass(evaluator, 20_000);
    await world.test.database.withTenant(world.test.tenants.alpha, (client) => client.query(`update alert_rules set settings = settings || '{"condition": {"kind": "later"}}', version = version + 1`));
    await evaluator.reload();
    await world.pass(evaluator, 20_000);
    expect(await world.alerts()).toMatchObject([{ state: 'firing' }]);
    expect(evaluator.healthOf(id)).toMatchObject({ error: expect.any(String) as string });
    await world.setRule(id, { ...cpu, forMs: 0 });
    await evaluator.reload();
    await world.pass(evaluator, 30_000);
    expect(await world.alerts()).toMatchObject([{ state: 'firing', events: ['firing'] }]);
    await evaluator.stop();
  });
});

describe('a clock that is set back', () => {
  it('holds up no evaluation, no end and no new alert until the time comes by again', async () => {
    let value = 95;
    const store: MetricStore = { ...bound(world.engine), query: async (tenant, query) => ({ ...(await world.engine.query(tenant, { ...query, expr: `vector(${value}) > 80` })) }) };
    const clocked = world.evaluator(store);
    await world.addRule({ ...cpu, forMs: 0, intervalMs: 5_000 });
    const states = async () => (await world.alerts()).map(({ state }) => state).sort();
    const passWith = async (next: number) => {
      value = next;
      await world.pass(clocked, 10_000);
    };
    await clocked.reload();
    for (const next of [95, 10, 95]) await passWith(next);
    expect(await states()).toEqual(['firing', 'resolved']);
    const before = clocked.stats().evaluations;
    world.nowMs -= 3_600_000;
    await passWith(10);
    expect(clocked.stats().evaluations - before).toBeGreaterThanOrEqual(2);
    expect(await states()).toEqual(['resolved', 'resolved']);
    await passWith(95);
    expect(await states()).toEqual(['firing', 'resolved', 'resolved']);
    await clocked.stop();
  });
});

describe('alerts of programs outside', () => {
  it('do not end just because Nines was away and could not hear them', async () => {
    const { alpha } = world.test.tenants;
    const beganMs = world.nowMs;
    await storeAlerts(world.test.database, alpha, [{ source: 'api', labels: { alertname: 'Outside' }, startsAt: new Date(beganMs - 900_000), activeUntil: new Date(beganMs - 300_000) }]);
    await evaluator.reload();
    await world.pass(evaluator, 100_000);
    expect(await world.alerts()).toMatchObject([{ name: 'Outside', state: 'firing' }]);
    await world.pass(evaluator, 60_000);
    expect(await world.alerts()).toMatchObject([{ state: 'resolved', resolution: 'timeout' }]);
    await evaluator.stop();
  });
});

describe('many rules', () => {
  it('of 15 seconds are spread over the interval, each evaluated once in it', async () => {
    for (let index = 0; index < 100; index += 1) await world.addRule({ ...cpu, name: `Rule ${index}`, condition: { kind: 'promql', expr: `cpu_usage > ${index}`, severity: 'info' } });
    await evaluator.reload();
    const ticks = new Set<number>();
    await world.pass(evaluator, 75_000, () => Promise.resolve(void ticks.add(world.nowMs)));
    expect(evaluator.stats()).toMatchObject({ rules: 100, evaluations: 500, missed: 0, failures: 0 });
    // 150 places in the interval, five intervals.
    expect(ticks.size).toBeGreaterThan(250);
    await evaluator.stop();
  });

  it('are not held up by some whose queries never end; those are given up, shown and not piled up', async () => {
    const asked: string[] = [];
    const deaf: MetricStore = {
      ...bound(world.engine),
      query: (tenant, query) => {
        if (!query.expr.includes('stuck')) return world.engine.query(tenant, query);
        asked.push(query.expr);
        return new Promise(() => undefined);
      },
    };
    const held = world.evaluator(deaf);
    const stuck = await Promise.all(Array.from({ length: 12 }, (_, index) => world.addRule({ ...cpu, name: `Stuck ${index}`, intervalMs: 1_000, condition: { kind: 'promql', expr: `stuck > ${index}`, severity: 'info' } })));
    const fine = await world.addRule({ ...cpu, name: 'Fine', intervalMs: 1_000, forMs: 0 });
    await held.reload();
    await web1(95);
    world.nowMs += 2_000;
    const beganMs = performance.now();
    const first = held.tick(world.nowMs);
    while (held.healthOf(fine)?.evaluatedAt !== world.nowMs) await new Promise((resolve) => setImmediate(resolve));
    // The others have the slots for half a second at most.
    expect(performance.now() - beganMs).toBeLessThan(950);
    await first;
    for (const id of stuck) expect(held.healthOf(id)?.error).toMatch(/took longer than 1 s/);
    world.nowMs += 3_000;
    await held.tick(world.nowMs);
    expect(asked).toHaveLength(12);
    expect(held.stats().missed).toBeGreaterThanOrEqual(12);
    expect(held.healthOf(fine)).toMatchObject({ evaluatedAt: world.nowMs, error: null });
    await held.stop();
  });
});

function bound(engine: MetricStore): MetricStore {
  return {
    batch: (tenant) => engine.batch(tenant), append: (tenant, batch) => engine.append(tenant, batch), query: (...args) => engine.query(...args), queryRange: (...args) => engine.queryRange(...args),
    series: (...args) => engine.series(...args), labelNames: (...args) => engine.labelNames(...args), labelValues: (...args) => engine.labelValues(...args), metadata: (...args) => engine.metadata(...args),
  };
}
