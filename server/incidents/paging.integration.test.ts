import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expireHistory } from '@/server/alerts/notify/expire-history';
import { listDeliveries } from '@/server/alerts/notify/list-deliveries';
import { storeAlerts } from '@/server/alerts/test-stored-alerts';
import { createLog } from '@/server/log';
import { acknowledgeAlertsOf, acknowledgePageOf } from './acknowledge';
import { usersOfPolicy } from '@/server/alerts/on-call/used-by';
import { addService } from '@/server/sla/test-objectives';
import { declareIncident } from './declare-incident';
import { pageIncident } from './page-incident';
import { createIncidentWorld, type IncidentWorld } from './test-incident-world';
import { updateIncident } from './update-incident';

const startMs = Date.parse('2026-03-01T12:00:00Z');
const minute = 60_000;
let world: IncidentWorld;
let alice: string;
let bob: string;
let policyId: string;

beforeAll(async () => {
  world = await createIncidentWorld(startMs);
  alice = await world.person('Alice');
  bob = await world.person('Bob');
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.nowMs = startMs;
  world.arrived.length = 0;
  for (const table of ['incidents', 'alerts', 'deliveries', 'notification_channels', 'escalation_policies']) await world.rows(`delete from ${table}`);
  await world.channel('Mail');
  policyId = await world.policy({ steps: [{ afterMs: 0, targets: [{ kind: 'user', id: alice }] }, { afterMs: 5 * minute, targets: [{ kind: 'user', id: bob }] }] });
  await world.settings({ severities: [{ key: 'sev1', name: 'SEV1', look: 'critical', policyId }], declare: [{ name: 'critical', severity: 'sev1' }] });
});

const sources = () => ({ database: world.database, log: createLog('silent'), url: 'https://nines.example' });
const told = () => world.arrived.map(({ kind, to }) => `${kind} ${to}`);
async function declared(): Promise<string> {
  await storeAlerts(world.database, world.tenant, [{ labels: { alertname: 'Down', severity: 'critical' }, groupKey: 'g', startsAt: new Date(startMs), annotations: { summary: 'The shop is down' } }]);
  await pass();
  return (await world.incidents())[0]?.id ?? '';
}
/** A turn of an engine that knows nothing, and all that waits is sent. */
async function pass(ms = 0): Promise<number | null> {
  world.nowMs += ms;
  const { nextDueMs } = await world.turn();
  await world.deliver();
  return nextDueMs;
}
const set = (id: string, what: string) => world.rows(`update incidents set ${what} where id = $1`, [id]);

