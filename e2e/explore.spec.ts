import type { Page } from '@playwright/test';
import { addPerson, alice, expect, signIn, test } from './cast';
import { complaintsOf, expectNoSideways, expectNoViolation } from './page-checks';

const editor = (page: Page, letter = 'A') => page.getByRole('textbox', { name: `Query ${letter}, PromQL` });
const graph = (page: Page) => page.getByRole('figure', { name: 'Graph' });
const search = (query: Record<string, string>) => `/explore?${new URLSearchParams(query).toString()}`;

test('a query is completed from what is stored, drawn, listed, and its cost told', async ({ alicePage: page }) => {
  const complaints = complaintsOf(page);
  await page.goto('/explore?range=live');
  await editor(page).click();
  await page.keyboard.type('system_cpu_us');
  await expect(page.getByRole('option', { name: /^system_cpu_usage_percent/ })).toBeVisible();
  // The list takes no key in its first moments, lest a word half typed be completed by chance.
  await expect(async () => {
    await page.keyboard.press('Enter');
    await expect(editor(page)).toHaveText('system_cpu_usage_percent', { timeout: 500 });
  }).toPass();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\?q=system_cpu_usage_percent&/);
  await expect(graph(page).getByRole('list', { name: 'Series' }).getByRole('button')).toHaveCount(1);
  await expect(page.locator('[data-cost]')).toHaveText(/1 result · 1 series read · [\d,]+ samples? · [\d.]+ ms · raw samples/);

  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Table' }).click();
  await expect(page).toHaveURL(/view=table/);
  await expect(page.getByRole('region', { name: 'Values' }).getByRole('row')).toHaveCount(2);
  expect(complaints).toEqual([]);
});

test('an error is told with its place, in the words of Prometheus', async ({ alicePage: page }) => {
  await page.goto(search({ q: '1 + rate(system_load1)', range: '15m' }));
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('parse error: expected type range vector in call to function "rate", got instant vector');
  await expect(alert).toContainText('line 1, column 10');
  await expect(alert.locator('mark')).toHaveText('system_load1');
  await expect(editor(page)).toHaveAccessibleDescription(/parse error/);
  await expectNoViolation(page, 'Explore with an error');
});

