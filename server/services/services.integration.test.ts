import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { CheckDraft } from '@/lib/checks/schemas';
import { ServiceInput, ServiceView } from '@/lib/services/schemas';
import { ObjectiveInput } from '@/lib/sla/schemas';
import { createCheck } from '@/server/checks/checks';
import { readCheckView } from '@/server/checks/read-checks';
import { writeChecks } from '@/server/checks/write-checks';
import { firstMemory, stepCheck } from '@/lib/checks/step';
import { createLog } from '@/server/log';
import { deleteObjective } from '@/server/sla/objectives';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { listServices, readService, readServiceGraph } from './read-services';
import { createService, deleteService, updateService } from './services';

let nines: TestRuntime;
beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());

const now = Date.UTC(2026, 0, 5, 3);
const alice = (at = now) => callerOf(nines.cast.alice, permissions, at);
const charlie = () => callerOf(nines.cast.charlie, permissions, now);
const make = (name: string, more: Partial<ServiceInput> = {}) => createService(nines.runtime, alice(), ServiceInput.parse({ name, ...more }));
const page = { limit: 100, offset: 0 };

describe('a service', () => {
  it('is stored and audited', async () => {
    const made = await make('shop', { team: 'web', tier: 1, labels: { env: 'live' } });
    expect(made).toMatchObject({ version: 1, state: 'unknown', reason: 'It has no check.', openAlerts: 0, uptime: { day: null, month: null }, settings: { name: 'shop', team: 'web', tier: 1 } });
    const entries = await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.auditEntry.findMany({ where: { action: 'service.create' } }));
    expect(entries.at(-1)?.after).toMatchObject({ id: made.id, settings: { name: 'shop' } });
  });

  it('with a label that is not taken any more is read, changed without it, and refused with it', async () => {
    const { id } = await make('old labels', { labels: { env: 'live' } });
    await nines.database.withTenant(nines.tenants.alpha, (client) => client.query(`update services set settings = jsonb_set(settings, '{labels,__name__}', '"up"') where id = $1`, [id]));
    const { service } = await readService(nines.runtime, alice(), id);
    expect(ServiceView.parse(service).settings.labels).toEqual({ env: 'live', __name__: 'up' });
    expect(ServiceInput.safeParse(service.settings).error?.issues[0]?.path).toEqual(['labels', '__name__']);
    const changed = await updateService(nines.runtime, alice(), id, { version: 1, service: ServiceInput.parse({ name: 'old labels', labels: { env: 'live' } }) });
    expect(changed.settings.labels).toEqual({ env: 'live' });
  });

  it('is not found by another tenant', async () => {
    const { id } = await make('ours');
    await expect(readService(nines.runtime, charlie(), id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(updateService(nines.runtime, charlie(), id, { version: 1, service: ServiceInput.parse({ name: 'x' }) })).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteService(nines.runtime, charlie(), id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listServices(nines.runtime, charlie(), page)).total).toBe(0);
  });

  it('refuses a name that is taken, and a version that is old', async () => {
    const { id } = await make('once');
    await expect(make('once')).rejects.toMatchObject({ code: 'conflict' });
    await updateService(nines.runtime, alice(), id, { version: 1, service: ServiceInput.parse({ name: 'once more' }) });
    await expect(updateService(nines.runtime, alice(), id, { version: 1, service: ServiceInput.parse({ name: 'late' }) })).rejects.toMatchObject({ code: 'conflict' });
    await expect(deleteService(nines.runtime, alice(), id, 1)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('may need others, but not in a circle, which is named', async () => {
    const database = await make('database');
    const api = await make('api', { dependsOn: [database.id] });
    const site = await make('site', { dependsOn: [api.id] });
    const closing = updateService(nines.runtime, alice(), database.id, { version: 1, service: ServiceInput.parse({ name: 'database', dependsOn: [site.id] }) });
    await expect(closing).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(/("database"|"site"|"api").* needs .* needs .* needs /) as string });
    await expect(updateService(nines.runtime, alice(), database.id, { version: 1, service: ServiceInput.parse({ name: 'database', dependsOn: [database.id] }) })).rejects.toMatchObject({ code: 'invalid' });
    await expect(make('lost', { dependsOn: [crypto.randomUUID()] })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'dependsOn.0' }] });
    const read = await readService(nines.runtime, alice(), api.id);
    expect([read.dependsOn.map(({ settings }) => settings.name), read.neededBy.map(({ settings }) => settings.name)]).toEqual([['database'], ['site']]);
    const { edges } = await readServiceGraph(nines.runtime, alice());
    expect(edges).toEqual(expect.arrayContaining([{ from: api.id, to: database.id }, { from: site.id, to: api.id }]));
  });

  it('that is deleted leaves its checks, and is needed by nobody any more', async () => {
    const gone = await make('gone');
    const user = await make('user of gone', { dependsOn: [gone.id] });
    const check = await createCheck(nines.runtime, alice(), CheckDraft.parse({ name: 'of gone', kind: 'promql', settings: { expr: 'vector(1)' }, serviceId: gone.id }));
    expect(check.serviceName).toBe('gone');
    await deleteService(nines.runtime, alice(), gone.id, 1);
    expect((await readCheckView(nines.runtime, alice(), check.id)).serviceId).toBeNull();
    expect((await readService(nines.runtime, alice(), user.id)).service).toMatchObject({ version: 2, settings: { dependsOn: [] } });
  });
});

