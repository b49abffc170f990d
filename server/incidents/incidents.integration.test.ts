import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { permissionsOf } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { declareIncident as declareEndpoint, listIncidents as listEndpoint, updateIncident as updateEndpoint } from '@/lib/incidents/api';
import { defaultIncidentSettings } from '@/lib/incidents/default-settings';
import type { Incident } from '@/lib/incidents/schemas';
import { storeAlerts } from '@/server/alerts/test-stored-alerts';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { callerOf, createCast, type Cast } from '@/server/test-runtime';
import { declareIncident } from './declare-incident';
import { readSettings, updateSettings } from './incident-settings';
import { listIncidents } from './list-incidents';
import { readIncident } from './read-incident';
import { readTimeline } from './read-timeline';
import { updateIncident } from './update-incident';

const now = Date.parse('2026-03-28T03:00:00Z');
const minute = 60_000;

let test: TestDatabase;
let cast: Cast;
let sources: Pick<TestDatabase, 'database'> & { url: string };
let alice: Caller;
let charlie: Caller;

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
  sources = { database: test.database, url: 'https://nines.example.com' };
  alice = callerOf(cast.alice, permissionsOf('OWNER'), now);
  charlie = callerOf(cast.charlie, permissionsOf('OWNER'), now);
});
afterAll(() => test.drop());

const declare = (body: Partial<z.input<typeof declareBody>> = {}, caller = alice) => declareIncident(sources, caller, declareBody.parse({ title: 'Checkout is down', severity: 'sev1', ...body }));
const declareBody = declareEndpoint.body ?? never();
const updateBody = updateEndpoint.body ?? never();
const update = (incident: Pick<Incident, 'id' | 'version'>, body: Omit<z.input<typeof updateBody>, 'version'>, caller = alice) => updateIncident(sources, caller, incident.id, updateBody.parse({ version: incident.version, ...body }));
const list = (query: Partial<z.input<NonNullable<(typeof listEndpoint)['query']>>> = {}, caller = alice) => listIncidents(sources, caller, (listEndpoint.query ?? never()).parse(query));
const timeline = async (id: string) => (await readTimeline(sources, alice, id, { limit: 100 })).entries.map(({ text }) => text);
const audited = (action: string, caller = alice) => test.database.transaction({ kind: 'tenant', tenant: caller.tenant }, (tx) => tx.auditEntry.count({ where: { action } }));
const service = (name: string, caller = alice) =>
  test.database.transaction({ kind: 'tenant', tenant: caller.tenant }, (tx) => tx.service.create({ select: { id: true }, data: { tenantId: caller.tenant.id, name, settings: { name, team: 'shop', runbookUrl: 'https://example.com/runbook' } } }));

function never(): never {
  throw new Error('The endpoint has none.');
}

