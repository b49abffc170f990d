import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import { startTestRuntime, type OpenSession, type Person, type TestRuntime } from '@/server/test-runtime';
import { acceptCode } from '@/server/account/second-factor';
import { createTestAuthenticator, type Flaw } from '@/server/account/test-authenticator';
import { clearFactors, storeTotp } from '@/server/account/test-factors';
import { hotp, stepAt } from '@/server/account/totp';

let nines: TestRuntime;
let session: OpenSession;
let alice: Person;

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
  alice = nines.cast.alice;
});
afterAll(() => nines.close());
beforeEach(async () => {
  for (const { id } of Object.values(nines.cast)) await clearFactors(nines.database, id);
  await nines.database.transaction({ kind: 'auth' }, (tx) => tx.signInThrottle.deleteMany());
  session = await nines.openSession(alice);
});

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** Calls Nines as a page of localhost with the cookie of a session. */
async function call(method: string, path: string, body?: unknown, cookie: string | null = session.cookie): Promise<Answer> {
  const { port } = new URL(nines.origin);
  const headers = { ...(cookie === null ? {} : { cookie }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const response = await fetch(`http://localhost:${port}${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const origin = () => `http://localhost:${new URL(nines.origin).port}`;
const later = (at: Date) => nines.database.transaction({ kind: 'auth' }, (tx) => tx.session.updateMany({ data: { createdAt: at, provedAt: null } }));
const anHourAgo = () => new Date(Date.now() - 3_600_000);
const actions = async () =>
  (await nines.database.transaction({ kind: 'tenant', tenant: alice.tenant }, (tx) => tx.auditEntry.findMany({ orderBy: { at: 'desc' }, take: 3 }))).map(({ action }) => action);

/** Enrols an authenticator app by the API. */
async function enrol(): Promise<{ id: string; secret: Buffer; recoveryCodes: string[] | null }> {
  const begun = await call('POST', '/api/account/factors/totp', { name: 'Phone' });
  expect(begun.status).toBe(200);
  const id = String(begun.body.id);
  const row = await nines.database.transaction({ kind: 'auth' }, (tx) => tx.userFactor.findUniqueOrThrow({ where: { id } }));
  const secret = Buffer.from(nines.runtime.sealer.open(row.sealed ?? '', `user_factors ${id}`), 'base64url');
  const confirmed = await call('POST', `/api/account/factors/totp/${id}/confirm`, { code: hotp(secret, stepAt(Date.now())) });
  expect(confirmed.status).toBe(200);
  return { id, secret, recoveryCodes: confirmed.body.recoveryCodes as string[] | null };
}

describe('an authenticator app', () => {
  it('counts once a code confirmed it; the first brings ten recovery codes, and the session has proved it', async () => {
    const { recoveryCodes } = await enrol();
    expect(recoveryCodes).toHaveLength(10);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(recoveryCodes?.[0]).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
    expect(await actions()).toContain('factor.create');
    expect((await call('GET', '/api/account/factors')).body).toMatchObject({ factors: [{ kind: 'totp', name: 'Phone' }], recoveryCodesLeft: 10, isDemanded: false });
    expect((await call('GET', '/api/account/sessions')).body).toMatchObject({ sessions: expect.arrayContaining([expect.objectContaining({ isCurrent: true, hasSecondFactor: true })]) as unknown });
    expect((await enrol()).recoveryCodes).toBeNull();
  });

  it('shows its secret once: neither the database nor the audit trail has it', async () => {
    const { id, secret } = await enrol();
    const stored = await nines.database.transaction({ kind: 'auth' }, (tx) => tx.userFactor.findUniqueOrThrow({ where: { id } }));
    const audited = await nines.database.transaction({ kind: 'tenant', tenant: alice.tenant }, (tx) => tx.auditEntry.findMany());
    expect(stored.sealed).not.toContain(secret.toString('base64url'));
    expect(JSON.stringify(audited.map(({ after, before }) => [after, before]))).not.toContain(secret.toString('base64url'));
  });

  it('is not confirmed by a wrong code, and not by another person', async () => {
    const { body } = await call('POST', '/api/account/factors/totp', { name: 'Phone' });
    expect((await call('POST', `/api/account/factors/totp/${String(body.id)}/confirm`, { code: '000000' })).status).toBe(400);
    const bob = await nines.openSession(nines.cast.bob);
    expect((await call('POST', `/api/account/factors/totp/${String(body.id)}/confirm`, { code: '000000' }, bob.cookie)).status).toBe(404);
    expect((await call('GET', '/api/account/factors')).body).toMatchObject({ factors: [] });
  });

  it('accepts each code once, also of twenty at the same moment, and none before one that was used', async () => {
    const { codeAt } = await storeTotp(nines.runtime, alice.id);
    const now = Date.now();
    const accept = (code: string) => nines.database.transaction({ kind: 'auth' }, (tx) => acceptCode(tx, nines.runtime.sealer, alice.id, code, now));
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => accept(codeAt(now))));
    expect(outcomes.filter((each) => each === 'totp')).toHaveLength(1);
    expect(await accept(codeAt(now))).toBeNull();
    expect(await accept(codeAt(now - 30_000))).toBeNull();
    expect(await accept(codeAt(now + 30_000))).toBe('totp');
  });

  it('there are at most three of', async () => {
    for (let index = 0; index < 3; index += 1) await enrol();
    expect((await call('POST', '/api/account/factors/totp', { name: 'Phone' })).status).toBe(409);
  });
});

describe('recovery codes', () => {
  it('work once each, also of ten at the same moment, and end when new ones are made', async () => {
    const [first = '', second = ''] = (await enrol()).recoveryCodes ?? [];
    const accept = (code: string) => nines.database.transaction({ kind: 'auth' }, (tx) => acceptCode(tx, nines.runtime.sealer, alice.id, code, Date.now()));
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => accept(first.toUpperCase())));
    expect(outcomes.filter((each) => each === 'recovery')).toHaveLength(1);
    expect((await call('GET', '/api/account/factors')).body).toMatchObject({ recoveryCodesLeft: 9 });
    const renewed = (await call('POST', '/api/account/recovery-codes')).body.recoveryCodes as string[];
    expect(await accept(second)).toBeNull();
    expect(await accept(renewed[0]?.replaceAll('-', ' ') ?? '')).toBe('recovery');
  });

  it('are of one person alone', async () => {
    const [code = ''] = (await enrol()).recoveryCodes ?? [];
    expect(await nines.database.transaction({ kind: 'auth' }, (tx) => acceptCode(tx, nines.runtime.sealer, nines.cast.bob.id, code, Date.now()))).toBeNull();
  });
});

