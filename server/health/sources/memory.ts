import { parseMeminfo } from '@/lib/health/proc/meminfo';
import type { MemoryInfo } from '@/lib/health/proc/meminfo';
import type { HealthReading } from '@/lib/health/metrics';
import type { CgroupLimits } from './cgroup';
import { openKernelFile } from './kernel-file';
import type { Source, SystemPaths } from './source';

/** Memory and swap from /proc/meminfo, or from the cgroup when its limit is below the host's memory. */
export function createMemorySource(paths: SystemPaths, cgroup: CgroupLimits): Source {
  const meminfo = openKernelFile(`${paths.proc}/meminfo`);
  return {
    name: 'memory',
    collect() {
      const host = parseMeminfo(meminfo.read());
      if (host === null) throw new Error(`${paths.proc}/meminfo has no MemTotal or no MemAvailable.`);
      const limited = cgroup.memory(host.totalBytes);
      if (limited === null) return { readings: memoryReadings(host), unknown: [] };
      const swapTotalBytes = Math.min(host.swapTotalBytes, limited.swapTotalBytes ?? host.swapTotalBytes);
      return { readings: memoryReadings({ ...limited, swapTotalBytes }), unknown: [] };
    },
    close: () => meminfo.close(),
  };
}

/** The readings of one state of memory, all values in bytes but the share. */
export function memoryReadings(memory: MemoryInfo): HealthReading[] {
  const readings: HealthReading[] = [
    { name: 'system_memory_usage_bytes', labels: {}, value: memory.usedBytes },
    { name: 'system_memory_total_bytes', labels: {}, value: memory.totalBytes },
    { name: 'system_memory_cached_bytes', labels: {}, value: memory.cachedBytes },
    { name: 'system_swap_usage_bytes', labels: {}, value: memory.swapUsedBytes },
    { name: 'system_swap_total_bytes', labels: {}, value: memory.swapTotalBytes },
  ];
  if (memory.totalBytes > 0) {
    readings.push({ name: 'system_memory_usage_percent', labels: {}, value: Math.min(100, (memory.usedBytes / memory.totalBytes) * 100) });
  }
  return readings;
}
