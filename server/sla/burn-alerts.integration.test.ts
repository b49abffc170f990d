import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '@/lib/context';
import { ServiceInput } from '@/lib/services/schemas';
import { createLog } from '@/server/log';
import { deleteRule, readRule, switchRule } from '@/server/alerts/rules/rules';
import { createWorld, type World } from '@/server/alerts/rules/test-world';
import { updateService } from '@/server/services/services';
import { createBurnAlerts } from './burn-alerts';
import type { SlaSources } from './measured-objectives';
import { createObjective, deleteObjective, updateObjective } from './objectives';
import { readObjective } from './read-objective';
import { recordBurn } from './record-burn';
import { addCheck, addService, addSpans, objectiveOf, testCaller } from './test-objectives';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let world: World;
let sources: SlaSources;
let alpha: Caller['tenant'];
let serviceId: string;

beforeEach(async () => {
  world = await createWorld();
  alpha = world.test.tenants.alpha;
  sources = { database: world.test.database, metrics: world.engine, log: createLog('silent') };
  serviceId = await addService(world.test.database, alpha);
});
afterEach(() => world.close());

const caller = () => testCaller(alpha, world.nowMs);
const settingsOf = async (ids: readonly string[]) => Promise.all(ids.map(async (id) => (await readRule(sources, caller(), id)).settings));
const firing = async () => (await world.alerts()).filter(({ state }) => state === 'firing').map(({ name }) => name);
/** What the job and the evaluator do, a quarter of a minute at a time. */
async function live(ms: number, each: (fromMs: number, toMs: number) => Promise<void>): Promise<void> {
  const evaluator = world.evaluator();
  await evaluator.reload();
  for (const endMs = world.nowMs + ms; world.nowMs < endMs; ) {
    const fromMs = world.nowMs;
    await each(fromMs, fromMs + 15_000);
    await recordBurn(sources, alpha, fromMs);
    await world.pass(evaluator, 15_000);
  }
  await evaluator.stop();
}