describe('an incident pages', () => {
  it('the people of each step until somebody is on it, then tells them so, and at last the end', async () => {
    const id = await declared();
    expect(told()).toEqual(['fire Alice']);
    expect(world.arrived[0]?.message).toMatchObject({ title: '#1 The shop is down', severity: 'critical', state: 'firing', alerts: [], acknowledgeUrl: null, url: `https://nines.example/incidents/${id}` });
    expect(await pass(4 * minute)).toBeLessThanOrEqual(startMs + 5 * minute);
    expect(told()).toHaveLength(1);
    await pass(minute);
    expect(told()).toEqual(['fire Alice', 'escalate Bob']);
    await set(id, `acknowledged_at = '${new Date(world.nowMs + minute).toISOString()}'`);
    await pass(minute);
    expect(told().slice(2).sort()).toEqual(['acknowledge Alice', 'acknowledge Bob']);
    await set(id, `state = 'resolved', resolved_at = '${new Date(world.nowMs + minute).toISOString()}'`);
    await pass(minute);
    expect(told().slice(4).sort()).toEqual(['resolve Alice', 'resolve Bob']);
    await pass(60 * minute);
    await set(id, `state = 'investigating', resolved_at = null, reopened = 1`);
    await pass(minute);
    expect(told()).toHaveLength(6);
    expect((await world.timeline(id, 'page')).map((text) => text.slice(0, 60))).toEqual([
      'The escalation begins: step 1 of 2 of the policy "Night" is ', 'Nobody has acknowledged: step 2 of 2 of the policy "Night" i', 'Somebody is on it, so nobody else is paged. Alice, Bob are t', 'It is over. Alice, Bob are told so.',
    ]);
    expect((await listDeliveries(world, world.caller(), { limit: 50 })).deliveries[0]).toMatchObject({ groupKey: `incident:${id}`, alertIds: [], alertCount: 0, state: 'delivered' });
  });

  it('nobody twice, however many engines and senders look at the same moment', async () => {
    const id = await declared();
    world.nowMs += 5 * minute;
    await Promise.all([world.turn(), world.turn(), world.turn()]);
    await Promise.all([world.deliver(), world.deliver()]);
    await set(id, `state = 'resolved', resolved_at = '${new Date(world.nowMs).toISOString()}'`);
    await Promise.all([world.turn(), world.turn()]);
    await Promise.all([world.deliver(), world.deliver()]);
    expect(told().sort()).toEqual(['escalate Bob', 'fire Alice', 'resolve Alice', 'resolve Bob']);
  });

  it('no further when its policy is deleted', async () => {
    const id = await declared();
    await world.rows('delete from escalation_policies');
    await pass(5 * minute);
    expect(told()).toEqual(['fire Alice']);
    expect((await world.incidents())[0]?.escalation?.ended).toBe('policy_removed');
    expect(await world.timeline(id, 'page')).toContain('The escalation policy was deleted, so nobody is paged by it any more.');
  });

  it('nobody when it was acknowledged before the first step', async () => {
    const id = await declared();
    await set(id, `escalation = null, acknowledged_at = now()`);
    await world.rows('delete from deliveries');
    await pass(minute);
    expect([told().length, (await world.incidents())[0]?.escalation?.ended]).toEqual([1, 'acknowledged']);
  });

  it('without links of alerts, and keeps its messages and alerts while it goes on', async () => {
    const id = await declared();
    expect(await world.rows('select from alert_links')).toEqual([]);
    const monthsLater = startMs + 90 * 86_400_000;
    const yearsLater = startMs + 800 * 86_400_000;
    await world.rows(`update alerts set state = 'resolved', is_settled = true, is_active = false, resolved_at = starts_at`);
    expect((await expireHistory(world.database, world.tenant, monthsLater)).deliveries).toBe(0);
    expect((await expireHistory(world.database, world.tenant, yearsLater, 0)).alerts).toBe(0);
    await set(id, `state = 'resolved'`);
    expect((await expireHistory(world.database, world.tenant, monthsLater)).deliveries).toBe(1);
    expect((await expireHistory(world.database, world.tenant, yearsLater)).alerts).toBe(1);
  });
});

