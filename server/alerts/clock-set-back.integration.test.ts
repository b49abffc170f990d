import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf } from '@/lib/alerts/fingerprint';
import type { AlertSignal } from '@/lib/alerts/life-cycle-signal';
import { defaultRoute, type Route } from '@/lib/alerts/notify/schemas';
import type { RuleInput } from '@/lib/alerts/rules/schemas';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { labelSetOf } from '@/lib/metrics/labels';
import { createLog } from '@/server/log';
import { applySignals } from './alert-store';
import { createDeliverer, type Deliverer } from './notify/deliverer';
import { createNotifier } from './notify/notifier';
import type { Evaluator } from './rules/evaluator';
import { createWorld, type World } from './rules/test-world';

const minute = 60_000;
const day = 24 * 60 * minute;

let world: World;
let evaluator: Evaluator;
let deliverer: Deliverer;
let arrived: string[];
let value: number;
/** Minutes of the rules, of the notifications and of their sending. */
let passMinutes: (minutes: number) => Promise<void>;

beforeEach(async () => {
  world = await createWorld();
  [arrived, value] = [[], 10];
  const { alpha } = world.test.tenants;
  const { database } = world.test;
  const log = createLog('silent');
  const options = { database, log, url: 'https://nines.example.org' };
  const notifier = createNotifier(options);
  const send = (_channel: unknown, { message: { kind } }: { message: { kind: string } }) => Promise.resolve(void arrived.push(kind)).then(() => ({ status: 200 }));
  deliverer = createDeliverer({ ...options, send, nodeId: randomUUID(), chance: () => 0.5 });
  evaluator = world.evaluator(watching(world.engine));
  await database.withTenant(alpha, async (client) => {
    const channelId = randomUUID();
    await client.query(`insert into notification_channels (id, tenant_id, name, kind, settings, sealed) values ($1, $2, 'chat', 'slack', '{}', '')`, [channelId, alpha.id]);
    const route: Route = { ...defaultRoute, channelIds: [channelId], groupWaitMs: 0, groupIntervalMs: 5_000 };
    await client.query(`insert into notification_routing (tenant_id, settings) values ($1, $2) on conflict (tenant_id) do update set settings = $2`, [alpha.id, JSON.stringify(route)]);
  });
  passMinutes = async (minutes) => {
    for (let step = 0; step < minutes * 4; step += 1) {
      await world.pass(evaluator, minute / 4);
      await notifier.tick(alpha, world.nowMs);
      await deliverer.tick(world.nowMs);
      await deliverer.idle();
    }
  };
});
afterEach(async () => {
  await evaluator.stop();
  await deliverer.stop();
  await world.close();
});

/** A store whose value of the moment a rule asks for, whatever is stored. */
function watching(engine: MetricStore): MetricStore {
  return {
    batch: (tenant) => engine.batch(tenant), append: (tenant, batch) => engine.append(tenant, batch), queryRange: (...args) => engine.queryRange(...args), series: (...args) => engine.series(...args),
    labelNames: (...args) => engine.labelNames(...args), labelValues: (...args) => engine.labelValues(...args), metadata: (...args) => engine.metadata(...args),
    query: (tenant, query) => engine.query(tenant, { ...query, expr: query.expr.replace('watched', `vector(${value})`) }),
  };
}

async function restart(): Promise<void> {
  await evaluator.stop();
  evaluator = world.evaluator(watching(world.engine));
  await evaluator.reload();
}

const states = async () => (await world.alerts()).map(({ state }) => state).sort();
const rule: RuleInput = { name: 'Watched', condition: { kind: 'promql', expr: 'watched > 80', severity: 'critical' }, forMs: 0, intervalMs: 10_000 };

const cases = [
  { what: 'that fires at once', settings: {}, fastMinutes: 2 },
  { what: 'that is pending then', settings: { forMs: 3 * minute }, fastMinutes: 1 },
  { what: 'that is only kept firing then', settings: { keepFiringForMs: 2 * minute }, fastMinutes: 1, isOver: true },
];

describe('a clock that is set back by a day', () => {
  it.each(cases.flatMap((each) => [{ ...each, isRestarted: false, then: 'goes on' }, { ...each, isRestarted: true, then: 'begins anew' }]))(
    'ends an alert $what, tells the end and the next one; the process $then',
    async ({ settings, fastMinutes, isOver = false, isRestarted }) => {
      await world.addRule({ ...rule, ...settings });
      await evaluator.reload();
      await passMinutes(1);
      world.nowMs += day;
      await passMinutes(1);
      value = 95;
      await passMinutes(fastMinutes);
      if (isOver) value = 10;
      if (isOver) await passMinutes(1);
      world.nowMs -= day;
      if (isRestarted) await restart();
      for (let passed = 0; passed < 4 && arrived.length === 0; passed += 1) await passMinutes(1);
      expect(arrived).toEqual(['fire']);
      value = 10;
      await passMinutes(3);
      expect(await states()).toEqual(['resolved']);
      expect(arrived).toEqual(['fire', 'resolve']);
      value = 95;
      await passMinutes(4);
      expect(await states()).toEqual(['firing', 'resolved']);
      expect(arrived).toEqual(['fire', 'resolve', 'fire']);
    },
  );

  it('ends an alert of a program outside, whether that says so or says nothing any more', async () => {
    await evaluator.reload();
    world.nowMs += day;
    await passMinutes(1);
    const spoken = (name: string, kind: AlertSignal['kind']): AlertSignal => {
      const labels = labelSetOf([['alertname', name]]);
      return {
        kind, labels, fingerprint: fingerprintOf(labels), atMs: world.nowMs, startsAtMs: world.nowMs, activeUntilMs: kind === 'ended' ? null : world.nowMs + 5 * minute, annotations: {}, value: null,
        source: 'api', ruleId: null, runbookUrl: null, generatorUrl: null, resolution: 'source', isFlapping: false, reason: 'Its sender says so.', evaluation: null,
      };
    };
    const { database, tenants } = world.test;
    await applySignals(database, tenants.alpha, [spoken('Told', 'firing'), spoken('Silent', 'firing')]);
    await passMinutes(1);
    world.nowMs -= day;
    await passMinutes(1);
    await applySignals(database, tenants.alpha, [spoken('Told', 'ended')]);
    expect(await states()).toEqual(['firing', 'resolved']);
    await passMinutes(2);
    expect(await states()).toEqual(['firing', 'resolved']);
    await passMinutes(4);
    expect(await world.alerts()).toMatchObject([{ state: 'resolved' }, { state: 'resolved' }]);
    expect(arrived.filter((kind) => kind === 'resolve')).toHaveLength(2);
  });

  it('takes new samples of the series that have some of the time before, so that their rules go on', async () => {
    evaluator = world.evaluator();
    await world.addRule({ ...rule, condition: { kind: 'promql', expr: 'cpu_usage > 80', severity: 'critical' }, noData: 'keep' });
    const measure = async (cpu: number) => {
      await world.sample('cpu_usage', { instance: 'web-1' }, cpu);
      await passMinutes(1);
    };
    await evaluator.reload();
    await measure(10);
    world.nowMs += day;
    await measure(10);
    await measure(95);
    expect(await states()).toEqual(['firing']);
    world.nowMs -= day;
    await measure(95);
    await measure(10);
    await measure(10);
    expect(arrived).toEqual(['fire', 'resolve']);
    await world.engine.sealAll();
    await measure(95);
    expect(await states()).toEqual(['firing', 'resolved']);
    await measure(95);
    expect(arrived).toEqual(['fire', 'resolve', 'fire']);
  });
});
