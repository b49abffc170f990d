import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

const maxMatches = 10_000;

/** The files that a path with `*`, `?` and `[...]` names (Go's filepath.Glob), sorted; a path without them when the file is there. */
export async function expandPattern(pattern: string): Promise<string[]> {
  const parts = path.normalize(pattern).split(path.sep);
  let found = [path.isAbsolute(pattern) ? path.sep : ''];
  for (const part of parts) {
    if (part === '') continue;
    const next = await Promise.all(found.map((directory) => matchesIn(directory, part)));
    found = next.flat().slice(0, maxMatches);
  }
  return found.filter((each) => each !== '').sort();
}

async function matchesIn(directory: string, part: string): Promise<string[]> {
  if (!/[*?[]/.test(part)) {
    const candidate = path.join(directory, part);
    return (await exists(candidate)) ? [candidate] : [];
  }
  const pattern = toRegExp(part);
  const names = await readdir(directory === '' ? '.' : directory).catch(() => []);
  return names.filter((name) => pattern.test(name)).map((name) => path.join(directory, name));
}

function toRegExp(part: string): RegExp {
  const source = part.replace(/\[(\^?)([^\]]+)\]|[\s\S]/g, (whole: string, negation: string | undefined, set: string | undefined) => {
    if (set !== undefined) return `[${negation ?? ''}${set.replace(/[\\[\]]/g, '\\$&')}]`;
    if (whole === '*') return '[^/]*';
    return whole === '?' ? '[^/]' : whole.replace(/[\\^$.|+(){}[\]]/g, '\\$&');
  });
  return new RegExp(`^${source}$`);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
