import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import { peopleLimits, type Invitation } from '@/lib/people/schemas';
import { castPassword, startTestRuntime, type OpenSession, type Person, type TestRuntime } from '@/server/test-runtime';
import { verifyPassword } from '@/server/auth/passwords';
import { call, joined } from '@/app/api/test-people';

const gone = 'This invitation does not work: it was used, has expired, was taken back or replaced by a newer one, or its link is not complete. Ask for a new one.';

let nines: TestRuntime;
let alpha: Person['tenant'];
let owner: OpenSession;
let guests = 0;

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
  alpha = nines.tenants.alpha;
  owner = await nines.openSession(nines.cast.alice);
});
afterAll(() => nines.close());

const guest = () => `guest-${(guests += 1)}@example.com`;

async function invite(email: string, given: Record<string, unknown> = { role: 'VIEWER' }, teamIds: string[] = []) {
  const { status, body } = await call(nines, owner, 'POST', '/api/monitoring/invitations', { email, given, teamIds });
  expect(status).toBe(200);
  const { id } = body.invitation as Invitation;
  return { id, token: String(body.url).split('/').at(-1) ?? '', mail: body.mail };
}

const accept = (token: string, name = 'Greta') => call(nines, null, 'POST', `/api/invitations/${token}`, { name, password: castPassword });
const memberOf = (email: string) =>
  nines.database.transaction({ kind: 'auth' }, (tx) => tx.membership.findFirst({ where: { user: { email } }, include: { user: true, teams: true, customRole: true } }));
const db = <T>(run: (tx: Parameters<Parameters<typeof nines.database.transaction>[1]>[0]) => Promise<T>) => nines.database.transaction({ kind: 'auth' }, run);

describe('an invitation', () => {
  it('gives a new person an account with the role and the teams, once, in the audit trail without its token', async () => {
    const email = guest();
    const team = await call(nines, owner, 'POST', '/api/monitoring/teams', { name: 'Night shift', memberIds: [] });
    const role = await call(nines, owner, 'POST', '/api/monitoring/roles', { name: 'Reader', permissions: ['monitoring.read'] });
    const { token, mail } = await invite(email.toUpperCase(), { role: 'MEMBER', customRoleId: role.body.id }, [String(team.body.id)]);
    expect(mail).toBe('no_channel');
    expect((await call(nines, null, 'GET', `/api/invitations/${token}`)).body).toMatchObject({ tenant: alpha.name, email, role: 'MEMBER', customRole: 'Reader', account: 'new' });
    expect(await accept(token)).toMatchObject({ status: 200, body: { email } });
    const member = await memberOf(email);
    expect(member).toMatchObject({ role: 'MEMBER', customRole: { name: 'Reader' }, teams: [{ teamId: team.body.id }], user: { name: 'Greta' } });
    expect(await verifyPassword(member?.user.passwordHash ?? null, castPassword)).toBe(true);
    expect(await accept(token)).toMatchObject({ status: 404, body: { detail: gone } });
    const entries = await nines.database.transaction({ kind: 'tenant', tenant: alpha }, (tx) => tx.auditEntry.findMany({ select: { action: true, before: true, after: true, address: true } }));
    expect(entries.filter(({ action }) => action === 'invitation.accept')).toMatchObject([{ after: { email, invitedBy: 'Alice', teams: ['Night shift'] }, address: expect.any(String) as string }]);
    const stored = await db((tx) => tx.invitation.findMany());
    for (const text of [JSON.stringify(entries), JSON.stringify(stored)]) expect(text).not.toContain(token);
  });

  it('accepted by many at the same moment makes one account', async () => {
    const email = guest();
    const { token } = await invite(email);
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => accept(token, `Greta ${index}`)));
    // Who comes late finds the link used, or the account made.
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 404 || status === 409)).toHaveLength(5);
    expect(await db((tx) => tx.user.count({ where: { email } }))).toBe(1);
  });

  const ended: [how: string, end: (made: { id: string; token: string }) => Promise<unknown>][] = [
    ['has expired', ({ id }) => db((tx) => tx.invitation.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1_000) } }))],
    ['was revoked', ({ id }) => call(nines, owner, 'DELETE', `/api/monitoring/invitations/${id}`)],
    ['was sent again', async ({ id }) => {
      await db((tx) => tx.invitation.update({ where: { id }, data: { createdAt: new Date(Date.now() - 120_000) } }));
      expect((await call(nines, owner, 'POST', `/api/monitoring/invitations/${id}/resend`, {})).status).toBe(200);
    }],
  ];
  it.each(ended)('that %s says so in one sentence and makes nothing', async (_, end) => {
    const email = guest();
    const made = await invite(email);
    await end(made);
    expect(await accept(made.token)).toMatchObject({ status: 404, body: { detail: gone } });
    expect((await call(nines, null, 'GET', `/api/invitations/${made.token}`)).body.detail).toBe(gone);
    expect(await memberOf(email)).toBeNull();
  });

  it('ends with who made it: deactivated, they leave no way in behind', async () => {
    const admin = await joined(nines.database, alpha, 'ADMIN');
    const { body } = await call(nines, await nines.openSession(admin), 'POST', '/api/monitoring/invitations', { email: guest(), given: { role: 'ADMIN' } });
    await call(nines, owner, 'PUT', `/api/monitoring/members/${admin.id}/active`, { version: 1, isActive: false });
    expect((await accept(String(body.url).split('/').at(-1) ?? '')).status).toBe(404);
  });

  it('to an existing account is accepted by that account alone, signed in, once', async () => {
    const { charlie, bob } = nines.cast;
    const { token } = await invite(charlie.email);
    expect((await call(nines, null, 'GET', `/api/invitations/${token}`)).body.account).toBe('existing');
    expect((await accept(token)).status).toBe(409);
    expect((await call(nines, null, 'POST', `/api/invitations/${token}/accept`, {})).status).toBe(401);
    expect((await call(nines, await nines.openSession(bob), 'POST', `/api/invitations/${token}/accept`, {})).status).toBe(403);
    const session = await nines.openSession(charlie);
    const twice = await Promise.all([1, 2].map(() => call(nines, session, 'POST', `/api/invitations/${token}/accept`, {})));
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await verifyPassword((await memberOf(charlie.email))?.user.passwordHash ?? null, castPassword)).toBe(true);
  });

  it('brings back who was removed everywhere, under the same id, and not by the old password', async () => {
    const person = await joined(nines.database, alpha, 'MEMBER');
    await call(nines, owner, 'DELETE', `/api/monitoring/members/${person.id}`);
    const { token } = await invite(person.email);
    expect((await accept(token, 'Back')).status).toBe(200);
    expect(await memberOf(person.email)).toMatchObject({ userId: person.id, user: { name: 'Back' } });
  });

  it('does not hand over an account that is deactivated where it belongs', async () => {
    const person = await joined(nines.database, nines.tenants.beta, 'ADMIN');
    await call(nines, await nines.openSession(nines.cast.charlie), 'PUT', `/api/monitoring/members/${person.id}/active`, { version: 1, isActive: false });
    const { token } = await invite(person.email);
    expect((await accept(token)).status).toBe(409);
    expect(await db((tx) => tx.user.findUnique({ where: { id: person.id }, select: { passwordHash: true } }))).toEqual({ passwordHash: null });
  });

  it.each([
    ['a member', () => nines.cast.bob.email],
    ['who is invited already', () => 'twice@example.com'],
  ])('to %s is a conflict', async (_, email) => {
    if (email() === 'twice@example.com') await invite(email());
    expect((await call(nines, owner, 'POST', '/api/monitoring/invitations', { email: email(), given: { role: 'VIEWER' } })).status).toBe(409);
  });
});

