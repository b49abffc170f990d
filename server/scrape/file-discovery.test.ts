import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiscoveredGroup } from '@/lib/scrape/targets';
import { createFileDiscovery } from './file-discovery';
import { systemScrapeClock } from './scrape-clock';
import { findTargetFiles, matcherOf, readTargetFile } from './target-files';
import { fakeClock, type FakeClock } from './test-scrape-clock';

let root: string;
let directory: string;
const cleanUp: (() => unknown)[] = [];

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'nines-targets-'));
  directory = path.join(root, 'scrape');
  await mkdir(path.join(directory, 'node'), { recursive: true });
});
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
  await rm(root, { recursive: true, force: true });
});

const put = (name: string, text: string) => writeFile(path.join(directory, name), text);
const groups = (...targets: string[]) => JSON.stringify([{ targets }]);

interface Told {
  addresses: string[];
  faults: string[];
}

/** A discovery, and what it told, newest last. `next` waits for what it tells next. */
async function discover(paths: string[], clock: FakeClock = fakeClock(0)) {
  const told: Told[] = [];
  let wake = () => undefined as void;
  const discovery = createFileDiscovery({
    directory, clock, settings: { paths, refreshMs: 30_000 },
    onChange: (found: DiscoveredGroup[], faults) => {
      told.push({ addresses: found.flatMap(({ targets }) => targets).sort(), faults });
      wake();
    },
  });
  cleanUp.push(() => discovery.stop());
  await discovery.start();
  const next = async (act: () => Promise<unknown>) => {
    const changed = new Promise<void>((resolve) => (wake = resolve));
    await act();
    await changed;
    return told.at(-1);
  };
  return { told, next, clock };
}

describe('file discovery', () => {
  it('reads JSON and YAML, by name and by pattern, and says where a target came from', async () => {
    await put('one.json', groups('a:1'));
    await put('node/web-1.yml', '- targets: [b:1]\n');
    await put('node/web-2.yaml', '- targets: [c:1]\n');
    await put('node/db.yml', '- targets: [d:1]\n');
    const { told } = await discover(['one.json', 'node/web-*.y*ml']);
    expect(told).toEqual([{ addresses: ['a:1', 'b:1', 'c:1'], faults: [] }]);
  });

  it('follows changes: of what is in a file, of new files and of files that go', async () => {
    await put('node/a.json', groups('a:1'));
    const { told, next, clock } = await discover(['node/*.json']);
    const later = () => clock.pass(30_000);
    await put('node/a.json', groups('a:1', 'a:2'));
    expect((await next(later))?.addresses).toEqual(['a:1', 'a:2']);
    await put('node/b.json', groups('b:1'));
    expect((await next(later))?.addresses).toEqual(['a:1', 'a:2', 'b:1']);
    await rm(path.join(directory, 'node/a.json'));
    expect((await next(later))?.addresses).toEqual(['b:1']);
    expect(told).toHaveLength(4);
  });

  it('hears of a change at once', async () => {
    await put('a.json', groups('a:1'));
    const { next } = await discover(['a.json'], { ...systemScrapeClock, pass: () => Promise.resolve(), set: () => undefined, latenessMs: 0 });
    const changed = await next(async () => {
      await put('b.tmp', groups('a:2'));
      await rename(path.join(directory, 'b.tmp'), path.join(directory, 'a.json'));
    });
    expect(changed?.addresses).toEqual(['a:2']);
  });

  it('keeps the targets of a file that became wrong, says so, and goes on when it is right again', async () => {
    await put('a.json', groups('a:1'));
    const { next, clock } = await discover(['a.json']);
    await put('a.json', '[{"targets": ["hunter2');
    expect(await next(() => clock.pass(30_000))).toEqual({ addresses: ['a:1'], faults: ['a.json: The file is not valid JSON.'] });
    await put('a.json', groups('a:3'));
    expect(await next(() => clock.pass(30_000))).toEqual({ addresses: ['a:3'], faults: [] });
  });

  it('says when there is nothing to read, also without the directory, and finds it later', async () => {
    await rm(directory, { recursive: true });
    const { told, next, clock } = await discover(['node/*.json']);
    expect(told).toEqual([{ addresses: [], faults: ['No file matches node/*.json below the directory for target files.'] }]);
    await mkdir(path.join(directory, 'node'), { recursive: true });
    await put('node/a.json', groups('a:1'));
    expect((await next(() => clock.pass(30_000)))?.addresses).toEqual(['a:1']);
  });
});

describe('a path of a target file', () => {
  const read = async (...patterns: string[]) => (await findTargetFiles(directory, patterns)).files.map(({ name }) => name);

  it('may be a link inside of the directory, as mounted configuration is', async () => {
    await put('node/real.json', groups('a:1'));
    await symlink('real.json', path.join(directory, 'node/link.json'));
    expect(await read('node/link.json')).toEqual(['node/link.json']);
  });

  it('leads nowhere else: not above, not by a link to a file or a folder', async () => {
    await writeFile(path.join(root, 'secret.json'), groups('hunter2:1'));
    await mkdir(path.join(root, 'scrape-of-another'));
    await writeFile(path.join(root, 'scrape-of-another/secret.json'), groups('hunter2:1'));
    await symlink(path.join(root, 'secret.json'), path.join(directory, 'link.json'));
    await symlink(root, path.join(directory, 'folder'));
    await symlink(path.join(root, 'scrape-of-another'), path.join(directory, 'sibling'));
    expect(await read('../secret.json', 'link.json', 'folder/secret.json', 'folder/*.json', 'sibling/*.json', '*.json', '../*/secret.json')).toEqual([]);
  });

  it('that is a pipe, a folder or too large a file blocks nothing', async () => {
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', path.join(directory, 'pipe.json')]);
    await mkdir(path.join(directory, 'folder.json'));
    await put('large.json', groups('a:1'));
    await truncate(path.join(directory, 'large.json'), 5_000_000);
    const { files } = await findTargetFiles(directory, ['pipe.json', 'folder.json', 'large.json']);
    expect(files.map(({ name }) => name)).toEqual(['large.json']);
    await expect(readTargetFile({ name: 'large.json', stamp: '', place: path.join(directory, 'large.json') })).rejects.toThrow('large.json: The file has more than 4194304 bytes.');
    await expect(readTargetFile({ name: 'pipe.json', stamp: '', place: path.join(directory, 'pipe.json') })).rejects.toThrow('pipe.json: This is no file.');
  });
});

describe('a pattern', () => {
  const rows: [glob: string, name: string, isMatch: boolean][] = [
    ['*', '', true],
    ['*.json', 'a.json', true],
    ['*.json', 'a.json.tmp', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a*b*c', 'axxbyyc', true],
    ['a*b*c', 'axxbyy', false],
    ['.*', 'ab', false],
    [`${'*a'.repeat(50)}b`, 'a'.repeat(200), false],
  ];
  it.each(rows)('%s and %s: %s', (glob, name, isMatch) => expect(matcherOf(glob)(name)).toBe(isMatch));
});
