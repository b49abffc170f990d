import { countOf, fieldsOf, linesOf } from './fields';
import type { Mount } from './mountinfo';

/** A line of /proc/self/cgroup: `controllers` is empty for the unified hierarchy (version 2). */
export interface CgroupMembership {
  controllers: string[];
  path: string;
}

/** Parses /proc/self/cgroup (cgroups(7)). */
export function parseSelfCgroup(text: string): CgroupMembership[] {
  return linesOf(text).flatMap((line) => {
    const [, controllers, ...path] = line.split(':');
    return controllers === undefined || path.length === 0
      ? []
      : [{ controllers: controllers === '' ? [] : controllers.split(','), path: path.join(':') }];
  });
}

export interface CgroupPlace {
  version: 1 | 2;
  /** Where the hierarchy is mounted. */
  mountpoint: string;
  /** This process's directories below the mountpoint, the innermost first and '' (the mountpoint itself) last. */
  relativePaths: string[];
}

/**
 * Where a controller's files are for this process, or null when it is not mounted. A limit of any directory on the way up binds.
 * A container often sees only its own part of the tree: then the mount's root replaces the beginning of the path, and a path that
 * leads out of what is visible means the mountpoint itself.
 */
export function placeCgroup(controller: string, memberships: readonly CgroupMembership[], mounts: readonly Mount[]): CgroupPlace | null {
  const legacy = memberships.find(({ controllers }) => controllers.includes(controller));
  const legacyMount = mounts.find(({ fstype, superOptions }) => fstype === 'cgroup' && superOptions.includes(controller));
  if (legacy !== undefined && legacyMount !== undefined) return placeIn(1, legacy.path, legacyMount);
  const unified = memberships.find(({ controllers }) => controllers.length === 0);
  const unifiedMount = mounts.find(({ fstype }) => fstype === 'cgroup2');
  return unified !== undefined && unifiedMount !== undefined ? placeIn(2, unified.path, unifiedMount) : null;
}

function placeIn(version: 1 | 2, path: string, mount: Mount): CgroupPlace {
  const root = mount.root === '/' ? '' : mount.root;
  const isVisible = `${path}/`.startsWith(`${root}/`) && !path.split('/').includes('..');
  const parts = isVisible ? path.slice(root.length).split('/').filter((part) => part !== '') : [];
  const relativePaths = parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`);
  return { version, mountpoint: mount.mountpoint, relativePaths: [...relativePaths, ''] };
}

/** Cores that cpu.max (version 2: `$MAX $PERIOD`) allows; null for `max`. */
export function parseCpuMax(text: string): number | null {
  const [quota, period] = fieldsOf(text).map((field) => countOf(field));
  return coresOf(quota ?? null, period ?? null);
}

/** Cores that cpu.cfs_quota_us and cpu.cfs_period_us (version 1) allow; null for a quota of -1. */
export function parseCfsQuota(quotaText: string, periodText: string): number | null {
  return coresOf(countOf(quotaText.trim()), countOf(periodText.trim()));
}

function coresOf(quota: number | null, period: number | null): number | null {
  return quota === null || period === null || period === 0 || quota === 0 ? null : quota / period;
}

/** A byte limit such as memory.max; null for `max`. Version 1 writes a number near 2^63 for none: compare it with the host's memory. */
export function parseByteLimit(text: string): number | null {
  return countOf(text.trim());
}

/** Parses a flat keyed file such as cpu.stat or memory.stat. */
export function parseKeyed(text: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of linesOf(text)) {
    const [key, value] = fieldsOf(line);
    const count = countOf(value);
    if (key !== undefined && count !== null) values.set(key, count);
  }
  return values;
}
