import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { addPerson, charlie, expect, expectLive, fillSignIn, signIn, test } from './cast';
import { startNines } from './nines-process';

test('no violation before anybody has an account', async ({ page }) => {
  const own = await startNines();
  try {
    await page.goto(`${own.url}/sign-in`);
    await expectAccessible(page, 'sign-in, no account yet');
    await page.goto(`${own.url}/setup`);
    await expectAccessible(page, 'setup without a token');
    await page.goto(`${own.url}/setup?token=${own.setupToken()}`);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await expectAccessible(page, 'setup');
  } finally {
    await own.remove();
  }
});

test('no violation on sign-in and not found', async ({ page }) => {
  await page.goto('/sign-in');
  await fillSignIn(page, charlie);
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
  await expectAccessible(page, 'sign-in with an error');
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page, 'not found');
});

test('no violation on Overview, its dialogs and the API reference', async ({ alicePage: page }) => {
  await page.goto('/');
  await expectLive(page);
  await expectAccessible(page, 'Overview');
  await page.getByRole('button', { name: 'Custom' }).click();
  await expectAccessible(page, 'custom range');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Account of/ }).click();
  await expectAccessible(page, 'menu');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog', { name: 'Search' }).getByRole('combobox')).toBeFocused();
  await expectAccessible(page, 'command palette');
  await page.goto('/api-reference');
  await expect(page.getByRole('heading', { level: 1, name: 'API reference' })).toBeVisible();
  await expectAccessible(page, 'API reference');
});

test('no violation where there is no access', async ({ page, nines }) => {
  await signIn(page, await addPerson(nines, 'VIEWER'));
  await expect(page.getByRole('heading', { level: 1, name: 'You have no access to monitoring' })).toBeVisible();
  await expectAccessible(page, 'no access');
});

/** In light and in dark. Transitions are ended first: a colour midway has no contrast of its own. The policy of the page forbids a script element, not this. */
async function expectAccessible(page: Page, where: string): Promise<void> {
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const violations = await page.evaluate(async () => {
      const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
      await Promise.allSettled(ending.map(({ finished }) => finished));
      const { axe: loaded } = window as unknown as { axe: typeof axe };
      const { violations: found } = await loaded.run(document, { resultTypes: ['violations'] });
      return found.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 3).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`) }));
    });
    expect(violations, `${where} in ${colorScheme}`).toEqual([]);
  }
}
