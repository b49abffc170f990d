import type { Page } from '@playwright/test';
import { alice, expect, expectLive, signIn, test as base } from './cast';
import { complaintsOf, expectNoSideways, expectNoViolation } from './page-checks';
import { startTarget, type TestTarget } from './test-target';

const test = base.extend<object, { target: TestTarget }>({
  target: [
    async ({}, use) => {
      const target = await startTarget();
      await use(target);
      await target.close();
    },
    { scope: 'worker' },
  ],
});

test.describe.configure({ mode: 'serial' });

const soon = { timeout: 15_000 };

test('by mouse: a service gets a check that was tried first, it goes down with its evidence and an alert, and up again', async ({ alicePage: page, target }) => {
  test.setTimeout(120_000);
  const complaints = complaintsOf(page);
  await page.goto('/services');
  await expect(page.getByRole('heading', { name: 'No service is in the catalogue yet' })).toBeVisible();
  await expectNoViolation(page, 'Services without any');
  await page.getByRole('link', { name: 'Add the first service' }).click();
  await page.getByRole('button', { name: 'Create the service' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.getByLabel('Name', { exact: true }).fill('Till');
  await page.getByLabel('Team (optional)').fill('web');
  await expectNoViolation(page, 'the form of a service');
  await page.getByRole('button', { name: 'Create the service' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Till' })).toBeVisible();
  await expect(page.locator('header[data-state]')).toHaveAttribute('data-state', 'unknown');

  await page.getByRole('link', { name: 'Add its first check' }).click();
  await expect(page.getByRole('list', { name: 'Kinds of checks' })).toBeVisible();
  await expectNoViolation(page, 'the kinds of checks');
  await page.getByRole('link', { name: /^HTTP/ }).click();
  await page.getByLabel('URL', { exact: true }).fill(target.url);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(new URL(target.url).host + '/till');
  await page.getByLabel('Name', { exact: true }).fill('Till page');
  await expect(page.getByLabel('Service', { exact: true })).toContainText('Till');
  await page.getByRole('combobox', { name: 'Every' }).fill('1s');
  await page.keyboard.press('Tab');
  await page.locator('summary', { hasText: 'What it asks and expects' }).click();
  await page.getByLabel('The body must contain').fill('is open');
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  const result = page.getByLabel('Result of the try');
  await expect(result).toHaveAttribute('data-ok', 'true', soon);
  await expect(page.getByLabel('Phases')).toContainText('First byte');
  await expectNoViolation(page, 'the form of a check that was tried');
  target.break();
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await expect(result).toHaveAttribute('data-ok', 'false', soon);
  target.mend();
  await page.getByRole('button', { name: 'Create the check' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Till page' })).toBeVisible();
  const heading = page.locator('header[data-state]');
  await expect(heading).toHaveAttribute('data-state', 'up', soon);

  target.break();
  await expect(heading).toHaveAttribute('data-state', 'down', soon);
  const change = page.locator('[data-event="down"]').first();
  await expect(change).toContainText('503');
  await change.locator('summary', { hasText: /^Body/ }).click();
  await expect(change).toContainText('The till has no database.');
  await change.locator('summary', { hasText: /^Headers/ }).click();
  await expect(change).toContainText('x-reason: no database');
  await expectNoViolation(page, 'a check that is down');
  await page.goto('/services');
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText('The service is down: Till');
  await expect(page.locator('[data-service="Till"]')).toHaveAttribute('data-state', 'down');
  await expect(page.locator('[data-service="Till"] [data-bars]')).toHaveAttribute('aria-label', /down for/, { timeout: 40_000 });
  await expectNoViolation(page, 'Services');
  await page.goto('/alerts');
  await expect(page.locator('[data-alert="Check down"]').first()).toHaveAttribute('data-state', 'firing', { timeout: 60_000 });

  target.mend();
  await expect(page.locator('[data-alert="Check down"]')).toHaveCount(0, { timeout: 30_000 });
  await page.goto('/checks');
  await expect(page.locator('[data-check="Till page"]')).toHaveAttribute('data-state', 'up', soon);
  await expectNoViolation(page, 'Checks');
  expect(complaints).toEqual([]);
});

test('Overview has the services with their bars, and the list is worked by keys with its filters in the URL', async ({ alicePage: page }) => {
  await page.goto('/');
  await expect(page.getByRole('region', { name: /^Services/ }).locator('[data-service="Till"]')).toHaveAttribute('data-state', 'up');
  await page.goto('/services');
  await expect(page.locator('[data-service="Till"]')).toBeVisible();
  // The rows are there before the page listens to keys.
  await expectLive(page);
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'Till', exact: true })).toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.type('nobody');
  await expect(page).toHaveURL(/\?text=nobody$/);
  await expect(page.getByRole('heading', { name: 'No service matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all services' }).click();
  await page.locator('[data-service="Till"]').getByRole('link').click();
  await page.getByRole('link', { name: 'Till page' }).click();
  await page.getByRole('button', { name: 'Run now' }).click();
  await expect(page.getByLabel('Result of the try')).toHaveAttribute('data-ok', 'true', soon);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.locator('header[data-state]')).toHaveAttribute('data-state', 'paused');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.locator('header[data-state]')).not.toHaveAttribute('data-state', 'paused');
  await page.getByRole('group', { name: 'Range' }).getByRole('button', { name: '7 d' }).click();
  await expect(page).toHaveURL(/\?range=7d$/);
});

test('the palette finds services and checks by their names, and what goes with a service is told before it is deleted', async ({ alicePage: page }) => {
  await page.goto('/');
  await expectLive(page);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByPlaceholder(/^Search pages/).fill('till');
  const palette = page.getByRole('dialog', { name: 'Search' });
  await expect(palette.getByRole('group', { name: 'Checks' }).getByRole('option', { name: /^Till page/ })).toBeVisible();
  await palette.getByRole('group', { name: 'Services' }).getByRole('option', { name: /^Till/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Till' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete the service' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete the service Till' });
  await expect(dialog.getByRole('listitem').first()).toHaveText('Its checks stay, without a service, and go on measuring.');
  await expect(dialog.getByRole('button', { name: 'Delete the service' })).toBeDisabled();
  await expectNoViolation(page, 'deleting a service');
});

test('what a service needs is drawn, and a job that calls gets an address', async ({ alicePage: page }) => {
  await page.goto('/services/new');
  await page.getByLabel('Name', { exact: true }).fill('Shop');
  await page.locator('summary', { hasText: 'What it needs' }).click();
  await page.getByLabel('Services that it needs').selectOption({ label: 'Till' });
  await page.getByRole('button', { name: 'Create the service' }).click();
  await expect(page.getByRole('group', { name: 'Which service needs which' }).getByRole('link', { name: /^Till/ })).toBeVisible();
  await expectNoViolation(page, 'a service');
  await page.getByRole('link', { name: 'Map of all services' }).click();
  await expect(page.getByRole('group', { name: 'Which service needs which' }).getByRole('link')).toHaveCount(2);
  await expectNoViolation(page, 'the map');

  await page.goto('/checks/new?kind=heartbeat');
  await page.getByLabel('Name', { exact: true }).fill('Nightly backup');
  await page.getByRole('button', { name: 'Create the check' }).click();
  const address = await page.locator('code').first().textContent();
  expect((await page.request.get(address ?? '')).status()).toBe(200);
  await expect(page.locator('header[data-state]')).toHaveAttribute('data-state', 'up', soon);
  await expectNoViolation(page, 'a heartbeat');
});

test.describe('on a phone of 360 px', () => {
  test.use({ viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true });

  test('nothing scrolls sideways, and what is pressed is 44 px', async ({ page }) => {
    await signIn(page, alice);
    const places = [
      ['/services', '[data-service="Till"]'],
      ['/services/new', 'form'],
      ['/services/map', 'main [role=group] a'],
      ['/checks', '[data-check="Till page"]'],
      ['/checks/new', '[aria-label="Kinds of checks"]'],
      ['/checks/new?kind=http', 'form'],
    ] as const;
    for (const [path, ready] of places) await expectFits(page, path, ready);
    await page.goto('/checks');
    // The rows find their places when the page has come to life.
    await expectLive(page);
    await page.locator('[data-check="Till page"]').getByRole('link').tap();
    await expectFits(page, page.url(), 'header[data-state]', false);
    await expectNoViolation(page, 'a check on a phone');
  });
});

async function expectFits(page: Page, path: string, ready: string, goes = true): Promise<void> {
  if (goes) await page.goto(path);
  await expect(page.locator(ready).first()).toBeVisible();
  await expectNoSideways(page, path);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('main button, main select, main summary, main input:not([type=checkbox])')].flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      const isShown = width > 0 && height > 0 && getComputedStyle(element).visibility !== 'hidden';
      return isShown && Math.min(width, height) < 43.5 ? [`${element.getAttribute('aria-label') ?? element.textContent}: ${width} x ${height}`] : [];
    }),
  );
  expect(small, path).toEqual([]);
}
