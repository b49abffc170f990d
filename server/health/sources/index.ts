import type { ServiceStats } from '@/lib/health/service-stats';
import { openCgroup } from './cgroup';
import { createCpuSource } from './cpu';
import { createDiskSource } from './disk';
import { createDiskIoSource } from './disk-io';
import { createMemorySource } from './memory';
import { createNetworkSource } from './network';
import { createNetworkLatencySource } from './network-latency';
import { createPortableSources } from './portable';
import { createServiceSource } from './service';
import { hostPaths } from './source';
import type { Source, SystemPaths } from './source';
import { createTcpSource } from './tcp';

export interface SourceOptions {
  /** `host:port` to measure the latency to, or null for the default gateway. */
  latencyTarget: string | null;
  serviceStats: ServiceStats;
  platform?: NodeJS.Platform;
  paths?: SystemPaths;
}

/** Every source of this machine. Throws AppError('invalid') for a malformed latency target. */
export function createSources({ latencyTarget, serviceStats, platform = process.platform, paths = hostPaths }: SourceOptions): Source[] {
  const isLinux = platform === 'linux';
  return [
    ...(isLinux ? createLinuxSources(paths) : createPortableSources()),
    createNetworkLatencySource({ target: latencyTarget, routePath: isLinux ? `${paths.proc}/net/route` : null }),
    createServiceSource(serviceStats),
  ];
}

function createLinuxSources(paths: SystemPaths): Source[] {
  const cgroup = openCgroup(paths);
  const memory = createMemorySource(paths, cgroup);
  return [
    createCpuSource(paths, cgroup),
    {
      ...memory,
      close() {
        memory.close?.();
        cgroup.close();
      },
    },
    createDiskSource(paths),
    createDiskIoSource(paths),
    createNetworkSource(paths),
    createTcpSource(paths),
  ];
}
