import { watch, type FSWatcher } from 'node:fs';
import path from 'node:path';
import { messageOf } from '@/lib/errors';
import type { ScrapeSettings } from '@/lib/scrape/schemas';
import type { DiscoveredGroup } from '@/lib/scrape/targets';
import type { ScrapeClock } from './scrape-clock';
import { findTargetFiles, readTargetFile } from './target-files';

export interface FileDiscovery {
  /** Reads the files for the first time, and from then on whenever they change. */
  start(): Promise<void>;
  stop(): void;
}

export interface FileDiscoveryOptions {
  directory: string;
  settings: NonNullable<ScrapeSettings['fileDiscovery']>;
  clock: ScrapeClock;
  /** Gets all groups and what is wrong, each time that either changed. A file that is wrong keeps the groups that it had. */
  onChange: (groups: DiscoveredGroup[], faults: string[]) => void;
}

const settleMs = 100;

/** Watches target files. The kernel tells at once of most changes; looking at them every `refreshMs` finds the others (network drives, new folders). */
export function createFileDiscovery({ directory, settings, clock, onChange }: FileDiscoveryOptions): FileDiscovery {
  const known = new Map<string, { stamp: string; groups: DiscoveredGroup[]; fault: string | null }>();
  const watchers: FSWatcher[] = [];
  let cancelAlarm = () => undefined as void;
  let isStopped = false;
  let looking: Promise<void> | null = null;
  let isAsked = false;
  let told = '';

  async function look(): Promise<void> {
    const { files, faults } = await findTargetFiles(directory, settings.paths);
    let isChanged = false;
    for (const file of files) {
      const before = known.get(file.name);
      if (before?.stamp === file.stamp) continue;
      isChanged = true;
      try {
        const groups = (await readTargetFile(file)).map((group) => ({ ...group, meta: { __meta_filepath: file.name } }));
        known.set(file.name, { stamp: file.stamp, groups, fault: null });
      } catch (error) {
        known.set(file.name, { stamp: file.stamp, groups: before?.groups ?? [], fault: messageOf(error) });
      }
    }
    const names = new Set(files.map(({ name }) => name));
    for (const name of known.keys()) if (!names.has(name)) isChanged = known.delete(name);
    const all = [...known.values()];
    const sentences = [...faults, ...all.flatMap(({ fault }) => fault ?? [])];
    if (isStopped || (!isChanged && sentences.join('\n') === told)) return;
    told = sentences.join('\n');
    onChange(all.flatMap(({ groups }) => groups), sentences);
  }

  function lookSoon(waitMs: number): void {
    cancelAlarm();
    if (isStopped) return;
    cancelAlarm = clock.alarm(waitMs, () => void lookNow());
  }

  async function lookNow(): Promise<void> {
    if (looking) {
      isAsked = true;
      return;
    }
    looking = look();
    await looking.catch(() => undefined);
    looking = null;
    lookSoon(isAsked ? settleMs : settings.refreshMs);
    isAsked = false;
  }

  function watchFolders(): void {
    for (const folder of new Set(settings.paths.map((pattern) => path.join(directory, path.posix.dirname(pattern))))) {
      try {
        const watcher = watch(folder, { persistent: false }, () => lookSoon(settleMs));
        watcher.on('error', () => watcher.close());
        watchers.push(watcher);
      } catch {
        // A folder that is not there yet is found by looking.
      }
    }
  }

  return {
    async start() {
      watchFolders();
      await lookNow();
    },
    stop() {
      isStopped = true;
      cancelAlarm();
      for (const watcher of watchers) watcher.close();
    },
  };
}
