import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readAbout } from '@/lib/settings/api';
import { permissions } from '@/lib/auth/permissions';
import { routes } from '@/app/api/routes';
import { callerOf, startTestRuntime, type Person, type TestRuntime } from '@/server/test-runtime';
import { readConfigSummary } from '@/server/settings/config-summary';
import { readOrganisation, updateOrganisation } from '@/server/settings/organisation';

let nines: TestRuntime;
beforeAll(async () => {
  nines = await startTestRuntime({ routes });
}, 60_000);
afterAll(() => nines.close());

const caller = (person: Person) => callerOf(person, permissions, Date.now());
const settings = { timeZone: 'Europe/Berlin', locale: 'de-DE', accent: '#3b6ea8' };

async function call(method: string, path: string, { person, body }: { person: Person; body?: unknown }) {
  const { cookie } = await nines.openSession(person);
  const answer = await fetch(nines.origin + path, { method, headers: { cookie, origin: nines.origin, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

it('changes name and settings in one version, audits both sides, and an open session has the new name at once', async () => {
  const { alice, charlie } = nines.cast;
  const session = await nines.openSession(alice);
  expect((await nines.runtime.access.bySession(session.id))?.tenant.name).toBe(alice.tenant.name);
  const saved = await updateOrganisation(nines.runtime, caller(alice), { version: 0, name: 'Alpha Works', settings });
  expect(saved).toEqual({ version: 1, name: 'Alpha Works', slug: alice.tenant.slug, settings });
  for (let left = 100; left > 0 && (await nines.runtime.access.bySession(session.id))?.tenant.name !== 'Alpha Works'; left -= 1) await wait(20);
  expect((await nines.runtime.access.bySession(session.id))?.tenant.name).toBe('Alpha Works');
  const audit = await nines.database.transaction({ kind: 'tenant', tenant: alice.tenant }, (tx) => tx.auditEntry.findFirst({ where: { action: 'settings.organisation' } }));
  expect(audit).toMatchObject({ before: { name: alice.tenant.name, locale: 'en-GB' }, after: { name: 'Alpha Works', locale: 'de-DE' } });
  expect(await readOrganisation(nines.runtime, caller(charlie))).toMatchObject({ version: 0, name: charlie.tenant.name });
});

it('refuses a stale version, and then changes not even the name', async () => {
  const { alice } = nines.cast;
  await expect(updateOrganisation(nines.runtime, caller(alice), { version: 0, name: 'Lost', settings })).rejects.toMatchObject({ code: 'conflict' });
  await expect(updateOrganisation(nines.runtime, caller(alice), { version: 7, name: 'Lost', settings })).rejects.toMatchObject({ code: 'conflict' });
  expect((await readOrganisation(nines.runtime, caller(alice))).name).toBe('Alpha Works');
});

it.each([
  [{ name: '' }],
  [{ name: 'x'.repeat(201) }],
  [{ name: 'a\0b' }],
  [{ settings: { ...settings, timeZone: 'Mars/Olympus' } }],
  [{ settings: { ...settings, locale: 'not a locale' } }],
  [{ settings: { ...settings, accent: 'red; background: url(x)' } }],
  [{ settings: { ...settings, extra: 1 } }],
])('refuses %j', async (wrong) => {
  expect(await call('PUT', '/api/monitoring/organisation', { person: nines.cast.alice, body: { version: 1, name: 'Alpha', settings, ...wrong } })).toMatchObject({ status: 400 });
});

it('a VIEWER may neither read nor change it', async () => {
  const { victor } = nines.cast;
  expect((await call('GET', '/api/monitoring/organisation', { person: victor })).status).toBe(403);
  expect((await call('PUT', '/api/monitoring/organisation', { person: victor, body: { version: 1, name: 'Mine', settings } })).status).toBe(403);
});

it('tells the figures of the installation to the organisation that runs it alone, and no secret to anybody', async () => {
  const { alice, charlie } = nines.cast;
  const own = await call('GET', readAbout.path, { person: alice });
  expect(own.body).toMatchObject({ version: '0.0.0', node: process.versions.node, installation: { store: 'embedded', queues: { deliveries: 0, statusMessages: 0 } } });
  expect((own.body.installation as { database: { bytes: number } }).database.bytes).toBeGreaterThan(1e6);
  const other = await call('GET', readAbout.path, { person: charlie });
  expect(other.body).toMatchObject({ node: process.versions.node, installation: null });
});

it('counts what a tenant has, and nothing of another', async () => {
  const { alice, charlie } = nines.cast;
  expect(await readConfigSummary(nines.runtime, caller(alice))).toMatchObject({ people: 3, keys: 0, channels: 0, routes: 0, files: 0 });
  expect(await readConfigSummary(nines.runtime, caller(charlie))).toMatchObject({ people: 1 });
});
