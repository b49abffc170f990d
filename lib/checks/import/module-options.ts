import { asString, isRecord, mapValues, type YamlRecord } from '@/lib/scrape/translation';
import { type CheckInput, NotTaken } from './imported-checks';

export type TakenKind = Pick<CheckInput, 'kind' | 'settings' | 'secrets'>;

/** Refuses options that a check of Nines does not have; those that are off are none. */
export function onlyOptions(options: YamlRecord, section: string, known: readonly string[]): void {
  const isOff = (value: unknown) => value === null || value === false || value === '' || value === 0 || (Array.isArray(value) && value.length === 0) || (isRecord(value) && Object.keys(value).length === 0);
  const other = Object.entries(options).find(([key, value]) => !known.includes(key) && !isOff(value));
  if (other) throw new NotTaken(`${section}.${other[0].slice(0, 60)} is not taken: checks of Nines do not have it.`);
}

/** With a fallback the other version would be taken too, which is what `auto` does. */
export function ipVersionOf({ preferred_ip_protocol: preferred, ip_protocol_fallback: fallback }: YamlRecord): 'auto' | '4' | '6' {
  if (fallback !== false) return 'auto';
  return preferred === 'ip4' ? '4' : '6';
}

/** `tls_config` with a certificate of its own, or files, is not taken. */
export function tlsOf(config: unknown): { isTrustRequired?: boolean; serverName?: string; ca?: string } {
  if (config === undefined || config === null) return {};
  if (!isRecord(config)) throw new NotTaken('tls_config is no mapping.');
  onlyOptions(config, 'tls_config', ['insecure_skip_verify', 'server_name', 'ca']);
  return {
    ...(config.insecure_skip_verify === true ? { isTrustRequired: false } : {}),
    ...(asString(config.server_name) === '' ? {} : { serverName: asString(config.server_name) }),
    ...(asString(config.ca) === '' ? {} : { ca: asString(config.ca) }),
  };
}

export function textsOf(value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw new NotTaken('headers is no mapping.');
  return mapValues(value, asString);
}

/** The text that a regular expression means if it is a plain one, a dot for a dot; null when it is more. */
export function literalOf(pattern: string, { mayBegin = false } = {}): string | null {
  const body = mayBegin ? pattern.replace(/^\^/, '') : pattern;
  if (body === '' || /(?<!\\)(?:\\\\)*(?:[\^$*+?()[\]{}|]|\\[A-Za-z0-9])/.test(body)) return null;
  return body.replaceAll(/\\(.)/g, '$1');
}

export function listOf(value: unknown, name: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new NotTaken(`${name} is no list.`);
  return value;
}
