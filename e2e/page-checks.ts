import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

/** No violation in light and in dark. Transitions are ended first: a colour midway has no contrast of its own. */
export async function expectNoViolation(page: Page, where: string): Promise<void> {
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const violations = await page.evaluate(async () => {
      const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
      await Promise.allSettled(ending.map(({ finished }) => finished));
      const { axe: loaded } = window as unknown as { axe: typeof axe };
      const { violations: found } = await loaded.run(document, { resultTypes: ['violations'] });
      return found.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 3).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`) }));
    });
    expect(violations, `${where} in ${colorScheme}`).toEqual([]);
  }
}

/** The document is no wider than the screen. */
export async function expectNoSideways(page: Page, where: string): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), where).toBe(0);
}

/** Everything in the page that is pressed has the size of a thumb. */
export async function expectLargeTargets(page: Page, where: string): Promise<void> {
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('main button, main select, main summary, main input:not([type=checkbox])')].flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      const isShown = width > 0 && height > 0 && getComputedStyle(element).visibility !== 'hidden';
      return isShown && Math.min(width, height) < 43.5 ? [`${element.getAttribute('aria-label') ?? element.textContent}: ${width} x ${height}`] : [];
    }),
  );
  expect(small, where).toEqual([]);
}

/** What the browser complains of: a breach of the policy of the page is one. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}
