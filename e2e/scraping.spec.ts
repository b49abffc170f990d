import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { alice, expect, signIn, test } from './cast';
import { complaintsOf, expectNoSideways, expectNoViolation } from './page-checks';
import { startExporter, type TestExporter } from './test-exporter';

const jobOf = (page: Page, name: string) => page.locator(`[data-job="${name}"]`);
const unique = (name: string) => `${name}-${randomBytes(3).toString('hex')}`;

let exporter: TestExporter;
const nodename = unique('web');

test.beforeAll(async () => {
  exporter = await startExporter(nodename);
});
test.afterAll(() => exporter.close());

test('a job is made by the mouse, its target goes up, and the host appears with its vitals', async ({ alicePage: page }) => {
  test.setTimeout(90_000);
  const complaints = complaintsOf(page);
  const name = unique('node');
  await page.goto('/scraping');
  await expectNoViolation(page, 'Scraping');
  await page.getByRole('link', { name: 'New job' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Targets', { exact: true }).fill(exporter.address);
  await page.getByLabel('Interval', { exact: true }).fill('1s');
  await page.getByRole('button', { name: 'Test now' }).click();
  const tested = page.getByRole('status', { name: 'Result of the test' });
  await expect(tested).toContainText('1 of 1 target up. Nothing was stored.');
  await expect(tested).toContainText('12 of 12 samples would be stored');
  await expect(tested).toContainText(`nodename="${nodename}"`);
  await expectNoViolation(page, 'the form of a job');
  await page.getByRole('button', { name: 'Create the job' }).click();
  await expect(page).toHaveURL(/\/scraping$/);
  await expect(jobOf(page, name)).toContainText('1 of 1 target up', { timeout: 20_000 });
  await expectNoViolation(page, 'Scraping with a job');

  await page.goto('/hosts');
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: nodename }) });
  await expect(row.getByRole('cell').nth(0)).toContainText(/2[3-7](?:\.\d+)? %/, { timeout: 20_000 });
  await expect(row.getByRole('cell').nth(1)).toContainText('50 %');
  await expect(row.getByRole('cell').nth(2)).toContainText('33.3 %');
  await expect(row.getByRole('cell').nth(3)).toContainText('KiB/s');
  await expect(row.getByRole('cell').nth(4)).toContainText('unknown: A node exporter does not see requests.');
  await row.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: nodename })).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(8);
  await page.getByRole('group', { name: 'Range' }).getByRole('button', { name: 'Live', exact: true }).click();
  await expect(page.getByRole('figure').filter({ hasText: 'Memory' })).toBeVisible({ timeout: 20_000 });

  await page.goto('/scraping');
  await jobOf(page, name).getByRole('button', { name: `Pause ${name}` }).click();
  await expect(jobOf(page, name)).toContainText('Paused');
  await jobOf(page, name).getByRole('button', { name: `Resume ${name}` }).click();
  await expect(jobOf(page, name)).toContainText('1 of 1 target up', { timeout: 20_000 });
  await deleteJob(page, name);
  expect(complaints).toEqual([]);
});

test('a target that does not answer is shown with the reason', async ({ alicePage: page }) => {
  const dead = await startExporter('dead');
  await dead.close();
  const name = unique('dead');
  await createJob(page, name, dead.address);
  await expect(jobOf(page, name)).toContainText('0 of 1 target up', { timeout: 20_000 });
  await expect(jobOf(page, name)).toContainText(/ECONNREFUSED|refused/i);
  await deleteJob(page, name);
});

