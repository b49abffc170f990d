import type { APIRequestContext } from '@playwright/test';
import { addPerson, alice, charlie, expect, expectLive, fillSignIn, signIn, signInByScript, test, type Person } from './cast';

const wrong = 'Email or password is wrong.';
const locked = 'Too many attempts. Wait a few minutes, then try again.';

test('a wrong password and an unknown account get the same words', async ({ page }) => {
  await page.goto('/sign-in');
  for (const person of [{ ...alice, password: 'not the password' }, charlie]) {
    await fillSignIn(page, person);
    await expect(page.getByRole('main').getByRole('alert')).toHaveText(wrong);
    await expect(page).toHaveURL(/\/sign-in$/);
    await page.reload();
  }
});

test('the answer to a script does not tell whether the account exists', async ({ request, nines }) => {
  const bob = await addPerson(nines, 'ADMIN');
  const answers = [];
  for (const person of [{ ...bob, password: 'not the password' }, { ...charlie, email: 'nobody-1@example.com' }]) {
    const answer = await signInByScript(request, person);
    const names = Object.keys(answer.headers()).sort();
    answers.push({ status: answer.status(), body: await answer.text(), names });
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.status).toBe(401);
});

test('repeated failures lock an account that exists and one that does not alike, even for the right password', async ({ page, request, nines }) => {
  const bob = await addPerson(nines, 'ADMIN');
  const courses = [];
  for (const person of [bob, { ...charlie, email: 'nobody-2@example.com' }]) courses.push(await failUntilLocked(request, person));
  expect(courses[0]).toEqual(courses[1]);
  expect(courses[0]?.at(-1)).toContain('too_many_attempts');

  await page.goto('/sign-in');
  await fillSignIn(page, bob);
  await expect(page.getByRole('main').getByRole('alert')).toHaveText(locked);
});

test('signing out ends the session for good', async ({ page, context, playwright, nines }) => {
  await signIn(page, alice);
  const session = await context.storageState();
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname === '/sign-in');
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);

  const stolen = await playwright.request.newContext({ baseURL: nines.url, storageState: session });
  expect((await stolen.get('/api/monitoring/health')).status()).toBe(401);
  await stolen.dispose();
});

for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example/']) {
  test(`signing in with next=${next} stays on this origin`, async ({ page, nines }) => {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await fillSignIn(page, alice);
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    expect(page.url()).toBe(`${nines.url}/`);
  });
}

test('signing in leads back to the page that was asked for, with its range', async ({ page, nines }) => {
  await page.goto('/?range=1h');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await fillSignIn(page, alice);
  await page.waitForURL(`${nines.url}/?range=1h`);
});

test('a session that the command line ends closes the open page at once', async ({ page, nines }) => {
  const bob = await addPerson(nines, 'ADMIN');
  await signIn(page, bob);
  await expectLive(page);
  expect(await nines.command(['sessions', 'end', bob.email])).toBe(`1 session of ${bob.email} ended.`);
  await page.waitForURL((url) => url.pathname === '/sign-in', { timeout: 4_000 });
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect((await page.request.get('/api/monitoring/health')).status()).toBe(401);
});

/** The answers of the attempts with wrong passwords until one is refused untried. */
async function failUntilLocked(request: APIRequestContext, person: Person): Promise<string[]> {
  const answers: string[] = [];
  while (answers.length < 10 && !answers.at(-1)?.includes('too_many_attempts')) {
    const answer = await signInByScript(request, { ...person, password: `wrong password ${answers.length}` });
    answers.push(`${answer.status()} ${await answer.text()}`);
  }
  return answers;
}
