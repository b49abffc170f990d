import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addCheck, addService } from '@/server/sla/test-objectives';
import { changeImpact } from './change-impact';
import { impactOf } from './impact';
import { createIncidentWorld, type IncidentWorld } from './test-incident-world';
import { loadIncident } from './load-incidents';

const startMs = Date.parse('2026-03-01T12:00:00Z');
const minute = 60_000;
let world: IncidentWorld;

beforeAll(async () => {
  world = await createIncidentWorld(startMs);
});
afterAll(() => world.drop());
beforeEach(async () => {
  world.nowMs = startMs + 60 * minute;
  for (const table of ['incidents', 'services', 'checks']) await world.rows(`delete from ${table}`);
});

const at = (minutes: number) => startMs + minutes * minute;
async function incidentOf(serviceIds: readonly string[], resolvedMs: number | null = at(30)): Promise<string> {
  const [row] = await world.rows<{ id: string }>(
    `insert into incidents (tenant_id, number, title, state, severity, source, declared_by, started_at, resolved_at, joined_at) values ($1, 1, 'Shop', $2, 'sev1', 'person', '{}', $3, $4, now()) returning id`,
    [world.tenant.id, resolvedMs === null ? 'investigating' : 'resolved', new Date(startMs), resolvedMs === null ? null : new Date(resolvedMs)],
  );
  await world.rows('insert into incident_services (incident_id, service_id, tenant_id) select $1, unnest($2::uuid[]), $3', [row?.id, serviceIds, world.tenant.id]);
  return row?.id ?? '';
}
const readImpact = async (id: string) => impactOf(world, { tenant: world.tenant, now: world.nowMs }, await world.database.transaction({ kind: 'tenant', tenant: world.tenant }, (tx) => loadIncident(tx, id)));

