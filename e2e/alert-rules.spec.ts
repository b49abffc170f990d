import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { alice, expect, signIn, test } from './cast';
import { complaintsOf, expectNoSideways, expectNoViolation } from './page-checks';

const ruleOf = (page: Page, name: string) => page.locator(`[data-rule="${name}"]`);
const unique = (name: string) => `${name} ${randomBytes(3).toString('hex')}`;

test('a rule is built by the mouse, looked at before it is saved, found in the list and silenced', async ({ alicePage: page }) => {
  test.setTimeout(90_000);
  const complaints = complaintsOf(page);
  const name = unique('Busy');
  await page.goto('/alert-rules');
  await expect(ruleOf(page, 'CPU busy')).toContainText('Built in');
  await expect(ruleOf(page, 'CPU busy')).toContainText('Critical above 95 %');
  await expectNoViolation(page, 'Rules');
  await page.getByRole('link', { name: 'New rule' }).click();

  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('combobox', { name: 'Metric' }).fill('system_memory_usage');
  await page.getByRole('option', { name: /^system_memory_usage_percent/ }).click();
  await page.getByLabel('Over', { exact: true }).selectOption('1m');
  await page.getByLabel('Warning at', { exact: true }).fill('0');
  await page.getByLabel('Critical level from', { exact: true }).selectOption('none');
  await page.getByLabel('For', { exact: true }).fill('0');
  await page.getByLabel('Summary', { exact: true }).fill('Memory of {{ $labels.instance }} is used');
  const words = page.getByRole('region', { name: 'In words and PromQL' });
  await expect(words).toContainText('Fires when the average of system_memory_usage_percent over the last 1 min, for each series by itself, is above 0 (warning).');
  await expect(words.locator('[data-expression]')).toHaveText('avg_over_time(system_memory_usage_percent[1m])');
  const now = page.getByRole('region', { name: 'Now' });
  await expect(now).toContainText('Would fire now for 1 series', { timeout: 15_000 });
  await expect(now).toContainText(/Memory of \S+ is used/);
  await page.getByRole('button', { name: 'Backtest', exact: true }).click();
  const history = page.getByRole('region', { name: 'The last 30 days' });
  await expect(history).toContainText('it would have fired once', { timeout: 30_000 });
  await expect(history.locator('[data-shade="warning"]')).toHaveCount(1);
  await expectNoViolation(page, 'the form of a rule');
  await page.getByRole('button', { name: 'Create the rule' }).click();

  await expect(page).toHaveURL(/\/alert-rules$/);
  await page.getByRole('searchbox', { name: 'Search rules' }).fill(name);
  await expect(page).toHaveURL(/\?text=/);
  await expect(ruleOf(page, name)).toContainText('1 firing', { timeout: 30_000 });
  await expect(ruleOf(page, name)).toContainText('Warning above 0');

  await ruleOf(page, name).getByRole('link', { name }).click();
  await page.getByRole('link', { name: 'Silence', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'New silence' });
  await expect(dialog.getByRole('status')).toContainText(`Matches 1 alert of now: ${name}`, { timeout: 15_000 });
  await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(dialog.getByLabel('Reason')).toHaveAccessibleDescription(/Say why/);
  await dialog.getByLabel('Reason').fill('It is meant to fire');
  await expectNoViolation(page, 'a new silence');
  await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
  const silence = page.locator('[data-silence]').filter({ hasText: name });
  await expect(silence).toContainText('59 min left');
  await silence.getByRole('button', { name: /^Extend 1 h/ }).click();
  await expect(silence).toContainText('1 h 59 min left');
  await silence.getByRole('button', { name: /^Expire/ }).click();
  await expect(silence).toHaveCount(0);
  await page.getByRole('button', { name: 'Silence again' }).click();
  await expect(silence).toContainText('1 h 5');
  await expectNoViolation(page, 'Silences');

  await page.goto('/alert-rules');
  await ruleOf(page, name).getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(name);
  await page.getByRole('button', { name: 'Delete the rule' }).click();
  await expect(page).toHaveURL(/\/alert-rules$/);
  await expect(ruleOf(page, name)).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('what is wrong is told at its field, and PromQL with its place', async ({ alicePage: page }) => {
  await page.goto('/alert-rules/new');
  await expect(async () => {
    await page.getByRole('combobox', { name: 'Metric' }).click();
    await expect(page.getByRole('listbox', { name: 'Metric' })).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Create the rule' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await expect(page.getByRole('combobox', { name: 'Metric' })).toHaveAccessibleDescription(/Choose a metric/);
  await page.getByRole('button', { name: 'PromQL', exact: true }).click();
  await page.getByLabel('It fires', { exact: true }).selectOption('series');
  await page.getByRole('textbox', { name: 'Expression' }).fill('up ==');
  await expect(page.locator('[data-fault]').first()).toContainText('line 1, column', { timeout: 15_000 });
});

test('a threshold is changed for all rules that use it, and set back', async ({ alicePage: page }) => {
  await page.goto('/alert-rules/thresholds');
  const row = page.locator('[data-threshold="cpu"]');
  await expect(row).toContainText('Used by');
  await row.getByLabel(/Warning/).fill('71');
  await page.getByRole('button', { name: 'Save the thresholds' }).click();
  await expect(page.getByText('Saved. Rules and Overview follow at once.')).toBeVisible();
  await expectNoViolation(page, 'Thresholds');
  await row.getByRole('link', { name: 'CPU busy' }).click();
  await expect(page.getByLabel('Warning level from', { exact: true })).toContainText('CPU: 71 %');
  await page.goto('/alert-rules/thresholds');
  await row.getByRole('button', { name: /^Reset CPU/ }).click();
  await page.getByRole('button', { name: 'Save the thresholds' }).click();
  await expect(row).toContainText('Default');
});

test('a window says in words when it opens, and what the clocks do to it', async ({ alicePage: page }) => {
  const name = unique('Backup');
  await page.goto('/silences/maintenance');
  await expect(page.getByText(/open now$/)).toBeVisible();
  await page.getByRole('button', { name: 'Plan a window' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Reason').fill('nightly');
  await dialog.getByLabel('Label', { exact: true }).fill('instance');
  await dialog.getByLabel('Value of instance').fill('db-1');
  await dialog.getByRole('button', { name: 'Again and again' }).click();
  await dialog.getByLabel('From', { exact: true }).fill('2031-03-23');
  await expect(dialog.getByText('Every Sunday, 02:00 to 04:00, Europe/Berlin.')).toBeVisible();
  await expect(dialog).toContainText('Sun 30 Mar has no 02:00, because the clocks go forward: it opens at 03:00.', { timeout: 15_000 });
  await expectNoViolation(page, 'a maintenance window');
  await dialog.getByRole('button', { name: 'Plan the window' }).click();
  await expect(page.locator(`[data-window="${name}"]`)).toContainText('Next: Sun 23 Mar, 02:00 to 04:00');
});

test('what depends on what is saved together', async ({ alicePage: page }) => {
  await page.goto('/silences/dependencies');
  await expect(page.getByText('Built in, always on.')).toBeVisible();
  await page.getByRole('button', { name: 'Add a dependency' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByLabel('The service')).toBeFocused();
  await page.getByLabel('The service').fill('shop');
  await page.getByLabel('named').fill('db-1');
  await expectNoViolation(page, 'Dependencies');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });

  test('rules, their form, silences, windows and dependencies fit', async ({ page }) => {
    await signIn(page, alice);
    await page.goto('/alert-rules');
    await expect(ruleOf(page, 'CPU busy')).toBeVisible();
    await expectNoSideways(page, 'Rules');
    await ruleOf(page, 'CPU busy').getByRole('link').tap();
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('CPU busy');
    await page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
    await expectNoSideways(page, 'the form of a rule');
    for (const path of ['/alert-rules/thresholds', '/silences', '/silences/maintenance', '/silences/dependencies']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
      await expect(page.getByText(/^Loading/)).toHaveCount(0);
      await expectNoSideways(page, path);
    }
  });
});
