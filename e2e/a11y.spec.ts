import { addPerson, charlie, expect, expectLive, fillSignIn, signIn, test } from './cast';
import { startNines } from './nines-process';
import { expectNoViolation } from './page-checks';

test('no violation before anybody has an account', async ({ page }) => {
  const own = await startNines();
  try {
    await page.goto(`${own.url}/sign-in`);
    await expectNoViolation(page, 'sign-in, no account yet');
    await page.goto(`${own.url}/setup`);
    await expectNoViolation(page, 'setup without a token');
    await page.goto(`${own.url}/setup?token=${own.setupToken()}`);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await expectNoViolation(page, 'setup');
  } finally {
    await own.remove();
  }
});

test('no violation on sign-in and not found', async ({ page }) => {
  await page.goto('/sign-in');
  await fillSignIn(page, charlie);
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
  await expectNoViolation(page, 'sign-in with an error');
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectNoViolation(page, 'not found');
});

test('no violation on Overview and its dialogs', async ({ alicePage: page }) => {
  await page.goto('/');
  await expectLive(page);
  await expectNoViolation(page, 'Overview');
  await page.getByRole('button', { name: 'Custom' }).click();
  await expectNoViolation(page, 'custom range');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Account of/ }).click();
  await expectNoViolation(page, 'menu');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog', { name: 'Search' }).getByRole('combobox')).toBeFocused();
  await expectNoViolation(page, 'command palette');
});

test('no violation on the API reference', async ({ alicePage: page }) => {
  // Every endpoint is on it: the checker looks at some ten thousand elements.
  test.setTimeout(120_000);
  await page.goto('/api-reference');
  await expect(page.getByRole('heading', { level: 1, name: 'API reference' })).toBeVisible();
  await expectNoViolation(page, 'API reference');
});

test('no violation where there is no access', async ({ page, nines }) => {
  await signIn(page, await addPerson(nines, 'VIEWER'));
  await expect(page.getByRole('heading', { level: 1, name: 'You have no access to monitoring' })).toBeVisible();
  await expectNoViolation(page, 'no access');
});
