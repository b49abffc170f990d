import { countsOf, fieldsOf, linesOf } from './fields';

/** Counters of one block device since boot. */
export interface DiskCounters {
  readBytes: number;
  writtenBytes: number;
  /** Milliseconds with at least one request in flight. */
  busyMs: number;
}

/** Sectors here are 512 bytes whatever the device's own size is. */
const sectorBytes = 512;

/** Parses /proc/diskstats by device name (https://docs.kernel.org/admin-guide/iostats.html); a malformed line is left out. */
export function parseDiskstats(text: string): Map<string, DiskCounters> {
  const devices = new Map<string, DiskCounters>();
  for (const line of linesOf(text)) {
    const fields = fieldsOf(line);
    const name = fields[2];
    const counts = countsOf(fields.slice(3));
    if (name === undefined || counts === null || counts.length < 10) continue;
    const [, , sectorsRead = 0, , , , sectorsWritten = 0, , , busyMs = 0] = counts;
    devices.set(name, { readBytes: sectorsRead * sectorBytes, writtenBytes: sectorsWritten * sectorBytes, busyMs });
  }
  return devices;
}

/** Loop, RAM, floppy and optical devices: never what a graph of the disks is about. */
export function isIgnoredDevice(name: string): boolean {
  return /^(loop|ram|zram|fd|sr)\d+$/.test(name);
}

/** True for names of partitions (sda1, nvme0n1p2, mmcblk0p1), for systems where /sys/block cannot tell. */
export function isPartitionName(name: string): boolean {
  return /^((h|s|v|xv)d[a-z]+\d+|(nvme\d+n\d+|mmcblk\d+|nbd\d+|md\d+)p\d+)$/.test(name);
}
