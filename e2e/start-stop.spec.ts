import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { alice } from './cast';
import { killPostgres, newDataDir, startAndFail, startNines, startUnwatched, type NinesProcess } from './nines-process';

const owner = { OWNER_EMAIL: alice.email, OWNER_PASSWORD: alice.password };

test.describe('a start that cannot work ends with a sentence and a code', () => {
  const dataDir = newDataDir();
  test.afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const wrong = [
    { name: 'PORT', env: { PORT: 'abc' }, words: /A variable is wrong: PORT .+\. Correct it and start again\./ },
    { name: 'DATABASE_URL', env: { DATABASE_URL: 'mysql://somewhere/db' }, words: /DATABASE_URL must be a URL like postgresql:/ },
    { name: 'OWNER_EMAIL alone', env: { OWNER_EMAIL: alice.email }, words: /OWNER_EMAIL and OWNER_PASSWORD go together/ },
    { name: 'a short OWNER_PASSWORD', env: { OWNER_EMAIL: alice.email, OWNER_PASSWORD: 'short-9182' }, words: /OWNER_PASSWORD must have at least 12/ },
  ];
  for (const { name, env, words } of wrong) {
    test(`a wrong variable: ${name}`, async () => {
      const { code, output } = await startAndFail({ PORT: '0', DATA_DIR: dataDir, ...env });
      expect(output).toMatch(words);
      expect(output).not.toContain('short-9182');
      expectOneSentence(output);
      expect(code).toBe(1);
    });
  }

  test('a DATABASE_URL that nobody answers, without its password', async () => {
    const { code, output } = await startAndFail({ PORT: '0', DATA_DIR: dataDir, DATABASE_URL: 'postgresql://nines:very-secret@127.0.0.1:1/nines' });
    expect(output).toContain('The database of DATABASE_URL (127.0.0.1:1/nines) cannot be reached');
    expect(output).not.toContain('very-secret');
    expectOneSentence(output);
    expect(code).toBe(1);
  });

  test('a used port', async () => {
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as net.AddressInfo;
    const { code, output } = await startAndFail({ PORT: String(port), DATA_DIR: dataDir });
    other.close();
    expect(output).toContain(`Port ${port} on 127.0.0.1 is used by another program.`);
    expectOneSentence(output);
    expect(code).toBe(1);
  });

  test('a DATA_DIR that is a file', async () => {
    const file = newDataDir();
    await writeFile(file, '');
    const { code, output } = await startAndFail({ PORT: '0', DATA_DIR: file });
    await rm(file);
    expect(output).toMatch(/not a directory\. Set DATA_DIR/);
    expectOneSentence(output);
    expect(code).toBe(1);
  });
});

test.describe('one data directory', () => {
  test.describe.configure({ mode: 'serial' });

  let own: NinesProcess;
  test.beforeAll(async () => {
    own = await startNines(owner);
  });
  test.afterAll(() => own.remove());

  test('a second start refuses and names the process that runs', async () => {
    const { code, output } = await startAndFail({ PORT: '0', DATA_DIR: own.dataDir });
    expect(output).toContain(`Nines is already running on ${own.dataDir}: process ${own.pid}`);
    expect(output).toContain(own.url);
    expectOneSentence(output);
    expect(code).toBe(1);
    await expectReady(own);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`${signal} stops everything in good order`, async () => {
      const before = own.postgresLog().length;
      expect(await own.stop(signal)).toBe(0);
      expect(own.output()).toMatch(/stopping\.\nStopped\.\n$/);
      expect(own.postgresLog().slice(before)).toContain('database system is shut down');
      expect(existsSync(path.join(own.dataDir, 'nines.lock'))).toBe(false);
      expect(existsSync(path.join(own.dataDir, 'postgres/data/postmaster.pid'))).toBe(false);
      await restartAndLog(own, `after ${signal}`);
      expect(own.postgresLog().slice(before)).not.toContain('not properly shut down');
    });
  }

  test('SIGTERM does not wait for a live page, and tells it to come back', async ({ page }) => {
    await page.goto(`${own.url}/sign-in`);
    await page.getByLabel('Email').fill(alice.email);
    await page.getByLabel('Password', { exact: true }).fill(alice.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const status = page.getByRole('banner').getByRole('status');
    await expect(status).toHaveText('Live');
    expect(await own.stop()).toBe(0);
    expect(own.output()).not.toContain('did not stop cleanly');
    await restartAndLog(own, 'after SIGTERM with a live page');
    await expect(status).toHaveText('Live', { timeout: 15_000 });
  });

  test('kill -9 of Node: the next start comes up, though PostgreSQL outlived it', async () => {
    await own.kill9();
    await restartAndLog(own, 'after kill -9 of Node');
  });

  test('kill -9 of PostgreSQL: Nines says so, starts it again, and is ready', async () => {
    const before = own.postgresPid();
    await own.killPostgres9();
    await expect.poll(() => own.output()).toContain('PostgreSQL ended; restarting it');
    await expect.poll(() => own.postgresPid(), { timeout: 20_000 }).not.toBe(before);
    await expectReady(own);
  });

  test('kill -9 of both: the next start comes up', async () => {
    await own.killPostgres9();
    await own.kill9();
    await restartAndLog(own, 'after kill -9 of both');
  });
});

test('kill -9 at any moment of the first start: the next one comes up', async () => {
  test.setTimeout(90_000);
  const dataDir = newDataDir();
  for (const afterMs of [250, 600, 900, 1_300]) {
    const started = startUnwatched({ DATA_DIR: dataDir, ...owner });
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await started.kill9();
    if (afterMs === 900) await killPostgres(dataDir);
  }
  const own = await startNines({ DATA_DIR: dataDir, ...owner });
  await expectReady(own);
  await own.remove();
});

async function restartAndLog(own: NinesProcess, when: string): Promise<void> {
  await own.restart();
  console.log(`        start ${when}: ${own.startedInMs} ms`);
  await expectReady(own);
}

async function expectReady(own: NinesProcess): Promise<void> {
  await expect
    .poll(async () => fetch(`${own.url}/readyz`).then(async (answer) => answer.json(), String), { timeout: 15_000 })
    .toEqual({ status: 'ready', reasons: [] });
}

/** An operator gets words, not a stack. */
function expectOneSentence(output: string): void {
  expect(output).not.toMatch(/^\s+at .+:\d+:\d+/m);
  expect(output).not.toContain('"level":');
}
