import { addPerson, alice, expect, expectLive, signIn, test } from './cast';
import type { Locator, Page } from '@playwright/test';

const phones = [
  { width: 390, height: 844 },
  { width: 360, height: 740 },
];

for (const viewport of phones) {
  test.describe(`on a phone of ${viewport.width} px`, () => {
    test.use({ viewport, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });

    test('nothing scrolls sideways or is cut off on the pages without a session', async ({ page }) => {
      for (const path of ['/sign-in', '/setup', '/nowhere']) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectFits(page, path);
      }
    });

    test('nothing scrolls sideways or is cut off on the pages of the owner', async ({ page }) => {
      await signIn(page, alice);
      for (const path of ['/', '/?range=24h', '/api-reference', '/nowhere']) {
        await page.goto(path);
        await expect(page.getByRole('main')).toBeVisible();
        if (path === '/') await expectLive(page);
        await page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
        await expectFits(page, path);
      }
    });

    test('the bottom bar has targets of 44 px and works by touch', async ({ page }) => {
      await signIn(page, alice);
      const bar = page.getByRole('navigation', { name: /bottom/ });
      await expect(bar).toBeInViewport();
      await expectTargets(bar.getByRole('link').or(bar.getByRole('button')));
      await expectTargets(page.getByRole('banner').getByRole('link').or(page.getByRole('banner').getByRole('button')));
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      await expect(bar).toBeInViewport();

      await page.getByRole('banner').getByRole('button', { name: 'Search' }).tap();
      const palette = page.getByRole('dialog', { name: 'Search' });
      await expect(palette.getByRole('combobox')).toBeFocused();
      await expectFits(page, 'the palette');
      await palette.getByRole('option', { name: 'Last 1 h', exact: true }).tap();
      await expect(page).toHaveURL(/\?range=1h$/);
      await expect(page.getByRole('combobox', { name: 'Range' })).toHaveValue('1h');
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });

  test('the page without access fits', async ({ page, nines }) => {
    await signIn(page, await addPerson(nines, 'MEMBER'));
    await expect(page.getByRole('heading', { level: 1, name: 'You have no access to monitoring' })).toBeVisible();
    await expectFits(page, 'no access');
  });
});

/** The document is no wider than the screen, and nothing that can be seen sticks out of it unless its own box scrolls. */
async function expectFits(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const isContained = (element: Element | null): boolean => {
      for (let each = element?.parentElement; each && each !== document.body; each = each.parentElement) {
        if (getComputedStyle(each).overflowX !== 'visible') return true;
      }
      return false;
    };
    const outside = [...document.body.querySelectorAll('*')].filter((element) => {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || (box.right <= width + 1 && box.left >= -1)) return false;
      const { visibility, clipPath } = getComputedStyle(element);
      return visibility !== 'hidden' && clipPath === 'none' && !element.closest('svg, .sr-only') && !isContained(element);
    });
    return {
      sideways: document.documentElement.scrollWidth - width,
      outside: outside.slice(0, 5).map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 60)}`),
    };
  });
  expect(found, where).toEqual({ sideways: 0, outside: [] });
}

async function expectTargets(targets: Locator): Promise<void> {
  const seen = await targets.filter({ visible: true }).all();
  expect(seen.length).toBeGreaterThan(0);
  for (const target of seen) {
    const box = await target.boundingBox();
    const name = (await target.getAttribute('aria-label')) ?? (await target.innerText());
    expect(Math.min(box?.width ?? 0, box?.height ?? 0), name).toBeGreaterThanOrEqual(44);
  }
}
