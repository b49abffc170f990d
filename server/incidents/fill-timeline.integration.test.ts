import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storeAlerts } from '@/server/alerts/test-stored-alerts';
import { fillTimelines } from './fill-timeline';
import { createIncidentWorld, type IncidentWorld } from './test-incident-world';
import { updateIncident } from './update-incident';

const startMs = Date.parse('2026-03-01T12:00:00Z');
const minute = 60_000;
let world: IncidentWorld;
let alice: string;

beforeAll(async () => {
  world = await createIncidentWorld(startMs);
  alice = await world.person('Alice');
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.nowMs = startMs;
  for (const table of ['incidents', 'alerts', 'deliveries', 'deploys', 'services']) await world.rows(`delete from ${table}`);
});

const fill = (nowMs = world.nowMs) => fillTimelines(world.database, world.tenant, nowMs);
const json = (value: unknown) => JSON.stringify(value);

async function declared(): Promise<{ id: string; alertId: string }> {
  const [alertId = ''] = await storeAlerts(world.database, world.tenant, [{ labels: { alertname: 'Down', severity: 'critical' }, groupKey: 'g', startsAt: new Date(startMs - minute) }]);
  await world.turn();
  return { id: (await world.incidents())[0]?.id ?? '', alertId };
}
const addEvents = (alertId: string, count: number, stage = 'comment', outcome = 'commented') =>
  world.rows(`insert into alert_events (tenant_id, alert_id, at, stage, outcome, reason, actor) select $1, $2, $3::timestamptz + make_interval(secs => i), $4, $5, 'Number ' || i || '.', $6 from generate_series(1, $7) i`, [
    world.tenant.id, alertId, new Date(startMs - minute), stage, outcome, json({ kind: 'user', id: alice, name: 'Alice' }), count,
  ]);
const addAudit = (action: string, ms: number, after: unknown, actor = { kind: 'user', id: alice }) =>
  world.rows('insert into audit_entries (tenant_id, at, actor, action, after, request_id) values ($1, $2, $3, $4, $5, $6)', [world.tenant.id, new Date(startMs + ms), json(actor), action, json(after), 'test']);
const addDeploy = (version: string, ms: number, service: { id: string | null; name: string } = { id: null, name: '' }, toldMs = ms) =>
  world.rows('insert into deploys (tenant_id, service_id, service_name, version, actor, at, created_at) values ($1, $2, $3, $4, $5, $6, $7)', [
    world.tenant.id, service.id, service.name, version, json({ kind: 'key', id: 'k', name: 'pipeline' }), new Date(startMs + ms), new Date(startMs + toldMs),
  ]);
const rolledOut = async (id: string) => (await world.timeline(id, 'deploy')).map((text) => text.replace(' was rolled out.', '')).sort();
const countMade = async (id: string) =>
  (await world.rows(`select count(*) filter (where source_key ~ '^(alert_event|delivery):')::int as alerts, count(*) filter (where source_key ~ '^(audit|deploy):')::int as changes,
     count(*) filter (where source_key like 'left_out:%')::int as said from incident_entries where incident_id = $1`, [id]))[0];
const addDelivery = (state: string, groupKey: string, alertIds: string[]) =>
  world.rows(
    `insert into deliveries (tenant_id, event_key, kind, channel_name, channel_kind, recipient, recipient_key, group_key, alert_ids, message, state, delivered_at, last_error, created_at, updated_at)
     values ($1, $2, 'fire', 'Mail', 'email', $3, 'r', $4, $5, $6, $7, $8, 'It answered 500.', $8, $8)`,
    [world.tenant.id, randomUUID(), json({ kind: 'user', userId: alice, name: 'Alice', address: 'a@example.com' }), groupKey, alertIds, json({ title: 'Shop down', reason: '' }), state, new Date(startMs)],
  );

