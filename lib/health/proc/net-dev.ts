import { countsOf, fieldsOf, linesOf } from './fields';

/** Counters of one network interface since it came up. */
export interface InterfaceCounters {
  receivedBytes: number;
  receivedPackets: number;
  sentBytes: number;
  sentPackets: number;
  /** Receiving and sending together. */
  errors: number;
  drops: number;
}

/** Parses /proc/net/dev by interface (proc_pid_net(5)); headings and malformed lines are left out. */
export function parseNetDev(text: string): Map<string, InterfaceCounters> {
  const interfaces = new Map<string, InterfaceCounters>();
  for (const line of linesOf(text)) {
    // An alias such as eth0:1 has a colon in its name, and the counters may follow the last colon without a space.
    const colon = line.lastIndexOf(':');
    if (colon === -1) continue;
    const counts = countsOf(fieldsOf(line.slice(colon + 1)));
    if (counts === null || counts.length < 16) continue;
    const [receivedBytes = 0, receivedPackets = 0, receiveErrors = 0, receiveDrops = 0] = counts;
    const [sentBytes = 0, sentPackets = 0, sendErrors = 0, sendDrops = 0] = counts.slice(8);
    interfaces.set(line.slice(0, colon).trim(), {
      receivedBytes,
      receivedPackets,
      sentBytes,
      sentPackets,
      errors: receiveErrors + sendErrors,
      drops: receiveDrops + sendDrops,
    });
  }
  return interfaces;
}
