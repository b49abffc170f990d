import type { CpuTimes } from './stat';

export interface CpuPercentages {
  /** Time that is neither idle nor iowait: a core that waits for a disk is free to work, as top and htop count it. */
  usage: number;
  user: number;
  system: number;
  iowait: number;
  steal: number;
  other: number;
}

/**
 * Shares of the time between two readings, each 0 to 100. Null when no time has passed or a counter was reset.
 * Idle and iowait may go back a little on a healthy kernel (proc_stat(5): iowait "is not reliable"); that counts as no time.
 */
export function cpuPercentages(previous: CpuTimes, next: CpuTimes): CpuPercentages | null {
  const user = next.user - previous.user;
  const system = next.system - previous.system;
  const steal = next.steal - previous.steal;
  const other = next.other - previous.other;
  if (user < 0 || system < 0 || steal < 0 || other < 0) return null;
  const iowait = Math.max(0, next.iowait - previous.iowait);
  const idle = Math.max(0, next.idle - previous.idle);
  const busy = user + system + steal + other;
  const total = busy + iowait + idle;
  if (total === 0) return null;
  const share = (time: number) => (time / total) * 100;
  return {
    usage: share(busy),
    user: share(user),
    system: share(system),
    iowait: share(iowait),
    steal: share(steal),
    other: share(other),
  };
}
