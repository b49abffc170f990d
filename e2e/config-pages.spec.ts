import { expect, test } from './cast';
import { expectLargeTargets, expectNoSideways, expectNoViolation } from './page-checks';

const paths = ['/config', '/config/organisation', '/config/retention', '/config/people', '/config/roles', '/config/teams', '/config/keys', '/config/sign-in', '/config/limits', '/config/audit', '/config/as-code', '/config/about', '/account', '/account/security'];

test('every page of Config and of the account is readable by everybody, and fits a phone', async ({ alicePage: page }) => {
  test.setTimeout(240_000);
  for (const path of paths) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expectNoViolation(page, path);
    await page.setViewportSize({ width: 360, height: 780 });
    await expectNoSideways(page, path);
    await expectLargeTargets(page, path);
  }
});
