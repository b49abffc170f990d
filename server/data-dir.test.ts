import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataDir } from './data-dir';
import { acquireLock } from './data-dir-lock';
import { loadSecrets } from './data-dir-secrets';
import { processStart } from './processes';

const startedAt = '2026-01-05T08:00:00.000Z';
let base = '';
let dir = '';

beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'nines-data-dir-'));
  dir = await openDataDir(path.join(base, 'a', 'data'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

describe('openDataDir', () => {
  it('creates the directory closed to other accounts, but passable when PostgreSQL runs as another one', async () => {
    expect((await stat(dir)).mode & 0o777).toBe(process.getuid?.() === 0 ? 0o711 : 0o700);
    expect(await readdir(dir)).toEqual([]);
  });

  it('refuses a file, and a path below a file, with a sentence', async () => {
    const file = path.join(base, 'file');
    await writeFile(file, '');
    const sentence = { code: 'unavailable', message: expect.stringContaining('not a directory. Set DATA_DIR') };
    await expect(openDataDir(file)).rejects.toMatchObject(sentence);
    await expect(openDataDir(path.join(file, 'below'))).rejects.toMatchObject(sentence);
  });
});

describe('loadSecrets', () => {
  it('generates three secrets once, readable by the owner alone', async () => {
    const secrets = await loadSecrets(dir);
    expect(Buffer.from(secrets.encryptionKey, 'base64url')).toHaveLength(32);
    expect(new Set(Object.values(secrets)).size).toBe(3);
    expect((await stat(path.join(dir, 'secrets.json'))).mode & 0o777).toBe(0o600);
    expect(await loadSecrets(dir)).toEqual(secrets);
  });

  it('gives everyone the same secrets when several generate at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => loadSecrets(dir)));
    expect(new Set(all.map((secrets) => JSON.stringify(secrets))).size).toBe(1);
    expect(await readdir(dir)).toEqual(['secrets.json']);
  });

  it('closes a file that others can read', async () => {
    const secrets = await loadSecrets(dir);
    const file = path.join(dir, 'secrets.json');
    await rm(file);
    await writeFile(file, JSON.stringify(secrets), { mode: 0o644 });
    expect(await loadSecrets(dir)).toEqual(secrets);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it.each(['', '{', '{"authSecret":"short"}'])('never replaces the damaged file %j', async (text) => {
    const file = path.join(dir, 'secrets.json');
    await writeFile(file, text);
    await expect(loadSecrets(dir)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('is damaged') });
    expect(await readFile(file, 'utf8')).toBe(text);
  });
});

describe('acquireLock', () => {
  it('names the running holder, its start and its URL', async () => {
    const lock = await acquireLock(dir, { startedAt });
    await lock.update({ url: 'http://127.0.0.1:3000' });
    await expect(acquireLock(dir, { startedAt })).rejects.toMatchObject({
      code: 'conflict',
      message: `Nines is already running on ${dir}: process ${process.pid}, started ${startedAt}, http://127.0.0.1:3000. Stop it first (kill ${process.pid}), or set DATA_DIR to another directory.`,
    });
    await lock.release();
    expect(await readdir(dir)).toEqual([]);
  });

  it.each([
    ['a dead process', async () => JSON.stringify({ pid: await deadPid(), startedAt })],
    ['a process whose pid is another one now', async () => JSON.stringify({ pid: process.pid, processStart: '1', startedAt })],
    ['nobody: a power cut emptied it', async () => ''],
  ])('takes over the lock of %s', async (_, content) => {
    await writeFile(path.join(dir, 'nines.lock'), await content());
    await acquireLock(dir, { startedAt });
    expect(JSON.parse(await readFile(path.join(dir, 'nines.lock'), 'utf8'))).toEqual({
      pid: process.pid,
      processStart: await processStart(process.pid),
      startedAt,
    });
    expect(await readdir(dir)).toEqual(['nines.lock']);
  });

  it('releases and updates only its own lock', async () => {
    const lock = await acquireLock(dir, { startedAt });
    const other = JSON.stringify({ pid: 1, startedAt });
    await writeFile(path.join(dir, 'nines.lock'), other);
    await lock.update({ url: 'http://127.0.0.1:3000' });
    await lock.release();
    expect(await readFile(path.join(dir, 'nines.lock'), 'utf8')).toBe(other);
  });

  it.each([undefined, '{"pid":4194305,"startedAt":"2026-01-01T00:00:00.000Z"}'])('lets exactly one of many win over %s', async (stale) => {
    for (let round = 0; round < 20; round += 1) {
      const place = path.join(dir, String(round));
      await mkdir(place);
      if (stale !== undefined) await writeFile(path.join(place, 'nines.lock'), stale);
      const results = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => acquireLock(place, { startedAt: `${startedAt}${n}` })));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await readdir(place)).toEqual(['nines.lock']);
    }
  });

  it('lets exactly one of two processes win', async () => {
    await writeFile(path.join(dir, 'nines.lock'), JSON.stringify({ pid: await deadPid(), startedAt }));
    const startAtMs = Date.now() + 1_500;
    const outcomes = await Promise.all([contend(startAtMs), contend(startAtMs)]);
    expect(outcomes.sort()).toEqual(['conflict', 'won']);
  });
});

/** Acquires the lock in a process of its own at the given time and keeps it a second. */
function contend(startAtMs: number): Promise<string> {
  const script = `
    import { acquireLock } from ${JSON.stringify(path.resolve('server/data-dir-lock.ts'))};
    while (Date.now() < ${startAtMs});
    acquireLock(${JSON.stringify(dir)}, { startedAt: '${startedAt}' }).then(
      () => { console.log('won'); setTimeout(() => {}, 1000); },
      (error) => console.log(error.code),
    );`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())));
}

async function deadPid(): Promise<number> {
  const child = spawn('true');
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid ?? 0;
}
