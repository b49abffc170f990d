import { randomBytes } from 'node:crypto';
import type { APIRequestContext, Page } from '@playwright/test';
import { alice, createKey, expect, signIn, test as base } from './cast';
import { loadEveryCore } from './machine-load';
import { startNines } from './nines-process';
import { complaintsOf, expectLargeTargets, expectNoSideways, expectNoViolation } from './page-checks';
import { startSink, type WebhookSink } from './webhook-sink';

interface AlertingFixtures {
  /** Every alert of this server is told to it. */
  sink: WebhookSink;
  /** The API with a key that may do all that these tests set up. */
  api: APIRequestContext;
}

const test = base.extend<object, AlertingFixtures>({
  // A server of their own: it may send to this machine.
  nines: [
    async ({}, use) => {
      const nines = await startNines({ OWNER_EMAIL: alice.email, OWNER_PASSWORD: alice.password, OUTGOING_ALLOW_PRIVATE: 'true' });
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
  sink: [
    async ({ api }, use) => {
      const sink = await startSink();
      const channel = await send(api, 'POST', '/api/monitoring/channels', { name: 'Sink', kind: 'webhook', settings: { url: sink.url } });
      const { version, root } = await read(api, '/api/monitoring/notification-routing');
      await send(api, 'PUT', '/api/monitoring/notification-routing', { version, root: { ...root, channelIds: [channel.id], groupWaitMs: 0, groupIntervalMs: 1_000 } });
      await use(sink);
      await sink.close();
    },
    { scope: 'worker', timeout: 30_000 },
  ],
});

const unique = (name: string) => `${name} ${randomBytes(3).toString('hex')}`;
const alertsOf = (page: Page, name: string) => page.locator(`[data-alert="${name}"]`);
const every = 'state=firing,acknowledged,suppressed,resolved';
const notice = (page: Page) => page.getByLabel('Result', { exact: true });

test('a real load fires, the owner acknowledges on the phone, another screen sees it within a second, it resolves, and the log has both messages', async ({ alicePage: desk, browser, nines, api, sink }) => {
  test.setTimeout(90_000);
  await expect.poll(() => cpuOf(api), { message: 'the machine is quiet enough to see a load', timeout: 30_000, intervals: [250] }).toBeLessThan(75);
  const name = unique('CPU busy');
  await makeRule(api, name, 'system_cpu_usage_percent > 90', { annotations: { summary: 'The processor is busy at {{ $value }} %' } });
  const context = await browser.newContext({ baseURL: nines.url, storageState: await desk.context().storageState(), viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const phone = await context.newPage();
  const search = new URLSearchParams({ text: name }).toString();
  await Promise.all([desk.goto(`/alerts?${search}&${every}`), phone.goto(`/alerts?${search}`)]);
  await expect(phone.getByRole('heading', { name: 'No alert matches' })).toBeVisible();

  const card = alertsOf(phone, name);
  const load = loadEveryCore();
  try {
    await expect(alertsOf(desk, name)).toHaveAttribute('data-state', 'firing', { timeout: 15_000 });
    await expect(card).toContainText('Firing critical');
    await expect.poll(() => sink.kindsOf(name), { timeout: 10_000 }).toEqual(['fire']);
    await expectNoSideways(phone, 'a card');
    const answered = phone.waitForResponse((response) => response.url().endsWith('/api/monitoring/alerts/acknowledge'));
    await card.getByRole('button', { name: /^Acknowledge/ }).tap();
    expect((await answered).status()).toBe(200);
    await expect(alertsOf(desk, name)).toHaveAttribute('data-state', 'acknowledged', { timeout: 1_000 });
    await expect(card).toHaveAttribute('data-state', 'acknowledged');
  } finally {
    load.end();
  }
  await expect(alertsOf(desk, name)).toHaveAttribute('data-state', 'resolved', { timeout: 20_000 });
  await expect(card).toHaveCount(0, { timeout: 3_000 });
  await expect.poll(() => sink.kindsOf(name).at(-1), { timeout: 10_000 }).toBe('resolve');
  expect(sink.kindsOf(name).filter((kind) => kind === 'fire' || kind === 'resolve')).toEqual(['fire', 'resolve']);

  await alertsOf(desk, name).getByRole('link').click();
  await expect(desk.getByRole('heading', { level: 1 })).toContainText(name);
  const log = desk.getByRole('region', { name: 'Messages' });
  await expect(log.locator('[data-delivery="fire"]')).toContainText('delivered');
  await expect(log.locator('[data-delivery="resolve"]')).toContainText('delivered');
  await expect(desk.getByRole('region', { name: 'Timeline' })).toContainText('acknowledged it');
  await expect(desk.getByRole('region', { name: 'The value around the moment' })).toContainText('system_cpu_usage_percent');
  await expect(desk.getByRole('region', { name: /paged/ }).getByRole('list', { name: 'Decisions' }).getByRole('listitem').first()).toBeVisible();
  await expectNoViolation(desk, 'an alert');
  await context.close();
});

test('alerts of one rule are a row that opens, and keys select, acknowledge, take back and resolve them', async ({ alicePage: page, api }) => {
  const complaints = complaintsOf(page);
  const name = unique('Disk full');
  await makeRule(api, name, threeHosts);
  await page.goto(`/alerts?${new URLSearchParams({ text: name }).toString()}`);
  const group = page.locator('[data-group]');
  await expect(group).toContainText('3 firing', { timeout: 15_000 });
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(alertsOf(page, name)).toHaveCount(3);
  await expectNoViolation(page, 'Alerts');

  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByRole('group', { name: 'Selected alerts' })).toContainText('2 alerts selected');
  await page.keyboard.press('a');
  await expect(notice(page)).toContainText('2 alerts are acknowledged.');
  await expect(page.locator(`[data-alert="${name}"][data-state="acknowledged"]`)).toHaveCount(2);
  await notice(page).getByRole('button', { name: 'Take back' }).click();
  await expect(page.locator(`[data-alert="${name}"][data-state="firing"]`)).toHaveCount(3);
  await page.keyboard.press('r');
  await expect(page.getByRole('dialog', { name: 'Resolve 2 alerts' })).toBeVisible();
  await expectNoViolation(page, 'the dialog of a resolve');
  await page.keyboard.press('Enter');
  await expect(notice(page)).toContainText('2 alerts are resolved.');
  await expect(alertsOf(page, name)).toHaveCount(1);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search alerts' })).toBeFocused();
  expect(complaints).toEqual([]);
});

test('filters are in the URL and survive a reload, and what leaves nothing says so', async ({ alicePage: page, api }) => {
  const name = unique('Queue long');
  await makeRule(api, name, threeHosts, { severity: 'warning', team: 'web' });
  await page.goto(`/alerts?view=flat&${new URLSearchParams({ text: name }).toString()}`);
  await expect(alertsOf(page, name)).toHaveCount(3, { timeout: 15_000 });
  const severity = page.getByRole('group', { name: 'Severity' });
  await severity.getByRole('button', { name: /^Warning/ }).click();
  await expect(page).toHaveURL(/severity=warning/);
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByLabel('Labels').fill('{instance="web-2"}');
  await expect(alertsOf(page, name)).toHaveCount(1);
  await page.reload();
  await expect(alertsOf(page, name)).toHaveCount(1);
  await expect(severity.getByRole('button', { name: /^Warning/ })).toHaveAttribute('aria-pressed', 'true');
  await page.getByLabel('Labels').fill('{instance=');
  await expect(page.getByLabel('Labels')).toHaveAccessibleDescription(/./);
  await page.getByLabel('Labels').fill('{instance="nowhere"}');
  await expect(page.getByRole('heading', { name: 'No alert matches' })).toBeVisible();
  await expectNoViolation(page, 'nothing matches');
  await page.getByRole('button', { name: 'Show all open alerts' }).click();
  await expect(page).toHaveURL(/\/alerts\?view=flat$/);
});

test('what the server does not take is shown as it was, with a sentence', async ({ alicePage: page, api }) => {
  const name = unique('Certificate ends');
  await makeRule(api, name, 'vector(1)');
  await page.goto(`/alerts?${new URLSearchParams({ text: name }).toString()}`);
  await expect(alertsOf(page, name)).toHaveAttribute('data-state', 'firing', { timeout: 15_000 });
  await page.route('**/api/monitoring/alerts/acknowledge', (route) => route.abort());
  await alertsOf(page, name).hover();
  await alertsOf(page, name).getByRole('button', { name: /^Acknowledge/ }).click();
  await expect(notice(page)).toContainText('was not acknowledged. The server cannot be reached.');
  await expect(alertsOf(page, name)).toHaveAttribute('data-state', 'firing');
});

test('a silence is made from the alert, says what it matches, and the alert tells why it is quiet', async ({ alicePage: page, api }) => {
  const name = unique('Backup old');
  await makeRule(api, name, threeHosts);
  await page.goto(`/alerts?view=flat&${new URLSearchParams({ text: name }).toString()}`);
  await expect(alertsOf(page, name)).toHaveCount(3, { timeout: 15_000 });
  await alertsOf(page, name).first().getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: /^Silence/ });
  await expect(dialog.getByRole('status')).toContainText('Matches 1 alert of now.');
  await expectNoViolation(page, 'the dialog of a silence');
  await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(dialog.getByLabel('Reason')).toHaveAccessibleDescription(/why/);
  await dialog.getByLabel('Reason').fill('The disk is being replaced');
  await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(notice(page)).toContainText('Silenced');
  await expect(page.getByRole('heading', { level: 1 }).locator('xpath=ancestor::header')).toHaveAttribute('data-state', 'suppressed', { timeout: 10_000 });
  await page.getByLabel('Comment', { exact: true }).fill('New disk is ordered');
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('New disk is ordered');
});

test('the link of a message acknowledges once, for whoever holds it', async ({ page, alicePage: desk, api, nines, sink }) => {
  const name = unique('Replica behind');
  await makeRule(api, name, 'vector(1)');
  await expect.poll(() => sink.kindsOf(name), { timeout: 15_000 }).toEqual(['fire']);
  const link = new URL(sink.messageOf(name, 'fire')?.acknowledgeUrl ?? '', nines.url).pathname;
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: 'Acknowledge 1 alert?' })).toBeVisible();
  await expectNoSideways(page, 'a link');
  await expectNoViolation(page, 'a link');
  await desk.goto(`/alerts?${new URLSearchParams({ text: name }).toString()}`);
  await expect(alertsOf(desk, name)).toHaveAttribute('data-state', 'firing');
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '1 alert acknowledged' })).toBeVisible();
  await expect(alertsOf(desk, name)).toHaveAttribute('data-state', 'acknowledged');
  const other = unique('Something else');
  await makeRule(api, other, 'vector(1)');
  await expect.poll(() => sink.kindsOf(other), { timeout: 15_000 }).toEqual(['fire']);
  await desk.goto(new URL(sink.messageOf(name, 'fire')?.url ?? '', nines.url).href);
  await expect(alertsOf(desk, name)).toHaveAttribute('data-state', 'acknowledged');
  await expect(alertsOf(desk, other)).toHaveCount(0);
  await desk.getByRole('button', { name: 'One group' }).click();
  await expect(alertsOf(desk, other)).toHaveCount(1);
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: 'This link was used already' })).toBeVisible();
  await page.goto(`/alert-link/${'x'.repeat(43)}`);
  await expect(page.getByRole('heading', { level: 1, name: 'This link is not known' })).toBeVisible();
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
});

