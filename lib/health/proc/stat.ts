import { countsOf, fieldsOf } from './fields';

/**
 * CPU time since boot by mode, in any one unit (USER_HZ ticks in /proc/stat). `user` holds nice and guest time too,
 * `other` holds hard and soft interrupts.
 */
export interface CpuTimes {
  user: number;
  system: number;
  iowait: number;
  steal: number;
  other: number;
  idle: number;
}

export interface CpuStat {
  total: CpuTimes;
  /** By core number as the kernel counts them; cores that are offline are absent. */
  cores: Map<string, CpuTimes>;
}

/**
 * Parses the cpu lines of /proc/stat (proc_stat(5)). Guest time is not added: the kernel has already counted it in user and nice.
 * Fields that an old kernel lacks (steal before 2.6.11) count as zero. Null when there is no `cpu` line.
 */
export function parseStat(text: string): CpuStat | null {
  let total: CpuTimes | null = null;
  const cores = new Map<string, CpuTimes>();
  let start = 0;
  // The cpu lines come first; the interrupt line behind them can be larger than all of them, so it is not looked at.
  while (text.startsWith('cpu', start)) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const fields = fieldsOf(text.slice(start, end));
    start = end + 1;
    const times = timesOf(fields.slice(1));
    if (times === null) continue;
    const core = (fields[0] ?? '').slice('cpu'.length);
    if (core === '') total = times;
    else cores.set(core, times);
  }
  return total === null ? null : { total, cores };
}

function timesOf(fields: string[]): CpuTimes | null {
  const counts = countsOf(fields);
  if (counts === null || counts.length < 4) return null;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = counts;
  return { user: user + nice, system, iowait, steal, other: irq + softirq, idle };
}
