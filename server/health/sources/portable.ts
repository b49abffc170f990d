import { availableParallelism, cpus, loadavg } from 'node:os';
import type { HealthReading } from '@/lib/health/metrics';
import { KeptReadings } from '@/lib/health/proc/kept-readings';
import { ratePerSecond } from '@/lib/health/proc/rate';
import type { CpuStat, CpuTimes } from '@/lib/health/proc/stat';
import type { TcpStates } from '@/lib/health/proc/tcp-sockets';
import { hostUsage } from './cpu';
import { memoryReadings } from './memory';
import { interfaceRates } from './network';
import { bounded, firstReadingReason } from './source';
import type { Source } from './source';
import { tcpReadings } from './tcp';

/**
 * The same sources where there is no /proc (macOS, Windows), from Node and the systeminformation package. It starts a program for most
 * answers, so slow ones are asked seldom and carried until then. It knows no iowait and steal, packets, or busy time of disks.
 */
export function createPortableSources(): Source[] {
  return [cpuSource(), memorySource(), diskSource(), diskIoSource(), networkSource(), tcpSource()];
}

// Loaded only where it is used: it is large, and Linux does without.
const library = () => import('systeminformation');

function cpuSource(): Source {
  const kept = new KeptReadings<CpuStat>();
  return {
    name: 'cpu',
    collect({ monotonicMs, isOnDemand }) {
      const now = readCpus();
      const earlier = kept.before(monotonicMs);
      if (!isOnDemand) kept.keep(monotonicMs, now);
      const usage = earlier === null ? { readings: [], unknown: [{ source: 'cpu:usage', reason: firstReadingReason }] } : hostUsage(earlier.value, now);
      const known = usage.readings.filter(({ labels }) => labels.mode !== 'iowait' && labels.mode !== 'steal');
      return { readings: [...loads(), { name: 'system_cpu_cores', labels: {}, value: availableParallelism() }, ...known], unknown: usage.unknown };
    },
  };
}

function readCpus(): CpuStat {
  const cores = new Map<string, CpuTimes>();
  const total: CpuTimes = { user: 0, system: 0, iowait: 0, steal: 0, other: 0, idle: 0 };
  for (const [index, { times }] of cpus().entries()) {
    cores.set(String(index), { user: times.user + times.nice, system: times.sys, iowait: 0, steal: 0, other: times.irq, idle: times.idle });
    total.user += times.user + times.nice;
    total.system += times.sys;
    total.other += times.irq;
    total.idle += times.idle;
  }
  return { total, cores };
}

// Windows has no load average, and Node says zero there.
function loads(): HealthReading[] {
  if (process.platform === 'win32') return [];
  const [load1 = 0, load5 = 0, load15 = 0] = loadavg();
  return [
    { name: 'system_load1', labels: {}, value: load1 },
    { name: 'system_load5', labels: {}, value: load5 },
    { name: 'system_load15', labels: {}, value: load15 },
  ];
}

function memorySource(): Source {
  return {
    name: 'memory',
    async collect() {
      const { total, available, buffcache, swaptotal, swapused } = await (await library()).mem();
      const readings = memoryReadings({
        totalBytes: total,
        usedBytes: Math.max(0, total - available),
        cachedBytes: buffcache,
        swapTotalBytes: swaptotal,
        swapUsedBytes: swapused,
      });
      return { readings, unknown: [] };
    },
  };
}

function diskSource(): Source {
  const sizes = carried(5_000, async () => (await library()).fsSize());
  return {
    name: 'disk',
    async collect({ monotonicMs }) {
      const { kept, unknown } = bounded(await sizes(monotonicMs), 64, 'disk:mounts', ({ mount }) => mount);
      const readings = kept.flatMap(({ mount, fs, type, used, size, use }): HealthReading[] => {
        const labels = { mountpoint: mount, device: fs, fstype: type };
        return [
          { name: 'system_disk_usage_bytes', labels, value: used },
          { name: 'system_disk_total_bytes', labels, value: size },
          { name: 'system_disk_usage_percent', labels, value: use },
        ];
      });
      return { readings, unknown };
    },
  };
}