describe('a timeline is filled', () => {
  it('from alerts, messages, deployments and changes of settings, each once', async () => {
    const { id, alertId } = await declared();
    await addEvents(alertId, 1);
    await addEvents(alertId, 1, 'evaluation', 'firing');
    await addEvents(alertId, 1, 'grouping', 'grouped');
    await addDelivery('delivered', 'g', [alertId]);
    await addDelivery('dead', `incident:${id}`, []);
    await addDelivery('delivered', 'another', [randomUUID()]);
    await addDelivery('queued', 'g', [alertId]);
    await addDeploy('1.2.3', -30 * minute);
    await addDeploy('0.9', -90 * minute);
    await addAudit('alert_rule.update', -10 * minute, { settings: { name: 'Disk full' } });
    await addAudit('channel.create', -10 * minute, { name: 'ops' }, { kind: 'system', id: 'job' });
    await addAudit('alert.acknowledge', -10 * minute, {});
    await addAudit('check.test', -10 * minute, {});
    await Promise.all([fill(), fill()]);
    await fill();
    const made = await world.rows<{ text: string }>(`select text from incident_entries where incident_id = $1 and source_key is not null order by text`, [id]);
    expect(made.map(({ text }) => text)).toEqual([
      'Alice by Mail could not be told: Shop down. It answered 500.', 'Alice by Mail was told: Shop down', 'Alice changed the alert rule “Disk full”.', 'Alice on Down: Number 1.', 'Down fires. Number 1.',
      'Nines made the notification channel “ops”.', 'Version 1.2.3 was rolled out.',
    ]);
  });

  it('with what was rolled out of the services that it touches, or of none, also when a service is added or a pipeline tells it later', async () => {
    const { id } = await declared();
    const services = await world.rows<{ id: string; name: string }>(`insert into services (tenant_id, name, settings) select $1, name, '{}' from unnest($2::text[]) name returning id, name`, [world.tenant.id, ['shop', 'mail']]);
    const touch = async (name: string) => {
      await world.rows('insert into incident_services (incident_id, service_id, tenant_id) select $1, id, $2 from services where name = $3', [id, world.tenant.id, name]);
      await world.rows('update incidents set updated_at = $2 where id = $1', [id, new Date(world.nowMs)]);
    };
    await touch('shop');
    for (const [index, service] of services.entries()) await addDeploy(`1.${index}`, -minute, service);
    await addDeploy('2', -minute);
    await addDeploy('3', -minute, { id: null, name: 'gone' });
    await fill();
    expect(await rolledOut(id)).toEqual(['Version 2', 'shop 1.0']);
    world.nowMs += 90 * minute;
    await fill();
    await fill((world.nowMs += 90 * minute));
    await addDeploy('4', minute, { id: null, name: '' }, 180 * minute);
    await fill();
    expect(await rolledOut(id)).toEqual(['Version 2', 'Version 4', 'shop 1.0']);
    await touch('mail');
    await fill();
    expect(await rolledOut(id)).toEqual(['Version 2', 'Version 4', 'mail 1.1', 'shop 1.0']);
  });

  it('with all of an alert that joins later, and reads nothing else again that was read long ago', async () => {
    const { id, alertId } = await declared();
    await addEvents(alertId, 1);
    await fill();
    await fill((world.nowMs += 60 * minute));
    await world.rows('insert into alert_events (tenant_id, alert_id, at, stage, outcome, reason) values ($1, $2, $3, $4, $4, $5)', [world.tenant.id, alertId, new Date(startMs + minute), 'comment', 'Too late.']);
    const [late = ''] = await storeAlerts(world.database, world.tenant, [{ labels: { alertname: 'Late', severity: 'warning' }, groupKey: 'h', startsAt: new Date(startMs - 30 * minute) }]);
    await addEvents(late, 2);
    await addDelivery('delivered', 'h', [late]);
    await fill();
    expect(await countMade(id)).toMatchObject({ alerts: 1, said: 0 });
    await world.rows(`insert into incident_alerts (alert_id, incident_id, tenant_id, joined_at, reason) values ($1, $2, $3, $4, '')`, [late, id, world.tenant.id, new Date(world.nowMs)]);
    await fill((world.nowMs += minute));
    expect(await countMade(id)).toMatchObject({ alerts: 4, said: 0 });
  });

  it('from where a mark is ahead, because a clock was, from the beginning', async () => {
    const { id, alertId } = await declared();
    await world.rows('update incidents set filled_until = $2 where id = $1', [id, new Date(startMs + 600 * minute)]);
    await addEvents(alertId, 1);
    await fill();
    expect(await countMade(id)).toMatchObject({ alerts: 1 });
    expect(await world.rows('select filled_until from incidents where id = $1', [id])).toEqual([{ filled_until: new Date(startMs) }]);
  });

  it('at most to 5,000 entries of alerts and to 2,000 of changes, and says once of each that it leaves out the rest', async () => {
    const { id, alertId } = await declared();
    await addEvents(alertId, 5_500);
    const later = startMs + 120 * minute;
    await fill(later);
    await fill(later);
    await addDeploy('1.2.3', minute, { id: null, name: '' }, 120 * minute);
    await fill(later);
    expect(await countMade(id)).toMatchObject({ alerts: 5_000, said: 1 });
    expect(await rolledOut(id)).toEqual(['Version 1.2.3']);
    await world.rows(`insert into deploys (tenant_id, service_name, version, actor, at, created_at) select $1, '', i, $2, $3::timestamptz + make_interval(secs => i), $4 from generate_series(1, 2500) i`, [
      world.tenant.id, json({ kind: 'key', id: 'k', name: 'pipeline' }), new Date(startMs), new Date(later),
    ]);
    await fill(later);
    await fill(later);
    expect(await countMade(id)).toEqual({ alerts: 5_000, changes: 2_000, said: 2 });
  });

  it('after it was opened again with what was changed an hour before that, not with all of the days between', async () => {
    const { id, alertId } = await declared();
    await world.rows(`update incidents set state = 'resolved', resolved_at = $2 where id = $1`, [id, new Date(startMs + minute)]);
    await fill(startMs + 12 * minute);
    const day = 24 * 60 * minute;
    world.nowMs = startMs + 5 * day;
    const { version } = (await world.incidents())[0] ?? { version: 0 };
    await updateIncident(world, world.caller('Alice', alice), id, { version, state: 'investigating', note: 'It is back.' });
    await addDeploy('between', 2 * day);
    await addDeploy('before', 5 * day - 30 * minute);
    await addDeploy('after', 5 * day + minute);
    await addEvents(alertId, 1);
    await fill((world.nowMs += 2 * minute));
    expect(await rolledOut(id)).toEqual(['Version after', 'Version before']);
  });

  it('of more than 100 incidents in their turn, those that waited longest first', async () => {
    await world.rows(`insert into incidents (tenant_id, number, title, state, severity, source, declared_by, started_at, joined_at, created_at) select $1, i, 'one of many', 'investigating', 'sev1', 'person', '{}', $2, $2, $2::timestamptz + make_interval(secs => i) from generate_series(1, 250) i`, [world.tenant.id, new Date(startMs)]);
    await addDeploy('1', minute);
    for (let turn = 1; turn <= 3; turn += 1) await fill(startMs + 2 * minute + turn * 15_000);
    expect(await world.rows(`select count(distinct incident_id)::int as told from incident_entries where kind = 'deploy'`)).toEqual([{ told: 250 }]);
  });

  it('until ten minutes after it was resolved, with nothing from later', async () => {
    const { id, alertId } = await declared();
    await world.rows(`update incidents set state = 'resolved', resolved_at = $2 where id = $1`, [id, new Date(startMs + minute)]);
    await addDeploy('later', 5 * minute);
    await addEvents(alertId, 1, 'evaluation', 'resolved');
    expect((await fill(startMs + 5 * minute)).nextDueMs).toBe(startMs + 5 * minute + 15_000);
    expect((await fill(startMs + 12 * minute)).nextDueMs).toBeNull();
    await addEvents(alertId, 1);
    await fill(startMs + 20 * minute);
    expect((await world.timeline(id)).filter((text) => /rolled out|Down is resolved|Alice on/.test(text))).toEqual(['Down is resolved. Number 1.']);
  });

  it('is complete and has nothing twice when the process is killed in the middle again and again', { timeout: 60_000 }, async () => {
    const { id, alertId } = await declared();
    await addEvents(alertId, 1_500);
    const { kill, killed } = killing(world);
    for (let round = 0; round < 6; round += 1) {
      const filling = fill(startMs + 60 * minute).catch(() => undefined);
      await kill();
      await filling;
    }
    expect(killed()).toBeGreaterThan(0);
    await fill(startMs + 60 * minute);
    const [row] = await world.rows(`select count(*)::int as made, count(distinct source_key)::int as sources from incident_entries where incident_id = $1 and source_key like 'alert_event:%'`, [id]);
    expect(row).toEqual({ made: 1_500, sources: 1_500 });
  });
});

/** What kill -9 of the process is for the database: its connections end in the middle of a transaction. */
function killing({ database }: IncidentWorld) {
  let ended = 0;
  return {
    killed: () => ended,
    async kill() {
      for (let tries = 0; tries < 2_000; tries += 1) {
        const { rowCount } = await database.owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'nines' and pid <> pg_backend_pid() and state <> 'idle' and query ilike '%incident_entries%'`);
        if (!rowCount) continue;
        ended += rowCount;
        return;
      }
    },
  };
}
