import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import type { Permission, Role } from '@/lib/auth/permissions';
import type { Member } from '@/lib/people/schemas';
import { withinOneSecond } from '@/server/auth/test-within-one-second';
import { startTestRuntime, type OpenSession, type Person, type TestRuntime } from '@/server/test-runtime';
import { call, joined, watch } from '@/app/api/test-people';

const manager: Permission[] = ['monitoring.config.read', 'monitoring.people.update'];
const sockets: Socket[] = [];

let nines: TestRuntime;
let alpha: Person['tenant'];
let owner: OpenSession;

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
  alpha = nines.tenants.alpha;
});
beforeEach(async () => {
  owner = await nines.openSession(nines.cast.alice);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(() => nines.close());

const member = (id: string, what = '') => `/api/monitoring/members/${id}${what}`;
const standing = (id: string, of = alpha) =>
  nines.database.transaction({ kind: 'auth' }, (tx) => tx.membership.findUnique({ where: { tenantId_userId: { tenantId: of.id, userId: id } } }));
const lastAudit = () =>
  nines.database.transaction({ kind: 'tenant', tenant: alpha }, (tx) => tx.auditEntry.findFirst({ orderBy: { seq: 'desc' }, select: { action: true, actor: true, before: true, after: true } }));
async function open(person: Person): Promise<{ session: OpenSession; socket: Socket }> {
  const session = await nines.openSession(person);
  const socket = await watch(nines, session);
  sockets.push(socket);
  return { session, socket };
}

/** Everybody who may try, by what they hold. */
const hands = {
  OWNER: async () => owner,
  ADMIN: async () => nines.openSession(await joined(nines.database, alpha, 'ADMIN')),
  'MEMBER who manages people': async () => nines.openSession(await joined(nines.database, alpha, 'MEMBER', ...manager)),
  VIEWER: async () => nines.openSession(nines.cast.victor),
  'key of the same scopes': async () => ({ key: await nines.keyOf(alpha, ...manager) }),
  'OWNER of another tenant': async () => nines.openSession(nines.cast.charlie),
};
type Hand = keyof typeof hands;
const everybody = Object.keys(hands) as Hand[];

const verbs: Record<string, (id: string) => [method: string, path: string, body?: unknown]> = {
  'makes them ADMIN': (id) => ['PUT', member(id, '/role'), { version: 1, given: { role: 'ADMIN' } }],
  'makes them OWNER': (id) => ['PUT', member(id, '/role'), { version: 1, given: { role: 'OWNER' } }],
  'makes them VIEWER': (id) => ['PUT', member(id, '/role'), { version: 1, given: { role: 'VIEWER' } }],
  'deactivates them': (id) => ['PUT', member(id, '/active'), { version: 1, isActive: false }],
  'removes them': (id) => ['DELETE', member(id)],
  'ends their sessions': (id) => ['POST', member(id, '/end-sessions'), {}],
  'transfers the ownership to them': (id) => ['POST', member(id, '/transfer'), { tenantName: alpha.name }],
};

const targets: Record<string, () => Promise<Person>> = {
  MEMBER: () => joined(nines.database, alpha, 'MEMBER'),
  'MEMBER who may write': () => joined(nines.database, alpha, 'MEMBER', 'monitoring.write'),
  ADMIN: () => joined(nines.database, alpha, 'ADMIN'),
  OWNER: () => joined(nines.database, alpha, 'OWNER'),
};

/** Who may, of those for whom the target is there; VIEWERs never may, and to another tenant nobody is there. */
function statusOf(hand: Hand, verb: string, target: string): number {
  if (hand === 'VIEWER') return 403;
  if (verb.startsWith('transfers')) {
    if (hand === 'OWNER of another tenant') return 404;
    return hand !== 'OWNER' ? 403 : target === 'OWNER' ? 409 : 200;
  }
  if (hand === 'OWNER of another tenant') return 404;
  if (hand === 'OWNER') return 200;
  if (target === 'OWNER' || target === 'ADMIN' || verb.includes('OWNER')) return 403;
  if (hand === 'ADMIN') return 200;
  return target === 'MEMBER who may write' || verb.includes('ADMIN') ? 403 : 200;
}

describe.each(everybody)('%s', (hand) => {
  const rows = Object.keys(verbs).flatMap((verb) => Object.keys(targets).map((target) => [verb, target, statusOf(hand, verb, target)] as const));
  it.each(rows)('%s, a %s: %i', async (verb, target, status) => {
    const who = await hands[hand]();
    const before = (await targets[target]?.()) as Person;
    const [method, path, body] = verbs[verb]?.(before.id) ?? ['GET', ''];
    const answer = await call(nines, who, method, path, body);
    expect([answer.status, answer.body.detail]).toEqual([status, status === 200 ? undefined : expect.any(String)]);
    const after = await standing(before.id);
    if (status !== 200) expect(after).toMatchObject({ role: before.role, version: 1, deactivatedAt: null });
    else expect(JSON.stringify(await lastAudit())).toContain(before.email);
    if (verb.startsWith('transfers') && status === 200) await sql(`update memberships set role = 'OWNER' where user_id = '${nines.cast.alice.id}'`);
  });
});

describe('nobody raises themselves', () => {
  it.each([
    ['ADMIN', 'OWNER'],
    ['MEMBER', 'ADMIN'],
  ] as [Role, Role][])('a %s who manages people does not become %s', async (role, to) => {
    const self = role === 'ADMIN' ? await joined(nines.database, alpha, role) : await joined(nines.database, alpha, role, ...manager);
    expect((await call(nines, await nines.openSession(self), 'PUT', member(self.id, '/role'), { version: 1, given: { role: to } })).status).toBe(403);
    expect(await standing(self.id)).toMatchObject({ role });
  });

  it('nor gets a custom role with more than they hold', async () => {
    const self = await joined(nines.database, alpha, 'MEMBER', ...manager);
    const session = await nines.openSession(self);
    const { body } = await call(nines, owner, 'POST', '/api/monitoring/roles', { name: 'Everything', permissions: ['monitoring.write'] });
    expect((await call(nines, session, 'PUT', member(self.id, '/role'), { version: 1, given: { role: 'MEMBER', customRoleId: body.id } })).status).toBe(403);
    expect((await call(nines, session, 'POST', '/api/monitoring/roles', { name: 'Mine', permissions: ['monitoring.write'] })).status).toBe(403);
    expect((await call(nines, session, 'PUT', `/api/monitoring/roles/${String(body.id)}`, { version: 1, role: { name: 'Everything', permissions: manager } })).status).toBe(403);
  });
});

describe('a change of a member', () => {
  it('from another version is a conflict', async () => {
    const { id } = await joined(nines.database, alpha, 'MEMBER');
    const change = { version: 1, given: { role: 'VIEWER' } };
    const codes = await Promise.all([1, 2, 3].map(() => call(nines, owner, 'PUT', member(id, '/role'), change)));
    expect(codes.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('takes no custom role for an OWNER or ADMIN, and none of another tenant', async () => {
    const { id } = await joined(nines.database, alpha, 'MEMBER');
    const charlie = await nines.openSession(nines.cast.charlie);
    const { body } = await call(nines, charlie, 'POST', '/api/monitoring/roles', { name: 'Of beta', permissions: [] });
    for (const role of ['ADMIN', 'MEMBER']) {
      expect((await call(nines, owner, 'PUT', member(id, '/role'), { version: 1, given: { role, customRoleId: body.id } })).status).toBe(400);
    }
  });
});

describe('the last active owner', () => {
  const ends: [what: string, end: (id: string) => [string, string, unknown?]][] = [
    ['demoted', (id) => ['PUT', member(id, '/role'), { version: 1, given: { role: 'ADMIN' } }]],
    ['deactivated', (id) => ['PUT', member(id, '/active'), { version: 1, isActive: false }]],
    ['removed', (id) => ['DELETE', member(id)]],
  ];

  it.each(ends)('is not %s, and of two at the same moment one is', async (_, end) => {
    await sql(`delete from memberships where role = 'OWNER' and tenant_id = '${alpha.id}'`);
    const two = [await joined(nines.database, alpha, 'OWNER'), await joined(nines.database, alpha, 'OWNER')];
    const sessions = await Promise.all(two.map((each) => nines.openSession(each)));
    const answers = await Promise.all(two.map(({ id }, index) => call(nines, sessions[1 - index] ?? null, ...end(id))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = await nines.database.transaction({ kind: 'auth' }, (tx) => tx.membership.findMany({ where: { tenantId: alpha.id, role: 'OWNER', deactivatedAt: null } }));
    expect(left).toHaveLength(1);
    const last = two.find(({ id }) => id === left[0]?.userId) as Person;
    expect((await call(nines, await nines.openSession(last), ...end(last.id))).status).toBe(409);
    await sql(`insert into memberships (tenant_id, user_id, role) values ('${alpha.id}', '${nines.cast.alice.id}', 'OWNER')`);
  });
});

describe('an open socket', () => {
  const ends: [what: string, end: (person: Person) => Promise<unknown>][] = [
    ['is deactivated', ({ id }) => call(nines, owner, 'PUT', member(id, '/active'), { version: 1, isActive: false })],
    ['is removed', ({ id }) => call(nines, owner, 'DELETE', member(id))],
    ['has all sessions ended', ({ id }) => call(nines, owner, 'POST', member(id, '/end-sessions'), {})],
    ['loses the role', ({ id }) => call(nines, owner, 'PUT', member(id, '/role'), { version: 1, given: { role: 'MEMBER' } })],
  ];
  it.each(ends)('closes within a second when its person %s', async (_, end) => {
    const person = await joined(nines.database, alpha, 'MEMBER', 'monitoring.read');
    const { session, socket } = await open(person);
    await withinOneSecond(() => end(person), () => !socket.connected);
    expect((await call(nines, session, 'GET', '/api/monitoring/alerts')).status).toBeGreaterThanOrEqual(401);
  });

  it('closes within a second when the custom role of its person loses monitoring.read', async () => {
    const person = await joined(nines.database, alpha, 'VIEWER', 'monitoring.read', 'monitoring.config.read');
    const { socket } = await open(person);
    const role = await nines.database.transaction({ kind: 'auth' }, (tx) => tx.customRole.findFirstOrThrow({ where: { memberships: { some: { userId: person.id } } } }));
    const narrow = () => call(nines, owner, 'PUT', `/api/monitoring/roles/${role.id}`, { version: 1, role: { name: role.name, permissions: ['monitoring.config.read'] } });
    expect((await withinOneSecond(narrow, () => !socket.connected)).status).toBe(200);
  });

  it('stays shut to who was activated again until they sign in anew', async () => {
    const person = await joined(nines.database, alpha, 'ADMIN');
    const { session } = await open(person);
    await call(nines, owner, 'PUT', member(person.id, '/active'), { version: 1, isActive: false });
    expect((await call(nines, owner, 'PUT', member(person.id, '/active'), { version: 2, isActive: true })).status).toBe(200);
    expect((await call(nines, session, 'GET', '/api/monitoring/members')).status).toBe(401);
    expect((await call(nines, await nines.openSession(person), 'GET', '/api/monitoring/members')).status).toBe(200);
  });
});

describe('the list', () => {
  it('finds people by name and email, tells how they stand, and holds nothing secret', async () => {
    const { body } = await call(nines, owner, 'GET', '/api/monitoring/members?text=VICTOR');
    const [victor] = body.members as Member[];
    expect(victor).toMatchObject({ email: 'victor@example.com', role: 'VIEWER', permissions: [], state: 'active', hasSecondFactor: false, signsInBy: ['password'] });
    expect(JSON.stringify(body)).not.toMatch(/argon2|hash/i);
    expect((await call(nines, owner, 'GET', '/api/monitoring/members?text=charlie')).body).toMatchObject({ members: [], total: 0 });
    const deactivated = (await call(nines, owner, 'GET', '/api/monitoring/members?state=deactivated')).body.members as Member[];
    expect(deactivated.every(({ state }) => state === 'deactivated')).toBe(true);
  });
});

function sql(statement: string): Promise<void> {
  return nines.database.transaction({ kind: 'auth' }, async (tx) => void (await tx.$executeRawUnsafe(statement)));
}
