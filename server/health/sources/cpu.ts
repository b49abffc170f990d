import { cpuPercentages } from '@/lib/health/proc/cpu-percent';
import { KeptReadings } from '@/lib/health/proc/kept-readings';
import { parseLoadavg } from '@/lib/health/proc/loadavg';
import { busyPercent } from '@/lib/health/proc/rate';
import { parseStat } from '@/lib/health/proc/stat';
import type { CpuStat } from '@/lib/health/proc/stat';
import type { HealthReading } from '@/lib/health/metrics';
import type { CgroupCpu, CgroupLimits } from './cgroup';
import { openKernelFile } from './kernel-file';
import { bounded, firstReadingReason } from './source';
import type { Source, SourceReadings, SystemPaths } from './source';

const maximumCores = 256;
const noTimeReason = 'The CPU counters did not move on, or were reset. The next tick has them again.';

interface CpuReading {
  host: CpuStat;
  cgroup: CgroupCpu | null;
}

/**
 * CPU and load from /proc/stat and /proc/loadavg. Under a cgroup quota the total and its modes are shares of the quota, from the
 * cgroup's own counters; there are no cores then, as a quota is time on any of them. Load is always the host's: it has no other.
 */
export function createCpuSource(paths: SystemPaths, cgroup: CgroupLimits): Source {
  const stat = openKernelFile(`${paths.proc}/stat`);
  const loadavg = openKernelFile(`${paths.proc}/loadavg`);
  const kept = new KeptReadings<CpuReading>();
  return {
    name: 'cpu',
    collect({ monotonicMs, isOnDemand }) {
      const host = parseStat(stat.read());
      if (host === null) throw new Error(`${paths.proc}/stat has no cpu line.`);
      const now: CpuReading = { host, cgroup: cgroup.cpu(host.cores.size) };
      const earlier = kept.before(monotonicMs);
      if (!isOnDemand) kept.keep(monotonicMs, now);
      const result: SourceReadings = { readings: loadReadings(loadavg.read()), unknown: [] };
      result.readings.push({ name: 'system_cpu_cores', labels: {}, value: now.cgroup?.cores ?? host.cores.size });
      if (earlier === null) result.unknown.push({ source: 'cpu:usage', reason: firstReadingReason });
      else append(result, now.cgroup === null ? hostUsage(earlier.value.host, host) : cgroupUsage(earlier.value.cgroup, now.cgroup, earlier.elapsedMs));
      return result;
    },
    close() {
      stat.close();
      loadavg.close();
    },
  };
}

function append(result: SourceReadings, more: SourceReadings): void {
  result.readings.push(...more.readings);
  result.unknown.push(...more.unknown);
}

function loadReadings(text: string): HealthReading[] {
  const load = parseLoadavg(text);
  if (load === null) return [];
  return [
    { name: 'system_load1', labels: {}, value: load.load1 },
    { name: 'system_load5', labels: {}, value: load.load5 },
    { name: 'system_load15', labels: {}, value: load.load15 },
  ];
}

/** Total, modes and cores between two readings of the same machine; also for readings that a library took. */
export function hostUsage(previous: CpuStat, next: CpuStat): SourceReadings {
  const total = cpuPercentages(previous.total, next.total);
  if (total === null) return { readings: [], unknown: [{ source: 'cpu:usage', reason: noTimeReason }] };
  const readings: HealthReading[] = [{ name: 'system_cpu_usage_percent', labels: {}, value: total.usage }];
  for (const mode of ['user', 'system', 'iowait', 'steal', 'other'] as const) {
    readings.push({ name: 'system_cpu_mode_percent', labels: { mode }, value: total[mode] });
  }
  const { kept, unknown } = bounded([...next.cores], maximumCores, 'cpu:cores', ([cpu]) => cpu);
  for (const [cpu, times] of kept) {
    const earlier = previous.cores.get(cpu);
    const core = earlier === undefined ? null : cpuPercentages(earlier, times);
    if (core !== null) readings.push({ name: 'system_cpu_core_usage_percent', labels: { cpu }, value: core.usage });
  }
  return { readings, unknown };
}

function cgroupUsage(previous: CgroupCpu | null, next: CgroupCpu, elapsedMs: number): SourceReadings {
  const share = (before: number | undefined, after: number) => busyPercent(before, after, elapsedMs * next.cores);
  const usage = share(previous?.usageMs, next.usageMs);
  if (usage === null) return { readings: [], unknown: [{ source: 'cpu:usage', reason: noTimeReason }] };
  const readings: HealthReading[] = [{ name: 'system_cpu_usage_percent', labels: {}, value: usage }];
  const modes = { user: share(previous?.userMs, next.userMs), system: share(previous?.systemMs, next.systemMs) };
  for (const mode of ['user', 'system'] as const) {
    const value = modes[mode];
    if (value !== null) readings.push({ name: 'system_cpu_mode_percent', labels: { mode }, value });
  }
  return { readings, unknown: [] };
}
