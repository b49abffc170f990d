import { parseByteLimit, parseCfsQuota, parseCpuMax, parseKeyed, parseSelfCgroup, placeCgroup } from '@/lib/health/proc/cgroup';
import type { CgroupPlace } from '@/lib/health/proc/cgroup';
import { parseMountinfo } from '@/lib/health/proc/mountinfo';
import { openKernelFile } from './kernel-file';
import type { KernelFile } from './kernel-file';
import type { SystemPaths } from './source';

/** CPU time that a limited cgroup has used, and the cores that it may use. */
export interface CgroupCpu {
  cores: number;
  usageMs: number;
  userMs: number;
  systemMs: number;
}

interface CgroupMemory {
  totalBytes: number;
  /** Less the page cache that the kernel would drop first, as the kubelet and docker count it. */
  usedBytes: number;
  cachedBytes: number;
  swapUsedBytes: number;
  /** Null: no limit but the host's. */
  swapTotalBytes: number | null;
}

export interface CgroupLimits {
  /** Null when no quota allows fewer cores than `hostCores`. */
  cpu(hostCores: number): CgroupCpu | null;
  /** Null when no limit is below `hostBytes`. */
  memory(hostBytes: number): CgroupMemory | null;
  close(): void;
}

/**
 * The limits of this process's cgroup and of all above it that it can see (version 1 and 2); the tightest counts, and usage is that of
 * the cgroup which carries it (https://docs.kernel.org/admin-guide/cgroup-v2.html). Limits are read at every call, as they can be changed.
 */
export function openCgroup(paths: SystemPaths): CgroupLimits {
  const files = new Map<string, KernelFile>();
  const read = (path: string): string => {
    const file = files.get(path) ?? openKernelFile(path);
    files.set(path, file);
    return file.read();
  };
  const places = findPlaces(paths);
  const cpuLevels = levelsWith(places.cpu, read, (level) => cpuLimit(level, read));
  const memoryLevels = levelsWith(places.memory, read, (level) => memoryLimit(level, read));
  return {
    cpu(hostCores) {
      const tightest = tightestOf(cpuLevels(), hostCores);
      return tightest === null ? null : cpuOf(tightest, places.cpuacct, read);
    },
    memory(hostBytes) {
      const tightest = tightestOf(memoryLevels(), hostBytes);
      return tightest === null ? null : memoryOf(tightest, read);
    },
    close() {
      for (const file of files.values()) file.close();
    },
  };
}

type Read = (path: string) => string;
type Place = CgroupPlace | null;

interface Level {
  version: 1 | 2;
  relativePath: string;
  directory: string;
}

interface LimitedLevel extends Level {
  limit: number;
}

function findPlaces(paths: SystemPaths): { cpu: Place; cpuacct: Place; memory: Place } {
  const readOnce = (path: string) => {
    const file = openKernelFile(path);
    try {
      return file.read();
    } finally {
      file.close();
    }
  };
  try {
    const memberships = parseSelfCgroup(readOnce(`${paths.proc}/self/cgroup`));
    const mounts = parseMountinfo(readOnce(`${paths.proc}/self/mountinfo`));
    const place = (controller: string) => placeCgroup(controller, memberships, mounts);
    return { cpu: place('cpu'), cpuacct: place('cpuacct'), memory: place('memory') };
  } catch {
    // A kernel without cgroups has no such file, and then nothing is limited.
    return { cpu: null, cpuacct: null, memory: null };
  }
}

/** The levels that have the controller's files at all: the root of a host has none, and that does not change while we run. */
function levelsWith(place: Place, read: Read, limitOf: (level: Level) => number | null): () => LimitedLevel[] {
  const levels = (place?.relativePaths ?? []).flatMap((relativePath) => {
    const level: Level = { version: place?.version ?? 2, relativePath, directory: `${place?.mountpoint ?? ''}${relativePath}` };
    try {
      limitOf(level);
      return [level];
    } catch {
      return [];
    }
  });
  return () =>
    levels.flatMap((level) => {
      const limit = limitOf(level);
      return limit === null ? [] : [{ ...level, limit }];
    });
}

function cpuLimit({ version, directory }: Level, read: Read): number | null {
  return version === 2
    ? parseCpuMax(read(`${directory}/cpu.max`))
    : parseCfsQuota(read(`${directory}/cpu.cfs_quota_us`), read(`${directory}/cpu.cfs_period_us`));
}

function memoryLimit({ version, directory }: Level, read: Read): number | null {
  return parseByteLimit(read(`${directory}/${version === 2 ? 'memory.max' : 'memory.limit_in_bytes'}`));
}

function tightestOf(levels: LimitedLevel[], hostLimit: number): LimitedLevel | null {
  let tightest: LimitedLevel | null = null;
  for (const level of levels) if (level.limit < (tightest?.limit ?? hostLimit)) tightest = level;
  return tightest;
}

function cpuOf(level: LimitedLevel, accounting: Place, read: Read): CgroupCpu {
  if (level.version === 2) {
    const stat = parseKeyed(read(`${level.directory}/cpu.stat`));
    const ms = (key: string) => (stat.get(key) ?? 0) / 1000;
    return { cores: level.limit, usageMs: ms('usage_usec'), userMs: ms('user_usec'), systemMs: ms('system_usec') };
  }
  const directory = `${accounting?.mountpoint ?? ''}${level.relativePath}`;
  const stat = parseKeyed(read(`${directory}/cpuacct.stat`));
  // cpuacct.stat counts in USER_HZ, which is 100 on every architecture that Node runs on.
  const ms = (key: string) => (stat.get(key) ?? 0) * 10;
  return { cores: level.limit, usageMs: Number(read(`${directory}/cpuacct.usage`)) / 1e6, userMs: ms('user'), systemMs: ms('system') };
}

function memoryOf({ version, directory, limit }: LimitedLevel, read: Read): CgroupMemory {
  const stat = parseKeyed(read(`${directory}/memory.stat`));
  const of = (key: string) => stat.get(key) ?? 0;
  if (version === 1) {
    const usage = Number(read(`${directory}/memory.usage_in_bytes`));
    return {
      totalBytes: limit,
      usedBytes: Math.max(0, usage - of('total_inactive_file')),
      cachedBytes: of('total_cache'),
      swapUsedBytes: of('total_swap'),
      swapTotalBytes: stat.has('hierarchical_memsw_limit') ? Math.max(0, of('hierarchical_memsw_limit') - limit) : null,
    };
  }
  return {
    totalBytes: limit,
    usedBytes: Math.max(0, Number(read(`${directory}/memory.current`)) - of('inactive_file')),
    cachedBytes: of('file') + of('slab_reclaimable'),
    ...swapOf(directory, read),
  };
}

// Without swap accounting (swapaccount=0) the files are absent; the host's numbers are then the best that is known.
function swapOf(directory: string, read: Read): { swapUsedBytes: number; swapTotalBytes: number | null } {
  try {
    return {
      swapUsedBytes: Number(read(`${directory}/memory.swap.current`)),
      swapTotalBytes: parseByteLimit(read(`${directory}/memory.swap.max`)),
    };
  } catch {
    return { swapUsedBytes: 0, swapTotalBytes: null };
  }
}
