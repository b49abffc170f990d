import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { APIRequestContext, Page } from '@playwright/test';
import { alice, createKey, expect, test as base } from './cast';
import { startMailSink, type MailSink } from './mail-sink';
import { startNines } from './nines-process';
import { complaintsOf, expectLargeTargets, expectNoSideways, expectNoViolation } from './page-checks';
import { startTarget } from './test-target';
import { startSink, type WebhookSink } from './webhook-sink';

interface IncidentFixtures {
  api: APIRequestContext;
  mails: MailSink;
  sink: WebhookSink;
}

const test = base.extend<object, IncidentFixtures>({
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
      const key = await createKey(nines, 'monitoring.read', 'monitoring.config.read', 'monitoring.config.update', 'monitoring.incident.create', 'monitoring.incident.update');
      const api = await playwright.request.newContext({ baseURL: nines.url, extraHTTPHeaders: { authorization: `Bearer ${key}` } });
      await use(api);
      await api.dispose();
    },
    { scope: 'worker', timeout: 30_000 },
  ],
  mails: [
    async ({}, use) => {
      const mails = await startMailSink();
      await use(mails);
      await mails.close();
    },
    { scope: 'worker' },
  ],
  sink: [
    async ({}, use) => {
      const sink = await startSink();
      await use(sink);
      await sink.close();
    },
    { scope: 'worker' },
  ],
});

const unique = (name: string) => `${name} ${randomBytes(3).toString('hex')}`;
const nextOf = (page: Page) => page.getByRole('status', { name: 'What next' });