describe('declaring', () => {
  it('numbers incidents in their tenant, begins the checklist and is audited', async () => {
    const before = await audited('incident.declare');
    const first = await declare();
    const second = await declare();
    expect(second.number).toBe(first.number + 1);
    expect((await declare({}, charlie)).number).toBe(1);
    expect(first).toMatchObject({ state: 'investigating', severity: 'sev1', source: 'person', times: { started: now, detected: now, acknowledged: null }, tasks: { total: defaultIncidentSettings.checklist.length, done: 0 } });
    expect(await timeline(first.id)).toEqual([`${cast.alice.email} declared it.`]);
    expect(await audited('incident.declare')).toBe(before + 2);
  });

  it('takes alerts in, with what they say of service, team, runbook and times', async () => {
    const { id: serviceId } = await service('payments');
    const [alertId = ''] = await storeAlerts(test.database, alice.tenant, [{ labels: { alertname: 'PaymentsDown', service: 'payments', severity: 'critical' }, startsAt: new Date(now - 5 * minute), firedAt: new Date(now - 4 * minute) }]);
    const incident = await declare({ alertIds: [alertId] });
    expect(incident).toMatchObject({ services: [{ id: serviceId, name: 'payments' }], team: 'shop', runbookUrl: 'https://example.com/runbook', alerts: { total: 1, open: 1 }, times: { started: now - 5 * minute, detected: now - 4 * minute } });
    await expect(declare({ alertIds: [alertId] })).rejects.toMatchObject({ code: 'conflict', message: `The alert PaymentsDown is in incident ${incident.number} already. Work on that one, or take the alert out of it first.` });
  });

  it('gives no number twice and no alert to two, whoever is at it at the same time', async () => {
    const [alertId = ''] = await storeAlerts(test.database, alice.tenant, [{ labels: { alertname: 'Raced' } }]);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => declare(index < 4 ? { alertIds: [alertId] } : {})));
    const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(made).toHaveLength(5);
    expect(new Set(made.map(({ number }) => number)).size).toBe(5);
    expect(made.filter(({ alerts }) => alerts.total === 1)).toHaveLength(1);
  });

  it.each<[string, () => Promise<object> | object, string]>([
    ['a severity', () => ({ severity: 'sev9' }), 'body.severity'],
    ['a person of another tenant', () => ({ leadId: cast.charlie.id }), 'body.leadId'],
    ['a service of another tenant', async () => ({ serviceIds: [(await service(`of-beta-${randomUUID()}`, charlie)).id] }), 'body.serviceIds'],
    ['an alert of another tenant', async () => ({ alertIds: await storeAlerts(test.database, charlie.tenant, [{ labels: { alertname: `Theirs${randomUUID()}` } }]) }), 'body.alertIds'],
    ['a policy', () => ({ policyId: randomUUID() }), 'body.policyId'],
    ['a start that is still to come', () => ({ startedAt: now + 1 }), 'body.startedAt'],
    ['a start that nobody remembers', () => ({ startedAt: now - 91 * 86_400_000 }), 'body.startedAt'],
  ])('refuses %s that there is not', async (_, body, path) => {
    await expect(declare(await body())).rejects.toMatchObject({ code: 'invalid', issues: [{ path }] });
  });
});

describe('changing', () => {
  it('lets one of two editors win, and the other see that it lost', async () => {
    const incident = await declare();
    const outcomes = await Promise.allSettled([update(incident, { title: 'Mine' }), update(incident, { title: 'Theirs', severity: 'sev3' })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict', message: `Incident ${incident.number} was changed by somebody else in the meantime. Load it again and repeat the change.` } });
    const { incident: after } = await readIncident(sources, alice, incident.id);
    expect([['Mine', 'sev1'], ['Theirs', 'sev3']]).toContainEqual([after.title, after.severity]);
    expect(after.version).toBe(2);
  });

  it('writes nothing where nothing changes', async () => {
    const incident = await declare();
    const before = await audited('incident.update');
    expect(await update(incident, { title: incident.title })).toEqual(incident);
    expect(await audited('incident.update')).toBe(before);
  });

  it('goes through its states, with who did it, and opens again', async () => {
    const incident = await declare();
    const led = await update(incident, { roles: { lead: cast.bob.id } });
    expect(led).toMatchObject({ roles: { lead: { id: cast.bob.id, name: 'Bob' } }, times: { acknowledged: now } });
    const resolved = await update(led, { state: 'resolved', note: 'Rolled back.' });
    const reviewed = await update(resolved, { state: 'reviewed' });
    const again = await update(reviewed, { state: 'investigating', note: 'It is back.' });
    expect(again).toMatchObject({ reopened: 1, times: { resolved: null, mitigated: null } });
    await expect(update(again, { state: 'reviewed' })).rejects.toMatchObject({ code: 'conflict' });
    expect((await timeline(incident.id))[0]).toBe(`${cast.alice.email} opened it again: investigating: It is back.`);
  });

  it('corrects a time with a reason only', async () => {
    const incident = await declare();
    await expect(update(incident, { times: { started: now - minute } })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'body.note' }] });
    await expect(update(incident, { times: { started: now - 91 * 86_400_000 }, note: 'x' })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'body.times.started' }] });
    expect((await update(incident, { times: { started: now - minute }, note: 'The first mail came then.' })).times.started).toBe(now - minute);
  });

  it('is not found by another tenant, nor does it know its people', async () => {
    const incident = await declare();
    await expect(update(incident, { title: 'x' }, charlie)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readIncident(sources, charlie, incident.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readTimeline(sources, charlie, incident.id, { limit: 10 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(update(incident, { roles: { scribe: cast.charlie.id } })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'body.roles.scribe' }] });
  });
});

