import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@/lib/errors';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { castPassword, createCast, type Cast } from '@/server/test-runtime';
import { createLog } from '@/server/log';
import { createSealer } from '@/server/secrets/sealed';
import { clearFactors, storeTotp } from '@/server/account/test-factors';
import { sessionLifetimeMs } from './create-session';
import { endSession, signIn, type SignedIn, type SignInAttempt } from './sign-in';

const start = Date.UTC(2026, 0, 5, 3, 0, 0);
const secret = 'a secret of the test';

let test: TestDatabase;
let cast: Cast;

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
});
afterAll(() => test.drop());
beforeEach(() => test.database.transaction({ kind: 'auth' }, (tx) => tx.signInThrottle.deleteMany()));

/** Signs in as Alice from her desk at the start, with some of it changed. */
async function trySignIn(changed: Partial<SignInAttempt> = {}): Promise<SignedIn | null> {
  const found = await trySignInByCode(changed);
  return found === 'second_factor' ? null : found;
}

const sealer = createSealer(Buffer.alloc(32, 1).toString('base64url'));

function trySignInByCode(changed: Partial<SignInAttempt>): ReturnType<typeof signIn> {
  const right = { email: cast.alice.email, password: castPassword, address: '192.0.2.1', userAgent: null, now: start, requestId: 'request-1' };
  return signIn({ database: test.database, authSecret: secret, sealer, log: createLog('silent') }, { ...right, ...changed });
}

async function attempt(changed: Partial<SignInAttempt> = {}): Promise<'signed in' | 'refused' | 'locked' | 'asked for a code'> {
  try {
    const found = await trySignInByCode(changed);
    return found === 'second_factor' ? 'asked for a code' : found ? 'signed in' : 'refused';
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_many_requests') return 'locked';
    throw error;
  }
}

const wrong = { password: 'not the password' };

describe('signing in', () => {
  it('opens a session of the tenant for 30 days and writes it to the audit trail', async () => {
    const { database, tenants } = test;
    const signedIn = await trySignIn({ email: ' Alice@Example.com ', userAgent: 'x'.repeat(1_000), requestId: 'request-of-alice' });
    expect(signedIn).toMatchObject({ userId: cast.alice.id, email: 'alice@example.com' });
    const { session, audit } = await database.transaction({ kind: 'tenant', tenant: tenants.alpha }, async (tx) => ({
      session: await tx.session.findUniqueOrThrow({ where: { id: signedIn?.sessionId ?? '' } }),
      audit: await tx.auditEntry.findFirstOrThrow({ where: { requestId: 'request-of-alice' } }),
    }));
    expect(session).toMatchObject({ tenantId: tenants.alpha.id, userId: cast.alice.id, revokedAt: null, expiresAt: new Date(start + sessionLifetimeMs) });
    expect(session.userAgent).toHaveLength(300);
    expect(audit).toMatchObject({ action: 'session.create', actor: { kind: 'user', id: cast.alice.id }, after: { address: '192.0.2.1' } });
    expect(JSON.stringify(audit.after)).not.toContain(castPassword);
  });

  it('makes a new session each time, so that none can be fixed beforehand', async () => {
    expect((await trySignIn())?.sessionId).not.toBe((await trySignIn())?.sessionId);
  });

  it('writes a refusal of somebody who exists to the audit trail of the tenant', async () => {
    await attempt({ ...wrong, requestId: 'refused-request' });
    const entries = () =>
      test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => tx.auditEntry.findMany({ where: { requestId: 'refused-request' } }));
    await expect.poll(entries).toMatchObject([{ action: 'session.refuse', actor: { kind: 'user', id: cast.alice.id } }]);
  });

  const refused: [what: string, changed: Partial<SignInAttempt>][] = [
    ['a wrong password', wrong],
    ['an account that nobody has', { email: 'nobody@example.com' }],
    ['a password with NUL', { password: 'a\u0000b' }],
    ['an email with NUL', { email: 'alice\u0000@example.com' }],
    ['an email that is SQL', { email: "alice@example.com' or 1=1 --" }],
  ];
  it.each(refused)('answers %s with the same nothing, then the same lock', async (_, changed) => {
    for (let index = 0; index < 5; index += 1) expect(await attempt(changed)).toBe('refused');
    expect(await attempt(changed)).toBe('locked');
  });
});

describe('guessing', () => {
  it('of thirty at the same moment tries five', async () => {
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => attempt(wrong)));
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === 'locked')).toHaveLength(25);
  });

  it('is told to wait, and may try once more after that', async () => {
    for (let index = 0; index < 5; index += 1) await attempt(wrong);
    await expect(trySignIn({ now: start + 10_000 })).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 20 });
    expect(await attempt({ now: start + 30_000 })).toBe('signed in');
  });

  it('from one place does not lock the owner out elsewhere', async () => {
    for (let second = 0; second < 120; second += 1) await attempt({ ...wrong, address: '203.0.113.9', now: start + second * 1_000 });
    expect(await attempt({ now: start + 120_000 })).toBe('signed in');
  });

  it('from twenty places locks the account', async () => {
    for (let place = 0; place < 20; place += 1) await attempt({ ...wrong, address: `198.51.100.${place}` });
    expect(await attempt({ address: '198.51.100.200' })).toBe('locked');
  });

  it('of fifty accounts locks the address', async () => {
    for (let account = 0; account < 50; account += 1) await attempt({ email: `user-${account}@example.com` });
    expect(await attempt()).toBe('locked');
  });

  it('writes nothing while it is refused, so that a flood does not fill the disk', async () => {
    const rows = () => test.database.transaction({ kind: 'auth' }, (tx) => tx.signInThrottle.count());
    for (let account = 0; account < 50; account += 1) await attempt({ email: `user-${account}@example.com` });
    const before = await rows();
    for (let account = 50; account < 60; account += 1) expect(await attempt({ email: `user-${account}@example.com` })).toBe('locked');
    expect(await rows()).toBe(before);
  });

  it('leaves no trace once an hour has passed', async () => {
    for (let account = 0; account < 10; account += 1) await attempt({ email: `user-${account}@example.com` });
    await attempt({ email: 'nobody@example.com', address: '198.51.100.1', now: start + 3_600_001 });
    expect(await test.database.transaction({ kind: 'auth' }, (tx) => tx.signInThrottle.count())).toBe(3);
  });

  it('is remembered without a name', async () => {
    await attempt(wrong);
    const rows = await test.database.transaction({ kind: 'auth' }, (tx) => tx.signInThrottle.findMany());
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(/alice|192\.0\.2\.1/);
  });
});

