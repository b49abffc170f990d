import { createHash, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { APIRequestContext, Page } from '@playwright/test';
import type pg from 'pg';
import { alice, createKey, expect, signIn, test as base } from './cast';
import { startNines } from './nines-process';
import { complaintsOf, expectLargeTargets, expectNoSideways, expectNoViolation } from './page-checks';
import { openDatabase } from './test-database';
import { measureMonth, type MeasuredMonth } from './test-month';

interface StatementFixtures {
  /** The API with a key that may do all that these tests set up. */
  api: APIRequestContext;
  database: pg.Client;
}

const test = base.extend<object, StatementFixtures>({
  // A server of their own: the first test begins with nothing.
  nines: [
    async ({}, use) => {
      const nines = await startNines({ OWNER_EMAIL: alice.email, OWNER_PASSWORD: alice.password });
      await use(nines);
      await nines.remove();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  api: [
    async ({ nines, playwright }, use) => {
      const key = await createKey(nines, 'monitoring.read', 'monitoring.config.read', 'monitoring.config.update');
      const api = await playwright.request.newContext({ baseURL: nines.url, extraHTTPHeaders: { authorization: `Bearer ${key}` } });
      await use(api);
      await api.dispose();
    },
    { scope: 'worker', timeout: 30_000 },
  ],
  database: [
    async ({ nines }, use) => {
      const database = await openDatabase(nines);
      await use(database);
      await database.end();
    },
    { scope: 'worker' },
  ],
});

const monthName = (month: string) => new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(`${month}-01`));
const findingOf = (page: Page, what: string, result: string) => page.locator(`[data-finding="${what}"][data-result="${result}"]`);

test('with nothing there the page leads to an objective, then to the first statement', async ({ alicePage: page, api, database }) => {
  await page.goto('/sla');
  await page.getByRole('link', { name: 'Statements' }).click();
  await expect(page.getByRole('heading', { name: 'No statement yet' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Set the first objective' })).toHaveAttribute('href', '/sla');
  await expectNoViolation(page, 'no statement and no objective');
  const { service } = await measureMonth(api, database);
  await page.goto(`/services/${service.id}`);
  await page.getByRole('link', { name: 'Statements' }).click();
  await expect(page.getByRole('heading', { name: 'No statement matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all statements' }).click();
  await page.getByRole('link', { name: 'Make the first statement' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'New statement' })).toBeVisible();
  await expectNoViolation(page, 'the form of a statement');

  await page.getByRole('button', { name: 'Issue the statement' }).click();
  await expect(page.getByLabel('Service', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Service', { exact: true })).toHaveAccessibleDescription('Choose the service that it is about.');
  await page.getByLabel('Service', { exact: true }).selectOption(service.id);
  const now = new Date();
  const running = now.toISOString().slice(0, 7);
  await expect(page.getByLabel('Month')).toHaveValue(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7));
  await page.getByLabel('Month').selectOption(running);
  await expect(page.getByText('The month is not final yet: its last results can come in until')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Issue the statement' })).toBeDisabled();
});

test('a month is looked at, issued and verified; a change of what was measured and one of the document are both found out', async ({ alicePage: page, api, database }) => {
  test.setTimeout(90_000);
  const complaints = complaintsOf(page);
  const { month, service, check, objective, downAt, eventId } = await measureMonth(api, database);
  await page.goto(`/sla/statements/new?service=${service.id}&month=${month}`);
  const preview = page.getByRole('article', { name: 'What the statement would say' });
  await expect(preview).toContainText('The objective was met.');
  await page.getByLabel('Customer').fill('Acme & Sons');
  await expect(preview).toContainText('Acme & Sons');
  await expect(preview).toContainText('Status 503');
  await page.getByLabel('Tell the reasons as the checks gave them').uncheck();
  await expect(preview).not.toContainText('Status 503');
  await page.getByLabel('Tell the reasons as the checks gave them').check();
  await expect(preview).toContainText('Status 503');
  await expectNoViolation(page, 'the form of a statement with its preview');
  await page.getByRole('button', { name: 'Issue the statement' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Service level statement: ${service.name}, ${monthName(month)}`);
  const sheet = page.getByRole('article', { name: /^Statement \d+$/ });
  const part = sheet.getByRole('region', { name: objective.name });
  await expect(part).toContainText('Met');
  await expect(part).toContainText(/99\.930? %|99\.92\d? %/);
  await expect(part.getByRole('row', { name: /^Down/ })).toContainText('30.00');
  await expect(part.getByRole('row', { name: /^Unknown/ })).toContainText('60.00');
  await expect(part.getByRole('row', { name: /^Maintenance/ })).toContainText('120.00');
  await expect(part.getByRole('img', { name: /^\d\d days: \d\d without loss/ })).toBeVisible();
  await expect(part.getByRole('row', { name: /maintenance “Move to the new racks”/ })).toBeVisible();
  const evidence = part.getByRole('link', { name: new RegExp(`^event ${eventId}, `) });
  await expect(evidence).toHaveAttribute('href', new RegExp(`^/checks/${check.id}\\?from=${downAt.getTime()}&`));
  await expectNoViolation(page, 'a statement');

  await verifyPage(page, 'ok');
  await expect(page.getByRole('heading', { name: 'All is as stated.' })).toBeFocused();
  await expectNoViolation(page, 'a statement that is as stated');

  const span = [check.id, downAt];
  await database.query(`update check_spans set to_at = to_at + interval '7 minutes' where check_id = $1 and from_at = $2`, span);
  await verifyPage(page, 'different');
  const figures = findingOf(page, 'figures', 'different');
  await expect(figures.getByRole('heading')).toContainText(objective.name);
  await expect(figures.getByRole('table')).toContainText(/down on .*10/i);
  await expect(page.getByText('What was recomputed differently is shown, not overwritten.')).toBeVisible();
  await expect(sheet.getByRole('row', { name: /^Down/ })).toContainText('30.00');
  await expect(page.getByRole('link', { name: 'Issue a corrected one' })).toHaveAttribute('href', `/sla/statements/new?service=${service.id}&customer=Acme+%26+Sons&month=${month}&objective=${objective.id}`);
  await expectNoViolation(page, 'a statement that differs');
  await page.getByRole('link', { name: 'Issue a corrected one' }).click();
  await expect(page.getByText(/^It replaces statement \d+ for the same service/)).toBeVisible();
  await page.goBack();
  await database.query(`update check_spans set to_at = to_at - interval '7 minutes' where check_id = $1 and from_at = $2`, span);
  await verifyPage(page, 'ok');

  const id = page.url().split('/').at(-1);
  const stored = await database.query<{ document: string }>('select document from statements where id = $1', [id]);
  const document = stored.rows[0]?.document ?? '';
  await database.query('update statements set document = replace(document, $2, $3) where id = $1', [id, 'Acme & Sons', 'Acme & Songs']);
  await verifyPage(page, 'different');
  await expect(findingOf(page, 'document', 'different')).toContainText('changed after it was issued');
  await expect(findingOf(page, 'signature', 'different')).toBeVisible();
  await expect(findingOf(page, 'figures', 'ok')).toBeVisible();

  await database.query('update statements set document = $2 where id = $1', [id, 'no statement']);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'The stored statement is damaged' })).toBeVisible();
  await verifyPage(page, 'different');
  await expectNoViolation(page, 'a statement that is damaged');
  await database.query('update statements set document = $2 where id = $1', [id, document]);
  await page.reload();
  await verifyPage(page, 'ok');
  expect(complaints).toEqual([]);
});

test('what is saved is what was signed: anybody can check it without Nines', async ({ alicePage: page, api, database }) => {
  const measured = await measureMonth(api, database);
  const { id, number } = await issue(api, measured, 'Initech');
  await page.goto(`/sla/statements/${id}`);
  const json = await download(page, 'JSON, as it was signed');
  const signature = await download(page, 'Signature');
  const key = await download(page, 'Public key');
  const csv = await download(page, 'CSV, for a spreadsheet');
  expect(json.name).toBe(`statement-${number}.json`);
  await expect(page.getByText(createHash('sha256').update(json.bytes).digest('hex'), { exact: true })).toBeVisible();
  expect(verify(null, json.bytes, key.bytes.toString('utf8'), signature.bytes)).toBe(true);
  expect(csv.name).toContain(measured.month);
  expect(csv.bytes.toString('utf8')).toContain('Move to the new racks');
});

test('on paper there is the statement and nothing else, black on white', async ({ alicePage: page, api, database }) => {
  const measured = await measureMonth(api, database, '99.99');
  const { id } = await issue(api, measured, '');
  await page.goto(`/sla/statements/${id}`);
  await expect(page.getByText('The objective was missed.')).toBeVisible();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  for (const hidden of [page.getByRole('navigation', { includeHidden: true }), page.getByRole('banner', { includeHidden: true }), page.getByRole('button', { includeHidden: true }), page.getByRole('link', { name: 'All statements', includeHidden: true })]) {
    for (const each of await hidden.all()) await expect(each).toBeHidden();
  }
  for (const name of ['Proof', 'How to verify it', measured.objective.name, 'Time of each kind', 'Day by day', 'What was lost or left out']) await expect(page.getByRole('heading', { name })).toBeVisible();
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(23, 23, 26)');
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
});

test('the list is narrowed down by service, customer and month, which the address keeps', async ({ alicePage: page, api, database }) => {
  const measured = await measureMonth(api, database);
  const { number } = await issue(api, measured, 'Hooli');
  await page.goto('/sla/statements');
  await page.getByLabel('Customer').selectOption('Hooli');
  await expect(page.locator('[data-statement]')).toHaveCount(1);
  await page.getByLabel('Service').selectOption(measured.service.id);
  await page.getByLabel('Month').selectOption(measured.month);
  await expect(page).toHaveURL(new RegExp(`service=${measured.service.id}&customer=Hooli&month=${measured.month}$`));
  await page.reload();
  await expect(page.locator(`[data-statement="${number}"]`)).toContainText('Met');
  await expectNoViolation(page, 'the list of statements');
  await page.getByRole('link', { name: `${measured.service.name}, ${monthName(measured.month)}` }).click();
  await expect(page.getByRole('article', { name: `Statement ${number}` })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });

  test('nothing scrolls sideways, and everything has the size of a thumb', async ({ page, api, database }) => {
    const measured = await measureMonth(api, database);
    const { id } = await issue(api, measured, 'A customer with a name that is rather long for a phone');
    await signIn(page, alice);
    for (const path of ['/sla/statements', `/sla/statements/new?service=${measured.service.id}&month=${measured.month}`, `/sla/statements/${id}`]) {
      await page.goto(path);
      await expect(page.getByText(measured.objective.name).first()).toBeVisible();
      await expectNoSideways(page, path);
      await expectLargeTargets(page, path);
    }
    await page.getByRole('button', { name: 'Verify' }).tap();
    await expect(page.getByRole('heading', { name: 'All is as stated.' })).toBeInViewport();
    await expectNoSideways(page, 'a verified statement');
  });
});

async function verifyPage(page: Page, result: string): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().endsWith('/verify'));
  await page.getByRole('button', { name: 'Verify' }).click();
  expect((await answered).status()).toBe(200);
  await expect(page.locator(`[data-verification="${result}"]`)).toBeVisible();
}

async function issue(api: APIRequestContext, { service, month }: MeasuredMonth, customer: string): Promise<{ id: string; number: number }> {
  const answer = await api.post('/api/monitoring/statements', { data: { serviceId: service.id, month, customer } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as { id: string; number: number };
}

async function download(page: Page, item: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: 'Download' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}
