import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { storeAlerts } from '@/server/alerts/test-stored-alerts';
import { createLog } from '@/server/log';
import type { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { openTestEngine } from '@/server/metrics/engine/test-engine';
import { createIncidents } from './engine';
import { createIncidentWorld, type IncidentWorld } from './test-incident-world';

const startMs = Date.parse('2026-03-01T12:00:00Z');
const day = 86_400_000;
let world: IncidentWorld;
let metrics: MetricEngine;

beforeAll(async () => {
  world = await createIncidentWorld(startMs);
  metrics = await openTestEngine(world);
});
afterAll(async () => {
  await metrics.close();
  await world.drop();
});
beforeEach(async () => {
  for (const table of ['incidents', 'alerts', 'deliveries', 'notification_channels']) await world.rows(`delete from ${table}`);
});

describe('the engine of incidents', () => {
  it('works in one process of two, is woken by alerts, tells viewers on both, counts what is open, and the other takes over', { timeout: 60_000 }, async () => {
    const published: string[] = [];
    const note = (what: string): void => void published.push(what);
    const start = async (name: string) => {
      const engine = createIncidents({ database: world.database, connection: world.connection, metrics, hub: { publish: (_tenant: string, event: string, ..._rest: unknown[]) => note(`${name} ${event}`) }, url: 'https://nines.example', log: createLog('silent') });
      await engine.start();
      return engine;
    };
    const [first, second] = [await start('first'), await start('second')];
    await storeAlerts(world.database, world.tenant, [{ labels: { alertname: 'Down', severity: 'critical' }, groupKey: 'g' }]);
    first.wake(world.tenant.id);
    second.wake(world.tenant.id);
    await vi.waitFor(async () => {
      expect(await world.incidents()).toHaveLength(1);
      expect(new Set(published)).toEqual(new Set(['first incidents:changed', 'second incidents:changed']));
    }, { timeout: 20_000, interval: 50 });
    await vi.waitFor(async () => {
      const { result } = await metrics.query(world.tenant, { expr: 'nines_incidents_open{severity="sev1"} + on () nines_incidents_declared_total', timeMs: Date.now() });
      expect(result).toMatchObject({ type: 'vector', series: [{ value: 2 }] });
    }, { timeout: 20_000, interval: 100 });
    await first.stop();
    await storeAlerts(world.database, world.tenant, [{ labels: { alertname: 'Down', severity: 'critical', instance: 'b' }, groupKey: 'h' }]);
    second.wake(null);
    await vi.waitFor(async () => expect(await world.incidents()).toHaveLength(2), { timeout: 20_000, interval: 50 });
    await second.stop();
  });
});

describe('an action that is overdue', () => {
  it('is told its owner once a day until it is done, by whatever engine, and the incident is not paged for it', async () => {
    world.nowMs = startMs;
    world.arrived.length = 0;
    const alice = await world.person('Alice');
    await world.channel('Mail');
    const [incident] = await world.rows<{ id: string }>(`insert into incidents (tenant_id, number, title, state, severity, source, declared_by, started_at, resolved_at, joined_at) values ($1, 7, 'Shop', 'reviewed', 'sev1', 'person', '{}', $2, $2, $2) returning id`, [world.tenant.id, new Date(startMs - day)]);
    const add = (text: string, dueAt: number, changed: { kind?: string; owner?: string | null } = {}) =>
      world.rows('insert into incident_tasks (tenant_id, incident_id, kind, text, owner_id, due_at) values ($1, $2, $3, $4, $5, $6)', [world.tenant.id, incident?.id, changed.kind ?? 'action', text, changed.owner === undefined ? alice : changed.owner, new Date(dueAt)]);
    await add('Add a replica', startMs + 60_000);
    await add('A task', startMs, { kind: 'task' });
    const [bob, carol] = [await world.person('Bob'), await world.person('Carol')];
    await add('Nobody does it', startMs, { owner: null });
    const pass = async (ms: number) => {
      world.nowMs = startMs + ms;
      await Promise.all([world.turn(), world.turn()]);
      await world.deliver();
      return world.arrived.map(({ to, message: { title } }) => `${to}: ${title}`);
    };
    expect(await pass(0)).toEqual([]);
    expect(await pass(60_000)).toEqual(['Alice: Overdue: Add a replica']);
    expect(await pass(day)).toHaveLength(1);
    expect(await pass(day + 60_000)).toHaveLength(2);
    await world.rows(`update incident_tasks set done_at = now()`);
    expect(await pass(3 * day)).toHaveLength(2);
    await world.rows('delete from notification_channels');
    await add('Nobody hears it', startMs, { owner: bob });
    await pass(3 * day);
    await world.rows(`update incident_tasks set due_at = due_at + interval '1 hour', chased_at = null where owner_id = $1`, [bob]);
    await world.rows('update incidents set lead_id = $1', [carol]);
    await pass(3 * day + 60_000);
    expect(world.arrived).toHaveLength(2);
    expect(await world.timeline(incident?.id ?? '', 'task')).toEqual(Array.from({ length: 2 }, () => 'The action “Nobody hears it” is overdue, and no channel reaches Bob, who owns it: nobody could be told.'));
    expect(world.arrived[0]?.message).toMatchObject({ kind: 'update', severity: 'info', url: `https://nines.example/incidents/${incident?.id}`, text: expect.stringContaining('An action of incident #7 Shop') as string });
  });
});
