import type { Page } from '@playwright/test';
import { startTestOidcProvider, type TestOidcProvider } from '@/server/sso/test-oidc-provider';
import { alice, expect, fillSignIn, test as base } from './cast';
import { startNines, type NinesProcess } from './nines-process';

interface World {
  /** A server of its own: how people sign in is changed for all of it. */
  own: NinesProcess;
  provider: TestOidcProvider;
}

const test = base.extend<object, World>({
  own: [
    async ({}, use) => {
      const own = await startNines({ OWNER_EMAIL: alice.email, OWNER_PASSWORD: alice.password });
      await use(own);
      await own.remove();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  provider: [
    async ({ own }, use) => {
      const provider = await startTestOidcProvider(`${own.url}/api/auth/callback/company`);
      await use(provider);
      await provider.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ own }, use) => use(own.url),
});

/** Leaves for the provider by a button of Nines, and signs in there: any password does. */
async function goThrough(page: Page, button: string, login: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}

/** Another person at another browser: nobody is signed in, neither at Nines nor at the provider. */
async function comeAs(page: Page, login: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await goThrough(page, 'Sign in with Company', login);
}

test('a company signs in by its own provider, and passwords go only when the owner has another way in', async ({ page, own, provider }) => {
  test.setTimeout(120_000);
  provider.people.set('dora', { email: 'dora@example.com', email_verified: true, name: 'Dora Marten', groups: ['staff', 'operations'] });
  provider.people.set('otto', { email: 'otto@elsewhere.example', email_verified: true, name: 'Otto', groups: ['operations'] });
  provider.people.set('alice', { email: alice.email, email_verified: true, name: 'Alice', groups: [] });

  await test.step('the owner sets the provider up by the form', async () => {
    await page.goto('/sign-in?next=/config/sign-in');
    await fillSignIn(page, alice);
    await page.getByRole('button', { name: 'Add a provider' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Company');
    await expect(page.getByLabel('Key', { exact: true })).toHaveValue('company');
    await expect(page.getByText(`${own.url}/api/auth/callback/company`)).toBeVisible();
    await page.getByLabel('Issuer').fill(provider.issuer);
    await page.getByLabel('Client id').fill(provider.clientId);
    await page.getByLabel('Client secret').fill(provider.clientSecret);
    await page.getByLabel('Email domains').fill('example.com');
    await page.getByLabel('Roles by group').fill('operations: ADMIN\nstaff: MEMBER');
    await page.getByRole('button', { name: 'Add the provider' }).click();
    await expect(page.getByRole('region', { name: 'Company' })).toContainText('OpenID Connect · on · 0 people');
    await expect(page.getByRole('checkbox', { name: 'People may sign in by email and password' })).toBeDisabled();
  });

  await test.step('a person of the domain joins with the role of the group', async () => {
    await comeAs(page, 'dora');
    await page.waitForURL(`${own.url}/`);
    await page.goto('/account');
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Dora Marten');
    const session = await (await page.request.get('/api/auth/session')).json();
    expect(session).toMatchObject({ user: { email: 'dora@example.com', role: 'ADMIN' } });
  });

  await test.step('a person of another domain is refused with the reason', async () => {
    await comeAs(page, 'otto');
    await expect(page.getByRole('main').getByRole('alert')).toHaveText('Your email is not of a domain that may sign in by this provider. Use another account, or ask an owner.');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  });

  await test.step('the owner links the provider and then does without passwords', async () => {
    await page.context().clearCookies();
    await page.goto('/sign-in?next=/account/security');
    await fillSignIn(page, alice);
    await goThrough(page, 'Link Company', 'otto');
    await expect(page.getByRole('region', { name: 'Sign in by a provider' }).getByRole('alert')).toContainText('The provider says another email than that of your account here.');
    await page.context().clearCookies({ name: /^_session/ });
    await goThrough(page, 'Link Company', 'alice');
    await page.waitForURL(`${own.url}/account/security`);
    await expect(page.getByText('by company')).toBeVisible();

    await page.goto('/config/sign-in');
    await page.getByRole('checkbox', { name: 'People may sign in by email and password' }).uncheck();
    await page.getByRole('button', { name: 'Save how people sign in' }).click();
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  });

  await test.step('a password opens nothing any more, the provider does', async () => {
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await expect(page.getByLabel('Email')).toBeHidden();
    await page.getByText('Other ways').click();
    await fillSignIn(page, alice);
    await expect(page.getByRole('main').getByRole('alert')).toContainText('Email or password is wrong');
    await goThrough(page, 'Sign in with Company', 'alice');
    await page.waitForURL(`${own.url}/`);
  });

  await test.step('the last way in of the owner cannot be taken away', async () => {
    await page.goto('/config/sign-in');
    const company = page.getByRole('region', { name: 'Company' });
    await company.getByRole('button', { name: 'Remove', exact: true }).click();
    await company.getByRole('button', { name: /^Remove it/ }).click();
    await expect(page.getByRole('main').getByRole('alert')).toContainText('no owner of it could sign in any more');
    await expect(company).toContainText('2 people');
    await page.goto('/account/security');
    const linked = page.getByRole('region', { name: 'Sign in by a provider' });
    await linked.getByRole('button', { name: 'Unlink Company' }).click();
    await expect(linked.getByRole('alert')).toContainText('your only way to sign in');
    await expect(linked.getByRole('listitem')).toContainText(alice.email);
    await expect(linked.getByRole('button', { name: 'Link Company', exact: true })).toBeHidden();
  });

  await test.step('who joined, and who was refused and why, is in the audit trail', async () => {
    await page.goto('/config/audit');
    await expect(page.getByRole('article').filter({ hasText: 'Dora Marten' }).filter({ hasText: 'Created the member dora@example.com' })).toHaveCount(1);
    const refused = page.getByRole('article').filter({ hasText: 'Nines (single sign on)' }).last();
    await refused.getByRole('button').first().click();
    await expect(refused).toContainText('otto@elsewhere.example');
    await expect(refused).toContainText('domain');
  });
});
