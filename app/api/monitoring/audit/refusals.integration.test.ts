import { afterAll, beforeAll, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import { call, joined } from '@/app/api/test-people';
import { startTestRuntime, type TestRuntime } from '@/server/test-runtime';

let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
});
afterAll(() => nines.close());

const refusalsOf = (userId: string) =>
  nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) =>
    tx.auditEntry.findMany({ where: { action: 'access.refuse', actor: { path: ['id'], equals: userId } }, select: { after: true, address: true, requestId: true }, orderBy: { seq: 'asc' } }),
  );
const memberPath = (id: string, what = '') => `/api/monitoring/members/${id}${what}`;

it('who is refused by a rule of a verb is in the trail once a minute, with where from, in which request and why', async () => {
  const admin = await joined(nines.database, nines.tenants.alpha, 'ADMIN');
  const session = await nines.openSession(admin);
  const { bob } = nines.cast;
  const make = (role: string) => call(nines, session, 'PUT', memberPath(bob.id, '/role'), { version: 1, given: { role } });
  const answers = [await make('OWNER'), await make('OWNER'), await make('OWNER')];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  await expect.poll(() => refusalsOf(admin.id), { timeout: 10_000 }).toHaveLength(1);
  const [entry] = await refusalsOf(admin.id);
  expect(entry).toMatchObject({ after: { endpoint: `PUT ${memberPath(bob.id, '/role')}`, reason: 'Only an OWNER can make somebody OWNER.' } });
  expect(entry?.address).toMatch(/^(?:::ffff:)?127\.0\.0\.1$|^::1$/);
  expect(entry?.requestId).toBe(answers[0]?.body.requestId);
});

it('the last owner and a section that a file manages are refusals too; a stale save and a mistake are none', async () => {
  const { alice, victor } = nines.cast;
  const session = await nines.openSession(alice);
  const put = (id: string, version: number, role: string) => call(nines, session, 'PUT', memberPath(id, '/role'), { version, given: { role } });
  expect((await put(victor.id, 99, 'MEMBER')).status).toBe(409);
  expect((await call(nines, session, 'POST', memberPath(victor.id, '/transfer'), { tenantName: 'wrong' })).status).toBe(400);
  expect((await put(alice.id, 1, 'ADMIN')).status).toBe(409);
  const { id: tenantId } = nines.tenants.alpha;
  await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.configFile.create({ data: { tenantId, sections: ['teams'], name: 'nines.yaml', sha256: '' } }));
  expect((await call(nines, session, 'POST', '/api/monitoring/teams', { name: 'Web', memberIds: [] })).status).toBe(409);
  await expect.poll(() => refusalsOf(alice.id), { timeout: 10_000 }).toHaveLength(2);
  expect((await refusalsOf(alice.id)).map(({ after }) => after)).toMatchObject([
    { endpoint: `PUT ${memberPath(alice.id, '/role')}`, reason: expect.stringContaining('is the last active OWNER') as string },
    { endpoint: 'POST /api/monitoring/teams', reason: expect.stringContaining('managed by the file nines.yaml') as string },
  ]);
});
