import { existsSync } from 'node:fs';
import type { HealthReading } from '@/lib/health/metrics';
import { isIgnoredDevice, isPartitionName, parseDiskstats } from '@/lib/health/proc/diskstats';
import type { DiskCounters } from '@/lib/health/proc/diskstats';
import { KeptReadings } from '@/lib/health/proc/kept-readings';
import { busyPercent, ratePerSecond } from '@/lib/health/proc/rate';
import { openKernelFile } from './kernel-file';
import { bounded, firstReadingReason } from './source';
import type { Source, SystemPaths } from './source';

const maximumDevices = 64;

/**
 * Reads, writes and busy time of whole disks from /proc/diskstats. Only physical disks (those with a /sys/block/<name>/device), so that
 * bytes are not counted again for each layer above; where there is none, what there is (dm, md, bcache).
 */
export function createDiskIoSource(paths: SystemPaths): Source {
  const diskstats = openKernelFile(`${paths.proc}/diskstats`);
  const kept = new KeptReadings<Map<string, DiskCounters>>();
  let names = '';
  let disks = new Set<string>();
  return {
    name: 'disk-io',
    collect({ monotonicMs, isOnDemand }) {
      const devices = parseDiskstats(diskstats.read());
      const found = [...devices.keys()].join(' ');
      if (found !== names) {
        names = found;
        disks = new Set(wholeDisks([...devices.keys()], paths.sys));
      }
      const chosen = bounded([...devices].filter(([name]) => disks.has(name)), maximumDevices, 'disk-io:devices', ([name]) => name);
      const earlier = kept.before(monotonicMs);
      if (!isOnDemand) kept.keep(monotonicMs, devices);
      const readings = chosen.kept.flatMap(([device, counters]) => [
        ...totals(device, counters),
        ...(earlier === null ? [] : rates(device, earlier.value.get(device), counters, earlier.elapsedMs)),
      ]);
      const first = earlier === null && readings.length > 0 ? [{ source: 'disk-io:rates', reason: firstReadingReason }] : [];
      return { readings, unknown: [...chosen.unknown, ...first] };
    },
    close: () => diskstats.close(),
  };
}

function wholeDisks(names: string[], sys: string): string[] {
  const directoryOf = (name: string) => `${sys}/block/${name.replaceAll('/', '!')}`;
  const canTell = existsSync(`${sys}/block`);
  const whole = names.filter((name) => !isIgnoredDevice(name) && (canTell ? existsSync(directoryOf(name)) : !isPartitionName(name)));
  const physical = whole.filter((name) => existsSync(`${directoryOf(name)}/device`));
  return physical.length > 0 ? physical : whole;
}

function totals(device: string, counters: DiskCounters): HealthReading[] {
  const labels = { device };
  return [
    { name: 'system_disk_read_bytes_total', labels, value: counters.readBytes },
    { name: 'system_disk_written_bytes_total', labels, value: counters.writtenBytes },
  ];
}

function rates(device: string, previous: DiskCounters | undefined, next: DiskCounters, elapsedMs: number): HealthReading[] {
  const labels = { device };
  const readings: HealthReading[] = [];
  const read = ratePerSecond(previous?.readBytes, next.readBytes, elapsedMs);
  const written = ratePerSecond(previous?.writtenBytes, next.writtenBytes, elapsedMs);
  const busy = busyPercent(previous?.busyMs, next.busyMs, elapsedMs);
  if (read !== null) readings.push({ name: 'system_disk_read_bytes_per_second', labels, value: read });
  if (written !== null) readings.push({ name: 'system_disk_written_bytes_per_second', labels, value: written });
  if (busy !== null) readings.push({ name: 'system_disk_busy_percent', labels, value: busy });
  return readings;
}
