import { documentOf, type ExportedEntry } from './export-entries';

/** Log audit (RFC 5424, table 1). */
const facility = 13;
const [warning, notice] = [4, 5];
/** A sequence number of RFC 5424, section 7.3.1, begins anew after this. */
const mostSequence = 2_147_483_647;

/** Bytes that a message may have: a datagram should reach its receiver in few fragments. */
export const syslogBytes = { datagram: 8_192, stream: 65_536 } as const;

/**
 * An entry as a message of RFC 5424: the action is its MSGID and the entry its text, as JSON in ASCII. What would be longer than `mostBytes` leaves out before and after, and says so.
 */
export function syslogMessage(entry: ExportedEntry, hostName: string, mostBytes: number): string {
  const severity = /\.refuse$/.test(entry.action) ? warning : notice;
  const header = `<${facility * 8 + severity}>1 ${new Date(entry.atMs).toISOString()} ${token(hostName, 255)} nines - ${token(entry.action, 32)} [meta sequenceId="${((entry.seq - 1) % mostSequence) + 1}"] `;
  const whole = header + asciiOf(documentOf(entry));
  if (whole.length <= mostBytes) return whole;
  return header + asciiOf({ ...documentOf({ ...entry, before: null, after: null }), isTooLong: true });
}

/** As one octet-counted frame of RFC 6587, section 3.4.1. A message is ASCII: letters are bytes. */
export function octetCounted(message: string): string {
  return `${message.length} ${message}`;
}

function token(text: string, most: number): string {
  return text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, most) || '-';
}

function asciiOf(value: object): string {
  return JSON.stringify(value).replaceAll(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
