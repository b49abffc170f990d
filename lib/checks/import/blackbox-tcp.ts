import { asString, isRecord, type YamlRecord } from '@/lib/scrape/translation';
import { NotTaken } from './imported-checks';
import { ipVersionOf, listOf, literalOf, onlyOptions, type TakenKind, tlsOf } from './module-options';

/** A module of the prober tcp: a TCP check, or with `tls` one of the certificate. Throws NotTaken. */
export function tcpOf(options: YamlRecord, target: string): TakenKind {
  onlyOptions(options, 'tcp', ['query_response', 'tls', 'tls_config', 'preferred_ip_protocol', 'ip_protocol_fallback']);
  const place = { ...hostAndPort(target), ipVersion: ipVersionOf(options) };
  const talk = talkOf(listOf(options.query_response, 'tcp.query_response'));
  if (options.tls !== true) return { kind: 'tcp', settings: { ...place, ...talk } };
  if (talk.send !== '' || talk.expect !== '') throw new NotTaken('tcp.query_response is not taken together with tcp.tls.');
  return { kind: 'tls', settings: { ...place, ...tlsOf(options.tls_config), warnDays: null, failDays: null } };
}

/** A module of the prober icmp. Throws NotTaken. */
export function icmpOf(options: YamlRecord, target: string): TakenKind {
  onlyOptions(options, 'icmp', ['payload_size', 'preferred_ip_protocol', 'ip_protocol_fallback']);
  return { kind: 'ping', settings: { host: target, packets: 1, ipVersion: ipVersionOf(options), ...(typeof options.payload_size === 'number' && options.payload_size > 0 ? { packetBytes: options.payload_size } : {}) } };
}

function hostAndPort(target: string): { host: string; port: number } {
  const match = /^(.+):(\d{1,5})$/.exec(target);
  if (!match) throw new NotTaken('The target is no host:port.');
  return { host: (match[1] ?? '').replace(/^\[|\]$/g, ''), port: Number(match[2]) };
}

/** Checks of Nines say one thing and wait for one: what is sent after the last answer that is waited for decides nothing. */
function talkOf(steps: readonly unknown[]): { send: string; expect: string } {
  const said = steps.map((step) => {
    if (!isRecord(step)) throw new NotTaken('tcp.query_response is no list of mappings.');
    onlyOptions(step, 'tcp.query_response', ['expect', 'send']);
    return { send: asString(step.send), expect: asString(step.expect) };
  });
  // Within one step the exporter waits first and sends then.
  const moves = said.flatMap(({ send, expect }) => [{ isSent: false, text: expect }, { isSent: true, text: send }]).filter(({ text }) => text !== '');
  const last = moves.findLastIndex(({ isSent }) => !isSent);
  const needed = last < 0 ? moves.slice(0, 1) : moves.slice(0, last + 1);
  const send = needed[0]?.isSent === true ? needed[0].text : '';
  const waited = needed[send === '' ? 0 : 1];
  if (needed.length > (send === '' ? 1 : 2)) throw new NotTaken('tcp.query_response has more steps than one text to send and one to wait for.');
  return { send: send === '' ? '' : escaped(`${send}\n`), expect: waited === undefined ? '' : escaped(expected(waited.text)) };
}

function expected(pattern: string): string {
  const literal = literalOf(pattern, { mayBegin: true });
  if (literal === null) throw new NotTaken(`tcp.query_response: ${JSON.stringify(pattern.slice(0, 60))} is more than a plain text, which is all that checks of Nines wait for.`);
  return literal;
}

function escaped(text: string): string {
  if (text.includes('${')) throw new NotTaken('tcp.query_response sends parts of what came before.');
  return text.replaceAll('\\', '\\\\').replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
