import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cacheDir = path.resolve(import.meta.dirname, '../node_modules/.cache/nines-programs');

/** Programs that tests run Nines against, and the Debian packages that have them and what they need. */
const packages = {
  promtool: 'prometheus',
  prometheus: 'prometheus',
  'prometheus-node-exporter': 'prometheus-node-exporter',
  amtool: 'prometheus-alertmanager',
  'prometheus-alertmanager': 'prometheus-alertmanager',
  // Its libraries come along: who starts it from here says where they are.
  'redis-server': 'redis-server redis-tools libjemalloc2 liblua5.1-0 liblzf1 lua-bitop lua-cjson libatomic1',
  ping: 'iputils-ping',
} as const;

/**
 * Puts the programs on PATH, for this process and those that it starts: where they are not installed, those of Debian's packages,
 * unpacked and not installed. Where they cannot be had, says so: the tests that need them are then counted as skipped.
 */
export default async function provideTestPrograms(): Promise<void> {
  const unpacked = ['usr/bin', 'bin'].map((dir) => path.join(cacheDir, dir));
  process.env.PATH = [process.env.PATH, ...unpacked].filter(Boolean).join(path.delimiter);
  const missing = Object.entries(packages).filter(([name]) => !findProgram(name));
  if (missing.length === 0) return;
  // One after the other: what cannot be had does not take the others with it.
  for (const names of new Set(missing.map(([, each]) => each))) {
    try {
      if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) throw new Error('Debian and root are needed to fetch it');
      await unpack(names.split(' '));
    } catch (error) {
      console.log(`${names} cannot be had here (${error instanceof Error ? error.message.split('\n')[0] : String(error)}); the tests with it are skipped.`);
    }
  }
}

/** Where a program is on PATH; undefined when it is not. */
export function findProgram(name: string): string | undefined {
  const dirs = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return dirs.map((dir) => path.join(dir, name)).find(isExecutable);
}

async function unpack(names: readonly string[]): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  const download = () => run('apt-get', ['download', '-q', '-o', 'APT::Sandbox::User=root', ...names], { cwd: cacheDir, timeout: 120_000 });
  await download().catch(async () => {
    await run('apt-get', ['update', '-q'], { timeout: 120_000 });
    await download();
  });
  for (const file of (await readdir(cacheDir)).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg', ['-x', file, '.'], { cwd: cacheDir });
    await rm(path.join(cacheDir, file));
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