describe('the impact of an incident', () => {
  it('is what the checks of its services found while it went on', async () => {
    const [shop, mail, idle] = [await addService(world.database, world.tenant, 'shop'), await addService(world.database, world.tenant, 'mail'), await addService(world.database, world.tenant, 'idle')];
    await addCheck(world.database, world.tenant, shop, [[at(-60), at(2), 'up'], [at(2), at(5), 'down'], [at(5), at(20), 'up'], [at(20), at(22), 'degraded'], [at(22), at(90), 'down', 'upgrade']]);
    await addCheck(world.database, world.tenant, shop, [[at(4), at(6), 'down']]);
    await addCheck(world.database, world.tenant, mail, [[at(-60), at(40), 'degraded']]);
    await addCheck(world.database, world.tenant, idle, [[at(-60), at(40), 'up']]);
    const own = { source: 'checks', reason: '', editedAt: null };
    expect(await readImpact(await incidentOf([shop, mail, idle]))).toEqual([
      { serviceId: mail, serviceName: 'mail', from: at(0), to: at(30), degree: 'degraded', ms: 30 * minute, ...own },
      { serviceId: shop, serviceName: 'shop', from: at(2), to: at(22), degree: 'down', ms: 6 * minute, ...own },
    ]);
  });

  it('is what somebody says, with the reason, in the audit trail and in the timeline, until it is taken back', async () => {
    const shop = await addService(world.database, world.tenant, 'shop');
    await addCheck(world.database, world.tenant, shop, [[at(2), at(5), 'down']]);
    const id = await incidentOf([shop]);
    const changed = await changeImpact(world, world.caller(), id, { serviceId: shop, impact: { from: at(-10), to: at(10), degree: 'degraded' }, reason: 'Users saw it before.', editedAt: null });
    expect(changed.impact).toEqual([{ serviceId: shop, serviceName: 'shop', from: at(-10), to: at(10), degree: 'degraded', ms: 20 * minute, source: 'person', reason: 'Users saw it before.', editedAt: world.nowMs }]);
    expect(await world.timeline(id, 'impact')).toEqual(['Alice said that shop was degraded from 11:50 UTC on 1 March 2026 to 12:10 UTC on 1 March 2026: Users saw it before.']);
    expect(await world.rows(`select after -> 'impact' ->> 'reason' as reason from audit_entries where action = 'incident.impact'`)).toEqual([{ reason: 'Users saw it before.' }]);
    expect((await changeImpact(world, world.caller(), id, { serviceId: shop, impact: null, reason: 'The checks are right.', editedAt: world.nowMs })).impact).toMatchObject([{ source: 'checks', ms: 3 * minute, editedAt: null }]);
  });

  it('keeps what was said of a service that is deleted, with its name', async () => {
    const [shop, mail] = [await addService(world.database, world.tenant, 'shop'), await addService(world.database, world.tenant, 'mail')];
    const id = await incidentOf([shop, mail]);
    await changeImpact(world, world.caller(), id, { serviceId: shop, impact: { from: at(1), to: at(3), degree: 'down' }, reason: 'All of it.', editedAt: null });
    await world.rows('delete from services where id = $1', [shop]);
    expect((await world.database.transaction({ kind: 'tenant', tenant: world.tenant }, (tx) => loadIncident(tx, id))).services).toEqual([{ id: mail, name: 'mail' }, { id: shop, name: 'shop', isGone: true }]);
    expect(await readImpact(id)).toMatchObject([{ serviceId: shop, serviceName: 'shop', isGone: true, ms: 2 * minute, source: 'person' }]);
    await expect(changeImpact(world, world.caller(), id, { serviceId: shop, impact: null, reason: 'No.', editedAt: null })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('goes on with the incident', async () => {
    const shop = await addService(world.database, world.tenant, 'shop');
    await addCheck(world.database, world.tenant, shop, [[at(2), at(60), 'down']]);
    const id = await incidentOf([shop], null);
    expect(await readImpact(id)).toMatchObject([{ from: at(2), to: null, ms: 58 * minute }]);
    const said = await changeImpact(world, world.caller(), id, { serviceId: shop, impact: { from: at(1), to: null, degree: 'down' }, reason: 'All of it.', editedAt: null });
    expect(said.impact).toMatchObject([{ from: at(1), to: null, ms: 59 * minute }]);
  });

  it('is said of a service that the incident did not touch, which it touches then', async () => {
    const [shop, mail] = [await addService(world.database, world.tenant, 'shop'), await addService(world.database, world.tenant, 'mail')];
    const id = await incidentOf([shop]);
    const { impact } = await changeImpact(world, world.caller(), id, { serviceId: mail, impact: { from: at(1), to: at(2), degree: 'down' }, reason: 'Nobody got mail.', editedAt: null });
    expect(impact).toMatchObject([{ serviceId: mail, ms: minute, source: 'person' }]);
    expect((await world.database.transaction({ kind: 'tenant', tenant: world.tenant }, (tx) => loadIncident(tx, id))).services.map(({ name }) => name)).toEqual(['mail', 'shop']);
  });

  it('is not said of more than 200 services', async () => {
    const shop = await addService(world.database, world.tenant, 'shop');
    const id = await incidentOf([]);
    await world.rows(`insert into services (tenant_id, name, settings) select $1, 'n' || i, '{}' from generate_series(1, 200) i`, [world.tenant.id]);
    await world.rows(`insert into incident_services (incident_id, service_id, tenant_id) select $1, id, $2 from services where name <> 'shop'`, [id, world.tenant.id]);
    await expect(changeImpact(world, world.caller(), id, { serviceId: shop, impact: { from: at(1), to: at(2), degree: 'down' }, reason: 'why', editedAt: null })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('that two say at once is what one of them said, and the other one is told by whom and what', async () => {
    const shop = await addService(world.database, world.tenant, 'shop');
    const id = await incidentOf([shop]);
    const say = (name: string, editedAt: number | null) => changeImpact(world, world.caller(name), id, { serviceId: shop, impact: { from: at(1), to: at(2), degree: 'down' }, reason: `As ${name} saw it.`, editedAt });
    const outcomes = await Promise.allSettled([say('Alice', null), say('Bob', null)]);
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(lost).toEqual([expect.objectContaining({ code: 'conflict', message: expect.stringMatching(/^(Alice|Bob) said since that shop was down from .* \(“As (Alice|Bob) saw it\.”\)\. Load/) as unknown })]);
    const [first] = await readImpact(id);
    const second = await say('Alice', first?.editedAt ?? null);
    expect(second.impact[0]?.editedAt).toBe(world.nowMs + 1);
    await expect(say('Bob', first?.editedAt ?? null)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is changed for no other service, time, incident or tenant', async () => {
    const shop = await addService(world.database, world.tenant, 'shop');
    const id = await incidentOf([shop]);
    const change = (changed: object, incident = id, caller = world.caller()) => changeImpact(world, caller, incident, { serviceId: shop, impact: { from: at(1), to: at(2), degree: 'down' }, reason: 'why', editedAt: null, ...changed });
    await expect(change({ serviceId: randomUUID() })).rejects.toMatchObject({ code: 'invalid' });
    await expect(change({ impact: { from: at(2), to: at(1), degree: 'down' } })).rejects.toMatchObject({ code: 'invalid' });
    await expect(change({ impact: { from: at(90), to: null, degree: 'down' } })).rejects.toMatchObject({ code: 'invalid' });
    await expect(change({ impact: { from: at(1), to: at(90), degree: 'down' } })).rejects.toMatchObject({ code: 'invalid' });
    await expect(change({}, randomUUID())).rejects.toMatchObject({ code: 'not_found' });
    await expect(change({}, id, { ...world.caller(), tenant: world.tenants.beta })).rejects.toMatchObject({ code: 'not_found' });
  });
});
