import { existsSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { HealthReading } from '@/lib/health/metrics';
import { KeptReadings } from '@/lib/health/proc/kept-readings';
import { parseNetDev } from '@/lib/health/proc/net-dev';
import type { InterfaceCounters } from '@/lib/health/proc/net-dev';
import { ratePerSecond } from '@/lib/health/proc/rate';
import { openKernelFile } from './kernel-file';
import { bounded, firstReadingReason } from './source';
import type { Source, SystemPaths } from './source';

const maximumInterfaces = 64;

/**
 * Traffic by interface from /proc/net/dev. Only physical interfaces (those with a /sys/class/net/<name>/device), so that the sum over
 * them is the machine's traffic and a container's bytes are not counted at its veth and bridge too; where there is none
 * (inside a container), every interface but the loopback.
 */
export function createNetworkSource(paths: SystemPaths): Source {
  const netDev = openKernelFile(`${paths.proc}/net/dev`);
  const kept = new KeptReadings<Map<string, InterfaceCounters>>();
  let names = '';
  let watched = new Set<string>();
  return {
    name: 'network',
    collect({ monotonicMs, isOnDemand }) {
      const interfaces = parseNetDev(netDev.read());
      const found = [...interfaces.keys()].join(' ');
      if (found !== names) {
        names = found;
        watched = new Set(watchedInterfaces([...interfaces.keys()], paths.sys));
      }
      const chosen = bounded([...interfaces].filter(([name]) => watched.has(name)), maximumInterfaces, 'network:interfaces', ([name]) => name);
      const earlier = kept.before(monotonicMs);
      if (!isOnDemand) kept.keep(monotonicMs, interfaces);
      const readings = chosen.kept.flatMap(([name, counters]) => [
        ...interfaceTotals(name, counters),
        ...(earlier === null ? [] : interfaceRates(name, earlier.value.get(name), counters, earlier.elapsedMs)),
      ]);
      const first = earlier === null && readings.length > 0 ? [{ source: 'network:rates', reason: firstReadingReason }] : [];
      return { readings, unknown: [...chosen.unknown, ...first] };
    },
    close: () => netDev.close(),
  };
}

function watchedInterfaces(names: string[], sys: string): string[] {
  const isPhysical = (name: string) => existsSync(`${sys}/class/net/${name}/device`);
  const outside = names.filter((name) => name !== 'lo');
  const physical = outside.filter(isPhysical);
  if (physical.length === 0) return outside;
  // A cloud's accelerated card is enslaved to another physical interface, which has counted its traffic already.
  return physical.filter((name) => {
    const master = masterOf(name, sys);
    return master === null || !isPhysical(master);
  });
}

function masterOf(name: string, sys: string): string | null {
  try {
    return basename(readlinkSync(`${sys}/class/net/${name}/master`));
  } catch {
    return null;
  }
}

function interfaceTotals(name: string, counters: InterfaceCounters): HealthReading[] {
  const labels = { interface: name };
  return [
    { name: 'system_network_bytes_sent_total', labels, value: counters.sentBytes },
    { name: 'system_network_bytes_received_total', labels, value: counters.receivedBytes },
    { name: 'system_network_packets_sent_total', labels, value: counters.sentPackets },
    { name: 'system_network_packets_received_total', labels, value: counters.receivedPackets },
    { name: 'system_network_errors_total', labels, value: counters.errors },
    { name: 'system_network_drops_total', labels, value: counters.drops },
  ];
}

type ByteCounters = Pick<InterfaceCounters, 'sentBytes' | 'receivedBytes'>;

export function interfaceRates(name: string, previous: ByteCounters | undefined, next: ByteCounters, elapsedMs: number): HealthReading[] {
  const labels = { interface: name };
  const readings: HealthReading[] = [];
  const sent = ratePerSecond(previous?.sentBytes, next.sentBytes, elapsedMs);
  const received = ratePerSecond(previous?.receivedBytes, next.receivedBytes, elapsedMs);
  if (sent !== null) readings.push({ name: 'system_network_sent_bytes_per_second', labels, value: sent });
  if (received !== null) readings.push({ name: 'system_network_received_bytes_per_second', labels, value: received });
  return readings;
}
