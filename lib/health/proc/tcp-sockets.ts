import { countOf, fieldsOf, linesOf } from './fields';

/** `inuse` counts hashed sockets in every state but TIME_WAIT; null when the line is absent (IPv6 is off). */
export interface Sockstat {
  inUse: number | null;
  timeWait: number | null;
}

/** Parses the TCP line of /proc/net/sockstat or sockstat6; `tw` stands only in the former, and counts both families. */
export function parseSockstat(text: string): Sockstat {
  const fields = fieldsOf(linesOf(text).find((line) => /^TCP6?:/.test(line)) ?? '');
  const valueAfter = (key: string) => {
    const at = fields.indexOf(key);
    return at === -1 ? null : countOf(fields[at + 1]);
  };
  return { inUse: valueAfter('inuse'), timeWait: valueAfter('tw') };
}

/** CurrEstab of /proc/net/snmp: sockets of both families in ESTABLISHED or CLOSE_WAIT (RFC 4022, tcpCurrEstab). */
export function parseCurrentEstablished(text: string): number | null {
  const [names, values] = linesOf(text).filter((line) => line.startsWith('Tcp:'));
  const at = fieldsOf(names ?? '').indexOf('CurrEstab');
  return at === -1 ? null : countOf(fieldsOf(values ?? '')[at]);
}

export interface Listeners {
  count: number;
  /** False when a socket in another state was met: the kernel lists every listener before it. */
  mayContinue: boolean;
}

/** Counts the leading sockets in LISTEN (state 0A) in whole lines of /proc/net/tcp or tcp6, from its heading or from any later line. */
export function countListeners(text: string): Listeners {
  let count = 0;
  for (const line of linesOf(text)) {
    const [slot, , , state] = fieldsOf(line);
    if (slot === 'sl') continue;
    if (state !== '0A') return { count, mayContinue: false };
    count += 1;
  }
  return { count, mayContinue: true };
}

export interface TcpStates {
  established: number;
  timeWait: number;
  listen: number;
  /** Opening and closing: SYN_SENT, FIN_WAIT, LAST_ACK, CLOSING. */
  other: number;
}

/** What is left of the sockets in use is opening or closing; the counts are read one after the other, so it never goes below zero. */
export function tcpStates(counts: { inUse: number; established: number; timeWait: number; listen: number }): TcpStates {
  const { inUse, established, timeWait, listen } = counts;
  return { established, timeWait, listen, other: Math.max(0, inUse - established - listen) };
}