test('a shared URL restores queries, what is hidden, view, range and step', async ({ alicePage: page }) => {
  const url = `${search({ q: 'system_load1' })}&q=system_load5&hide=B&range=15m&step=5s`;
  await page.goto(url);
  await expect(editor(page)).toHaveText('system_load1');
  await expect(editor(page, 'B')).toHaveText('system_load5');
  await expect(page.getByRole('button', { name: 'Show query B' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('group', { name: 'Range' }).getByRole('button', { name: '15 m', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByLabel('Step')).toHaveValue('5s');
  await expect(graph(page).getByRole('list', { name: 'Series' }).getByRole('button')).toHaveText(/system_load1/);
  await page.getByRole('button', { name: 'Show query B' }).click();
  await expect(graph(page).getByRole('list', { name: 'Series' }).getByRole('button')).toHaveCount(2);
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Show query B' })).toBeVisible();
});

test('a step that would draw too many points is refused with the one that would do', async ({ alicePage: page }) => {
  await page.goto(search({ q: 'system_load1', range: '24h' }));
  await page.getByLabel('Step').fill('1s');
  await page.getByLabel('Step').press('Enter');
  await expect(page.getByRole('main').getByRole('alert')).toContainText('a chart draws at most 400. Use 5m or longer.');
  await expect(page.getByLabel('Step')).toHaveAccessibleDescription(/points a line/);
});

test('the legend shows one series alone, by keys', async ({ alicePage: page }) => {
  await page.goto(search({ q: '{__name__=~"system_load.+"}', range: '15m' }));
  const lines = graph(page).getByRole('list', { name: 'Series' }).getByRole('button');
  await expect(lines).toHaveCount(3);
  await lines.nth(1).focus();
  await page.keyboard.press('Space');
  await expect(lines.nth(1)).toHaveAttribute('aria-pressed', 'true');
  await expect(lines.nth(0)).toHaveAttribute('aria-pressed', 'false');
  await page.getByRole('button', { name: 'Show all series' }).click();
  await expect(lines.nth(1)).toHaveAttribute('aria-pressed', 'false');
});

test('a metric is found by its help, put into the editor, run by Enter and kept in the history', async ({ alicePage: page }) => {
  await page.goto('/explore');
  await expect(editor(page)).toBeVisible();
  await page.getByRole('button', { name: 'Browse metrics for query A' }).click();
  const browser = page.getByRole('dialog', { name: 'Metrics' });
  await browser.getByLabel('Search by name or help').fill('event_loop');
  await expectNoViolation(page, 'the list of metrics');
  await browser.getByRole('button', { name: /^nines_event_loop_delay_seconds/ }).click();
  await expect(editor(page)).toHaveText('nines_event_loop_delay_seconds');
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(graph(page).getByRole('list', { name: 'Series' }).getByRole('button')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Browse metrics for query A' })).toBeFocused();

  await page.goto('/explore');
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByRole('dialog', { name: 'History' }).getByRole('button', { name: 'nines_event_loop_delay_seconds' }).click();
  await expect(editor(page)).toHaveText('nines_event_loop_delay_seconds');
});

test('every example has an answer on a fresh install', async ({ alicePage: page }) => {
  await page.goto('/explore');
  const count = await page.getByRole('region', { name: 'Examples' }).getByRole('button').count();
  expect(count).toBeGreaterThan(2);
  for (let index = 0; index < count; index += 1) {
    await page.goto('/explore?range=live');
    await expect(editor(page)).toBeVisible();
    const example = page.getByRole('region', { name: 'Examples' }).getByRole('button').nth(index);
    const expr = await example.locator('code').innerText();
    await example.click();
    await expect(page.locator('[data-cost]'), expr).toHaveText(/^[1-9]\d* results? · /, { timeout: 20_000 });
  }
});

test('up to six queries can be added, and removed again', async ({ alicePage: page }) => {
  await page.goto(search({ q: 'system_load1' }));
  const add = page.getByRole('button', { name: 'Add query' });
  for (let count = 0; count < 5; count += 1) await add.click();
  await expect(add).toBeDisabled();
  await expect(editor(page, 'F')).toBeVisible();
  await page.getByRole('button', { name: 'Remove query F' }).click();
  await expect(editor(page, 'F')).toHaveCount(0);
  await expect(add).toBeEnabled();
});

test('no violation on Explore, empty and with a result', async ({ alicePage: page }) => {
  await page.goto('/explore');
  await expect(editor(page)).toBeVisible();
  await expectNoViolation(page, 'Explore, empty');
  await page.goto(search({ q: 'rate(system_network_bytes_received_total[1m])', range: '15m' }));
  await expect(graph(page).getByRole('list', { name: 'Series' })).toBeVisible();
  await expectNoViolation(page, 'Explore with a graph');
  await page.goto(search({ q: '{__name__=~"system_.+"}', view: 'table' }));
  await expect(page.getByRole('region', { name: 'Values' })).toBeVisible();
  await expectNoViolation(page, 'Explore with a table');
});

test('who may not read sees why', async ({ page, nines }) => {
  await signIn(page, await addPerson(nines, 'VIEWER'));
  for (const path of ['/explore', '/hosts', '/scraping', '/scraping/new']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: 'You have no access to monitoring' })).toBeVisible();
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });

  test('Explore is reached by More and fits', async ({ page }) => {
    await signIn(page, alice);
    await page.getByRole('navigation', { name: /bottom/ }).getByRole('button', { name: 'More' }).tap();
    await page.getByRole('dialog', { name: 'Pages' }).getByRole('link', { name: 'Explore' }).tap();
    await expect(page).toHaveURL(/\/explore$/);
    await expect(editor(page)).toBeVisible();
    await expectNoSideways(page, 'Explore, empty');
    for (const view of ['graph', 'table']) {
      await page.goto(search({ q: '{__name__=~"system_.+"}', view }));
      await expect(page.locator('[data-cost]')).toBeVisible();
      await expectNoSideways(page, `Explore, ${view}`);
    }
  });
});
