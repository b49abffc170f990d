import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { defaultIncidentSettings } from '@/lib/incidents/default-settings';
import { readFigures } from './figures';
import { mergeIncident } from './merge';
import { previewRules } from './preview-rules';
import { similarTo } from './similar';
import { nowOfTest as now, startTestIncidents, type TestIncidents } from './test-cast';

let test: TestIncidents;
beforeAll(async () => {
  test = await startTestIncidents();
});
afterAll(() => test.close());

const minute = 60_000;
const at = (ms: number) => ({ ...test.alice, now: now + ms });
const figures = (by: 'service' | 'team' | 'severity' | 'month', caller = at(60 * minute)) => readFigures(test, caller, { by });
const similar = async (id: string) => test.database.transaction({ kind: 'tenant', tenant: test.alice.tenant }, async (tx) => similarTo(tx, await test.load(id)));

describe('figures', () => {
  it('count times and what was touched, without what was merged', async () => {
    const serviceId = await test.service('shop');
    const one = await test.declare({ serviceIds: [serviceId] });
    const two = await test.declare({ serviceIds: [serviceId], severity: 'sev3' });
    const merged = await test.declare();
    await mergeIncident(test, test.alice, merged.id, { into: one.id, version: 1 });
    const checkId = randomUUID();
    await test.database.withTenant(test.alice.tenant, async (client) => {
      await client.query('update incidents set acknowledged_at = $2, resolved_at = $3 where id = $1', [one.id, new Date(now + 2 * minute), new Date(now + 30 * minute)]);
      await client.query('update incidents set acknowledged_at = $2 where id = $1', [two.id, new Date(now + 4 * minute)]);
      await client.query(`insert into checks (id, tenant_id, service_id, name, kind, target, settings, plan, sealed, is_enabled, updated_at) values ($1, $2, $3, 'Shop', 'http', 'https://shop', '{}', '{}', '', true, now())`, [checkId, test.alice.tenant.id, serviceId]);
      const span = 'insert into check_spans (tenant_id, check_id, from_at, to_at, state, reason) values ($1, $2, $3, $4, $5, $6)';
      await client.query(span, [test.alice.tenant.id, checkId, new Date(now - 5 * minute), new Date(now + 10 * minute), 'down', 'no answer']);
      await client.query(span, [test.alice.tenant.id, checkId, new Date(now + 10 * minute), new Date(now + 50 * minute), 'up', '']);
      await client.query(`update incident_services set impact = $2 where incident_id = $1`, [two.id, { from: now, to: now + minute, degree: 'down', reason: 'x', by: { kind: 'system', id: 'x', name: 'x' }, at: now }]);
    });
    expect(await figures('severity')).toMatchObject({ total: 2, mttaMs: 3 * minute, mttrMs: 30 * minute, groups: [{ key: 'sev1', name: 'SEV1', count: 1, touchedMs: 10 * minute }, { key: 'sev3', count: 1, touchedMs: minute }] });
    expect((await figures('service')).groups).toEqual([{ key: serviceId, name: 'shop', count: 2, mttaMs: 3 * minute, mttrMs: 30 * minute, touchedMs: 11 * minute }]);
    expect((await figures('month')).groups).toMatchObject([{ key: '2026-03', count: 2 }]);
    expect((await figures('team')).groups).toMatchObject([{ key: 'web', count: 2 }]);
    expect(await figures('month', { ...test.charlie, now: now + 60 * minute })).toMatchObject({ total: 0, groups: [] });
  });

  it.each([{ from: 5, to: 5 }, { from: 8.7e15 }])('of the range %j are refused', async (range) => {
    await expect(readFigures(test, test.alice, { by: 'month', ...range })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('of the whole past and future are those of what there is', async () => {
    expect((await readFigures(test, at(60 * minute), { by: 'month', from: 0, to: Number.MAX_SAFE_INTEGER })).total).toBe(2);
  });
});

describe('a preview of rules', () => {
  it('says what would be declared of what fires and is in no incident, and what would join', async () => {
    await test.service('preview');
    await test.alert('PreviewDown', 'preview');
    expect((await previewRules(test, at(minute), defaultIncidentSettings)).decisions).toContainEqual({ kind: 'declare', title: 'PreviewDown', severity: 'SEV2', alerts: 1, reason: 'The rule Critical alert of a service: PreviewDown fires.' });
    const incident = await test.declare({ alertIds: [await test.alert('PreviewSlow', 'preview')] });
    expect((await previewRules(test, at(minute), defaultIncidentSettings)).decisions).toContainEqual({ kind: 'join', title: `Incident ${incident.number}`, severity: '', alerts: 1, reason: 'The incident touches its service preview.' });
    expect((await previewRules(test, { ...test.charlie, now: now + minute }, defaultIncidentSettings)).decisions).toEqual([]);
  });

  it('refuses a matcher that cannot be read', async () => {
    await test.alert('Any', 'any');
    const rule = { name: 'x', isEnabled: true, matchers: [{ label: 'a', operator: '=~' as const, value: '(' }], severities: [], firingForMs: 0, services: 1, severity: 'sev1' };
    await expect(previewRules(test, test.alice, { ...defaultIncidentSettings, declare: [rule] })).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('body.declare') as string });
  });
});

describe('similar incidents', () => {
  it('are found by services, alerts and words among 10,000, and never those of another tenant', async () => {
    const { id: tenantId } = test.alice.tenant;
    const serviceId = await test.service('checkout');
    const rare = await test.declare({ title: 'Ledger reconciliation stuck', severity: 'sev3' });
    const byAlert = await test.declare({ title: 'Something', alertIds: [await test.alert('QuorumLost')] });
    await test.declare({ title: 'Ledger reconciliation stuck' }, test.charlie);
    await test.database.withTenant(test.alice.tenant, async (client) => {
      await client.query(
        `with made as (
           insert into incidents (tenant_id, number, title, state, severity, source, declared_by, started_at, joined_at, created_at)
           select $1, 10000 + n, 'Incident of host ' || n || ' in rack ' || n % 50, 'reviewed', 'sev2', 'rule', '{}', at, at, at from generate_series(1, 10000) n, lateral (select to_timestamp($3::float8 / 1000) - n * interval '1 minute' as at) t returning id, number, created_at
         ), alerted as (
           insert into alerts (tenant_id, fingerprint, source, name, severity, state, is_active, service, team, labels, annotations, starts_at)
           select $1, lpad(to_hex(n), 16, '0'), 'rule', 'Alert' || n % 200, 'warning', 'resolved', false, '', '', '{}', '{}', now() from generate_series(1, 30000) n returning id, ('x' || fingerprint)::bit(64)::bigint as n
         ), joined as (insert into incident_alerts (alert_id, incident_id, tenant_id, joined_at, reason) select a.id, m.id, $1, m.created_at, '' from alerted a join made m on m.number = 10001 + a.n % 10000)
         insert into incident_services (incident_id, service_id, tenant_id) select id, $2, $1 from made where number % 3 = 0`,
        [tenantId, serviceId, now],
      );
      await client.query('analyze incidents, incident_alerts, incident_services, alerts').catch(() => undefined);
    });
    const like = await test.declare({ title: 'The ledger reconciliation is stuck again' });
    expect((await similar(like.id)).map(({ id }) => id)).toEqual([rare.id]);
    const quorum = await test.declare({ title: 'Else', alertIds: [await test.alert('QuorumLost', 'quorum')] });
    expect((await similar(quorum.id)).map(({ id }) => id)).toEqual([byAlert.id]);
    const broad = await test.declare({ title: 'Incident of host 77 in rack 27', serviceIds: [serviceId], alertIds: [await test.alert('Alert7', 'checkout')] });
    { const b = performance.now(); await readFigures(test, at(1), { by: 'service' }).catch((e) => process.stderr.write(`FIG ${e.message}\n`)); process.stderr.write(`FIGURES ${Math.round(performance.now()-b)} ms\n`); }
    expect(await similar(broad.id)).toHaveLength(10);
  }, 60_000);
});