describe('a session that was left open', () => {
  const changes: [what: string, method: string, path: string, body?: unknown][] = [
    ['begins with an authenticator app', 'POST', '/api/account/factors/totp', { name: 'Phone' }],
    ['makes a passkey', 'POST', '/api/account/factors/passkeys/begin'],
    ['makes new recovery codes', 'POST', '/api/account/recovery-codes'],
  ];
  it.each(changes)('neither %s before its person proved to be there', async (_, method, path, body) => {
    await enrol();
    await later(anHourAgo());
    expect((await call(method, path, body)).status).toBe(403);
    expect((await call('POST', '/api/account/proof', { password: 'correct horse battery staple' })).status).toBe(200);
    expect((await call(method, path, body)).status).toBe(200);
  });

  it('removes no factor either', async () => {
    const { id } = await enrol();
    await later(anHourAgo());
    expect((await call('DELETE', `/api/account/factors/${id}`)).status).toBe(403);
    expect((await call('POST', '/api/account/proof', { password: 'wrong' })).status).toBe(403);
    expect((await call('DELETE', `/api/account/factors/${id}`)).status).toBe(403);
  });

  it('that never proved the second factor adds none by a password alone, only by the factor', async () => {
    const { codeAt } = await storeTotp(nines.runtime, alice.id);
    expect((await call('POST', '/api/account/factors/totp', { name: 'Mine' })).status).toBe(403);
    expect((await call('POST', '/api/account/proof', { password: 'correct horse battery staple' })).status).toBe(200);
    expect((await call('POST', '/api/account/factors/totp', { name: 'Mine' })).status).toBe(403);
    expect((await call('GET', '/api/account/factors')).body).toMatchObject({ proof: { freshUntil: null, by: ['code'] } });
    expect((await call('POST', '/api/account/proof', { code: codeAt(Date.now()) })).status).toBe(200);
    expect((await call('POST', '/api/account/factors/totp', { name: 'Mine' })).status).toBe(200);
  });

  it('guesses five codes and is locked, and a right password between them takes nothing back', async () => {
    await storeTotp(nines.runtime, alice.id);
    const outcomes: number[] = [];
    for (let guess = 0; guess < 7; guess += 1) {
      outcomes.push((await call('POST', '/api/account/proof', { code: `00000${guess}` })).status);
      await call('POST', '/api/account/proof', { password: 'correct horse battery staple' });
    }
    expect(outcomes).toEqual([403, 403, 403, 403, 403, 429, 429]);
  });
});

