import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { test as base, expect, type APIRequestContext, type BrowserContext, type Page } from '@playwright/test';
import { startNines, type NinesProcess } from './nines-process';

export interface Person {
  email: string;
  password: string;
}

/** Alice owns the platform. */
export const alice: Person = { email: 'alice@example.com', password: 'kettle-brick-moon-47' };
/** Bob is whom a test adds, in the role that it needs. */
const bob: Person = { email: 'bob@example.com', password: 'harbour-violin-tide-12' };
/** Charlie has no account. */
export const charlie: Person = { email: 'charlie@example.com', password: 'lantern-orchard-rain-9' };

type SessionState = Awaited<ReturnType<BrowserContext['storageState']>>;

interface WorkerFixtures {
  /** A server of the production build that the tests of this worker share. Alice owns it. */
  nines: NinesProcess;
  aliceSession: SessionState;
  /** Something that answers at once, so that network latency can be measured on a machine without a network. */
  latencyTarget: string;
}

interface TestFixtures {
  /** A page of Alice, signed in, not yet opened. */
  alicePage: Page;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  latencyTarget: [
    async ({}, use) => {
      const server = net.createServer((socket) => socket.destroy());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      await use(`127.0.0.1:${(server.address() as net.AddressInfo).port}`);
      server.close();
    },
    { scope: 'worker' },
  ],
  nines: [
    async ({ latencyTarget }, use) => {
      const nines = await startNines({ OWNER_EMAIL: alice.email, OWNER_PASSWORD: alice.password, LATENCY_TARGET: latencyTarget });
      await use(nines);
      await nines.remove();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  aliceSession: [
    async ({ nines, playwright }, use) => {
      const request = await playwright.request.newContext({ baseURL: nines.url });
      await signInByScript(request, alice);
      await use(await request.storageState());
      await request.dispose();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ nines }, use) => use(nines.url),
  alicePage: async ({ browser, nines, aliceSession, viewport, isMobile, hasTouch, locale, timezoneId }, use) => {
    const context = await browser.newContext({ baseURL: nines.url, storageState: aliceSession, viewport, isMobile, hasTouch, locale, timezoneId });
    await use(await context.newPage());
    await context.close();
  },
});

export { expect };

/** Adds Bob by the command line, with an address that no other test uses. */
export async function addPerson(nines: NinesProcess, role: 'OWNER' | 'ADMIN' | 'MEMBER' | 'VIEWER'): Promise<Person> {
  const person = { email: bob.email.replace('@', `-${randomBytes(4).toString('hex')}@`), password: bob.password };
  await nines.command(['users', 'add', person.email, '--role', role], { NINES_PASSWORD: person.password });
  return person;
}

/** Makes an API key by the command line. */
export async function createKey(nines: NinesProcess, ...scopes: string[]): Promise<string> {
  const answer = await nines.command(['keys', 'create', '--name', 'e2e', ...scopes.flatMap((scope) => ['--scope', scope])]);
  return /nines_[\w-]+/.exec(answer)?.[0] ?? '';
}

/** Fills the sign-in form that the page shows. */
export async function fillSignIn(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Signs in by the form and waits until the page that comes next is there. */
export async function signIn(page: Page, person: Person, origin = ''): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await fillSignIn(page, person);
  await page.waitForURL((url) => url.pathname === '/');
}

/** Signs in as DESIGN.md tells scripts to; gives the answer of the callback. */
export async function signInByScript(request: APIRequestContext, { email, password }: Person) {
  const { csrfToken } = (await (await request.get('/api/auth/csrf')).json()) as { csrfToken: string };
  return request.post('/api/auth/callback/credentials', { form: { csrfToken, email, password, json: 'true' }, maxRedirects: 0 });
}

/** Waits until the badge says that the numbers are live. */
export async function expectLive(page: Page): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeAttached();
}

/** The tile of a vital, by its title. */
export function tileOf(page: Page, title: string) {
  return page.getByRole('article').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
}