function diskIoSource(): Source {
  const kept = new KeptReadings<{ read: number; written: number }>();
  const stats = carried(1_000, async () => (await library()).fsStats());
  return {
    name: 'disk-io',
    async collect({ monotonicMs, isOnDemand }) {
      // Null where the system does not tell, whatever the package's types say.
      const answer: { rx: number; wx: number } | null = await stats(monotonicMs);
      if (answer === null) throw new Error('This system does not tell the bytes that its disks read and write.');
      const now = { read: answer.rx, written: answer.wx };
      const earlier = kept.before(monotonicMs);
      if (!isOnDemand) kept.keep(monotonicMs, now);
      const labels = { device: 'all' };
      const readings: HealthReading[] = [
        { name: 'system_disk_read_bytes_total', labels, value: now.read },
        { name: 'system_disk_written_bytes_total', labels, value: now.written },
      ];
      if (earlier === null) return { readings, unknown: [{ source: 'disk-io:rates', reason: firstReadingReason }] };
      const read = ratePerSecond(earlier.value.read, now.read, earlier.elapsedMs);
      const written = ratePerSecond(earlier.value.written, now.written, earlier.elapsedMs);
      if (read !== null) readings.push({ name: 'system_disk_read_bytes_per_second', labels, value: read });
      if (written !== null) readings.push({ name: 'system_disk_written_bytes_per_second', labels, value: written });
      return { readings, unknown: [] };
    },
  };
}

function networkSource(): Source {
  const kept = new KeptReadings<Map<string, { sentBytes: number; receivedBytes: number }>>();
  return {
    name: 'network',
    async collect({ monotonicMs, isOnDemand }) {
      const outside = (await (await library()).networkStats('*')).filter(({ iface }) => !/^lo\d*$/.test(iface));
      const chosen = bounded(outside, 64, 'network:interfaces', ({ iface }) => iface);
      const now = new Map(chosen.kept.map((stats) => [stats.iface, { sentBytes: stats.tx_bytes, receivedBytes: stats.rx_bytes }]));
      const earlier = kept.before(monotonicMs);
      if (!isOnDemand) kept.keep(monotonicMs, now);
      const readings = chosen.kept.flatMap((stats): HealthReading[] => {
        const labels = { interface: stats.iface };
        const bytes = { sentBytes: stats.tx_bytes, receivedBytes: stats.rx_bytes };
        return [
          { name: 'system_network_bytes_sent_total', labels, value: stats.tx_bytes },
          { name: 'system_network_bytes_received_total', labels, value: stats.rx_bytes },
          { name: 'system_network_errors_total', labels, value: stats.tx_errors + stats.rx_errors },
          { name: 'system_network_drops_total', labels, value: stats.tx_dropped + stats.rx_dropped },
          ...(earlier === null ? [] : interfaceRates(stats.iface, earlier.value.get(stats.iface), bytes, earlier.elapsedMs)),
        ];
      });
      const first = earlier === null ? [{ source: 'network:rates', reason: firstReadingReason }] : [];
      return { readings: readings.filter(({ value }) => Number.isFinite(value)), unknown: [...chosen.unknown, ...first] };
    },
  };
}

function tcpSource(): Source {
  const connections = carried(10_000, async () => (await library()).networkConnections());
  return {
    name: 'tcp',
    async collect({ monotonicMs }) {
      const states: TcpStates = { established: 0, timeWait: 0, listen: 0, other: 0 };
      for (const { protocol, state } of await connections(monotonicMs)) {
        if (protocol.startsWith('tcp')) states[tcpStateOf(state)] += 1;
      }
      return { readings: tcpReadings(states), unknown: [] };
    },
  };
}

function tcpStateOf(state: string): keyof TcpStates {
  switch (state.toUpperCase().replaceAll('-', '_')) {
    case 'ESTABLISHED':
    case 'ESTAB':
    case 'CLOSE_WAIT':
      return 'established';
    case 'TIME_WAIT':
      return 'timeWait';
    case 'LISTEN':
    case 'LISTENING':
      return 'listen';
    default:
      return 'other';
  }
}

/** Asks again after `everyMs`; an answer that comes after the collector's deadline is there for the next tick. */
function carried<T>(everyMs: number, ask: () => Promise<T>): (monotonicMs: number) => Promise<T> {
  let answer: { monotonicMs: number; value: T } | null = null;
  return async (monotonicMs) => {
    if (answer === null || monotonicMs - answer.monotonicMs >= everyMs) answer = { monotonicMs, value: await ask() };
    return answer.value;
  };
}