describe('a service that has objectives', () => {
  it('is not deleted, so that none of their alert rules stays behind, until they are gone', async () => {
    const { id } = await make('promised');
    const { tenants: { alpha, beta }, database } = nines;
    const objectives: string[] = [];
    for (let number = 1; number <= 7; number += 1) {
      const settings = ObjectiveInput.parse({ name: `objective ${number}`, serviceId: id, sli: { kind: 'checks', checkIds: [] } });
      const add = () => database.transaction({ kind: 'tenant', tenant: alpha }, (tx) => tx.objective.create({ data: { tenantId: alpha.id, serviceId: id, name: settings.name, settings } }));
      objectives.push((await add()).id);
    }
    const refusal = 'The service "promised" has objectives: "objective 1", "objective 2", "objective 3", "objective 4", "objective 5" and 2 more. Delete them first, or move them to another service.';
    await expect(deleteService(nines.runtime, alice(), id, 1)).rejects.toMatchObject({ code: 'conflict', message: refusal });
    await expect(deleteService(nines.runtime, charlie(), id)).rejects.toMatchObject({ code: 'not_found' });
    const count = (tenant: typeof alpha) => database.transaction({ kind: 'tenant', tenant }, (tx) => tx.objective.count());
    expect([await count(alpha), await count(beta)]).toEqual([7, 0]);
    const sources = { database, metrics: nines.runtime.metrics, log: createLog('silent') };
    for (const objective of objectives) await deleteObjective(sources, alice(), objective);
    await deleteService(nines.runtime, alice(), id, 1);
    await expect(readService(nines.runtime, alice(), id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the state of a service', () => {
  it('is the worst of its enabled checks, and its uptime the time in which none was down', async () => {
    const { id } = await make('measured');
    const plan = { intervalMs: 20_000, timeoutMs: 1_000, failures: { count: 1, of: 1 }, successes: 1, degradedAboveMs: null };
    const dayMs = 86_400_000;
    const measure = async (name: string, results: [atMs: number, success: boolean][], isEnabled = true) => {
      const check = await createCheck(nines.runtime, alice(), CheckDraft.parse({ name, kind: 'promql', settings: { expr: 'vector(1)' }, serviceId: id, isEnabled }));
      let memory = firstMemory(results[0]?.[0] ?? now);
      for (const [atMs, success] of results) {
        const step = stepCheck(memory, { atMs, success, durationMs: 1, message: success ? 'fine' : 'refused', maintenance: null }, { ...plan, intervalMs: dayMs });
        memory = step.memory;
        const pending = { forgetFromMs: step.forgetFromMs, spans: new Map(step.spans.map((span) => [span.fromMs, { ...span, event: null }])), events: [] };
        await writeChecks(nines.database, nines.tenants.alpha, [{ id: check.id, memory, finalMemory: () => memory, last: null, pending }], atMs);
      }
    };
    await measure('a', [[now - dayMs, true], [now - 1_000, true]]);
    await measure('b', [[now - dayMs, true], [now - dayMs / 4, false], [now - 1_000, false]]);
    await measure('c', [[now - dayMs, false], [now - 1_000, false]], false);
    const { service } = await readService(nines.runtime, alice(), id);
    expect(service).toMatchObject({ state: 'down', reason: 'b: refused', since: now - dayMs / 4, checks: { up: 1, down: 1, unknown: 0, degraded: 0 }, uptime: { day: 75, month: 75 } });
    const { services, counts } = await listServices(nines.runtime, alice(), { ...page, state: 'down' });
    expect(services.map(({ settings }) => settings.name)).toEqual(['measured']);
    expect(counts.down).toBe(1);
    // Later than what the last results stand for, nothing is known.
    expect((await readService(nines.runtime, alice(now + 3 * dayMs), id)).service).toMatchObject({ state: 'unknown', reason: expect.stringContaining('not measured since') as string });
  });
});
