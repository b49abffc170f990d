import { asString, type YamlRecord } from '@/lib/scrape/translation';
import { recordTypes } from '../kinds/dns';
import { NotTaken } from './imported-checks';
import { listOf, onlyOptions, type TakenKind } from './module-options';

/** A module of the prober dns: its target is the name server. Throws NotTaken. */
export function dnsOf(options: YamlRecord, target: string): TakenKind {
  onlyOptions(options, 'dns', ['query_name', 'query_type', 'query_class', 'transport_protocol', 'valid_rcodes', 'recursion_desired', 'preferred_ip_protocol', 'ip_protocol_fallback']);
  const type = asString(options.query_type).toUpperCase() || 'ANY';
  if (!recordTypes.some((each) => each === type)) throw new NotTaken(`dns.query_type: checks of Nines do not ask for ${type.slice(0, 20)}.`);
  if (!/^(?:IN)?$/i.test(asString(options.query_class))) throw new NotTaken('dns.query_class: only IN is taken.');
  if (!/^(?:udp)?$/.test(asString(options.transport_protocol))) throw new NotTaken('dns.transport_protocol: checks of Nines ask by UDP, and by TCP only where an answer is cut.');
  const codes = listOf(options.valid_rcodes, 'dns.valid_rcodes').map(asString);
  if (codes.some((code) => code !== 'NOERROR')) throw new NotTaken('dns.valid_rcodes: only NOERROR is taken.');
  if (options.recursion_desired === false) throw new NotTaken('dns.recursion_desired: checks of Nines always ask for recursion.');
  return { kind: 'dns', settings: { name: asString(options.query_name), type, server: target } };
}