describe('removing the last factor', () => {
  it('takes the recovery codes with it, and what the sessions had proved', async () => {
    const { id } = await enrol();
    expect((await call('DELETE', `/api/account/factors/${id}`)).status).toBe(200);
    expect((await call('GET', '/api/account/factors')).body).toMatchObject({ factors: [], recoveryCodesLeft: 0 });
    expect((await call('GET', '/api/account/sessions')).body).toMatchObject({ sessions: expect.arrayContaining([expect.objectContaining({ isCurrent: true, hasSecondFactor: false })]) as unknown });
  });

  it('is refused where the tenant asks for one, and without one nothing but the account is open', async () => {
    const { alpha } = nines.tenants;
    const demand = (secondFactorFor: string[]) =>
      nines.database.transaction({ kind: 'tenant', tenant: alpha }, (tx) => tx.tenantSettings.upsert({ where: { tenantId_section: { tenantId: alpha.id, section: 'sign-in' } }, create: { tenantId: alpha.id, section: 'sign-in', settings: { secondFactorFor } }, update: { settings: { secondFactorFor } } }));
    await demand(['OWNER']);
    await expect.poll(async () => (await call('GET', '/api/monitoring/thresholds')).status).toBe(403);
    expect((await call('GET', '/api/account/factors')).body).toMatchObject({ isDemanded: true });
    const { id } = await enrol();
    await expect.poll(async () => (await call('GET', '/api/monitoring/thresholds')).status).toBe(200);
    expect((await call('DELETE', `/api/account/factors/${id}`)).status).toBe(409);
    await demand([]);
    expect((await call('DELETE', `/api/account/factors/${id}`)).status).toBe(200);
  });

  it('of another person is not found', async () => {
    const { id } = await storeTotp(nines.runtime, nines.cast.bob.id);
    expect((await call('DELETE', `/api/account/factors/${id}`)).status).toBe(404);
  });
});

describe('a passkey', () => {
  const begin = async () => (await call('POST', '/api/account/factors/passkeys/begin')).body.options as Record<string, unknown>;
  const register = async (flaw?: Flaw) => {
    const authenticator = createTestAuthenticator(origin());
    const answer = await call('POST', '/api/account/factors/passkeys', { name: 'Laptop', response: authenticator.register(await begin(), flaw) });
    return { authenticator, answer };
  };
  const prove = async () => (await call('POST', '/api/account/proof/begin')).body.options as Record<string, unknown>;

  it('is added, and proves who the person is', async () => {
    const { authenticator, answer } = await register();
    expect(answer).toMatchObject({ status: 200, body: { recoveryCodes: expect.any(Array) as unknown } });
    await later(anHourAgo());
    const response = authenticator.assert(await prove());
    expect((await call('POST', '/api/account/proof', { passkey: response })).status).toBe(200);
    expect((await call('GET', '/api/account/factors')).body).toMatchObject({ factors: [{ kind: 'passkey', lastUsedAt: expect.any(Number) as number }] });
  });

  const flaws: [what: string, flaw: Flaw][] = [
    ['made at another site', { origin: 'https://evil.example' }],
    ['made for another site', { rpId: 'evil.example' }],
    ['without its person verified', { isVerified: false }],
    ['that answers another question', { type: 'webauthn.get' }],
  ];
  it.each(flaws)('%s is not added', async (_, flaw) => expect((await register(flaw)).answer.status).toBe(400));

  const wrongs: [what: string, flaw: Flaw][] = [
    ['at another site', { origin: 'https://evil.example' }],
    ['for another site', { rpId: 'evil.example' }],
    ['without its person verified', { isVerified: false }],
    ['with a counter that went back', { signCount: 1 }],
    ['for another person', { userHandle: Buffer.from('somebody else').toString('base64url') }],
    ['for another question', { type: 'webauthn.create' }],
  ];
  it.each(wrongs)('that signs %s proves nothing', async (_, flaw) => {
    const { authenticator } = await register();
    expect((await call('POST', '/api/account/proof', { passkey: authenticator.assert(await prove(), flaw) })).status).toBe(403);
  });

  it('answers each challenge once, and its own kind of challenge only', async () => {
    const { authenticator } = await register();
    const options = await prove();
    expect((await call('POST', '/api/account/proof', { passkey: authenticator.assert(options) })).status).toBe(200);
    expect((await call('POST', '/api/account/proof', { passkey: authenticator.assert(options) })).status).toBe(403);
    const ofSignIn = (await call('POST', '/api/account/passkey-sign-in', undefined, null)).body.options as Record<string, unknown>;
    expect((await call('POST', '/api/account/proof', { passkey: authenticator.assert(ofSignIn) })).status).toBe(403);
  });

  it('of one person proves nothing for another, and belongs to one account', async () => {
    const { authenticator } = await register();
    const bob = await nines.openSession(nines.cast.bob);
    const options = (await call('POST', '/api/account/proof/begin', undefined, bob.cookie)).body.options as Record<string, unknown>;
    expect((await call('POST', '/api/account/proof', { passkey: authenticator.assert(options) }, bob.cookie)).status).toBe(403);
    const begun = (await call('POST', '/api/account/factors/passkeys/begin', undefined, bob.cookie)).body.options as Record<string, unknown>;
    expect((await call('POST', '/api/account/factors/passkeys', { name: 'x', response: authenticator.register(begun) }, bob.cookie)).status).toBe(409);
  });

  it('is not made for a bare address', async () => {
    const response = await fetch(`${nines.origin}/api/account/passkey-sign-in`, { method: 'POST' });
    expect(response.status).toBe(400);
  });
});
