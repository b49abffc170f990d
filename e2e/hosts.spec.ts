import os from 'node:os';
import type { Page } from '@playwright/test';
import { alice, expect, signIn, test } from './cast';
import { complaintsOf, expectNoSideways, expectNoViolation } from './page-checks';

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name }) });

test('this machine is listed with its vitals and leads to its charts', async ({ alicePage: page }) => {
  const complaints = complaintsOf(page);
  await page.goto('/hosts');
  const row = rowOf(page, os.hostname());
  await expect(row).toHaveCount(1);
  // CPU, memory and disk in percent, and the latency that the test's target gives.
  await expect(row.getByRole('cell').nth(0)).toContainText(/\d\s*%/);
  await expect(row.getByRole('cell').nth(1)).toContainText(/\d\s*%/);
  await expect(row.getByRole('cell').nth(2)).toContainText(/\d\s*%/);
  await expect(row.getByRole('cell').nth(3)).toContainText(/\d\s*(?:µs|ms|s)/);
  await row.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: os.hostname() })).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(8);
  await expect(page.getByRole('slider', { name: /^CPU/ })).toBeVisible();
  await page.getByRole('group', { name: 'Range' }).getByRole('button', { name: '15 m', exact: true }).click();
  await expect(page).toHaveURL(/\?range=15m$/);
  await expect(page.getByRole('figure').first()).toContainText('last 15 min');
  await expectNoViolation(page, 'a host');
  expect(complaints).toEqual([]);
});

test('the first paint has the hosts in it, before any script ran', async ({ browser, nines, aliceSession }) => {
  const context = await browser.newContext({ baseURL: nines.url, storageState: aliceSession, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/hosts');
  await expect(rowOf(page, os.hostname())).toHaveCount(1);
  await context.close();
});

test('search, filter and sort are in the URL, and what leaves nothing says so', async ({ alicePage: page }) => {
  await page.goto('/hosts');
  await page.getByRole('searchbox', { name: 'Search hosts' }).fill('no such host');
  await expect(page).toHaveURL(/search=no\+such\+host/);
  await expect(page.getByRole('heading', { name: 'No host matches' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('searchbox', { name: 'Search hosts' })).toHaveValue('no such host');
  await page.getByRole('button', { name: 'Show all hosts' }).click();
  await page.getByRole('columnheader', { name: 'CPU' }).getByRole('button').click();
  await expect(page).toHaveURL(/\?sort=cpu$/);
  await expect(page.getByRole('columnheader', { name: 'CPU' })).toHaveAttribute('aria-sort', 'descending');
  await page.getByRole('combobox', { name: 'Source' }).selectOption('otlp');
  await expect(page.getByRole('heading', { name: 'No host matches' })).toBeVisible();
});

test('how to add a host is told with the addresses of this server', async ({ alicePage: page, nines }) => {
  await page.goto('/hosts');
  await expectNoViolation(page, 'Hosts');
  await page.getByRole('button', { name: 'Add a host' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a host' });
  await expect(dialog).toContainText(`${nines.url}/v1/metrics`);
  await expectNoViolation(page, 'Add a host');
  await dialog.getByRole('link', { name: 'Go to Scraping' }).click();
  await expect(page).toHaveURL(/\/scraping$/);
});

test('a host that nobody knows is told as such', async ({ alicePage: page }) => {
  for (const key of ['nines~~nowhere~', 'no-key']) {
    await page.goto(`/hosts/${key}`);
    await expect(page.getByRole('heading', { name: 'This host is not known' })).toBeVisible();
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });

  test('hosts are cards that fit', async ({ page }) => {
    await signIn(page, alice);
    await page.goto('/hosts');
    const card = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: os.hostname() }) });
    await expect(card).toContainText(/CPU[\s\S]*%/);
    await expectNoSideways(page, 'Hosts');
    await card.getByRole('link').tap();
    await expect(page.getByRole('heading', { level: 1, name: os.hostname() })).toBeVisible();
    await expect(page.getByRole('slider', { name: /^CPU/ })).toBeAttached();
    await expectNoSideways(page, 'a host');
  });
});
