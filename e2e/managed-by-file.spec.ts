import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { alice, expect, test as base } from './cast';
import { startNines } from './nines-process';
import { complaintsOf, expectLargeTargets, expectNoSideways, expectNoViolation } from './page-checks';

interface FileFixtures {
  /** The watched file: writes its sections. */
  write: (sections: string) => Promise<void>;
}

const thresholds = 'thresholds:\n  cpu: { warning: 70, critical: 90 }\n';
const rest = 'maintenance: []\nchannels:\n  - { name: Team, kind: webhook, isEnabled: true, settings: { url: "https://hooks.example.com/in" } }\n';
const folder = await mkdtemp(path.join(os.tmpdir(), 'nines-managed-'));
const file = path.join(folder, 'nines.yaml');

const test = base.extend<object, FileFixtures>({
  write: [
    async ({}, use) => {
      await use((sections) => writeFile(file, `version: 1\n${sections}`));
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  nines: [
    async ({ write }, use) => {
      await write(thresholds + rest);
      const nines = await startNines({ OWNER_EMAIL: alice.email, OWNER_PASSWORD: alice.password, CONFIG_PATH: file });
      await use(nines);
      await nines.remove();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

/** Waits until the server took the file, whose sections it then names. */
async function expectManaged(page: Page, section: string, isManaged: boolean): Promise<void> {
  const isNamed = async () => (await (await page.request.get('/api/monitoring/managed-sections')).text()).includes(`"${section}"`);
  await expect.poll(isNamed, { timeout: 30_000 }).toBe(isManaged);
}

const marked = /Managed by nines\.yaml\. Change it there\./;

test('what a file states is marked and locked, the rest is not, and what the file lets go of is free within seconds', async ({ alicePage: page, write }) => {
  test.setTimeout(120_000);
  const complaints = complaintsOf(page);
  await expectManaged(page, 'thresholds', true);
  await page.goto('/alert-rules/thresholds');
  const mark = page.getByRole('note').filter({ hasText: marked });
  const warning = page.locator('[data-threshold="cpu"]').getByLabel(/Warning/);
  const save = page.getByRole('button', { name: 'Save the thresholds' });
  await expect(mark).toBeVisible();
  await expect(warning).toBeDisabled();
  await expect(warning).toHaveValue('70');
  await expect(save).toBeHidden();
  await expectNoViolation(page, 'thresholds of a file');
  await page.setViewportSize({ width: 360, height: 780 });
  await expectNoSideways(page, 'thresholds of a file');
  await expectLargeTargets(page, 'thresholds of a file');
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.goto('/config/organisation');
  await page.getByLabel('Name', { exact: true }).fill('Apex');
  await expect(page.getByRole('status', { name: 'What saving does' })).toContainText('One person sees the new name at once.');
  await page.getByRole('button', { name: 'Save the organisation' }).click();
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  await expect(mark).toBeHidden();

  await page.goto('/alert-rules/thresholds');
  await expect(warning).toBeDisabled();
  await write(rest);
  await expectManaged(page, 'thresholds', false);
  await expect(mark).toBeHidden({ timeout: 20_000 });
  await warning.fill('75');
  await save.click();
  await expect(page.getByText('Saved. Rules and Overview follow at once.')).toBeVisible();
  await expect(warning).toHaveValue('75');
  expect(complaints).toEqual([]);
});

test('in a locked part one can look, test, and plan a window that opens once', async ({ alicePage: page }) => {
  const mark = page.getByRole('note').filter({ hasText: marked });
  test.setTimeout(80_000);
  await expectManaged(page, 'channels', true);
  await page.goto('/notifications/channels');
  await expect(mark).toBeVisible();
  const channel = page.locator('[data-channel="Team"]');
  await expect(channel.getByRole('button', { name: 'Test Team' })).toBeEnabled();
  await expect(channel.getByRole('button', { name: /Switch|Delete/ })).toHaveCount(0);
  await channel.getByRole('link', { name: 'Look at Team' }).click();
  await expect(mark).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Save the channel' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Send a test' })).toBeEnabled();
  await expectNoViolation(page, 'a channel of a file');

  await page.goto('/silences/maintenance');
  await expect(mark).toContainText('Windows that open once are still yours to plan.');
  await page.getByRole('button', { name: 'Plan a window' }).click();
  const form = page.getByRole('dialog');
  await expect(form.getByRole('group', { name: 'How often' })).toHaveCount(0);
  await form.getByLabel('Name', { exact: true }).fill('Move');
  await form.getByLabel('Reason').fill('New rack');
  await form.getByLabel('Label', { exact: true }).fill('instance');
  await form.getByLabel('Value of instance').fill('web-1');
  await form.getByRole('button', { name: 'Plan the window' }).click();
  await expect(page.locator('[data-window="Move"]').getByRole('button', { name: 'Delete Move' })).toBeVisible();

  await mark.getByRole('link').click();
  await expect(page.getByText(/nines\.yaml.*manages/)).toContainText('Notification channels');
});
