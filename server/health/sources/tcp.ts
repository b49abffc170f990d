import { open } from 'node:fs/promises';
import { messageOf } from '@/lib/errors';
import type { HealthReading } from '@/lib/health/metrics';
import { countListeners, parseCurrentEstablished, parseSockstat, tcpStates } from '@/lib/health/proc/tcp-sockets';
import type { TcpStates } from '@/lib/health/proc/tcp-sockets';
import { openKernelFile } from './kernel-file';
import type { KernelFile } from './kernel-file';
import type { Source, SystemPaths } from './source';

/** Listeners seldom change, and finding them costs milliseconds. */
const listenersEveryMs = 10_000;

/**
 * TCP sockets by state, of this network namespace, both families. /proc/net/tcp walks the kernel's whole hash table (2 to 4 ms even when
 * it is empty, far more with 100,000 sockets), so the counts come from the counters in sockstat and snmp. Only listeners have no
 * counter: they stand first in /proc/net/tcp, which is read every 10 s up to the first socket that is none.
 * CLOSE_WAIT counts as established, as the kernel counts it.
 */
export function createTcpSource(paths: SystemPaths): Source {
  const sockstat = openKernelFile(`${paths.proc}/net/sockstat`);
  const sockstat6 = openKernelFile(`${paths.proc}/net/sockstat6`);
  const snmp = openKernelFile(`${paths.proc}/net/snmp`);
  let listeners: { monotonicMs: number; count: number | string } | null = null;
  return {
    name: 'tcp',
    async collect({ monotonicMs }) {
      if (listeners === null || monotonicMs - listeners.monotonicMs >= listenersEveryMs) {
        listeners = { monotonicMs, count: await allListeners(paths) };
      }
      const { inUse, timeWait } = parseSockstat(sockstat.read());
      const established = parseCurrentEstablished(snmp.read());
      if (inUse === null || timeWait === null || established === null) {
        throw new Error(`${paths.proc}/net/sockstat or snmp has no TCP line.`);
      }
      const listen = listeners.count;
      if (typeof listen === 'string') {
        return { readings: tcpReadings({ established, timeWait }), unknown: [{ source: 'tcp:listen', reason: listen }] };
      }
      const total = inUse + (parseSockstat(readOrEmpty(sockstat6)).inUse ?? 0);
      return { readings: tcpReadings(tcpStates({ inUse: total, established, timeWait, listen })), unknown: [] };
    },
    close() {
      for (const file of [sockstat, sockstat6, snmp]) file.close();
    },
  };
}

export function tcpReadings(states: Partial<TcpStates>): HealthReading[] {
  const named = { established: states.established, time_wait: states.timeWait, listen: states.listen, other: states.other };
  return Object.entries(named).flatMap(([state, value]): HealthReading[] =>
    value === undefined ? [] : [{ name: 'system_tcp_connections', labels: { state }, value }],
  );
}

// The file is absent when the kernel runs without IPv6.
function readOrEmpty(file: KernelFile): string {
  try {
    return file.read();
  } catch {
    return '';
  }
}

async function allListeners(paths: SystemPaths): Promise<number | string> {
  try {
    const ipv4 = await listenersIn(`${paths.proc}/net/tcp`);
    return ipv4 + (await listenersIn(`${paths.proc}/net/tcp6`).catch(() => 0));
  } catch (error) {
    return `${messageOf(error)}.`;
  }
}

async function listenersIn(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(16 * 1024);
    let count = 0;
    let rest = '';
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      const text = rest + buffer.toString('latin1', 0, bytesRead);
      const end = text.lastIndexOf('\n') + 1;
      const found = countListeners(text.slice(0, end));
      count += found.count;
      rest = text.slice(end);
      if (bytesRead === 0 || !found.mayContinue) return count;
    }
  } finally {
    await file.close();
  }
}
