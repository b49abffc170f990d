import { countOf } from './fields';

export interface MemoryInfo {
  totalBytes: number;
  usedBytes: number;
  cachedBytes: number;
  swapTotalBytes: number;
  swapUsedBytes: number;
}

/**
 * Parses /proc/meminfo (proc_meminfo(5)). Used is MemTotal less MemAvailable; cached is Buffers, Cached and SReclaimable, as `free` counts.
 * Null when MemTotal or MemAvailable is absent (Linux before 3.14).
 */
export function parseMeminfo(text: string): MemoryInfo | null {
  const bytes = (name: string): number | null => {
    const at = text.startsWith(`${name}:`) ? 0 : text.indexOf(`\n${name}:`);
    if (at === -1) return null;
    const value = text.slice(text.indexOf(':', at) + 1).match(/^\s*(\d+) kB/)?.[1];
    const kibibytes = countOf(value);
    return kibibytes === null ? null : kibibytes * 1024;
  };
  const total = bytes('MemTotal');
  const available = bytes('MemAvailable');
  if (total === null || available === null) return null;
  const swapTotal = bytes('SwapTotal') ?? 0;
  return {
    totalBytes: total,
    usedBytes: Math.max(0, total - available),
    cachedBytes: (bytes('Buffers') ?? 0) + (bytes('Cached') ?? 0) + (bytes('SReclaimable') ?? 0),
    swapTotalBytes: swapTotal,
    swapUsedBytes: Math.max(0, swapTotal - (bytes('SwapFree') ?? swapTotal)),
  };
}