for (const width of [390, 360]) {
  test.describe(`on a phone of ${width} px`, () => {
    test.use({ viewport: { width, height: 780 }, isMobile: true, hasTouch: true });

    test('cards and the page of an alert fit, and their buttons are 44 px', async ({ page, api }) => {
      const name = unique('A rule with a name that is long enough to need two lines on a phone');
      await makeRule(api, name, threeHosts);
      await signIn(page, alice);
      await page.goto(`/alerts?view=flat&${new URLSearchParams({ text: name }).toString()}`);
      await expect(alertsOf(page, name)).toHaveCount(3, { timeout: 15_000 });
      await expectNoSideways(page, 'Alerts');
      await expectLargeTargets(page, 'Alerts');
      await alertsOf(page, name).first().getByRole('button', { name: /^Resolve/ }).tap();
      const sheet = page.getByRole('dialog', { name: /^Resolve/ });
      const box = await sheet.boundingBox();
      expect(Math.round((box?.y ?? 0) + (box?.height ?? 0)), 'the sheet stands at the foot').toBe(780);
      await page.keyboard.press('Escape');
      await alertsOf(page, name).first().getByRole('link').tap();
      await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
      const actions = page.getByRole('group', { name: 'Actions' });
      await expect(actions.getByRole('button', { name: 'Acknowledge' })).toBeInViewport();
      await expectNoSideways(page, 'an alert');
      await expectLargeTargets(page, 'an alert');
      await actions.getByRole('button', { name: 'Acknowledge' }).tap();
      await expect(actions.getByRole('button', { name: 'Take back' })).toBeVisible();
      await expectNoViolation(page, 'an alert on a phone');
    });
  });
}

