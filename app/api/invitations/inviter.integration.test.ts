import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import { call } from '@/app/api/test-people';
import type { Permission } from '@/lib/auth/permissions';
import { castPassword, startTestRuntime, type OpenSession, type TestRuntime } from '@/server/test-runtime';

const manager: Permission[] = ['monitoring.config.read', 'monitoring.people.update'];

let nines: TestRuntime;
let owner: OpenSession;

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
  owner = await nines.openSession(nines.cast.alice);
});
afterAll(() => nines.close());

type Who = OpenSession | { key: string };
const makeRole = async (permissions: Permission[]) => String((await call(nines, owner, 'POST', '/api/monitoring/roles', { name: randomUUID(), permissions })).body.id);
const changeRole = (id: string, permissions: Permission[]) => call(nines, owner, 'PUT', `/api/monitoring/roles/${id}`, { version: 1, role: { name: randomUUID(), permissions } });

async function managerOf(roleId: string): Promise<OpenSession> {
  const tenant = nines.tenants.alpha;
  const email = `${randomUUID()}@example.com`;
  const { id } = await nines.database.transaction({ kind: 'auth' }, (tx) => tx.user.create({ data: { email, memberships: { create: { tenantId: tenant.id, role: 'MEMBER', customRoleId: roleId } } } }));
  return nines.openSession({ id, email, tenant, role: 'MEMBER' });
}

async function invite(who: Who, customRoleId: string | null = null): Promise<{ id: string; token: string }> {
  const { status, body } = await call(nines, who, 'POST', '/api/monitoring/invitations', { email: `${randomUUID()}@example.com`, given: { role: 'MEMBER', customRoleId } });
  expect(status).toBe(200);
  return { id: String((body.invitation as { id: string }).id), token: String(body.url).split('/').at(-1) ?? '' };
}

const statuses = async (token: string) => [
  (await call(nines, null, 'GET', `/api/invitations/${token}`)).status,
  (await call(nines, null, 'POST', `/api/invitations/${token}`, { name: 'Greta', password: castPassword })).status,
];
const stateOf = async (id: string) => ((await call(nines, owner, 'GET', '/api/monitoring/invitations')).body.invitations as { id: string; state: string }[]).find((each) => each.id === id)?.state;

describe('an invitation gives nothing that who invited may not give by now', () => {
  it('when their custom role was narrowed, which ends it and says so in the trail', async () => {
    const [own, given] = [await makeRole([...manager, 'monitoring.write']), await makeRole(['monitoring.write'])];
    const session = await managerOf(own);
    const [more, plain] = [await invite(session, given), await invite(session)];
    expect((await changeRole(own, manager)).status).toBe(200);
    expect([await stateOf(more.id), await stateOf(plain.id)]).toEqual(['revoked', 'open']);
    expect(await statuses(more.token)).toEqual([404, 404]);
    expect(await statuses(plain.token)).toEqual([200, 200]);
    const entry = await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.auditEntry.findFirst({ where: { action: 'role.update' }, orderBy: { seq: 'desc' } }));
    expect(entry?.after).toMatchObject({ permissions: manager, endedInvitations: [expect.stringContaining('@example.com') as string] });
  });

  it('when the role that it gives was widened beyond theirs', async () => {
    const [own, given] = [await makeRole(manager), await makeRole([])];
    const { id, token } = await invite(await managerOf(own), given);
    expect((await changeRole(given, ['monitoring.key.update'])).status).toBe(200);
    expect([await stateOf(id), ...(await statuses(token))]).toEqual(['revoked', 404, 404]);
  });

  it('when they may invite nobody any more', async () => {
    const own = await makeRole(manager);
    const { token } = await invite(await managerOf(own));
    expect((await changeRole(own, ['monitoring.config.read'])).status).toBe(200);
    expect(await statuses(token)).toEqual([404, 404]);
  });

  it('when it was a key that ended, until somebody who may sends it again', async () => {
    const key = await nines.keyOf(nines.tenants.alpha, ...manager);
    const { id, token } = await invite({ key });
    await nines.database.transaction({ kind: 'auth' }, async (tx) => {
      await tx.apiKey.updateMany({ where: { tenantId: nines.tenants.alpha.id }, data: { revokedAt: new Date() } });
      await tx.$executeRaw`select set_config('nines.tenant_id', ${nines.tenants.alpha.id}, true)`;
      await tx.invitation.updateMany({ where: { id }, data: { createdAt: new Date(Date.now() - 120_000) } });
    });
    expect(await statuses(token)).toEqual([404, 404]);
    const again = await call(nines, owner, 'POST', `/api/monitoring/invitations/${id}/resend`, {});
    expect(await statuses(String(again.body.url).split('/').at(-1) ?? '')).toEqual([200, 200]);
  });
});
