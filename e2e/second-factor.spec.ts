import type { Page } from '@playwright/test';
import { addPerson, expect, fillSignIn, test, type Person } from './cast';
import { codeOf } from './totp-code';

/** Passkeys are for names alone. */
const named = (url: string) => url.replace('127.0.0.1', 'localhost');

async function openSecurity(page: Page, url: string, person: Person): Promise<void> {
  await page.goto(`${named(url)}/sign-in?next=/account/security`);
  await fillSignIn(page, person);
  await expect(page.getByRole('heading', { level: 1, name: 'Security' })).toBeVisible();
}

test('an authenticator app is enrolled, asked for at the next sign-in, and a recovery code stands in for it once', async ({ page, context, nines }) => {
  const bob = await addPerson(nines, 'ADMIN');
  await openSecurity(page, nines.url, bob);
  await page.getByRole('button', { name: 'Add an authenticator app' }).click();
  await page.getByRole('button', { name: 'Add an authenticator app' }).click();
  const secret = await page.getByLabel('Key', { exact: true }).inputValue();
  await expect(page.getByRole('img', { name: 'The key as a QR code' })).toBeVisible();
  await page.getByLabel('Code', { exact: true }).fill(codeOf(secret));
  await page.getByRole('button', { name: 'Confirm the app' }).click();
  const codes = page.getByRole('region', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const recovery = await codes.first().innerText();

  await context.clearCookies();
  await page.goto(`${named(nines.url)}/sign-in`);
  await fillSignIn(page, bob);
  await page.getByLabel('Code', { exact: true }).fill('000000');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The code is wrong');
  await page.getByLabel('Code', { exact: true }).fill(codeOf(secret, 1));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/');

  for (const works of [true, false]) {
    await context.clearCookies();
    await page.goto(`${named(nines.url)}/sign-in`);
    await fillSignIn(page, bob);
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(recovery);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    if (works) await page.waitForURL((url) => url.pathname === '/');
    else await expect(page.getByRole('main').getByRole('alert')).toContainText('The code is wrong');
  }
});

test('a passkey is registered, signs in by itself, and no longer once it is removed', async ({ page, context, nines }) => {
  const bob = await addPerson(nines, 'ADMIN');
  const client = await context.newCDPSession(page);
  await client.send('WebAuthn.enable');
  await client.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await openSecurity(page, nines.url, bob);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByLabel('Name of the passkey').fill('Laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('Laptop')).toBeVisible();

  await context.clearCookies();
  await page.goto(`${named(nines.url)}/sign-in?next=/account/security`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByText('by passkey')).toBeVisible();
  await page.getByRole('button', { name: 'Remove Laptop' }).click();
  await expect(page.getByRole('button', { name: 'Remove Laptop' })).toHaveCount(0);

  await context.clearCookies();
  await page.goto(`${named(nines.url)}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('This passkey was not accepted');
});
