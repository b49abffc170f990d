import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LimitSettings } from '@/lib/settings/limit-settings';
import { startTestRuntime, type TestRuntime } from '@/server/test-runtime';

let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime();
});
afterEach(() => nines.runtime.limits.apply(LimitSettings.parse({})));
afterAll(() => nines.close());

/** So slow that nothing is refilled while a test runs. */
function tight(burst: number): void {
  nines.runtime.limits.apply({ ...LimitSettings.parse({}), address: { perSecond: 0.001, burst } });
}

async function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const answer = await fetch(nines.origin + path, { headers, redirect: 'manual' });
  await answer.clone().arrayBuffer();
  return answer;
}

describe('pages without a session', () => {
  it('are counted together by their address', async () => {
    const paths = ['/sign-in', '/forgot', '/reset/token', '/invitation/token', '/confirm-contact/token', '/what-there-is-not'];
    tight(paths.length);
    for (const path of paths) expect((await ask(path)).status).toBe(200);
    for (const path of paths) {
      const refused = await ask(path);
      expect([refused.status, refused.headers.get('content-type')]).toEqual([429, 'text/plain; charset=utf-8']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(refused.headers.get('ratelimit')).toContain('"address"');
      expect(await refused.text()).toMatch(/too many requests/);
    }
  });

  it('are those of a session that was ended or made up, too', async () => {
    const ended = await nines.openSession(nines.cast.bob, { revokedAt: new Date() });
    tight(1);
    await ask('/sign-in');
    for (const cookie of [ended.cookie, 'next-auth.session-token=made-up']) expect((await ask('/', { cookie })).status).toBe(429);
  });

  it('leave files, and pages of who is signed in, as they are', async () => {
    const { cookie } = await nines.openSession(nines.cast.alice);
    tight(1);
    await ask('/sign-in');
    expect((await ask('/sign-in')).status).toBe(429);
    for (const path of ['/_next/static/chunks/main.js', '/icon.svg', '/push-worker.js', '/manifest.webmanifest']) expect((await ask(path)).status).toBe(200);
    expect((await ask('/config', { cookie })).status).toBe(200);
  });

  it('count by the address that a proxy names only where it is trusted', async () => {
    tight(1);
    await ask('/sign-in', { 'x-forwarded-for': '198.51.100.1' });
    expect((await ask('/sign-in', { 'x-forwarded-for': '198.51.100.2' })).status).toBe(429);
  });
});
