import type { Page } from '@playwright/test';
import { alice, charlie, expect, expectLive, fillSignIn, test, tileOf } from './cast';
import { startNines, type NinesProcess } from './nines-process';

test.describe('the first run by the one-time link', () => {
  test.describe.configure({ mode: 'serial' });

  let own: NinesProcess;
  let token = '';
  test.beforeAll(async () => {
    own = await startNines();
    token = own.setupToken() ?? '';
  });
  test.afterAll(() => own.remove());

  test('the start prints the link, and every page leads to it', async ({ page }) => {
    expect(token).toMatch(/^[\w-]{20,}$/);
    await page.goto(own.url);
    await expect(page).toHaveURL(/\/sign-in/);
    await expect(page.getByText('No account exists yet')).toBeVisible();
    await page.goto(`${own.url}/setup`);
    await expect(page.getByRole('heading', { name: 'Open the one-time link' })).toBeVisible();
  });

  test('a wrong token creates nobody and says what to do', async ({ page }) => {
    await page.goto(`${own.url}/setup?token=${'x'.repeat(token.length)}`);
    await fillSetup(page, alice.password);
    await expect(page.getByRole('main').getByRole('alert')).toContainText('This setup link is not valid any more');
    await page.goto(`${own.url}/setup?token=${token}`);
    await expect(page.getByRole('heading', { name: 'Create the owner' })).toBeVisible();
  });

  test('a short password is refused at its field, by the form and by the API', async ({ page, request }) => {
    await page.goto(`${own.url}/setup?token=${token}`);
    await fillSetup(page, 'too short');
    const password = page.getByLabel('Password', { exact: true });
    await expect(password).toHaveAttribute('aria-invalid', 'true');
    await expect(password).toHaveAccessibleDescription(/at least 12 characters/i);
    const answer = await request.post(`${own.url}/api/setup`, {
      data: { token, name: 'Alice', email: alice.email, password: 'too short', organisation: 'Example' },
    });
    expect(answer.status()).toBe(400);
    expect(await answer.json()).toMatchObject({ issues: [{ path: 'body.password', message: 'At least 12 characters.' }] });
  });

  test('the owner is created, signed in, and sees this machine', async ({ page, request }) => {
    await page.goto(`${own.url}/setup?token=${token}`);
    await fillSetup(page, alice.password);
    await page.waitForURL((url) => url.pathname === '/');
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeAttached();
    await expect(tileOf(page, 'CPU')).toContainText('%');
    await expectLive(page);

    const again = await request.post(`${own.url}/api/setup`, {
      data: { token, name: 'Charlie', email: charlie.email, password: charlie.password, organisation: 'Other' },
    });
    expect(again.status()).toBe(409);
    await page.goto(`${own.url}/setup?token=${token}`);
    await expect(page.getByRole('heading', { name: 'Nines is already set up' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  });

  test('a restart prints no link any more', async () => {
    await own.restart();
    expect(own.output()).not.toContain('setup?token');
    expect(own.setupToken()).toBeNull();
  });
});

test('OWNER_EMAIL and OWNER_PASSWORD create the owner without a link', async ({ nines, page }) => {
  expect(nines.output()).toContain(`Owner ${alice.email} was created.`);
  expect(nines.output()).not.toContain('setup?token');
  expect(nines.output()).not.toContain(alice.password);
  await page.goto('/setup?token=anything');
  await expect(page.getByRole('heading', { name: 'Nines is already set up' })).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await fillSignIn(page, alice);
  await page.waitForURL((url) => url.pathname === '/');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeAttached();
});

async function fillSetup(page: Page, password: string): Promise<void> {
  await page.getByLabel('Your name').fill('Alice Example');
  await page.getByLabel('Email').fill(alice.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Organisation').fill('Example');
  await page.getByRole('button', { name: 'Create the account' }).click();
}
