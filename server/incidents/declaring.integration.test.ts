import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storeAlerts, silenced, type TestAlert } from '@/server/alerts/test-stored-alerts';
import { addService } from '@/server/sla/test-objectives';
import { declareIn, lockDeclaring } from './declare-in';
import { settingsIn } from './incident-settings';
import { createIncidentWorld, type IncidentWorld } from './test-incident-world';

const startMs = Date.parse('2026-03-01T12:00:00Z');
const minute = 60_000;
let world: IncidentWorld;

beforeAll(async () => {
  world = await createIncidentWorld(startMs);
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.nowMs = startMs;
  for (const table of ['incidents', 'alerts', 'services', 'deliveries']) await world.rows(`delete from ${table}`);
  await world.settings({});
});

const fire = (labels: Record<string, string>, changed: Partial<TestAlert> = {}) =>
  storeAlerts(world.database, world.tenant, [{ labels: { alertname: 'Down', severity: 'critical', ...labels }, startsAt: new Date(world.nowMs - minute), firedAt: new Date(world.nowMs - 30_000), groupKey: 'g1', ...changed }]);
const alertsOf = async (incidentId: string) => (await world.rows<{ id: string }>('select alert_id as id from incident_alerts where incident_id = $1', [incidentId])).map(({ id }) => id);

it('declares no more than people could work on, and goes on when some are resolved', async () => {
  const labels = Array.from({ length: 102 }, (_, index) => ({ service: `service-${index}` }));
  await storeAlerts(world.database, world.tenant, labels.map((each, index) => ({ labels: { alertname: `Down${index}`, severity: 'critical', ...each }, startsAt: new Date(world.nowMs - minute), firedAt: new Date(world.nowMs - 30_000), groupKey: `g${index}` })));
  for (let turns = 0; turns < 8; turns += 1) await world.turn();
  expect(await world.incidents()).toHaveLength(100);
  expect(await world.rows("select from audit_entries where action = 'incident.declare' and actor ->> 'kind' = 'system'")).toHaveLength(100);
  await world.rows("update incidents set state = 'resolved' where number <= 2");
  await world.turn();
  expect(await world.incidents()).toHaveLength(102);
});

describe('what fires', () => {
  it('declares one incident with all of its group, its service, its runbook and its times', async () => {
    const shop = await addService(world.database, world.tenant, 'shop');
    const first = await fire({ service: 'shop' }, { runbookUrl: 'https://wiki.example.com/shop', annotations: { summary: 'The shop is down' } });
    const second = await fire({ instance: 'b', severity: 'warning' });
    await world.turn();
    await world.turn();
    const [incident, ...others] = await world.incidents();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ number: 1, title: 'The shop is down', state: 'investigating', severity: 'sev1', acknowledged_at: null });
    expect((await alertsOf(incident?.id ?? '')).sort()).toEqual([...first, ...second].sort());
    expect(await world.rows('select service_id from incident_services')).toEqual([{ service_id: shop }]);
    expect(await world.rows('select source, runbook_url, started_at, detected_at from incidents')).toEqual([
      { source: 'rule', runbook_url: 'https://wiki.example.com/shop', started_at: new Date(startMs - minute), detected_at: new Date(startMs - 30_000) },
    ]);
    expect((await world.timeline(incident?.id ?? '', 'declared'))).toEqual(['The rule critical: Down fires.']);
  });

  it('joins the open incident of its service, which then touches it, and raises no version that people edit', async () => {
    await addService(world.database, world.tenant, 'shop');
    await fire({ service: 'shop' });
    await world.turn();
    world.nowMs += minute;
    const [late = ''] = await fire({ service: 'shop', severity: 'warning', alertname: 'Slow' }, { groupKey: 'g2' });
    await world.turn();
    const [incident] = await world.incidents();
    expect(await alertsOf(incident?.id ?? '')).toContain(late);
    expect(incident?.version).toBe(1);
    expect(await world.timeline(incident?.id ?? '', 'alert_joined')).toContain('Slow joined. The incident touches its service shop.');
  });

  it.each<[what: string, alert: Partial<TestAlert>]>([
    ['is silenced', { suppression: silenced }],
    ['is over', { state: 'resolved' }],
    ['is only pending', { state: 'pending', firedAt: null }],
  ])('declares nothing while it %s', async (_, alert) => {
    await fire({}, alert);
    await world.turn();
    expect(await world.incidents()).toEqual([]);
  });

  it('is not looked at before it is known what suppresses it, and at the latest after ten seconds', async () => {
    await fire({}, { groupKey: null, firedAt: new Date(startMs) });
    expect((await world.turn()).nextDueMs).toBe(startMs + 10_000);
    expect(await world.incidents()).toEqual([]);
    world.nowMs += 10_000;
    await world.turn();
    expect(await world.incidents()).toHaveLength(1);
  });

  it('declares after the time that its rule waits for, unless somebody acknowledges it', async () => {
    await world.settings({ declare: [{ name: 'long', severity: 'sev2', firingForMs: 10 * minute }] });
    await fire({}, { firedAt: new Date(startMs) });
    expect((await world.turn()).nextDueMs).toBe(startMs + 10 * minute);
    world.nowMs += 10 * minute;
    await world.turn();
    expect(await world.incidents()).toMatchObject([{ severity: 'sev2' }]);
  });

  it('stays out of incidents by itself once somebody took it out', async () => {
    const [id = ''] = await fire({});
    await world.turn();
    const [incident] = await world.incidents();
    await world.rows('delete from incident_alerts where alert_id = $1', [id]);
    await world.rows(`insert into incident_entries (tenant_id, incident_id, at, noted_at, kind, text, subject) values ($1, $2, now(), now(), 'alert_left', 'Alice took it out.', $3)`, [world.tenant.id, incident?.id, JSON.stringify({ kind: 'alert', id, name: 'Down' })]);
    await world.turn();
    expect([await alertsOf(incident?.id ?? ''), (await world.incidents()).length]).toEqual([[], 1]);
  });

  it('declares only what fits into what an incident takes, and a second turn goes on', async () => {
    await world.settings({ declare: [{ name: 'all', severity: 'sev3', severities: [] }] });
    for (let group = 0; group < 25; group += 1) await fire({ instance: `i${group}` }, { groupKey: `group-${group}` });
    expect((await world.turn()).nextDueMs).toBe(startMs);
    await world.turn();
    expect((await world.incidents()).map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });
});

