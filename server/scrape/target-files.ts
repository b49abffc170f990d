import { constants } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, isAppError } from '@/lib/errors';
import { scrapeLimits } from '@/lib/scrape/limits';
import type { TargetGroup } from '@/lib/scrape/schemas';
import { parseTargetFile } from '@/lib/scrape/target-file';

/** A file that a pattern found. */
export interface FoundFile {
  /** As the job names it: below the directory for target files. */
  name: string;
  /** Changes with the file. */
  stamp: string;
  /** The file itself, behind any link. */
  place: string;
}

/**
 * The files below `directory` that match the patterns (`*` and `?` in the last part), and why a pattern found nothing. A link that leads out of the
 * directory is not followed: the paths come from users, and what they may read is this directory alone.
 */
export async function findTargetFiles(directory: string, patterns: readonly string[]): Promise<{ files: FoundFile[]; faults: string[] }> {
  const files = new Map<string, FoundFile>();
  const faults: string[] = [];
  const root = await realpath(directory).catch(() => null);
  for (const pattern of patterns) {
    const names = root === null ? [] : await namesOf(root, pattern);
    let found = 0;
    for (const name of names) {
      const file = root === null ? null : await fileAt(root, name);
      if (!file) continue;
      found += 1;
      if (files.size < scrapeLimits.filesPerJob) files.set(name, file);
      else faults.push(`${name} is left out: a job reads at most ${scrapeLimits.filesPerJob} files.`);
      if (faults.length > 20) return { files: [...files.values()], faults };
    }
    if (found === 0) faults.push(`No file matches ${pattern} below the directory for target files.`);
  }
  return { files: [...files.values()], faults };
}

async function namesOf(root: string, pattern: string): Promise<string[]> {
  const { dir, base } = path.posix.parse(pattern);
  if (!/[*?]/.test(base)) return [pattern];
  const place = await inside(root, path.join(root, dir));
  if (place === null) return [];
  const matches = matcherOf(base);
  const entries = await readdir(place).catch(() => []);
  return entries.filter(matches).sort().slice(0, scrapeLimits.filesPerJob * 2).map((name) => path.posix.join(dir, name));
}

/** `*` is any text and `?` any character. Two pointers and no regular expression, so that no pattern is slow. */
export function matcherOf(glob: string): (name: string) => boolean {
  return (name) => {
    let [at, from, star, starFrom] = [0, 0, -1, 0];
    while (from < name.length) {
      if (at < glob.length && glob[at] === '*') [star, starFrom, at] = [at, from, at + 1];
      else if (at < glob.length && (glob[at] === '?' || glob[at] === name[from])) [at, from] = [at + 1, from + 1];
      else if (star >= 0) [at, starFrom, from] = [star + 1, starFrom + 1, starFrom + 1];
      else return false;
    }
    while (glob[at] === '*') at += 1;
    return at === glob.length;
  };
}

async function fileAt(root: string, name: string): Promise<FoundFile | null> {
  const place = await inside(root, path.join(root, name));
  const found = place === null ? null : await stat(place).catch(() => null);
  if (!place || !found?.isFile()) return null;
  return { name, place, stamp: `${place} ${found.ino} ${found.size} ${found.mtimeMs}` };
}

async function inside(root: string, place: string): Promise<string | null> {
  const real = await realpath(place).catch(() => null);
  return real !== null && (real === root || real.startsWith(root + path.sep)) ? real : null;
}

/** The groups of a file. Throws AppError that names the file and the fault, and repeats nothing of what is in it. */
export async function readTargetFile({ name, place }: FoundFile): Promise<TargetGroup[]> {
  try {
    return parseTargetFile(await readBounded(place), /\.json$/i.test(name) ? 'json' : 'yaml');
  } catch (error) {
    throw new AppError('invalid', `${name}: ${isAppError(error) ? error.message : 'The file cannot be read.'}`, { cause: error });
  }
}

async function readBounded(place: string): Promise<string> {
  // Resolved before: a link in its place now is somebody's trick. A pipe in its place must not block.
  const file = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new AppError('invalid', 'This is no file.');
    if (found.size > scrapeLimits.fileBytes) throw new AppError('invalid', `The file has more than ${scrapeLimits.fileBytes} bytes.`);
    const buffer = Buffer.alloc(Number(found.size));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
