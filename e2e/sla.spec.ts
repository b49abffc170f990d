import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIRequestContext, Page } from '@playwright/test';
import { alice, createKey, expect, expectLive, signIn, test as base } from './cast';
import { startNines } from './nines-process';
import { complaintsOf, expectNoSideways, expectNoViolation } from './page-checks';

interface SlaFixtures {
  /** The API with a key that may do all that these tests set up. */
  api: APIRequestContext;
}

const test = base.extend<object, SlaFixtures>({
  // A server of their own: the first test begins with nothing.
  nines: [
    async ({}, use) => {
      const nines = await startNines({ OWNER_EMAIL: alice.email, OWNER_PASSWORD: alice.password });
      await use(nines);
      await nines.remove();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  api: [
    async ({ nines, playwright }, use) => {
      const key = await createKey(nines, 'monitoring.read', 'monitoring.config.read', 'monitoring.config.update');
      const api = await playwright.request.newContext({ baseURL: nines.url, extraHTTPHeaders: { authorization: `Bearer ${key}` } });
      await use(api);
      await api.dispose();
    },
    { scope: 'worker', timeout: 30_000 },
  ],
});

const unique = (name: string) => `${name} ${randomBytes(3).toString('hex')}`;
const cardOf = (page: Page, name: string) => page.locator(`[data-objective="${name}"]`);

let target: { url: string; close: () => Promise<void> };
test.beforeAll(async () => {
  target = await startTarget();
});
test.afterAll(() => target.close());

test('with nothing there the page leads to a service, then to a check, then to the first objective', async ({ alicePage: page, api }) => {
  await page.goto('/sla');
  await expect(page.getByRole('heading', { name: 'No objective yet' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add the first service' })).toHaveAttribute('href', '/services/new');
  await expectNoViolation(page, 'SLA with nothing');
  const service = await make(api, '/api/monitoring/services', { name: unique('Shop') });
  await page.reload();
  await expect(page.getByRole('link', { name: 'Add the first check' })).toHaveAttribute('href', '/checks/new');
  await makeCheck(api, unique('shop answers'), service.id, target.url);
  await page.reload();
  await page.getByRole('link', { name: 'Create the first objective' }).click();

  await page.getByRole('button', { name: 'Create the objective' }).click();
  await expect(page.getByLabel('Service', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Service', { exact: true })).toHaveAccessibleDescription('Choose the service that it is about.');
  await page.getByLabel('Service', { exact: true }).selectOption(service.id);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(`${service.settings.name} uptime 99.99 %`);
  await page.getByLabel('Target (%)').fill('99,9');
  await page.getByRole('button', { name: 'Create the objective' }).click();
  await expect(page.getByLabel('Target (%)')).toBeFocused();
  await page.getByRole('button', { name: '99.9 %', exact: true }).click();
  await expect(page.getByText('99.9 % allows 43 m 12 s of downtime in any 30 days.')).toBeVisible();
  await expectNoViolation(page, 'the form of an objective');
  await page.getByRole('button', { name: 'Create the objective' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${service.settings.name} uptime 99.9 %` })).toBeVisible();
});

test('a target that breaks burns the budget, which is seen with the time that was lost and where its evidence is', async ({ alicePage: page, api }) => {
  test.setTimeout(120_000);
  const complaints = complaintsOf(page);
  const own = await startTarget();
  const name = unique('Search uptime');
  const service = await make(api, '/api/monitoring/services', { name: unique('Search') });
  const check = await makeCheck(api, unique('search answers'), service.id, own.url);
  await make(api, '/api/monitoring/objectives', { name, serviceId: service.id, sli: { kind: 'checks', checkIds: [] }, target: '99.9', timeZone: 'Europe/Berlin' });

  await page.goto(`/sla?service=${service.id}`);
  await expect(cardOf(page, name)).toContainText('100 %', { timeout: 30_000 });
  await expect(cardOf(page, name)).toContainText('Met');
  await expect(cardOf(page, name)).toContainText('degraded counts as up; unknown and maintenance left out');
  await expect(cardOf(page, name)).toContainText(/ left of /);
  await expect(cardOf(page, name)).toContainText('Window not yet full: measured since');
  await expectNoViolation(page, 'SLA with an objective');
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  await page.getByRole('button', { name: 'Create burn-rate alerts' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create burn-rate alerts' });
  await expect(dialog).toContainText('spends 2 % of the budget in 1 h');
  await expectNoViolation(page, 'burn-rate alerts');
  await dialog.getByRole('button', { name: 'Create the three rules' }).click();
  await expect(page.getByRole('link', { name: `${name}: error budget burns (critical)` })).toBeVisible();
  await expect(page.getByRole('link', { name: `${name}: objective missed` })).toHaveAttribute('href', /\/alert-rules\/[\w-]{36}$/);

  await own.close();
  await expect(page.getByText('Missed', { exact: true })).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole('img', { name: /^Error budget: Overspent by / })).toBeVisible();
  await expect(page.getByLabel('Burn rate').getByText(/too fast/).first()).toBeAttached();
  await expect(page.getByText(/At 99\.9 % this window would have been missed by/)).toBeVisible();
  const lost = page.getByRole('region', { name: 'Lost time' }).getByRole('listitem').first();
  await expect(lost).toContainText(/Down for /);
  await expect(lost.getByRole('link')).toHaveAttribute('href', new RegExp(`^/checks/${check.id}`));
  await expectNoViolation(page, 'a missed objective');
  await lost.getByRole('link').click();
  await expect(page.locator('#changes details[open]').first()).toContainText('refused');
  await page.goto('/sla');
  await expect(page.getByRole('status').filter({ hasText: `missed: ${name}` })).toBeVisible();
  await expect.poll(async () => JSON.stringify(await (await api.get(`/api/monitoring/alerts?text=${encodeURIComponent(name)}`)).json()), { timeout: 60_000 }).toMatch(/ObjectiveMissed|objective missed/);
  expect(complaints).toEqual([]);
});

test('the days are read by keys, and saved as a file', async ({ alicePage: page, api }) => {
  const { id, name } = await makeObjective(api);
  await page.goto(`/sla/${id}`);
  const days = page.getByRole('slider', { name: 'Day of the year' });
  await expect(days).toBeVisible({ timeout: 30_000 });
  await days.focus();
  const today = await days.getAttribute('aria-valuetext');
  expect(today).toMatch(/^\w{3} \d{1,2} \w{3,4} \d{4}: /);
  await page.keyboard.press('Home');
  await page.keyboard.press('End');
  await expect(days).toHaveAttribute('aria-valuenow', (await days.getAttribute('aria-valuemax')) ?? '');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^CSV/ }).click()]);
  expect(file.suggestedFilename()).toBe(`${name.toLowerCase().replaceAll(' ', '-')}-by-day.csv`);
  expect(await readFile(await file.path(), 'utf8')).toMatch(/^day,from,to,percent,good,bad,unit,up_ms,degraded_ms,down_ms,unknown_ms,maintenance_ms\r\n\d{4}-\d\d-\d\d,/);
});

test('a change that somebody else overtook shows both sides, and deleting asks for the name', async ({ alicePage: page, api }) => {
  const { id, name, version, settings } = await makeObjective(api);
  await page.goto(`/sla/${id}/edit`);
  await page.getByLabel('Target (%)').fill('99.5');
  expect((await api.put(`/api/monitoring/objectives/${id}`, { data: { version, objective: { ...settings, target: '99.95' } } })).status()).toBe(200);
  await page.getByRole('button', { name: 'Save the objective' }).click();
  await expect(page.getByRole('alert', { name: 'Conflict' })).toContainText('Nothing of yours was saved');
  await expect(page.getByLabel('Differences')).toContainText('Now: 99.95 %');
  await expect(page.getByLabel('Differences')).toContainText('Yours: 99.5 %');
  await expectNoViolation(page, 'a conflict');
  await page.getByRole('button', { name: 'Keep mine, then save again' }).click();
  await page.getByRole('button', { name: 'Save the objective' }).click();
  await expect(page.getByText('target 99.5 %')).toBeVisible();

  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Delete ${name}` });
  await expect(dialog.getByRole('button', { name: 'Delete the objective' })).toBeDisabled();
  await dialog.getByLabel(`Type ${name} to delete it`).fill(name);
  await dialog.getByRole('button', { name: 'Delete the objective' }).click();
  await expect(page).toHaveURL(/\/sla$/);
  await expect(page.getByRole('search', { name: 'Objectives' }).or(page.getByRole('heading', { name: 'No objective yet' }))).toBeVisible();
  await expect(cardOf(page, name)).toHaveCount(0);
});

test('the list is narrowed down by words that the address keeps', async ({ alicePage: page, api }) => {
  const { name } = await makeObjective(api);
  await page.goto('/sla');
  await page.getByRole('searchbox', { name: 'Search objectives' }).fill(name);
  await expect(cardOf(page, name)).toBeVisible();
  await expect(page.locator('[data-objective]')).toHaveCount(1);
  await expect(page).toHaveURL(/\?text=/);
  await page.reload();
  await expect(page.locator('[data-objective]')).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Search objectives' }).fill('nothing is called so');
  await page.getByRole('button', { name: 'Show all objectives' }).click();
  await expect(cardOf(page, name)).toBeVisible();
});

test('what is typed and chosen before the scripts have come counts when they have', async ({ alicePage: page, api }) => {
  const { name } = await makeObjective(api);
  await makeObjective(api);
  const scripts = await holdScripts(page);
  await page.goto('/sla', { waitUntil: 'commit' });
  await page.getByRole('searchbox', { name: 'Search objectives' }).fill(name);
  scripts.release();
  await expect(page.locator('[data-objective]')).toHaveCount(1);
  await expect(cardOf(page, name)).toBeVisible();
  await expect(page).toHaveURL(/\?text=/);
  await expect(page.getByRole('searchbox', { name: 'Search objectives' })).toHaveValue(name);

  const held = await holdScripts(page);
  await page.goto('/sla/new', { waitUntil: 'commit' });
  await page.getByLabel('Target (%)').fill('99.5');
  await page.getByLabel('Window').selectOption({ label: 'Last 7 days' });
  held.release();
  await expect(page.getByText('99.5 % allows 50 m 24 s of downtime in any 7 days.')).toBeVisible();
});

test('a service gets an objective of its response time beside the one of its uptime by one tick, once', async ({ alicePage: page, api }) => {
  const service = await make(api, '/api/monitoring/services', { name: unique('Fast') });
  await makeCheck(api, unique('fast answers'), service.id, target.url);
  await page.goto(`/sla/new?service=${service.id}`);
  await page.getByLabel('And an objective of its response time').check();
  await expect(page.getByText('95 % of the results within 100 ms.')).toBeVisible();
  await expectNoViolation(page, 'the form of two objectives');
  await page.getByLabel('Within (ms)').fill('fast');
  await page.getByRole('button', { name: 'Create both objectives' }).click();
  await expect(page.getByLabel('Within (ms)')).toBeFocused();
  await page.getByLabel('Within (ms)').fill('500');
  await page.getByRole('button', { name: 'Create both objectives' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${service.settings.name} uptime 99.99 %` })).toBeVisible();
  await page.goto(`/sla?service=${service.id}`);
  await expect(cardOf(page, `${service.settings.name} response time 95 %`)).toContainText('Results within 500 ms');

  await page.goto(`/sla/new?service=${service.id}`);
  await expect(page.getByText('All checks of the service: one now')).toBeVisible();
  await expect(page.getByLabel('And an objective of its response time')).toHaveCount(0);
  await page.goto(`/services/${service.id}`);
  await page.getByRole('button', { name: 'Delete the service' }).click();
  const dialog = page.getByRole('dialog', { name: `Delete the service ${service.settings.name}` });
  await expect(dialog).toContainText('It cannot be deleted while it has 2 objectives.');
  await expectNoViolation(page, 'a service that is not deleted');
  await dialog.getByRole('link', { name: `${service.settings.name} uptime 99.99 %` }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${service.settings.name} uptime 99.99 %` })).toBeVisible();
});

test('where the second of two objectives is refused the first is there, and both are saved by the next press', async ({ alicePage: page, api }) => {
  const service = await make(api, '/api/monitoring/services', { name: unique('Half') });
  await makeCheck(api, unique('half answers'), service.id, target.url);
  await page.goto(`/sla/new?service=${service.id}`);
  await page.getByLabel('And an objective of its response time').check();
  let posts = 0;
  const isObjectives = (url: URL) => url.pathname === '/api/monitoring/objectives';
  await page.route(isObjectives, async (route) => {
    if (route.request().method() === 'POST') posts += 1;
    await (route.request().method() === 'POST' && posts === 2 ? route.abort('connectionreset') : route.continue());
  });
  await page.getByRole('button', { name: 'Create both objectives' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'The objective of the uptime was created, the one of the response time was not' })).toBeVisible();
  await page.unroute(isObjectives);
  await page.getByRole('button', { name: 'Save the objective' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${service.settings.name} uptime 99.99 %` })).toBeVisible();
  await page.goto(`/sla?service=${service.id}`);
  await expect(cardOf(page, `${service.settings.name} response time 95 %`)).toBeVisible();
  await expect(page.locator('[data-objective]')).toHaveCount(2);
});

test('a rule that was deleted is made again by a press', async ({ alicePage: page, api }) => {
  const { id, name } = await makeObjective(api);
  const made = await api.post(`/api/monitoring/objectives/${id}/burn-alerts`, { data: {} });
  const { ruleIds } = (await made.json()) as { ruleIds: string[] };
  expect((await api.delete(`/api/monitoring/alert-rules/${ruleIds[0] ?? ''}`)).ok()).toBe(true);
  await page.goto(`/sla/${id}`);
  await expect(page.getByText('2 rules', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Create the missing rules' }).click();
  await page.getByRole('dialog', { name: 'Create burn-rate alerts' }).getByRole('button', { name: 'Create the missing rules' }).click();
  await expect(page.getByRole('link', { name: `${name}: error budget burns (critical)` })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create the missing rules' })).toHaveCount(0);
});

test('the palette asks once who types pauses, and what it found before does not answer for other words', async ({ alicePage: page, api }) => {
  const { id, name } = await makeObjective(api);
  const asked: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname === '/api/monitoring/sla' && url.searchParams.has('text')) asked.push(url.searchParams.get('text') ?? '');
  });
  await page.goto('/');
  await expectLive(page);
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Search' });
  await palette.getByRole('combobox').pressSequentially(name);
  await expect(palette.getByRole('group', { name: 'Objectives' }).getByRole('option', { name: new RegExp(`^${name}`) })).toBeVisible();
  // A busy machine may pause between two letters.
  expect(asked.length).toBeLessThan(6);
  expect(asked.at(-1)).toBe(name);
  const words = id.slice(0, 8);
  // Never answered: what is shown then is what was found before.
  await page.route((url) => url.searchParams.get('text') === words, () => {});
  await palette.getByRole('combobox').fill(words);
  await expect(palette.getByRole('group', { name: 'Objectives' })).toHaveCount(0);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });

  test('nothing scrolls sideways, and SLA is one of the tabs', async ({ page, api }) => {
    const { id, name } = await makeObjective(api);
    await signIn(page, alice);
    for (const path of ['/sla', `/sla/${id}`, `/sla/${id}/edit`, '/sla/new']) {
      await page.goto(path);
      await expect(page.getByText(name).or(page.getByRole('button', { name: /the objective$/ })).first()).toBeVisible();
      await expectNoSideways(page, path);
    }
    await page.goto('/');
    const tabs = page.getByRole('navigation', { name: 'Main, bottom' });
    await expect(tabs.getByRole('link')).toHaveText(['Overview', 'Alerts', 'Incidents', 'SLA', 'Config']);
    await expect(page.getByRole('heading', { name: 'Error budgets' })).toBeVisible();
    await expectNoSideways(page, 'Overview with budgets');
  });
});

/** A service with a check of a target that answers, and an objective of both. */
async function makeObjective(api: APIRequestContext) {
  const name = unique('Cart uptime');
  const service = await make(api, '/api/monitoring/services', { name: unique('Cart') });
  await makeCheck(api, unique('cart answers'), service.id, target.url);
  const { id, version, settings } = await make(api, '/api/monitoring/objectives', { name, serviceId: service.id, sli: { kind: 'checks', checkIds: [] }, target: '99.9' });
  return { id, name, version, settings };
}

function makeCheck(api: APIRequestContext, name: string, serviceId: string, url: string) {
  return make(api, '/api/monitoring/checks', { name, serviceId, kind: 'http', settings: { url }, intervalMs: 1_000, timeoutMs: 800, failures: { count: 1, of: 1 } });
}

interface Made {
  id: string;
  version: number;
  settings: { name: string };
}

async function make(api: APIRequestContext, path: string, data: object): Promise<Made> {
  const answer = await api.post(path, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as Made;
}

/** Keeps back the scripts of a page that is gone to: it is as it was served. */
async function holdScripts(page: Page): Promise<{ release: () => void }> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.route('**/_next/static/**/*.js*', async (route) => {
    await released;
    await route.continue();
  });
  return { release };
}

async function startTarget(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = http.createServer((_request, response) => void response.end('fine'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