describe('who may invite', () => {
  const manager = ['monitoring.config.read', 'monitoring.people.update'] as const;
  const table: [who: string, as: () => Promise<{ cookie: string } | { key: string }>, statuses: Record<string, number>][] = [
    ['an ADMIN', async () => nines.openSession(await joined(nines.database, alpha, 'ADMIN')), { OWNER: 403, ADMIN: 200, MEMBER: 200, VIEWER: 200 }],
    ['a MEMBER who manages people', async () => nines.openSession(await joined(nines.database, alpha, 'MEMBER', ...manager)), { OWNER: 403, ADMIN: 403, MEMBER: 200, VIEWER: 200 }],
    ['a key', async () => ({ key: await nines.keyOf(alpha, 'monitoring.people.update') }), { OWNER: 403, ADMIN: 403, MEMBER: 200, VIEWER: 200 }],
    ['a VIEWER', async () => nines.openSession(nines.cast.victor), { OWNER: 403, ADMIN: 403, MEMBER: 403, VIEWER: 403 }],
  ];
  it.each(table)('%s', async (_, as, statuses) => {
    const who = await as();
    for (const [role, status] of Object.entries(statuses)) {
      expect([role, (await call(nines, who, 'POST', '/api/monitoring/invitations', { email: guest(), given: { role } })).status]).toEqual([role, status]);
    }
  });

  it('gets no link of an invitation to more than they hold', async () => {
    const { id } = await invite(guest(), { role: 'ADMIN' });
    await db((tx) => tx.invitation.update({ where: { id }, data: { createdAt: new Date(Date.now() - 120_000) } }));
    const session = await nines.openSession(await joined(nines.database, alpha, 'MEMBER', ...manager));
    expect((await call(nines, session, 'POST', `/api/monitoring/invitations/${id}/resend`, {})).status).toBe(403);
    expect((await call(nines, session, 'DELETE', `/api/monitoring/invitations/${id}`)).status).toBe(403);
  });
});

describe('limits', () => {
  it('stop guessing of links from one network', async () => {
    const codes: number[] = [];
    for (let round = 0; round < 25; round += 1) codes.push((await call(nines, null, 'GET', `/api/invitations/guess-${round}`)).status);
    expect(codes.at(0)).toBe(404);
    expect(codes.at(-1)).toBe(429);
  });

  it('stop too many in an hour, and too many that are open', async () => {
    await db((tx) => tx.invitation.deleteMany());
    const rows = (count: number, ageMs: number) =>
      Array.from({ length: count }, (_, index) => ({
        tenantId: alpha.id, email: `many-${ageMs}-${index}@example.com`, role: 'VIEWER' as const, invitedBy: { name: 'x' }, tokenHash: `${ageMs}-${index}`,
        createdAt: new Date(Date.now() - ageMs), expiresAt: new Date(Date.now() + 86_400_000),
      }));
    await db((tx) => tx.invitation.createMany({ data: rows(peopleLimits.invitationsPerHour, 60_000) }));
    const send = () => call(nines, owner, 'POST', '/api/monitoring/invitations', { email: guest(), given: { role: 'VIEWER' } });
    expect((await send()).status).toBe(429);
    await db((tx) => tx.invitation.updateMany({ data: { createdAt: new Date(Date.now() - 7_200_000) } }));
    await db((tx) => tx.invitation.createMany({ data: rows(peopleLimits.openInvitations - peopleLimits.invitationsPerHour - 1, 7_200_000) }));
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
});