test('an alert fires, the incident opens by rule, is led from a phone, told to a channel and the public, resolved and written up', async ({ alicePage: desk, browser, nines, api, sink, mails }) => {
  test.setTimeout(180_000);
  const complaints = complaintsOf(desk);
  const secret = unique('till-backend-internal');
  const target = await startTarget();
  const mail = await make(api, '/api/monitoring/channels', { name: unique('Mail'), kind: 'email', settings: { host: '127.0.0.1', port: mails.port, security: 'none', from: 'status@example.com' } });
  const chat = await make(api, '/api/monitoring/channels', { name: unique('Chat'), kind: 'webhook', settings: { url: sink.url } });
  const service = await make(api, '/api/monitoring/services', { name: secret, tier: 1 });
  await make(api, '/api/monitoring/checks', { name: unique('the till answers'), serviceId: service.id, kind: 'http', settings: { url: target.url }, intervalMs: 1_000, timeoutMs: 800, failures: { count: 1, of: 1 } });
  const slug = unique('shop').replace(' ', '-').toLowerCase();
  const page = await put(api, '/api/monitoring/status-page', {
    version: 0,
    page: { isOn: true, slug, emailChannelId: mail.id, settings: { name: 'The shop' }, components: [{ name: 'Checkout', serviceIds: [service.id] }, { name: 'Catalogue' }] },
  });
  const publicUrl = `${nines.url}/status/${slug}`;
  expect(page.url).toBe(publicUrl);

  // One reader confirms, another one does not.
  const reader = await browser.newContext({ javaScriptEnabled: false });
  const visitor = await reader.newPage();
  await subscribe(visitor, publicUrl, 'reader@example.com');
  await subscribe(visitor, publicUrl, 'doubter@example.com');
  await expect.poll(() => mails.mailsTo('reader@example.com').length, { timeout: 15_000 }).toBe(1);
  await visitor.goto(linkIn(mails.mailsTo('reader@example.com')[0]?.text, 'confirm'));
  await visitor.getByRole('button').first().click();
  await visitor.goto(publicUrl);
  await expect(visitor.getByText('Checkout').first()).toBeVisible();

  await desk.goto('/incidents');
  await expect(desk.getByRole('heading', { level: 1, name: 'Incidents' })).toBeVisible();
  await expectNoViolation(desk, 'incidents with nothing');
  target.break();
  const row = desk.getByRole('link', { name: /the till answers/ }).first();
  await expect(row).toBeVisible({ timeout: 60_000 });
  await expectNoViolation(desk, 'incidents with one');

  const context = await browser.newContext({ baseURL: nines.url, storageState: await desk.context().storageState(), viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const phone = await context.newPage();
  await phone.goto('/incidents');
  await phone.getByRole('link', { name: /the till answers/ }).first().tap();
  await expect(nextOf(phone)).toContainText('Acknowledge it');
  for (const answer of [phone.getByRole('heading', { level: 1 }), phone.getByText('Running for'), phone.getByText('Nobody leads'), nextOf(phone), phone.getByRole('button', { name: 'Acknowledge', exact: true })]) await expect(answer).toBeInViewport();
  await expectNoSideways(phone, 'an incident on a phone');
  await expectLargeTargets(phone, 'an incident on a phone');
  await expectNoViolation(phone, 'an incident on a phone');

  await row.click();
  await expect(desk.getByRole('heading', { level: 1 })).toContainText('the till answers');
  await expect(desk.getByText('Nobody leads')).toBeVisible();
  const incidentUrl = desk.url();
  await phone.getByRole('button', { name: 'Take the lead' }).tap();
  await expect(desk.getByText('Nobody leads')).toBeHidden();
  await expect(nextOf(desk)).not.toContainText('Acknowledge it');
  await expectNoViolation(desk, 'an incident');

  await desk.getByRole('button', { name: 'Post update' }).click();
  const dialog = desk.getByRole('dialog', { name: 'Post an update' });
  await dialog.getByLabel('Update', { exact: true }).fill('Some payments **fail**. We found the cause.');
  await dialog.getByLabel('State', { exact: true }).selectOption('identified');
  await dialog.getByLabel(new RegExp(chat.name)).check();
  await dialog.getByLabel(/Show it on the status page/).check();
  await dialog.getByLabel('Title for the public').fill('Some payments fail');
  await dialog.getByLabel('Checkout', { exact: true }).selectOption('partial_outage');
  await expectNoViolation(desk, 'an update');
  await dialog.getByRole('button', { name: 'Post update' }).click();
  await expect(dialog).toContainText(/posted/i);
  await desk.keyboard.press('Escape');
  await expect.poll(() => sink.titles().some((title) => title.includes('the till answers')), { timeout: 15_000 }).toBe(true);
  await expect(phone.getByText('Some payments fail', { exact: false }).first()).toBeAttached({ timeout: 15_000 });

  // The public, without a session and without scripts, sees what was chosen and nothing else.
  await expect.poll(async () => (await visitor.goto(publicUrl), visitor.content()), { timeout: 15_000 }).toContain('Some payments fail');
  const shown = await visitor.content();
  for (const kept of [secret, 'the till answers', new URL(target.url).host, alice.email, 'Check down', service.id]) expect(shown).not.toContain(kept);
  await expect(visitor.getByText('Partial outage').first()).toBeVisible();
  expect(await (await visitor.goto(`${publicUrl}/feed.atom`))?.text()).toContain('Some payments fail');
  await expect.poll(() => mails.mailsTo('reader@example.com').map(({ subject }) => subject), { timeout: 15_000 }).toContainEqual(expect.stringContaining('Some payments fail'));
  expect(mails.mailsTo('doubter@example.com')).toHaveLength(1);

  target.mend();
  await desk.getByRole('button', { name: 'Set state' }).click();
  const state = desk.getByRole('dialog', { name: 'Set the state' });
  await state.getByRole('radio', { name: /Resolved/ }).check();
  await state.getByRole('button', { name: 'Resolve', exact: true }).click();
  await expect(phone.getByText('Lasted')).toBeVisible();
  await expect(nextOf(desk)).toContainText('Write the review');

  await desk.getByRole('link', { name: 'Write the review' }).click();
  await desk.getByRole('button', { name: 'Start from a draft' }).click();
  await expect(desk.getByLabel('Review', { exact: true })).toHaveValue(/What helped/);
  await expectNoViolation(desk, 'a review');
  await desk.getByRole('button', { name: 'Save the review' }).click();
  const [file] = await Promise.all([desk.waitForEvent('download'), desk.getByRole('button', { name: 'Export Markdown' }).click()]);
  const written = await readFile(await file.path(), 'utf8');
  for (const part of ['the till answers', 'Timeline', 'What helped', 'Some payments']) expect(written).toContain(part);

  // What should not have been said is taken back from the public, and stays on the timeline.
  await desk.goto(incidentUrl);
  const update = desk.getByRole('listitem').filter({ hasText: 'We found the cause' }).first();
  await update.getByRole('button', { name: /What to do with this entry/ }).click();
  await desk.getByRole('menuitem', { name: 'Withdraw from the status page' }).click();
  const withdrawing = desk.getByRole('dialog', { name: 'Withdraw from the status page' });
  await expectNoViolation(desk, 'withdrawing an update');
  await withdrawing.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(withdrawing).toBeHidden();
  await expect.poll(async () => (await visitor.goto(`${publicUrl}/feed.atom`))?.text(), { timeout: 15_000 }).toContain('This update was withdrawn.');
  expect(await (await visitor.goto(`${publicUrl}/feed.atom`))?.text()).not.toContain('We found the cause');
  await expect(update).toBeVisible();
  expect(complaints).toEqual([]);
  await Promise.all([reader.close(), context.close(), target.close()]);
});

test('a stale edit shows both sides, and nothing of either is lost', async ({ alicePage: page, api }) => {
  const incident = await make(api, '/api/monitoring/incidents', { title: unique('Mail is late'), severity: 'sev3' });
  await page.goto(`/incidents/${incident.id}`);
  await expect(page.getByRole('heading', { level: 1, name: /Mail is late/ })).toBeVisible();
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: /edit/i });
  await dialog.getByLabel('Title', { exact: true }).fill('Mine');
  expect((await api.patch(`/api/monitoring/incidents/${incident.id}`, { data: { version: incident.version, title: 'Theirs' } })).status()).toBe(200);
  await dialog.getByRole('button', { name: /Save/ }).click();
  const conflict = page.getByRole('dialog', { name: 'Somebody else changed this too' });
  await expect(conflict).toContainText('Mine');
  await expect(conflict).toContainText('Theirs');
  await expectNoViolation(page, 'a conflict');
  await conflict.getByRole('button', { name: 'Keep mine' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mine' })).toBeVisible();
});

async function subscribe(page: Page, url: string, address: string): Promise<void> {
  await page.goto(url);
  await page.locator('summary', { hasText: 'Get updates' }).click();
  await page.getByLabel(/email/i).first().fill(address);
  await page.getByRole('button', { name: /subscribe/i }).first().click();
  await expect(page.getByText(/mail/i).first()).toBeVisible();
}

function linkIn(text: string | undefined, kind: string): string {
  return new RegExp(`https?://\\S*/${kind}\\?token=[\\w-]+`).exec(text ?? '')?.[0] ?? '';
}

interface Made {
  id: string;
  name: string;
  version: number;
  url: string;
}

async function make(api: APIRequestContext, path: string, data: object): Promise<Made> {
  const answer = await api.post(path, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as Made;
}

async function put(api: APIRequestContext, path: string, data: object): Promise<Made> {
  const answer = await api.put(path, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as Made;
}
