import { randomBytes } from 'node:crypto';
import { createKey, expect, fillSignIn, test } from './cast';
import { complaintsOf, expectLargeTargets, expectNoSideways, expectNoViolation } from './page-checks';
import { codeOf } from './totp-code';

const unique = (name: string) => `${name} ${randomBytes(3).toString('hex')}`;

test('a threshold says what it would do before it is saved, the alert comes, and the version of before is restored', async ({ alicePage: page, nines, playwright }) => {
  test.setTimeout(120_000);
  const complaints = complaintsOf(page);
  const key = await createKey(nines, 'monitoring.config.update', 'monitoring.config.read');
  const api = await playwright.request.newContext({ baseURL: nines.url, extraHTTPHeaders: { authorization: `Bearer ${key}` } });
  const rule = unique('Memory of ours');
  const condition = { kind: 'levels', query: 'system_memory_usage_percent', comparison: '>', warning: { threshold: 'memory', side: 'warning' }, critical: null };
  const made = await api.post('/api/monitoring/alert-rules', { data: { name: rule, condition, intervalMs: 1_000, forMs: 0 } });
  expect(made.status(), await made.text()).toBe(200);
  await page.goto('/config');
  await expect(page.getByRole('heading', { level: 1, name: 'Config' })).toBeVisible();
  await page.getByRole('searchbox', { name: /Search/ }).fill('memory');
  await expectNoViolation(page, 'Config, searched');
  // The version that holds before the change: it is written down a moment after the rule was made.
  const newest = async () => ((await (await api.get('/api/monitoring/config/versions')).json()) as { versions: { version: number }[] }).versions[0]?.version ?? 0;
  const holds = async () => JSON.stringify(await (await api.get('/api/monitoring/config')).json());
  expect(await holds()).toContain(rule);
  await expect.poll(newest, { timeout: 20_000 }).toBeGreaterThan(0);
  const before = await newest();

  await page.goto('/alert-rules/thresholds');
  const row = page.locator('[data-threshold="memory"]');
  await row.getByLabel(/Warning/).fill('0.1');
  await expect(page.getByLabel('What saving does')).toContainText(/This would fire \d+ alerts? now/, { timeout: 20_000 });
  await expect(page.getByRole('list', { name: 'Alerts that would fire' })).toContainText(rule);
  await page.getByRole('button', { name: 'Save the thresholds' }).click();
  await expect(page.getByText('Saved. Rules and Overview follow at once.')).toBeVisible();
  await page.goto('/alerts');
  await expect(page.getByText(rule).first()).toBeVisible({ timeout: 30_000 });

  await expect.poll(newest, { timeout: 20_000 }).toBeGreaterThan(before);
  await page.goto('/config/history');
  await page.getByRole('button', { name: new RegExp(`^Version ${before}\\b`) }).click();
  await page.getByRole('button', { name: /^Restore/ }).first().click();
  const plan = page.getByLabel(`What restoring version ${before} changes`);
  await expect(plan).toContainText('memory');
  await expectNoViolation(page, 'restoring a version');
  await plan.getByRole('button', { name: `Restore version ${before}` }).click();
  await expect(plan).toBeHidden({ timeout: 20_000 });
  await page.goto('/alert-rules/thresholds');
  await expect(row).toContainText('Default');

  await page.goto('/config/audit');
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText(/unbroken/)).toBeVisible({ timeout: 20_000 });
  await expectNoViolation(page, 'the audit trail');
  expect(complaints).toEqual([]);
  await api.dispose();
});

test('somebody is invited, accepts, enrols a second factor, signs in with it, and is out when the role is lost', async ({ alicePage: desk, browser, nines }) => {
  test.setTimeout(120_000);
  const dora = { email: `dora-${randomBytes(4).toString('hex')}@example.com`, password: 'walnut-comet-river-31' };
  await desk.goto('/config/people');
  await desk.getByRole('button', { name: 'Invite' }).click();
  const inviting = desk.getByRole('dialog', { name: 'Invite somebody' });
  await inviting.getByLabel('Email').fill(dora.email);
  await inviting.getByLabel('Role', { exact: true }).selectOption('ADMIN');
  await expectNoViolation(desk, 'an invitation');
  await inviting.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = await inviting.getByLabel('Link', { exact: true }).inputValue();

  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const phone = await context.newPage();
  await phone.goto(link);
  await expectNoSideways(phone, 'an invitation on a phone');
  await phone.getByLabel('Your name').fill('Dora');
  await phone.getByLabel('Password', { exact: true }).fill(dora.password);
  await phone.getByRole('button', { name: 'Create the account and join' }).click();
  await phone.waitForURL((url) => url.pathname === '/');
  await phone.goto(link);
  await expect(phone.getByRole('heading', { level: 1 })).toContainText('nowhere');

  await phone.goto(`${nines.url}/account/security`);
  await phone.getByRole('button', { name: 'Add an authenticator app' }).click();
  await phone.getByRole('button', { name: 'Add an authenticator app' }).click();
  const secret = await phone.getByLabel('Key', { exact: true }).inputValue();
  await phone.getByLabel('Code', { exact: true }).fill(codeOf(secret));
  await phone.getByRole('button', { name: 'Confirm the app' }).click();
  await expect(phone.getByRole('region', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10);
  await expectLargeTargets(phone, 'security on a phone');
  await expectNoSideways(phone, 'security on a phone');

  await context.clearCookies();
  await phone.goto(`${nines.url}/sign-in`);
  await fillSignIn(phone, dora);
  await phone.getByLabel('Code', { exact: true }).fill(codeOf(secret, 1));
  await phone.getByRole('button', { name: 'Sign in', exact: true }).click();
  await phone.waitForURL((url) => url.pathname === '/');
  await phone.goto(`${nines.url}/alerts`);
  await expect(phone.getByRole('heading', { level: 1, name: 'Alerts' })).toBeAttached();

  await desk.reload();
  await desk.getByRole('button', { name: 'What to do with Dora' }).first().click();
  await desk.getByRole('menuitem', { name: 'Change the role' }).click();
  const role = desk.getByRole('dialog');
  await role.getByLabel('Role', { exact: true }).selectOption('VIEWER');
  await role.getByRole('button', { name: /Change the role|Save/ }).click();
  await expect(role).toBeHidden();
  await expect.poll(() => phone.evaluate(async () => (await fetch('/api/monitoring/alerts')).status), { timeout: 2_000 }).toBe(403);
  await phone.reload();
  await expect(phone.getByRole('heading', { level: 1, name: 'You have no access to monitoring' })).toBeVisible();
  await context.close();
});