describe('the list', () => {
  it('has the open ones first, of each the newest, page by page and each once', async () => {
    const caller = { ...charlie, now: now + 60 * minute };
    const made: Incident[] = [];
    for (let index = 0; index < 7; index += 1) made.push(await declare({ title: `Number ${index}` }, { ...caller, now: caller.now + index }));
    for (const index of [1, 4, 6]) await update(made[index] ?? never(), { state: 'resolved' }, caller);
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await list({ limit: 2, from: caller.now, cursor }, caller);
      seen.push(...page.incidents.map(({ title }) => title));
      expect(page.counts.investigating).toBeGreaterThanOrEqual(4);
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([5, 3, 2, 0, 6, 4, 1].map((index) => `Number ${index}`));
  });

  it.each<[string, object, string[]]>([
    ['state', { state: 'resolved' }, ['Lost mail']],
    ['severity', { severity: 'sev3,sev2' }, ['100 %_of it']],
    ['words, with the signs that SQL would take for any', { text: '%_' }, ['100 %_of it']],
    ['the team, in any case', { team: 'SHOP' }, ['Of a service']],
    ['nothing that there is', { text: 'no such words' }, []],
  ])('is filtered by %s', async (_, query, titles) => {
    const from = now + 1_000 * minute;
    const caller = { ...charlie, now: from };
    const { id } = (await test.database.transaction({ kind: 'tenant', tenant: caller.tenant }, (tx) => tx.service.findFirst({ where: { name: 'filtered' }, select: { id: true } }))) ?? (await service('filtered', caller));
    const { incidents } = await list({ from }, caller);
    if (incidents.length === 0) {
      await update(await declare({ title: 'Lost mail' }, caller), { state: 'resolved' }, caller);
      await declare({ title: '100 %_of it', severity: 'sev3' }, caller);
      await declare({ title: 'Of a service', serviceIds: [id] }, caller);
    }
    expect((await list({ from, ...query }, caller)).incidents.map(({ title }) => title)).toEqual(titles);
    expect((await list({ from, service: id }, caller)).incidents.map(({ title }) => title)).toEqual(['Of a service']);
  });

  it('refuses a cursor of something else', async () => {
    await expect(async () => list({ cursor: 'x' })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('the settings', () => {
  it('are those that Nines brings along until they are changed, and a stale save is refused', async () => {
    const first = await readSettings(sources, alice);
    expect(first).toEqual({ version: 0, settings: defaultIncidentSettings });
    const changed = { ...first.settings, joinMs: 60_000 };
    expect(await updateSettings(sources, alice, { version: 0, settings: changed })).toEqual({ version: 1, settings: changed });
    await expect(updateSettings(sources, alice, { version: 0, settings: changed })).rejects.toMatchObject({ code: 'conflict' });
    expect((await readSettings(sources, charlie)).version).toBe(0);
  });

  it('keep the severity of an open incident, and refuse a policy of nobody', async () => {
    await declare({ severity: 'sev3' });
    const { version, settings } = await readSettings(sources, alice);
    const [worst, ...others] = settings.severities;
    await expect(updateSettings(sources, alice, { version, settings: { ...settings, declare: [], severities: worst ? [worst] : [] } })).rejects.toMatchObject({ code: 'conflict' });
    const severities = worst ? [{ ...worst, policyId: randomUUID() }, ...others] : [];
    await expect(updateSettings(sources, alice, { version, settings: { ...settings, severities } })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'body.settings.severities.0.policyId' }] });
  });
});
