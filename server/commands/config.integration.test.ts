import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyYaml, withSecrets, worldSecrets, worldYaml } from '@/server/configuration/test-world';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createSealer } from '@/server/secrets/sealed';
import { createCast } from '@/server/test-runtime';
import { runCommand } from './index';

const sealer = createSealer(Buffer.alloc(32, 3).toString('base64url'));
let test: TestDatabase;
let folder: string;

beforeAll(async () => {
  test = await createTestDatabase();
  await createCast(test.database, test.tenants);
  folder = await mkdtemp(path.join(tmpdir(), 'nines-config-command-'));
  vi.stubEnv('LOG_LEVEL', 'silent');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
  await test.drop();
});

const fileOf = (name: string) => path.join(folder, name);

/** Runs `npm run nines -- config WORDS` for the tenant Alpha and gives what it prints. */
async function config(...words: string[]): Promise<string> {
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed += String(text))));
  try {
    await runCommand(['config', ...words, '--tenant', 'alpha'], () => Promise.resolve({ database: test.database, sealer, close: () => Promise.resolve() }));
    return printed;
  } finally {
    write.mockRestore();
  }
}

async function write(name: string, text: string): Promise<string> {
  await writeFile(fileOf(name), text);
  return fileOf(name);
}

const audited = (action: string) => test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => tx.auditEntry.findMany({ where: { action } }));

describe('config', () => {
  beforeEach(async () => {
    await config('apply', await write('world.yaml', worldYaml), '--yes');
  });

  it('export writes a file that diff and apply find nothing to change in, and the trail says that it was taken', async () => {
    expect(await config('export', fileOf('a.yaml'))).toBe(`Written to ${fileOf('a.yaml')}.\n`);
    expect(await readFile(fileOf('a.yaml'), 'utf8')).toBe((await config('export')).replace(/\n+$/, '\n'));
    expect(await config('diff', fileOf('a.yaml'))).toMatch(/^Nothing to change: version \d+ is what the files say\.\n$/);
    expect(await config('apply', fileOf('a.yaml'))).toMatch(/^Nothing to change/);
    expect(await audited('config.export')).toMatchObject([{ actor: { kind: 'system', id: 'command-line' } }, { actor: { kind: 'system', id: 'command-line' } }]);
  });

  it('diff says what applying would do and takes it back; apply does it', async () => {
    const file = await write('changed.yaml', 'version: 1\nthresholds: { cpu: { warning: 71, critical: 91 } }\nteams: [{ name: shop }]\n');
    const said = await config('diff', file);
    expect(said).toContain('~ thresholds\n    cpu.critical: 90 -> 91\n    cpu.warning: 70 -> 71');
    expect(said).toMatch(/\+ teams "shop".*- teams "web"/s);
    expect(said).toContain('Nothing was changed: this is what applying would do.');
    await expect(config('apply', file)).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(/--yes.*teams "web": would be removed/s) as string });
    expect(await config('export')).toContain('warning: 70');
    expect(await config('apply', file, '--yes')).toMatch(/Applied: this is version \d+\.\n$/);
    expect(await config('export')).toContain('warning: 71');
    expect((await audited('config.apply')).at(-1)).toMatchObject({ actor: { kind: 'system', id: 'command-line' }, after: { created: 1, changed: 1, removed: 1 } });
  });

  it('refuses what only the database shows to be wrong whole, by file, line and path', async () => {
    const file = await write('broken.yaml', 'version: 1\nthresholds: { cpu: { warning: 1, critical: 2 } }\nservices:\n  - name: shop\n    dependsOn: [nowhere]\n');
    await expect(config('apply', file, '--yes')).rejects.toMatchObject({ code: 'invalid', message: 'Nothing was changed.\nbroken.yaml:5:17: services[0].dependsOn[0]: There is no service "nowhere".' });
    expect(await config('export')).toContain('warning: 70');
  });

  it('exports, wipes, imports with secrets from files, and exports the same bytes', async () => {
    await config('export', fileOf('before.yaml'));
    await config('apply', await write('empty.yaml', emptyYaml), '--yes');
    const exported = await readFile(fileOf('before.yaml'), 'utf8');
    for (const secret of Object.values(worldSecrets)) expect(exported).not.toContain(secret);
    await expect(config('apply', fileOf('before.yaml'), '--yes')).rejects.toMatchObject({ message: expect.stringMatching(/channels\[0\]\.secrets\.url: No secret is stored for this/) as string });
    await mkdir(fileOf('secrets'), { recursive: true });
    for (const [field, text] of Object.entries(worldSecrets)) await writeFile(path.join(folder, 'secrets', field), `${text}\n`);
    await config('apply', await write('filled.yaml', withSecrets(exported, (file) => ({ file }))), '--yes');
    await config('export', fileOf('after.yaml'));
    expect(await readFile(fileOf('after.yaml'), 'utf8')).toBe(exported);
  });
});

it('a wrong document ends the process with 1, names line, path and what was expected, and touches no database', async () => {
  const file = await write('wrong.yaml', 'version: 1\nservices:\n  - name: shop\n    tier: 7\n    colour: red\n');
  const env = { ...process.env, DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none', DATA_DIR: fileOf('data') };
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', path.resolve(import.meta.dirname, '../cli.ts'), 'config', 'apply', file], { env, timeout: 60_000 });
  const failed: unknown = await run.catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^Nothing was changed\.\nwrong\.yaml:4:5: services\[0\]\.tier: .+\nwrong\.yaml:5:5: services\[0\]\.colour: is no field that Nines knows here\n$/) as string });
});