test('what is wrong is told at its field, which takes the focus', async ({ alicePage: page }) => {
  await page.goto('/scraping/new');
  await page.getByLabel('Name', { exact: true }).fill('faulty');
  await page.getByLabel('Targets', { exact: true }).fill(exporter.address);
  await page.getByLabel('Interval', { exact: true }).fill('often');
  await page.getByRole('button', { name: 'Create the job' }).click();
  await expect(page.getByLabel('Interval', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Interval', { exact: true })).toHaveAccessibleDescription(/Write a duration/);
  await page.getByLabel('Interval', { exact: true }).fill('15s');
  await openSection(page, 'Relabelling');
  await page.getByLabel('Of samples', { exact: true }).fill('- action: explode');
  await page.getByRole('button', { name: 'Create the job' }).click();
  await expect(page.getByLabel('Of samples', { exact: true })).toHaveAccessibleDescription(/0\.action/);
  await expect(page).toHaveURL(/\/scraping\/new$/);
});

test('a secret is not shown again, and kept when it is left empty', async ({ alicePage: page }) => {
  const name = unique('secret');
  await page.goto('/scraping/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Targets', { exact: true }).fill(exporter.address);
  await openSection(page, 'Authentication and headers');
  await page.getByLabel('Authentication', { exact: true }).selectOption('bearer');
  await page.getByLabel('Token', { exact: true }).fill('token-that-nobody-sees');
  await page.getByRole('button', { name: 'Create the job' }).click();
  await expect(page).toHaveURL(/\/scraping$/);
  await jobOf(page, name).getByRole('link', { name: `Edit ${name}` }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
  await openSection(page, 'Authentication and headers');
  await expect(page.getByLabel('Token', { exact: true })).toHaveValue('');
  await expect(page.getByLabel('Token', { exact: true })).toHaveAttribute('placeholder', /keeps it/);
  expect(await page.content()).not.toContain('token-that-nobody-sees');
  await page.getByLabel('Interval', { exact: true }).fill('30s');
  await page.getByRole('button', { name: 'Save the job' }).click();
  await expect(jobOf(page, name)).toContainText('every 30s · authenticated');
  await deleteJob(page, name);
});

test('a change that somebody else overtook shows both sides and loses neither', async ({ alicePage: page, context, nines, aliceSession }) => {
  const name = unique('raced');
  await createJob(page, name, exporter.address);
  await jobOf(page, name).getByRole('link', { name: `Edit ${name}` }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
  await page.getByLabel('Interval', { exact: true }).fill('20s');

  await context.addCookies(aliceSession.cookies);
  const other = await context.newPage();
  await other.goto(page.url().replace(/^.*(?=\/scraping)/, nines.url));
  await other.getByLabel('Interval', { exact: true }).fill('40s');
  await other.getByRole('button', { name: 'Save the job' }).click();
  await expect(jobOf(other, name)).toContainText('every 40s');

  await page.getByRole('button', { name: 'Save the job' }).click();
  const conflict = page.getByRole('alert', { name: 'Conflict' });
  await expect(conflict).toContainText('Now: 40s');
  await expect(conflict).toContainText('Yours: 20s');
  await expectNoViolation(page, 'a conflict');
  await conflict.getByRole('button', { name: 'Keep mine, then save again' }).click();
  await page.getByRole('button', { name: 'Save the job' }).click();
  await expect(jobOf(page, name)).toContainText('every 20s');
  await deleteJob(page, name);
});

test('jobs are taken from a Prometheus configuration, and what cannot be is told first', async ({ alicePage: page }) => {
  const [good, bad] = [unique('taken'), unique('refused')];
  await page.goto('/scraping');
  await page.getByRole('link', { name: 'Import' }).click();
  await page.getByLabel('Prometheus configuration').fill(
    `scrape_configs:\n  - job_name: ${good}\n    static_configs:\n      - targets: ["${exporter.address}"]\n  - job_name: ${bad}\n    kubernetes_sd_configs: []\n`,
  );
  await page.getByRole('button', { name: 'Check' }).click();
  const found = page.getByRole('status', { name: 'Jobs found' });
  await expect(found).toContainText('1 of 2 jobs can be created');
  await expect(found).toContainText('kubernetes_sd_configs is not supported');
  await expectNoViolation(page, 'an import');
  await page.getByRole('button', { name: 'Create 1 job' }).click();
  await expect(found).toContainText('1 of 2 jobs were created');
  await page.getByRole('link', { name: 'See the jobs' }).click();
  await expect(jobOf(page, good)).toBeVisible();
  await deleteJob(page, good);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });

  test('jobs and their form fit', async ({ page }) => {
    await signIn(page, alice);
    const name = unique('phone');
    await createJob(page, name, exporter.address);
    await expect(jobOf(page, name)).toContainText('1 of 1 target up', { timeout: 20_000 });
    await expectNoSideways(page, 'Scraping');
    await jobOf(page, name).getByRole('link', { name: `Edit ${name}` }).tap();
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
    await page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
    await expectNoSideways(page, 'the form of a job');
    await page.goto('/scraping');
    await deleteJob(page, name);
  });
});

async function createJob(page: Page, name: string, target: string): Promise<void> {
  await page.goto('/scraping/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Targets', { exact: true }).fill(target);
  await page.getByLabel('Interval', { exact: true }).fill('1s');
  await page.getByRole('button', { name: 'Create the job' }).click();
  await expect(jobOf(page, name)).toBeVisible();
}

async function deleteJob(page: Page, name: string): Promise<void> {
  await jobOf(page, name).getByRole('button', { name: `Delete ${name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Delete the job ${name}` });
  await expect(dialog.getByRole('button', { name: 'Delete the job' })).toBeDisabled();
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Delete the job' }).click();
  await expect(jobOf(page, name)).toHaveCount(0);
}

async function openSection(page: Page, title: string): Promise<void> {
  await page.locator('summary').filter({ hasText: title }).click();
}
