import type { Page } from '@playwright/test';
import { addPerson, expect, expectLive, signIn, test, tileOf } from './cast';

const noAccess = 'You have no access to monitoring';
const endpoints = [
  { method: 'GET', url: '/api/monitoring/health' },
  { method: 'GET', url: '/api/monitoring/health/dashboard' },
  { method: 'POST', url: '/api/monitoring/health/collect' },
  { method: 'GET', url: '/api/monitoring/metrics?selector=up&from=0&to=1000&step=1000' },
  { method: 'POST', url: '/api/monitoring/metrics' },
];

for (const role of ['MEMBER', 'VIEWER'] as const) {
  test(`a ${role} sees why there is nothing to see, and no monitoring data reaches the browser`, async ({ page, nines }) => {
    const bob = await addPerson(nines, role);
    const received = recordEverything(page);
    await signIn(page, bob);
    await expect(page.getByRole('heading', { level: 1, name: noAccess })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(role.toLowerCase());
    await page.goto('/?range=1h');
    await expect(page.getByRole('heading', { level: 1, name: noAccess })).toBeVisible();
    await expect(page.getByRole('article')).toHaveCount(0);

    for (const { method, url } of endpoints) {
      const answer = await page.evaluate(async (call) => {
        const response = await fetch(call.url, { method: call.method });
        return { status: response.status, text: await response.text() };
      }, { method, url });
      expect(answer, url).toMatchObject({ status: 403, text: expect.stringContaining('Your role does not hold monitoring.') });
    }
    expect(await handshake(page)).toContain('"message":"forbidden"');

    expect(received.sockets.filter((frame) => frame.includes('health:sampled'))).toEqual([]);
    const told = await received.texts();
    expect(told.length).toBeGreaterThan(1);
    for (const { url, text } of told) {
      expect(text, url).not.toMatch(/system_(cpu|memory|disk|network|load)|latenessMs|"vitals|sparkline|data-vital|health:sampled/);
    }
  });
}

test('a role that is lowered while the page is open takes the numbers away at once', async ({ page, nines }) => {
  const bob = await addPerson(nines, 'ADMIN');
  await signIn(page, bob);
  await expectLive(page);
  await nines.command(['users', 'role', bob.email, 'MEMBER']);
  await expect(page.getByRole('heading', { level: 1, name: noAccess })).toBeVisible({ timeout: 5_000 });
  await expect(page.getByRole('article')).toHaveCount(0);
  expect((await page.request.get('/api/monitoring/health')).status()).toBe(403);
});

test('a role that is raised counts from the next page on, without a new sign-in', async ({ page, nines }) => {
  const bob = await addPerson(nines, 'VIEWER');
  await signIn(page, bob);
  await expect(page.getByRole('heading', { level: 1, name: noAccess })).toBeVisible();
  await nines.command(['users', 'role', bob.email, 'ADMIN']);
  await page.reload();
  await expect(tileOf(page, 'CPU')).toBeVisible();
  await expectLive(page);
});

/** Everything that the server sends to the page but its program and styles. */
function recordEverything(page: Page) {
  const bodies: Promise<{ url: string; text: string } | null>[] = [];
  const sockets: string[] = [];
  page.on('response', (response) => {
    if (/\/_next\/static\//.test(response.url())) return;
    bodies.push(response.text().then((text) => ({ url: response.url(), text }), () => null));
  });
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => sockets.push(String(payload))));
  return { sockets, texts: async () => (await Promise.all(bodies)).filter((body) => body !== null) };
}

/** What the socket's endpoint answers to the cookie of this page. */
async function handshake(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
        socket.onmessage = ({ data }: MessageEvent<string>) => {
          if (data.startsWith('0')) socket.send('40');
          else resolve(data);
        };
        socket.onerror = () => resolve('closed');
      }),
  );
}