describe('burn alerts', () => {
  it('of one click fire for a check that burns 14.4 times too fast, and end when it is well again', async () => {
    const beganMs = world.nowMs;
    const check = await addCheck(world.test.database, alpha, serviceId, [[beganMs - 40 * day, beganMs, 'up']]);
    const { id } = await createObjective(sources, caller(), objectiveOf(serviceId, { name: 'Shop is up', target: '99.9' }));
    const { ruleIds } = await createBurnAlerts(sources, caller(), id);
    expect((await readObjective(sources, caller(), id)).objective.alertRuleIds).toEqual(ruleIds);
    const state = (state: 'up' | 'down') => (fromMs: number, toMs: number) => addSpans(world.test.database, alpha, check, [[fromMs, toMs, state]]);
    await live(minute, state('up'));
    expect(await world.alerts()).toEqual([]);
    // 14.4 times 0.1 % of an hour are 51.84 s; after 45 s it is not there yet.
    await live(45_000, state('down'));
    expect((await firing()).filter((name) => name === 'ErrorBudgetBurn')).toHaveLength(0);
    await live(30_000, state('down'));
    const alerts = await world.alerts();
    expect(alerts).toMatchObject([{ name: 'ErrorBudgetBurn', state: 'firing', isActive: true }]);
    expect(alerts[0]?.value).toBeGreaterThanOrEqual(14.4);
    await live(6 * minute, state('up'));
    expect(await firing()).toEqual([]);
  });

  it('of a breach fire when the budget of the window is overspent, as long as it is', async () => {
    const beganMs = world.nowMs;
    // 43.2 minutes of 30 days may be bad. These 44 were days ago: nothing burns now.
    const wrongMs = beganMs - 10 * day;
    const check = await addCheck(world.test.database, alpha, serviceId, [[beganMs - 40 * day, wrongMs, 'up'], [wrongMs, wrongMs + 44 * minute, 'down'], [wrongMs + 44 * minute, beganMs, 'up']]);
    const { id } = await createObjective(sources, caller(), objectiveOf(serviceId, { name: 'Shop is up', target: '99.9' }));
    await createBurnAlerts(sources, caller(), id);
    const up = (fromMs: number, toMs: number) => addSpans(world.test.database, alpha, check, [[fromMs, toMs, 'up']]);
    expect((await readObjective(sources, caller(), id)).objective).toMatchObject({ isMet: false, budget: { spent: 44 * minute, burnRate: { threeDays: 0 } } });
    await live(minute, up);
    expect(await firing()).toEqual(['ObjectiveMissed']);
    const lax = objectiveOf(serviceId, { name: 'Shop is up', target: '99.8' });
    await updateObjective(sources, caller(), id, { version: 1, objective: lax });
    await live(2 * minute, up);
    expect(await firing()).toEqual([]);
  });

  it('say nothing while nobody knows', async () => {
    const check = await addCheck(world.test.database, alpha, serviceId, [[world.nowMs - 40 * day, world.nowMs, 'up']]);
    const { id } = await createObjective(sources, caller(), objectiveOf(serviceId, { target: '99.9' }));
    await createBurnAlerts(sources, caller(), id);
    await live(3 * minute, (fromMs, toMs) => addSpans(world.test.database, alpha, check, [[fromMs, toMs, 'unknown']]));
    expect(await world.alerts()).toEqual([]);
    expect((await world.engine.query(alpha, { expr: 'nines_objective_burn_rate{window="1h"}', timeMs: world.nowMs })).result).toMatchObject({ series: [{ value: 0 }] });
  });

  it('are the same rules after a second click, follow the objective, stay switched off, and go with it', async () => {
    const { id } = await createObjective(sources, caller(), objectiveOf(serviceId, { name: 'Shop is up', target: '99.9' }));
    const { ruleIds } = await createBurnAlerts(sources, caller(), id);
    expect(ruleIds).toHaveLength(3);
    expect(await createBurnAlerts(sources, caller(), id)).toEqual({ ruleIds });
    const [first = ''] = ruleIds;
    await switchRule(sources, caller(), first, { version: 1, isEnabled: false });
    await updateObjective(sources, caller(), id, { version: 1, objective: objectiveOf(serviceId, { name: 'The shop works', target: '99.5' }) });
    const settings = await settingsOf(ruleIds);
    expect(settings.map(({ name, isEnabled, service, team }) => [name, isEnabled, service, team])).toEqual([
      ['The shop works: error budget burns (critical)', false, 'shop', 'web'],
      ['The shop works: error budget burns (warning)', true, 'shop', 'web'],
      ['The shop works: objective missed', true, 'shop', 'web'],
    ]);
    await deleteObjective(sources, caller(), id);
    await expect(readRule(sources, caller(), first)).rejects.toMatchObject({ code: 'not_found' });
    await expect(createBurnAlerts(sources, caller(), id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('have the name, the team and the runbook of their service as soon as those are changed, and nobody else\'s rules do', async () => {
    const own = await createObjective(sources, caller(), objectiveOf(serviceId, { name: 'Shop is up' }));
    const other = await createObjective(sources, caller(), objectiveOf(await addService(world.test.database, alpha, 'search'), { name: 'Search is up' }));
    const [ruleIds, otherIds] = [(await createBurnAlerts(sources, caller(), own.id)).ruleIds, (await createBurnAlerts(sources, caller(), other.id)).ruleIds];
    const service = ServiceInput.parse({ name: 'store', team: 'sales', runbookUrl: 'https://wiki.example.com/store' });
    await updateService(sources, caller(), serviceId, { version: 1, service });
    expect((await settingsOf(ruleIds)).map(({ service: name, team, runbookUrl }) => [name, team, runbookUrl])).toEqual(Array(3).fill(['store', 'sales', 'https://wiki.example.com/store']));
    expect((await settingsOf(otherIds)).map(({ service: name }) => name)).toEqual(Array(3).fill('search'));
    const version = async () => (await readRule(sources, caller(), ruleIds[0] ?? '')).version;
    const before = await version();
    await updateService(sources, caller(), serviceId, { version: 2, service: { ...service, description: 'Sells things.' } });
    expect(await version()).toBe(before);
  });

  it('that somebody deleted stay deleted whatever changes, until they are asked for again', async () => {
    const { id } = await createObjective(sources, caller(), objectiveOf(serviceId, { name: 'Shop is up' }));
    const [critical = '', warning = '', missed = ''] = (await createBurnAlerts(sources, caller(), id)).ruleIds;
    const there = async () => (await readObjective(sources, caller(), id)).objective.alertRuleIds;
    await deleteRule(sources, caller(), critical);
    await updateService(sources, caller(), serviceId, { version: 1, service: ServiceInput.parse({ name: 'store', team: 'sales' }) });
    await updateObjective(sources, caller(), id, { version: 1, objective: objectiveOf(serviceId, { name: 'The store is up' }) });
    expect(await there()).toEqual([warning, missed]);
    expect((await settingsOf([warning, missed])).map(({ name, service }) => [name, service])).toEqual([
      ['The store is up: error budget burns (warning)', 'store'],
      ['The store is up: objective missed', 'store'],
    ]);
    const { ruleIds } = await createBurnAlerts(sources, caller(), id);
    expect(ruleIds).toEqual([expect.any(String), warning, missed]);
    expect(await there()).toEqual(ruleIds);
    expect((await settingsOf(ruleIds))[0]).toMatchObject({ name: 'The store is up: error budget burns (critical)', service: 'store', isEnabled: true });
  });

  it('follow one by one: one whose name is taken keeps none of the others back', async () => {
    const { id } = await createObjective(sources, caller(), objectiveOf(serviceId, { name: 'Shop is up' }));
    const { ruleIds } = await createBurnAlerts(sources, caller(), id);
    await world.addRule({ name: 'Store is up: error budget burns (critical)', condition: { kind: 'promql', expr: 'up == 0', severity: 'info' } });
    await updateObjective(sources, caller(), id, { version: 1, objective: objectiveOf(serviceId, { name: 'Store is up' }) });
    expect((await settingsOf(ruleIds)).map(({ name }) => name)).toEqual(['Shop is up: error budget burns (critical)', 'Store is up: error budget burns (warning)', 'Store is up: objective missed']);
  });

  it('that cannot all be made say why, and are made when they can', async () => {
    const { id } = await createObjective(sources, caller(), objectiveOf(serviceId, { name: 'Shop is up' }));
    const other = await world.addRule({ name: 'Shop is up: error budget burns (warning)', condition: { kind: 'promql', expr: 'up == 0', severity: 'info' } });
    await expect(createBurnAlerts(sources, caller(), id)).rejects.toMatchObject({ code: 'conflict' });
    await world.removeRule(other);
    expect((await createBurnAlerts(sources, caller(), id)).ruleIds).toHaveLength(3);
    await expect(createBurnAlerts(sources, testCaller(world.test.tenants.beta, world.nowMs), id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
