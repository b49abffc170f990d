import type { AuthOptions } from 'next-auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { castPassword, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { runtime, setRuntime } from '@/server/runtime';
import { authOptions } from './next-auth-options';

let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());

type Authorize = (credentials: unknown, request: { headers: Record<string, string> }) => Promise<{ sessionId: string } | null>;

function authorize(credentials: unknown, address = '192.0.2.1') {
  const provider = authOptions('request-1').providers[0] as unknown as { options: { authorize: Authorize } };
  return provider.options.authorize(credentials, { headers: { 'x-nines-address': address } });
}

type Callbacks = Required<NonNullable<AuthOptions['callbacks']>>;
const callbacks = () => authOptions('request-1').callbacks as Callbacks;
const tokenOf = (sessionId: string) => callbacks().jwt({ token: { sub: 'x', sessionId } } as unknown as Parameters<Callbacks['jwt']>[0]);
const sessionOf = (sessionId: string) => callbacks().session({ session: { expires: 'x' }, token: { sessionId } } as unknown as Parameters<Callbacks['session']>[0]);

describe('signing in by next-auth', () => {
  it('gives the session, and nothing of the password', async () => {
    const user = await authorize({ email: nines.cast.alice.email, password: castPassword });
    expect(user).toMatchObject({ id: nines.cast.alice.id, sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
    expect(JSON.stringify(user)).not.toMatch(/argon2|horse/);
  });

  const refused: [what: string, credentials: unknown][] = [
    ['nothing', undefined],
    ['no password', { email: 'alice@example.com' }],
    ['an object for an email', { email: { a: 1 }, password: 'x' }],
    ['a list for a password', { email: 'alice@example.com', password: ['x'] }],
    ['a megabyte of password', { email: 'alice@example.com', password: 'x'.repeat(1_000_000) }],
    ['an email with NUL', { email: 'alice\u0000@example.com', password: 'x' }],
    ['a wrong password', { email: 'alice@example.com', password: 'x' }],
  ];
  it.each(refused)('refuses %s with the same nothing', async (_, credentials) => {
    expect(await authorize(credentials)).toBeNull();
  });

  it('says that there were too many attempts, and no more', async () => {
    const wrong = () => authorize({ email: 'nobody@example.com', password: 'x' }, '198.51.100.1');
    for (let index = 0; index < 5; index += 1) await wrong();
    await expect(wrong()).rejects.toThrow(/^too_many_attempts$/);
  });
});

describe('the cookie', () => {
  it('names the person while the session counts, and nobody after', async () => {
    const { id } = await nines.openSession(nines.cast.alice);
    expect(await tokenOf(id)).toMatchObject({ sessionId: id });
    expect(await sessionOf(id)).toMatchObject({ user: { email: nines.cast.alice.email, role: 'OWNER', tenant: 'alpha' } });
    const ended = await nines.openSession(nines.cast.alice, { revokedAt: new Date('2026-01-05T03:00:00Z') });
    expect(await tokenOf(ended.id)).not.toMatchObject({ sessionId: ended.id });
    expect(await sessionOf(ended.id)).toEqual({ expires: new Date(0).toISOString() });
  });

  it('outlives a database that does not answer, but names nobody meanwhile', async () => {
    const { id } = await nines.openSession(nines.cast.alice);
    const working = runtime();
    setRuntime({ ...working, access: { ...working.access, bySession: () => Promise.reject(new Error('The database does not answer.')) } });
    expect(await tokenOf(id)).toMatchObject({ sessionId: id });
    expect(await sessionOf(id)).toEqual({ expires: new Date(0).toISOString() });
    setRuntime(working);
  });

  it('ends its session when the person signs out', async () => {
    const { id } = await nines.openSession(nines.cast.alice);
    await authOptions('request-1').events?.signOut?.({ token: { sessionId: id } } as unknown as Parameters<NonNullable<NonNullable<AuthOptions['events']>['signOut']>>[0]);
    await expect.poll(() => runtime().access.bySession(id)).toBeNull();
  });
});