const threeHosts = ['web-1', 'web-2', 'web-3'].map((host, index) => `label_replace(vector(${index + 1}), "instance", "${host}", "", "")`).join(' or ');

interface RuleMore {
  severity?: 'critical' | 'warning';
  team?: string;
  annotations?: Record<string, string>;
}

/** A rule that is evaluated each second and fires at once. */
async function makeRule(api: APIRequestContext, name: string, expr: string, { severity = 'critical', ...more }: RuleMore = {}): Promise<void> {
  await send(api, 'POST', '/api/monitoring/alert-rules', { name, condition: { kind: 'promql', expr, severity }, intervalMs: 1_000, ...more });
}

async function send(api: APIRequestContext, method: 'POST' | 'PUT', url: string, data: object) {
  const response = await api.fetch(url, { method, data });
  expect(response.status(), `${method} ${url}: ${await response.text()}`).toBeLessThan(300);
  return response.json();
}

async function read(api: APIRequestContext, url: string) {
  const response = await api.get(url);
  expect(response.status(), url).toBe(200);
  return response.json();
}

async function cpuOf(api: APIRequestContext): Promise<number> {
  const { data } = await read(api, '/api/v1/query?query=system_cpu_usage_percent');
  return Number(data.result[0]?.value[1] ?? 100);
}
