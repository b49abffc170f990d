import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SourceReadings, SystemPaths } from './source';

export interface SystemFixture {
  root: string;
  paths: SystemPaths;
  /** Writes files below the root: `proc/stat`, `sys/block/sda/device`. */
  write(files: Record<string, string>): void;
  remove(): void;
}

/** A directory that stands for the root of a machine in tests. */
export function createSystemFixture(files: Record<string, string> = {}): SystemFixture {
  const root = mkdtempSync(path.join(tmpdir(), 'nines-system-'));
  const write = (more: Record<string, string>) => {
    for (const [name, text] of Object.entries(more)) {
      const file = path.join(root, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text.replaceAll('{root}', root));
    }
  };
  write(files);
  return { root, paths: { proc: path.join(root, 'proc'), sys: path.join(root, 'sys') }, write, remove: () => rmSync(root, { recursive: true }) };
}

/** Values as `name{label,label}`, for comparison. */
export function valuesOf({ readings }: SourceReadings): Record<string, number> {
  return Object.fromEntries(readings.map(({ name, labels, value }) => [`${name}{${Object.values(labels).join()}}`, value]));
}

export const tick = (monotonicMs: number, isOnDemand = false) => ({ at: 1_767_614_400_000 + monotonicMs, monotonicMs, isOnDemand });
