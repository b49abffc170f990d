import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { createKey, expect, test as base } from './cast';
import { expectNoViolation } from './page-checks';

/** On a server of its own: what is made here is in the lists of no other file. */
const test = base.extend<object, { apart: null }>({ apart: [async ({}, use) => use(null), { scope: 'worker', auto: true }] });

interface Form {
  thing: string;
  /** What is made for it; null: it is always there. */
  made: { path: string; data: object } | null;
  editAt: (id: string) => string;
  field: string;
  /** How the field is called among the differences. */
  name: string;
  save: string;
}

const unique = (name: string) => `${name} ${randomBytes(3).toString('hex')}`;
const forms: readonly Form[] = [
  { thing: 'service', made: { path: 'services', data: { name: unique('Raced service') } }, editAt: (id) => `/services/${id}/edit`, field: 'Team (optional)', name: 'Team', save: 'Save the service' },
  { thing: 'check', made: { path: 'checks', data: { name: unique('Raced check'), kind: 'tcp', intervalMs: 86_400_000, settings: { host: '127.0.0.1', port: 9 } } }, editAt: (id) => `/checks/${id}/edit`, field: 'Name', name: 'Name', save: 'Save the check' },
  { thing: 'channel', made: { path: 'channels', data: { name: unique('Raced channel'), kind: 'webhook', isEnabled: false, settings: { url: 'https://192.0.2.1/' } } }, editAt: (id) => `/notifications/channels/${id}`, field: 'Name', name: 'Name', save: 'Save the channel' },
  { thing: 'page', made: null, editAt: () => '/status-page', field: 'Name', name: 'Name', save: 'Save the page' },
];

async function save(page: Page, { save: button }: Form): Promise<number> {
  const answered = page.waitForResponse((response) => response.request().method() === 'PUT');
  await page.getByRole('button', { name: button }).click();
  return (await answered).status();
}

for (const form of forms) {
  test(`a ${form.thing} that somebody else changed meanwhile: both sides are shown, and either can be taken`, async ({ alicePage: page, nines, playwright }) => {
    test.setTimeout(90_000);
    const key = await createKey(nines, 'monitoring.config.update', 'monitoring.read');
    const api = await playwright.request.newContext({ baseURL: nines.url, extraHTTPHeaders: { authorization: `Bearer ${key}` } });
    const made = form.made && (await api.post(`/api/monitoring/${form.made.path}`, { data: form.made.data }));
    if (made) expect(made.status(), await made.text()).toBe(200);
    const { id = '' } = made ? ((await made.json()) as { id: string }) : {};
    await api.dispose();
    const other = await page.context().newPage();
    for (const each of [page, other]) {
      await each.goto(form.editAt(id));
      await expect(each.getByRole('button', { name: form.save })).toBeVisible();
    }
    const [theirs, mine] = [unique('theirs'), unique('mine')];
    await other.getByLabel(form.field, { exact: true }).fill(theirs);
    expect(await save(other, form)).toBe(200);
    await page.getByLabel(form.field, { exact: true }).fill(mine);
    expect(await save(page, form)).toBe(409);

    const conflict = page.getByRole('alert', { name: 'Conflict' });
    await expect(conflict).toContainText(`Somebody else changed this ${form.thing} while you edited it.`);
    const differences = page.getByLabel('Differences');
    await expect(differences).toContainText(`${form.name}Now: ${theirs}Yours: ${mine}`);
    await expect(page.getByRole('button', { name: form.save })).toBeDisabled();
    await expectNoViolation(page, `a conflict of a ${form.thing}`);
    await conflict.getByRole('button', { name: 'Keep mine, then save again' }).click();
    await expect(page.getByLabel(form.field, { exact: true })).toHaveValue(mine);
    expect(await save(page, form)).toBe(200);

    await other.goto(form.editAt(id));
    await expect(other.getByLabel(form.field, { exact: true })).toHaveValue(mine);
    await page.goto(form.editAt(id));
    await page.getByLabel(form.field, { exact: true }).fill(unique('again'));
    await other.getByLabel(form.field, { exact: true }).fill(theirs);
    expect(await save(other, form)).toBe(200);
    expect(await save(page, form)).toBe(409);
    await conflict.getByRole('button', { name: 'Take what is stored' }).click();
    await expect(conflict).toBeHidden();
    await expect(page.getByLabel(form.field, { exact: true })).toHaveValue(theirs);
  });
}
