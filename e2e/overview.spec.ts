import type { Page } from '@playwright/test';
import { expect, expectLive, test, tileOf } from './cast';
import { loadEveryCore } from './machine-load';

const titles = ['CPU', 'Memory', 'Disk', 'Network latency', 'Response time', 'Active connections', 'Error rate', 'Throughput'];
const valueAndUnit = /\d[\d.,]*\s*(?:%|µs|ms|s|[kMG]?\/s|open)/;

test('eight tiles show a value with its unit', async ({ alicePage: page }) => {
  await page.goto('/');
  await expectLive(page);
  await expect(page.getByRole('article')).toHaveCount(titles.length);
  for (const title of titles) await expect(tileOf(page, title), title).toContainText(valueAndUnit);
});

test('the first paint has the numbers in it, before any script ran', async ({ browser, nines, aliceSession }) => {
  const context = await browser.newContext({ baseURL: nines.url, storageState: aliceSession, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.getByRole('article')).toHaveCount(titles.length);
  await expect(tileOf(page, 'Memory')).toContainText(valueAndUnit);
  await context.close();
});

test('the numbers move every second, without a complaint of the browser and without asking anybody else', async ({ alicePage: page, nines }) => {
  const complaints: string[] = [];
  const foreign: string[] = [];
  const frames: { at: number; seq: number }[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => !request.url().startsWith(nines.url) && !request.url().startsWith('data:') && foreign.push(request.url()));
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const text = String(payload);
      if (text.startsWith('42["health:sampled"')) frames.push((JSON.parse(text.slice(2)) as [string, { at: number; seq: number }])[1]);
    }),
  );
  await page.goto('/');
  await expectLive(page);
  const shown = new Set<string>();
  await expect.poll(async () => shown.add(await tileOf(page, 'CPU').innerText()).size, { timeout: 15_000, intervals: [250] }).toBeGreaterThan(3);
  await expect.poll(() => frames.length, { timeout: 10_000 }).toBeGreaterThan(4);
  const [first, ...rest] = frames;
  rest.forEach((frame, index) => expect(frame.seq).toBe((first?.seq ?? 0) + index + 1));
  const seconds = ((frames.at(-1)?.at ?? 0) - (first?.at ?? 0)) / 1000;
  expect(seconds / rest.length).toBeCloseTo(1, 0);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
});

test('a real load on the machine moves the CPU tile within 3 s', async ({ alicePage: page }) => {
  test.setTimeout(90_000);
  await page.goto('/');
  await expectLive(page);
  await expect.poll(() => cpuOf(page), { message: 'the machine is quiet enough to see a load', timeout: 60_000, intervals: [200] }).toBeLessThan(70);
  const load = loadEveryCore();
  try {
    await expect.poll(() => cpuOf(page), { timeout: 3_000, intervals: [100] }).toBeGreaterThan(90);
  } finally {
    load.end();
  }
  await expect.poll(() => cpuOf(page), { timeout: 20_000, intervals: [200] }).toBeLessThan(90);
});

test('the range is in the URL and survives a reload and the way back', async ({ alicePage: page }) => {
  await page.goto('/');
  const ranges = page.getByRole('group', { name: 'Range' });
  await ranges.getByRole('button', { name: '1 h', exact: true }).click();
  await expect(page).toHaveURL(/\?range=1h$/);
  await page.reload();
  await expect(ranges.getByRole('button', { name: '1 h', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('figure').first()).toContainText('last 1 h');
  await ranges.getByRole('button', { name: '7 d', exact: true }).click();
  await expect(page).toHaveURL(/\?range=7d$/);
  await page.goBack();
  await expect(ranges.getByRole('button', { name: '1 h', exact: true })).toHaveAttribute('aria-pressed', 'true');
});

test('a custom range is chosen by two times, shown, shared by its URL, and refused when it runs backwards', async ({ alicePage: page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Custom' }).click();
  const dialog = page.getByRole('dialog', { name: 'Custom range' });
  await dialog.getByLabel('From').fill('2026-03-05T10:00:00');
  await dialog.getByLabel('To').fill('2026-03-05T09:00:00');
  await dialog.getByRole('button', { name: 'Show this range' }).click();
  await expect(dialog.getByLabel('To')).toHaveAccessibleDescription(/after from/);
  await dialog.getByLabel('To').fill('2026-03-05T12:00:00');
  await dialog.getByRole('button', { name: 'Show this range' }).click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(`/?from=${Date.parse('2026-03-05T10:00:00+01:00')}&to=${Date.parse('2026-03-05T12:00:00+01:00')}`);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Custom' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('article')).toHaveCount(titles.length);
});

test('a span that is dragged on a chart becomes the range of all', async ({ alicePage: page }) => {
  await page.goto('/');
  await expectLive(page);
  const chart = page.getByRole('slider', { name: /^CPU/ });
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  if (!box) throw new Error('The chart has no box.');
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/\?from=\d+&to=\d+$/);
});

for (const { name, word } of [
  { name: 'Dark', word: 'dark' },
  { name: 'Light', word: 'light' },
]) {
  test(`the ${word} theme is kept and is in the first byte of the next page`, async ({ alicePage: page }) => {
    await page.emulateMedia({ colorScheme: word === 'dark' ? 'light' : 'dark' });
    await page.goto('/');
    const before = await backgroundOf(page);
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitemradio', { name }).click();
    await expect.poll(() => backgroundOf(page)).not.toBe(before);
    const chosen = await backgroundOf(page);
    const [response] = await Promise.all([page.waitForResponse((each) => new URL(each.url()).pathname === '/'), page.reload()]);
    expect(await response.text()).toMatch(new RegExp(`<html[^>]*data-theme="${word}"`));
    expect(await backgroundOf(page)).toBe(chosen);
  });
}

test('the command palette leads to a page, a range and a chart by the keyboard alone', async ({ alicePage: page }) => {
  await page.goto('/');
  await expectLive(page);
  await runInPalette(page, 'last 6');
  await expect(page).toHaveURL(/\?range=6h$/);
  await runInPalette(page, 'memory');
  await expect(page.getByRole('slider', { name: /^Memory/ })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Search' })).toBeHidden();
  await runInPalette(page, 'api ref');
  await expect(page.getByRole('heading', { level: 1, name: 'API reference' })).toBeVisible();
});

test('everything on the page is reached by keys', async ({ alicePage: page }) => {
  await page.goto('/');
  await expectLive(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('j');
  await expect(tileOf(page, 'CPU').getByRole('link')).toBeFocused();
  await page.keyboard.press('j');
  await expect(tileOf(page, 'Memory').getByRole('link')).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('slider', { name: /^CPU/ })).toBeFocused();
  const newest = await page.getByRole('slider', { name: /^CPU/ }).getAttribute('aria-valuetext');
  await page.keyboard.press('Home');
  await expect(page.getByRole('slider', { name: /^CPU/ })).not.toHaveAttribute('aria-valuetext', newest ?? '');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeHidden();
});

async function runInPalette(page: Page, words: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  const input = page.getByRole('dialog', { name: 'Search' }).getByRole('combobox');
  await expect(input).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Search' })).toBeHidden();
}

async function cpuOf(page: Page): Promise<number> {
  return Number(/([\d.]+)\s*%/.exec(await tileOf(page, 'CPU').innerText())?.[1] ?? Number.NaN);
}

function backgroundOf(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}
