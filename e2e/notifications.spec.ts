import { alice, expect, signIn, test as base } from './cast';
import { startNines } from './nines-process';
import { complaintsOf, expectLargeTargets, expectNoSideways, expectNoViolation } from './page-checks';
import { startSink, type WebhookSink } from './webhook-sink';

const test = base.extend<{ sink: WebhookSink }>({
  // A server of their own: it may send to this machine.
  nines: [
    async ({}, use) => {
      const nines = await startNines({ OWNER_EMAIL: alice.email, OWNER_PASSWORD: alice.password, OUTGOING_ALLOW_PRIVATE: 'true' });
      await use(nines);
      await nines.remove();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  sink: async ({}, use) => {
    const sink = await startSink();
    await use(sink);
    await sink.close();
  },
});

test.describe.configure({ mode: 'serial' });

test('by mouse: a channel is added and tested, gets every alert, and a schedule and a policy decide who is called', async ({ alicePage: page, sink }) => {
  test.setTimeout(60_000);
  const complaints = complaintsOf(page);
  await page.goto('/notifications');
  await expect(page.getByRole('heading', { name: 'Nobody is told of alerts that no route takes' })).toBeVisible();
  await page.getByRole('link', { name: 'Add a channel' }).click();
  await page.getByRole('link', { name: /^Webhook/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('Sink');
  await page.getByRole('button', { name: 'Create the channel' }).click();
  await expect(page.getByLabel('URL', { exact: true })).toBeFocused();
  await page.getByLabel('URL', { exact: true }).fill(sink.url);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByLabel('Result of the test')).toContainText('status 204');
  await expectNoViolation(page, 'the form of a channel');
  await page.getByRole('button', { name: 'Create the channel' }).click();

  const channel = page.locator('[data-channel="Sink"]');
  await channel.getByRole('button', { name: 'Test Sink' }).click();
  await expect(channel.getByLabel('Result of the test')).toHaveAttribute('data-ok', 'true');
  await page.getByRole('button', { name: 'Send every alert to Sink' }).click();
  await expect(page.getByRole('region', { name: 'Nobody is told' })).toHaveCount(0);
  await expectNoViolation(page, 'Channels');

  await page.goto('/on-call');
  await page.getByRole('link', { name: 'New schedule' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Primary');
  await page.getByLabel('Add a person to layer 1').selectOption({ index: 1 });
  await expect(page.getByRole('region', { name: 'The next two weeks' }).getByRole('figure')).toContainText('shifts in two weeks');
  await expectNoViolation(page, 'the form of a schedule');
  await page.getByRole('button', { name: 'Create the schedule' }).click();
  const schedule = page.locator('[data-schedule="Primary"]');
  await expect(schedule).toContainText('is on call');
  await schedule.getByRole('button', { name: 'Take over Primary' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take over' }).click();
  await expect(schedule).toContainText('Taken over');
  await expectNoViolation(page, 'On call');

  await page.getByRole('navigation', { name: 'On call' }).getByRole('link', { name: 'Policies' }).click();
  await page.getByRole('link', { name: 'New policy' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Page primary');
  await page.getByLabel('Tell in step 1').selectOption({ label: 'Sink' });
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByLabel('Tell in step 2').selectOption({ label: 'Primary' });
  await expect(page.getByLabel('The policy in words')).toHaveText(/^First Sink; after 5 min more whoever is on call in Primary;/);
  await expectNoViolation(page, 'the form of a policy');
  await page.getByRole('button', { name: 'Create the policy' }).click();
  await expect(page.locator('[data-policy="Page primary"]')).toContainText('First Sink;');
  expect(complaints).toEqual([]);
});

test('a route takes alerts by their labels: it is tried before it is saved, and a second writer is told', async ({ alicePage: page }) => {
  await page.goto('/notifications');
  await expect(page.getByRole('region', { name: 'Who is told' })).toContainText('Alerts that no route takes go to Sink.');
  await page.getByRole('button', { name: 'Add a route below Everything' }).click();
  const dialog = page.getByRole('dialog', { name: 'New route' });
  await dialog.getByLabel('Name', { exact: true }).fill('Database');
  await dialog.getByLabel('Label', { exact: true }).fill('team');
  await dialog.getByLabel('Value of team').fill('db');
  await dialog.getByLabel('Escalation policy').selectOption({ label: 'Page primary' });
  await expectNoViolation(page, 'the dialog of a route');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await page.getByLabel('Labels of an alert').fill('alertname=Slow, team=db');
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await expect(page.getByLabel('Result of the try')).toContainText('Everything → Database');
  await expect(page.locator('[data-route="Database"]')).toContainText('on the path');

  const { version, root } = (await (await page.request.get('/api/monitoring/notification-routing')).json()) as { version: number; root: object };
  const origin = new URL(page.url()).origin;
  expect((await page.request.put('/api/monitoring/notification-routing', { data: { version, root }, headers: { origin } })).status()).toBe(200);
  await expect(page.getByRole('alert', { name: 'Conflict' })).toBeVisible();
  await expect(page.getByLabel('Differences')).toContainText(/^DatabaseNow: nothingYours: 1: team="db"; Sink, and the policy Page primary/);
  await page.getByRole('button', { name: 'Keep mine, then save again' }).click();
  await page.getByRole('button', { name: 'Save the routing' }).click();
  await expect(page.getByRole('region', { name: 'Unsaved changes' })).toHaveCount(0);
  await page.reload();
  await expect(page.locator('[data-route="Database"]')).toContainText('the policy Page primary');
  await expectNoViolation(page, 'Routing');
});

test('what was sent is in the log with its attempts, and a filter is in the URL', async ({ alicePage: page }) => {
  const rule = { name: 'Disk full', condition: { kind: 'promql', expr: 'vector(1)', severity: 'critical' }, intervalMs: 1_000 };
  await page.goto('/notifications/log');
  const { origin } = new URL(page.url());
  expect((await page.request.post('/api/monitoring/alert-rules', { data: rule, headers: { origin } })).status()).toBeLessThan(300);
  // The sink of the first test is gone: the message is tried again and again.
  const row = page.locator('[data-delivery="fire"]').filter({ hasText: 'Disk full' }).first();
  await expect(row).toHaveAttribute('data-state', 'retrying', { timeout: 15_000 });
  await row.locator('summary').click();
  await expect(row).toContainText('failed, to be tried again');
  await expectNoViolation(page, 'the log');
  await page.getByRole('button', { name: /^not delivered/i }).click();
  await expect(page).toHaveURL(/\?state=dead$/);
  await expect(page.getByRole('heading', { name: 'No message matches' })).toBeVisible();
});

test.describe('on a phone of 360 px', () => {
  test.use({ viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true });

  test('nothing scrolls sideways, and what is pressed is 44 px', async ({ page }) => {
    await signIn(page, alice);
    for (const [path, ready] of places) {
      await page.goto(path);
      await expect(page.locator(ready).first()).toBeVisible();
      await expectNoSideways(page, path);
      await expectLargeTargets(page, path);
    }
    await expectNoViolation(page, 'the form of a schedule on a phone');
  });
});

const places = [
  ['/notifications', '[data-route]'],
  ['/notifications/channels', '[data-channel]'],
  ['/notifications/channels/new', '[aria-label="Kinds of channels"]'],
  ['/notifications/channels/new?kind=email', 'form'],
  ['/notifications/log', '[data-delivery]'],
  ['/on-call', '[data-schedule] figure'],
  ['/on-call/policies', '[data-policy]'],
  ['/on-call/policies/new', 'form'],
  ['/on-call/schedules/new', 'form'],
] as const;
