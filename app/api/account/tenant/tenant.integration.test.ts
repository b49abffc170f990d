import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import type { Role } from '@/lib/auth/permissions';
import { withinOneSecond } from '@/server/auth/test-within-one-second';
import { startTestRuntime, type OpenSession, type Person, type TestRuntime } from '@/server/test-runtime';
import { call, joined, watch } from '@/app/api/test-people';

let nines: TestRuntime;
let person: Person;
let session: OpenSession;

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
});
beforeEach(async () => {
  person = await joined(nines.database, nines.tenants.alpha, 'ADMIN');
  session = await nines.openSession(person);
});
afterAll(() => nines.close());

const db = <T>(run: (tx: Parameters<Parameters<typeof nines.database.transaction>[1]>[0]) => Promise<T>) => nines.database.transaction({ kind: 'auth' }, run);
const joinBeta = (role: Role, deactivatedAt: Date | null = null) => db((tx) => tx.membership.create({ data: { tenantId: nines.tenants.beta.id, userId: person.id, role, deactivatedAt } }));
const go = (to: 'alpha' | 'beta') => call(nines, session, 'POST', '/api/account/tenant', { tenantId: nines.tenants[to].id });
const tenants = async () => (await call(nines, session, 'GET', '/api/account/tenants')).body.tenants as { name: string; role: string; isCurrent: boolean }[];
const settings = (stored: object) =>
  db((tx) => tx.$executeRaw`insert into tenant_settings (tenant_id, section, settings) select ${nines.tenants.beta.id}::uuid, 'sign-in', ${JSON.stringify(stored)}::jsonb
    from (select set_config('nines.tenant_id', ${nines.tenants.beta.id}, true)) as entered on conflict (tenant_id, section) do update set settings = excluded.settings`);

describe('switching to another tenant', () => {
  it('moves the session with the role of there, writes it down in both, and closes the sockets of before within a second', async () => {
    await joinBeta('OWNER');
    const socket = await watch(nines, session);
    expect(await withinOneSecond(() => go('beta'), () => !socket.connected)).toMatchObject({ status: 200, body: { tenant: { role: 'OWNER', isCurrent: true } } });
    expect((await tenants()).filter(({ isCurrent }) => isCurrent)).toMatchObject([{ role: 'OWNER', name: nines.tenants.beta.name }]);
    const members = (await call(nines, session, 'GET', '/api/monitoring/members')).body.members as { email: string }[];
    expect(members.map(({ email }) => email).sort()).toEqual(['charlie@example.com', person.email].sort());
    for (const [tenant, action] of [['alpha', 'session.leave'], ['beta', 'session.enter']] as const) {
      const entries = await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants[tenant] }, (tx) => tx.auditEntry.findMany({ where: { action }, select: { actor: true } }));
      expect(entries).toContainEqual({ actor: { kind: 'user', id: person.id } });
    }
  });

  it('is not possible where one is no member or deactivated, nor by a key', async () => {
    expect((await go('beta')).status).toBe(404);
    await joinBeta('ADMIN', new Date());
    expect((await go('beta')).status).toBe(404);
    expect((await tenants()).map(({ name }) => name)).toEqual([nines.tenants.alpha.name]);
    const key = await nines.keyOf(nines.tenants.alpha, 'monitoring.people.update');
    expect((await call(nines, { key }, 'POST', '/api/account/tenant', { tenantId: nines.tenants.beta.id })).status).toBe(403);
  });

  it('at the same moment twice goes once, and the other is told', async () => {
    await joinBeta('VIEWER');
    const codes = (await Promise.all([go('beta'), go('beta'), go('beta')])).map(({ status }) => status);
    expect(codes).toContain(200);
    expect(codes.every((status) => status === 200 || status === 409)).toBe(true);
  });

  it('opens nothing where a second factor is asked for and none was proved', async () => {
    await joinBeta('OWNER');
    await settings({ secondFactorFor: ['OWNER'] });
    expect((await go('beta')).status).toBe(200);
    expect((await call(nines, session, 'GET', '/api/monitoring/members')).status).toBe(403);
    expect((await go('alpha')).status).toBe(200);
    expect((await call(nines, session, 'GET', '/api/monitoring/members')).status).toBe(200);
    await settings({});
  });

  it('is refused where the tenant takes no password, and shortens a session that may live longer than those of there', async () => {
    await joinBeta('OWNER');
    await settings({ isPasswordOn: false });
    expect((await go('beta')).status).toBe(403);
    await settings({ sessionDays: 1 });
    await db((tx) => tx.session.update({ where: { id: session.id }, data: { expiresAt: new Date(Date.now() + 20 * 86_400_000) } }));
    expect((await go('beta')).status).toBe(200);
    const { expiresAt } = await db((tx) => tx.session.findUniqueOrThrow({ where: { id: session.id } }));
    expect(expiresAt.getTime()).toBeLessThan(Date.now() + 86_400_001);
    await settings({});
  });
});