describe('a success', () => {
  it('takes back the failures of before', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let index = 0; index < 4; index += 1) expect(await attempt(wrong)).toBe('refused');
      expect(await attempt()).toBe('signed in');
    }
  });

  it('does not lock the address that many people share', async () => {
    for (let index = 0; index < 55; index += 1) expect(await attempt()).toBe('signed in');
  });

  it('at the same moment as twenty others ends in a session or a lock, never in an error', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => attempt()));
    expect(outcomes).toContain('signed in');
    expect(outcomes).not.toContain('refused');
  });
});

describe('an account with a second factor', () => {
  const enrolled = async () => {
    await clearFactors(test.database, cast.alice.id);
    return storeTotp({ database: test.database, sealer }, cast.alice.id);
  };

  it('asks for the code, and the session has proved it', async () => {
    const { codeAt } = await enrolled();
    expect(await attempt()).toBe('asked for a code');
    expect(await attempt({ ...wrong, code: codeAt(start) })).toBe('refused');
    const signedIn = await trySignIn({ code: codeAt(start) });
    const session = await test.database.transaction({ kind: 'auth' }, (tx) => tx.session.findUniqueOrThrow({ where: { id: signedIn?.sessionId ?? '' } }));
    expect(session).toMatchObject({ method: 'password', secondFactorAt: new Date(start) });
    expect(await attempt({ code: codeAt(start) })).toBe('refused');
  });

  it('locks who guesses codes, and a right password between the guesses takes nothing back', async () => {
    const { codeAt } = await enrolled();
    const outcomes: string[] = [];
    for (let guess = 0; guess < 3; guess += 1) outcomes.push(await attempt(), await attempt({ code: `00000${guess}` }));
    expect(outcomes).toEqual(['asked for a code', 'refused', 'asked for a code', 'refused', 'asked for a code', 'locked']);
    expect(await attempt({ code: codeAt(start) })).toBe('locked');
  });

  it('of people of one address locks nobody out', async () => {
    const { codeAt } = await enrolled();
    for (let step = 0; step < 55; step += 1) {
      const now = start + step * 60_000;
      expect(await attempt({ now })).toBe('asked for a code');
      expect(await attempt({ now, code: codeAt(now) })).toBe('signed in');
    }
  });

  it('without a code does not say so to who has no password', async () => {
    await enrolled();
    expect(await attempt(wrong)).toBe('refused');
    await clearFactors(test.database, cast.alice.id);
  });
});

describe('passwords', () => {
  const setPasswords = (isPasswordOn: boolean) => {
    const { alpha } = test.tenants;
    const row = { tenantId: alpha.id, section: 'sign-in' };
    return test.database.transaction({ kind: 'tenant', tenant: alpha }, (tx) => tx.tenantSettings.upsert({ where: { tenantId_section: row }, create: { ...row, settings: { isPasswordOn } }, update: { settings: { isPasswordOn } } }));
  };

  it('that are switched off open nothing, in the words of a wrong one, and the audit trail says why', async () => {
    await setPasswords(false);
    expect(await attempt({ requestId: 'switched-off' })).toBe('refused');
    const entries = () => test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => tx.auditEntry.findMany({ where: { requestId: 'switched-off' } }));
    await expect.poll(entries).toMatchObject([{ action: 'session.refuse', after: { reason: 'passwords are switched off' } }]);
    await setPasswords(true);
    expect(await attempt()).toBe('signed in');
  });

  it('of an account that has none are all wrong', async () => {
    const { id, email } = cast.bob;
    await test.database.transaction({ kind: 'auth' }, (tx) => tx.user.update({ where: { id }, data: { passwordHash: null } }));
    expect(await attempt({ email })).toBe('refused');
    expect(await attempt({ email, password: 'an account that nobody has' })).toBe('refused');
  });
});

describe('signing out', () => {
  it('ends the session once and writes it to the audit trail', async () => {
    const { database, tenants } = test;
    const signedIn = await trySignIn();
    const sessionId = signedIn?.sessionId ?? '';
    await endSession(database, sessionId, start + 1_000, 'sign-out');
    await endSession(database, sessionId, start + 2_000, 'sign-out');
    await database.transaction({ kind: 'tenant', tenant: tenants.alpha }, async (tx) => {
      expect(await tx.session.findUniqueOrThrow({ where: { id: sessionId } })).toMatchObject({ revokedAt: new Date(start + 1_000) });
      const entries = await tx.auditEntry.findMany({ where: { requestId: 'sign-out' } });
      expect(entries).toMatchObject([{ action: 'session.end', actor: { kind: 'user', id: cast.alice.id } }]);
    });
  });
});