describe('somebody pages', () => {
  it('a policy anew, which goes on although it was acknowledged before, until somebody is on it again', async () => {
    const id = await declared();
    await set(id, `acknowledged_at = '${new Date(startMs + 1).toISOString()}'`);
    await pass(minute);
    expect(told()).toEqual(['fire Alice', 'acknowledge Alice']);
    const paged = await pageIncident(sources(), { ...world.caller(), now: world.nowMs + minute }, id, { policyId, userIds: [] });
    expect(paged.paging).toMatchObject({ state: 'running', policyName: 'Night' });
    await pass(minute);
    await pass(5 * minute);
    expect(told().slice(2)).toEqual(['escalate Alice', 'escalate Bob']);
    for (let times = 0; times < 2; times += 1) await pageIncident(sources(), world.caller(), id, { policyId, userIds: [] });
    const isRunning = await world.database.transaction({ kind: 'tenant', tenant: world.tenant }, (tx) => acknowledgePageOf(tx, id));
    expect(isRunning).toBe(true);
    await pass(minute);
    expect(told().slice(4).sort()).toEqual(['acknowledge Alice', 'acknowledge Bob']);
    expect((await world.timeline(id, 'page')).filter((text) => text.startsWith('Alice'))).toEqual([
      'Alice started the escalation policy “Night”.', 'Alice started the escalation policy “Night”.', 'Alice started the escalation policy “Night” in place of “Night”, which was paging.',
    ]);
    expect(await world.rows(`select action from audit_entries where action = 'incident.page'`)).toHaveLength(3);
  });

  it('people at once, who are told the end too', async () => {
    await world.settings({});
    const id = await declared();
    await pageIncident(sources(), world.caller(), id, { policyId: null, userIds: [bob] });
    await pass();
    expect(told()).toEqual(['fire Bob']);
    await set(id, `state = 'resolved', resolved_at = now()`);
    await pass(minute);
    expect(told()).toEqual(['fire Bob', 'resolve Bob']);
  });

  it('nobody where it cannot be', async () => {
    const id = await declared();
    const page = (body: { policyId: string | null; userIds: string[] }, incident = id, caller = world.caller()) => pageIncident(sources(), caller, incident, body);
    await expect(page({ policyId: randomUUID(), userIds: [] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(page({ policyId: null, userIds: [randomUUID()] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(page({ policyId, userIds: [] }, randomUUID())).rejects.toMatchObject({ code: 'not_found' });
    await expect(page({ policyId, userIds: [] }, id, { ...world.caller(), tenant: world.tenants.beta })).rejects.toMatchObject({ code: 'not_found' });
    await world.rows('delete from notification_channels');
    await expect(page({ policyId: null, userIds: [bob] })).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('No channel reaches Bob') as string });
    await set(id, `state = 'resolved', resolved_at = now()`);
    await expect(page({ policyId, userIds: [] })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('acknowledging the alerts of an incident with it', () => {
  const acknowledged = (id: string, caller = world.caller('Alice', alice)) => world.database.transaction({ kind: 'tenant', tenant: world.tenant }, (tx) => acknowledgeAlertsOf(tx, caller, id));

  it('is done as the caller, who owns them then', async () => {
    const id = await declared();
    expect(await acknowledged(id)).toBe(1);
    expect(await world.rows(`select state, owner_id, acknowledged_by ->> 'name' as by from alerts`)).toEqual([{ state: 'acknowledged', owner_id: alice, by: 'Alice' }]);
    expect(await acknowledged(id)).toBe(0);
  });

  it('is left to others by who may not', async () => {
    expect(await acknowledged(await declared(), { ...world.caller(), permissions: ['monitoring.incident.update'] })).toBe(0);
  });
});

describe('declaring with a lead', () => {
  const declare = (policy: string | null | undefined) =>
    declareIncident(sources(), world.caller('Alice', alice), { title: 'Checkout is down', summary: '', severity: 'sev1', serviceIds: [], alertIds: [], leadId: alice, startedAt: undefined, policyId: policy });

  it('pages by a policy that was chosen, until somebody else is on it', async () => {
    const { id, paging } = await declare(policyId);
    expect(paging).toMatchObject({ state: 'running', policyName: 'Night' });
    await pass();
    await pass(5 * minute);
    expect(told()).toEqual(['fire Alice', 'escalate Bob']);
    expect((await world.timeline(id, 'page'))[0]).toBe('Alice started the escalation policy “Night”.');
  });

  it('pages nobody by its severity, and says so', async () => {
    const { id, paging } = await declare(undefined);
    await pass(10 * minute);
    expect([paging, told()]).toEqual([null, []]);
    expect(await world.timeline(id, 'page')).toEqual(['Nobody is paged by “Night”, the policy of SEV1: Alice leads it.']);
  });

  it('says that the policy of its severity is gone, which cannot be deleted while the severity names it', async () => {
    expect(await world.database.transaction({ kind: 'tenant', tenant: world.tenant }, (tx) => usersOfPolicy(tx, policyId))).toBe('the severity of incidents "SEV1"');
    await world.rows('delete from escalation_policies');
    const { id } = await declare(undefined);
    expect(await world.timeline(id, 'page')).toEqual(['Nobody is paged: the escalation policy of SEV1 was deleted. Choose another one in the settings of incidents.']);
  });
});

describe('a change that acknowledges an incident', () => {
  const update = async (body: Partial<Parameters<typeof updateIncident>[3]>) => {
    const [incident] = await world.incidents();
    return updateIncident(sources(), { ...world.caller('Alice', alice), now: world.nowMs }, incident?.id ?? '', { version: incident?.version ?? 0, note: 'Not known.', ...body });
  };

  it('acknowledges its alerts too, and ends its pages', async () => {
    await declared();
    world.nowMs += minute;
    await update({ state: 'identified' });
    expect(await world.rows(`select state, owner_id from alerts`)).toEqual([{ state: 'acknowledged', owner_id: alice }]);
    await pass(5 * minute);
    expect(told()).toEqual(['fire Alice', 'acknowledge Alice']);
  });

  it('is not found again in its alerts once somebody said that it is not known', async () => {
    await declared();
    world.nowMs += minute;
    await update({ isAcknowledged: true });
    await update({ times: { acknowledged: null } });
    await pass(minute);
    expect((await world.incidents())[0]?.acknowledged_at).toBeNull();
    world.nowMs += minute;
    await world.rows(`update alerts set acknowledged_at = $1`, [new Date(world.nowMs)]);
    await pass();
    expect((await world.incidents())[0]?.acknowledged_at).toEqual(new Date(world.nowMs));
  });

  it('is told though an alert was acknowledged moments before the pages began', async () => {
    const id = await declared();
    await world.rows(`update alerts set state = 'acknowledged', acknowledged_at = $1, acknowledged_by = '{"kind":"user","id":"b","name":"Bob"}'`, [new Date(startMs)]);
    await set(id, `created_at = '${new Date(startMs - 5).toISOString()}'`);
    await pass(5 * minute);
    expect(told()).toEqual(['fire Alice', 'acknowledge Alice']);
  });
});

it('three critical alerts of three services, one after another, are one SEV1 that pages by its policy', async () => {
  await world.rows('delete from services');
  await world.settings({
    severities: [{ key: 'sev1', name: 'SEV1', look: 'critical', policyId }, { key: 'sev2', name: 'SEV2', look: 'warning' }],
    declare: [{ name: 'several', severity: 'sev1', services: 3 }, { name: 'one', severity: 'sev2' }],
  });
  for (const service of ['shop', 'web', 'db']) {
    await addService(world.database, world.tenant, service);
    await storeAlerts(world.database, world.tenant, [{ labels: { alertname: 'Down', severity: 'critical', service }, groupKey: 'all of one name', startsAt: new Date(world.nowMs), firedAt: new Date(world.nowMs) }]);
    await pass();
    world.nowMs += 5_000;
  }
  const [first, second, ...others] = await world.incidents();
  expect(others).toEqual([]);
  expect([first, second]).toMatchObject([{ number: 1, severity: 'sev1', state: 'investigating' }, { number: 2, severity: 'sev2', state: 'resolved' }]);
  expect(await world.rows('select i.number, count(*)::int as alerts from incident_alerts x join incidents i on i.id = x.incident_id group by 1')).toEqual([{ number: 1, alerts: 3 }]);
  expect(told()).toEqual(['fire Alice']);
  expect(await world.timeline(first?.id ?? '', 'severity')).toEqual(['Nines raised the severity from SEV2 to SEV1. The rule several: alerts of 3 services began within ten minutes.']);
  expect(await world.timeline(first?.id ?? '', 'page')).toContain('SEV1 pages by the escalation policy “Night”.');
  await pass(5_000);
  await pass(5_000);
  expect(await world.incidents()).toMatchObject([{ version: first?.version }, { version: second?.version }]);
});
