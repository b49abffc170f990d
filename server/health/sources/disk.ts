import type { HealthReading } from '@/lib/health/metrics';
import type { UnknownSource } from '@/lib/health/sample';
import { parseMountinfo } from '@/lib/health/proc/mountinfo';
import type { Mount } from '@/lib/health/proc/mountinfo';
import { watchedMounts } from '@/lib/health/proc/mounts';
import { openKernelFile } from './kernel-file';
import { bounded } from './source';
import type { Source, SystemPaths } from './source';
import { createStatfsLanes } from './statfs-lanes';
import type { Space, StatfsOptions } from './statfs-lanes';

const maximumMounts = 64;

/**
 * Space and inodes of each mount. The mount list is read every tick, and parsed only when it changed: reading it is cheap, and a mount
 * that was just made or lost shows at once. Sizes are in f_bsize units, as Node gives no f_frsize; on Linux disks they are the same.
 */
export function createDiskSource(paths: SystemPaths, options: StatfsOptions = {}): Source {
  const mountinfo = openKernelFile(`${paths.proc}/self/mountinfo`);
  const spaces = createStatfsLanes(options);
  let text = '';
  let mounts: { kept: Mount[]; unknown: UnknownSource[] } = { kept: [], unknown: [] };
  return {
    name: 'disk',
    async collect() {
      const latest = mountinfo.read();
      if (latest !== text) {
        text = latest;
        mounts = bounded(watchedMounts(parseMountinfo(text)), maximumMounts, 'disk:mounts', ({ mountpoint }) => mountpoint);
      }
      const { kept } = mounts;
      const unknown = [...mounts.unknown];
      const answers = await spaces(kept);
      const readings = kept.flatMap((mount) => {
        const space = answers.get(mount.mountpoint) ?? 'statfs gave no answer.';
        if (typeof space !== 'string') return spaceReadings(mount, space);
        unknown.push({ source: `disk:${mount.mountpoint}`, reason: space });
        return [];
      });
      return { readings, unknown };
    },
    close: () => mountinfo.close(),
  };
}

/** Used shares are those of `df`: reserved blocks count neither as used nor as free. A filesystem without inodes has no share of them. */
export function spaceReadings(mount: Pick<Mount, 'mountpoint' | 'source' | 'fstype'>, space: Space): HealthReading[] {
  if (space.blocks <= 0) return [];
  const labels = { mountpoint: mount.mountpoint, device: mount.source, fstype: mount.fstype };
  const usedBlocks = Math.max(0, space.blocks - space.bfree);
  const usableBlocks = usedBlocks + Math.max(0, space.bavail);
  const readings: HealthReading[] = [
    { name: 'system_disk_usage_bytes', labels, value: usedBlocks * space.bsize },
    { name: 'system_disk_total_bytes', labels, value: space.blocks * space.bsize },
  ];
  if (usableBlocks > 0) readings.push({ name: 'system_disk_usage_percent', labels, value: (usedBlocks / usableBlocks) * 100 });
  if (space.files > 0) {
    const usedInodes = Math.max(0, space.files - space.ffree);
    readings.push({ name: 'system_disk_inodes_usage_percent', labels, value: (usedInodes / space.files) * 100 });
  }
  return readings;
}