describe('at the same moment', () => {
  it('two engines make one incident of the same alerts', async () => {
    for (let round = 0; round < 5; round += 1) {
      await world.rows('delete from incidents');
      await world.rows('delete from alerts');
      const ids = [...(await fire({})), ...(await fire({ instance: 'b' }))];
      await Promise.all(Array.from({ length: 4 }, () => world.turn()));
      const [incident, ...others] = await world.incidents();
      expect(others).toEqual([]);
      expect((await alertsOf(incident?.id ?? '')).sort()).toEqual(ids.sort());
      expect(await world.timeline(incident?.id ?? '', 'declared')).toHaveLength(1);
    }
  });

  it('an engine and a person make one incident of the same alert', async () => {
    for (let round = 0; round < 5; round += 1) {
      await world.rows('delete from incidents');
      await world.rows('delete from alerts');
      const alertIds = await fire({});
      const byHand = world.database.transaction({ kind: 'tenant', tenant: world.tenant }, async (tx) => {
        await lockDeclaring(tx, world.tenant.id);
        const { settings } = await settingsIn(tx);
        const actor = { kind: 'user' as const, id: 'a', name: 'Alice' };
        return declareIn(tx, { tenant: world.tenant, now: world.nowMs }, settings, {
          title: 'By hand', summary: '', severity: 'sev1', source: 'person', actor, text: 'Alice declared it.', leadId: null, serviceIds: [], alertIds, alertReason: '', startedAt: undefined, policyId: undefined,
        });
      });
      const [declared] = await Promise.allSettled([byHand, world.turn()]);
      expect(await world.incidents()).toMatchObject([{ title: declared.status === 'fulfilled' ? 'By hand' : 'Down' }]);
      if (declared.status === 'rejected') expect(declared.reason).toMatchObject({ code: 'conflict' });
    }
  });
});

describe('what people do with alerts', () => {
  it('acknowledges the incident, with their name', async () => {
    const [id = ''] = await fire({});
    await world.turn();
    world.nowMs += minute;
    await world.rows(`update alerts set state = 'acknowledged', acknowledged_at = $2, acknowledged_by = $3 where id = $1`, [id, new Date(world.nowMs), JSON.stringify({ kind: 'user', id: 'b', name: 'Bob' })]);
    await world.turn();
    await world.turn();
    const [incident] = await world.incidents();
    expect(incident?.acknowledged_at).toEqual(new Date(world.nowMs));
    expect(await world.timeline(incident?.id ?? '', 'time')).toEqual(['Bob acknowledged its alert Down, and so is on it.']);
  });

  it('says once that all alerts are resolved, and leaves the state to people', async () => {
    const [id = ''] = await fire({});
    await world.turn();
    await world.rows(`update alerts set state = 'resolved', resolved_at = $2 where id = $1`, [id, new Date(world.nowMs)]);
    await world.turn();
    await world.turn();
    const [incident] = await world.incidents();
    expect(incident?.state).toBe('investigating');
    expect((await world.timeline(incident?.id ?? '', 'alert_state')).filter((text) => text.startsWith('Its alert is resolved'))).toHaveLength(1);
  });

  it('leaves another tenant alone', async () => {
    await storeAlerts(world.database, world.tenants.beta, [{ labels: { alertname: 'Down', severity: 'critical' }, groupKey: 'g1' }]);
    await world.turn();
    expect(await world.incidents()).toEqual([]);
  });
});
