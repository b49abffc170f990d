import { alice, expect, signIn, test } from './cast';
import { complaintsOf, expectNoSideways, expectNoViolation } from './page-checks';
import { startTarget } from './test-target';

test.describe.configure({ mode: 'serial' });

let addresses: string[] = [];

test('by mouse: badges are switched on, shown to a page without a session, renewed, and gone when they are off', async ({ alicePage: page, browser, nines }) => {
  test.setTimeout(120_000);
  const complaints = complaintsOf(page);
  const target = await startTarget();
  const { id } = (await (await page.request.post('/api/monitoring/services', { data: { name: 'Harbour' } })).json()) as { id: string };
  const draft = { name: 'Harbour page', kind: 'http', serviceId: id, settings: { url: target.url }, intervalMs: 1_000, timeoutMs: 900 };
  expect((await page.request.post('/api/monitoring/checks', { data: draft })).status()).toBe(200);
  await page.goto(`/services/${id}`);
  await expect(page.locator('header[data-state]')).toHaveAttribute('data-state', 'up', { timeout: 15_000 });
  const section = page.getByRole('region', { name: 'Badges' });
  const previews = section.getByRole('img', { name: /^The badge/ });
  await expect(section.getByRole('button', { name: 'Switch the badges on' })).toBeHidden();
  await section.locator('summary').click();
  await expect(section).toContainText('Whoever has their address can see them');
  await expectNoViolation(page, 'badges that are off');
  await section.getByRole('button', { name: 'Switch the badges on' }).click();
  await expect(previews).toHaveCount(4);
  for (const preview of await previews.all()) await expect.poll(() => preview.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBeGreaterThan(50);
  await section.getByRole('button', { name: '7 d' }).click();
  await expect(section.getByRole('img', { name: 'The badge: uptime 7 d' })).toHaveAttribute('src', /uptime\.svg\?range=7d$/);
  await expectNoViolation(page, 'badges that are on');

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await section.getByRole('button', { name: 'Copy HTML of state' }).click();
  await expect(section.getByRole('status')).toHaveText('Copied: HTML of state');
  const html = await page.evaluate(() => navigator.clipboard.readText());
  expect(html).toMatch(new RegExp(`^<img src="${nines.url}/api/badges/[\\w-]{43}/status\\.svg" alt="status" height="20">$`));

  const stranger = await browser.newPage();
  await stranger.setContent(html);
  const image = stranger.getByRole('img');
  await expect.poll(() => image.evaluate((each: HTMLImageElement) => each.complete && each.naturalWidth)).toBeGreaterThan(50);
  const first = (await image.getAttribute('src')) ?? '';
  await stranger.goto(first);
  await expect(stranger.locator('text').last()).toHaveText('up');
  expect(await stranger.content()).not.toContain('Harbour');
  target.break();
  await expect(page.locator('header[data-state]')).toHaveAttribute('data-state', 'down', { timeout: 15_000 });
  await expect.poll(async () => (await stranger.request.get(first)).text(), { timeout: 45_000, intervals: [1_000] }).toContain('<title>status: down</title>');

  await section.getByRole('button', { name: 'Renew the address' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Renew the address' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  expect((await stranger.request.get(first)).status()).toBe(404);
  const second = new URL((await previews.first().getAttribute('src')) ?? '', nines.url).href;
  expect((await stranger.request.get(second)).status()).toBe(200);
  await section.getByRole('button', { name: 'Switch off' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch the badges off' }).click();
  await expect(section.locator('summary')).toBeFocused();
  await expect(previews).toHaveCount(0);
  const gone = await stranger.request.get(second);
  expect([gone.status(), gone.headers()['content-type']]).toEqual([404, 'image/svg+xml; charset=utf-8']);
  expect(complaints).toEqual([]);
  addresses = [first, second, id];
  await stranger.close();
  await target.close();
});

test.describe('on a phone of 390 px', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

  test('badges are switched on by keys, and fit', async ({ page }) => {
    await signIn(page, alice);
    await page.goto(`/services/${addresses.at(-1)}`);
    const section = page.getByRole('region', { name: 'Badges' });
    await section.locator('summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect(section.getByRole('button', { name: 'Switch the badges on' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(section.getByRole('img', { name: /^The badge/ })).toHaveCount(4);
    await expectNoSideways(page, 'badges');
    const small = await section.locator('button, summary').evaluateAll((all) => all.map((each) => each.getBoundingClientRect()).filter(({ width, height }) => width > 0 && Math.min(width, height) < 43.5).length);
    expect(small).toBe(0);
    await expectNoViolation(page, 'badges on a phone');
  });
});
