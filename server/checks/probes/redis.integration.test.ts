import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram } from '@/server/test-programs';
import { probe } from './test-probing';
import { fixture } from './test-servers';

const program = findProgram('redis-server');

/** A real Redis, as Debian packages it; redis.test.ts holds the same client to servers that misbehave, on machines without it too. */
describe.skipIf(!program)('a real Redis', () => {
  let dir: string;
  let server: ChildProcess;
  const host = 'server.example.com';
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const secrets = { password: 'of-the-default-user' };
  const ask = (settings: Record<string, unknown>, more = secrets) => probe('redis', { host, port, ...settings }, { secrets: more });

  beforeAll(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'nines-redis-'));
    await Promise.all(['server.pem', 'server.key', 'ca.pem'].map((name) => writeFile(path.join(dir, name), fixture(name), { mode: 0o600 })));
    await writeFile(path.join(dir, 'redis.conf'), [
      'bind 127.0.0.1', `port ${port}`, `tls-port ${port + 1}`, 'tls-cert-file server.pem', 'tls-key-file server.key', 'tls-ca-cert-file ca.pem', 'tls-auth-clients no', 'save ""', `dir ${dir}`,
      `user default on >${secrets.password} ~* &* +@all`, 'user nines on >narrow ~* &* +ping +select',
    ].join('\n'));
    server = spawn(program ?? '', [path.join(dir, 'redis.conf')], { cwd: dir, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, LD_LIBRARY_PATH: await librariesOf(program ?? '') } });
    await new Promise<void>((resolve, reject) => {
      server.stdout?.on('data', (said: Buffer) => void (said.includes('Ready to accept connections') && resolve()));
      server.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    });
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill();
    await ended;
    await rm(dir, { recursive: true, force: true });
  });

  test.each<[settings: Record<string, unknown>, success: boolean, message: string]>([
    [{}, true, 'Redis answered PONG.'],
    [{ command: 'INFO replication', infoField: 'role', operator: '=', value: 'master' }, true, 'Expected = master, and master came.'],
    [{ command: 'INFO memory', infoField: 'used_memory', operator: '<', value: '10' }, false, 'Expected < 10'],
    [{ command: 'DBSIZE', database: 2, operator: '=', value: '0' }, true, 'and 0 came'],
    [{ command: 'GET missing', operator: '!=', value: 'x' }, false, 'nothing came'],
    [{ command: 'ROLE', operator: 'contains', value: 'master' }, true, 'master'],
    [{ command: 'TIME' }, true, 'Redis answered'],
    [{ command: 'ECHO "two words"', operator: '=', value: 'two words' }, true, 'two words'],
    [{ command: 'LLEN' }, false, 'Redis answered with an error: ERR wrong number of arguments'],
    [{ database: 99 }, false, 'Redis refused selecting the database 99'],
  ])('is asked %j', async (settings, success, message) => {
    expect(await ask(settings)).toMatchObject({ success, message: expect.stringContaining(message) as string });
  });

  test('is signed in to by name, and refuses who is wrong or may not', async () => {
    expect(await ask({ user: 'nines' }, { password: 'narrow' })).toMatchObject({ success: true });
    expect(await ask({ user: 'nines', command: 'DBSIZE' }, { password: 'narrow' })).toMatchObject({ success: false, message: expect.stringContaining('NOPERM') as string });
    expect(await ask({}, { password: 'wrong' })).toMatchObject({ success: false, message: expect.stringContaining('Redis refused signing in: WRONGPASS') as string });
    expect(await probe('redis', { host, port })).toMatchObject({ success: false, message: expect.stringContaining('NOAUTH') as string });
  });

  test('is spoken to over TLS', async () => {
    expect(await ask({ port: port + 1, tls: 'verified', ca: fixture('ca.pem') })).toMatchObject({ success: true, evidence: { certificate: { isTrusted: true } } });
    expect(await probe('redis', { host, port, tls: 'verified' }, { timeoutMs: 300 }), 'its other port speaks none').toMatchObject({ success: false });
  });
});

/** Beside a program that was unpacked and not installed. */
async function librariesOf(file: string): Promise<string> {
  const lib = path.resolve(file, '../../lib');
  const dirs = await readdir(lib).catch(() => []);
  return dirs.filter((name) => name.includes('-linux-')).map((name) => path.join(lib, name)).join(':');
}
