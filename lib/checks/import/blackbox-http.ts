import { asString, isRecord, type YamlRecord } from '@/lib/scrape/translation';
import { NotTaken } from './imported-checks';
import { ipVersionOf, listOf, literalOf, onlyOptions, type TakenKind, textsOf, tlsOf } from './module-options';
import { partHeaders, present } from './secret-headers';

const known = [
  'valid_status_codes', 'valid_http_versions', 'method', 'headers', 'body', 'follow_redirects', 'no_follow_redirects', 'fail_if_not_ssl', 'fail_if_body_matches_regexp',
  'fail_if_body_not_matches_regexp', 'tls_config', 'basic_auth', 'bearer_token', 'authorization', 'preferred_ip_protocol', 'ip_protocol_fallback',
  // Of these the result is the same: HTTP/2 is spoken where the server wants it, and bodies are read as they come.
  'enable_http2', 'compression', 'skip_resolve_phase_with_proxy',
];

/** A module of the prober http. Throws NotTaken. */
export function httpOf(options: YamlRecord, target: string): TakenKind {
  onlyOptions(options, 'http', known);
  // The exporter takes a bare host for http.
  const url = /^https?:\/\//i.test(target) ? target : `http://${target}`;
  if (options.fail_if_not_ssl === true && !/^https:/i.test(url)) throw new NotTaken('http.fail_if_not_ssl: give the target as an https address.');
  const { auth, secrets } = authOf(options);
  const { headers, secretHeaders } = partHeaders(textsOf(options.headers));
  const settings = {
    url, headers, ...auth, ...tlsOf(options.tls_config),
    method: asString(options.method).toUpperCase() || 'GET', body: asString(options.body), statuses: statusesOf(options.valid_status_codes), httpVersion: httpVersionOf(options.valid_http_versions),
    followRedirects: options.follow_redirects !== false && options.no_follow_redirects !== true, ipVersion: ipVersionOf(options), warnDays: null,
    contains: patternsOf(options, 'fail_if_body_not_matches_regexp'), lacks: patternsOf(options, 'fail_if_body_matches_regexp'),
  };
  return { kind: 'http', settings, secrets: present({ secretHeaders, ...secrets }) };
}

function statusesOf(value: unknown): string {
  const statuses = listOf(value, 'http.valid_status_codes');
  return statuses.length === 0 ? '200-299' : statuses.map(asString).join(',');
}

function httpVersionOf(value: unknown): 'auto' | '1.1' | '2' {
  const versions = listOf(value, 'http.valid_http_versions').map(asString);
  const hasOne = versions.includes('HTTP/1.1');
  const hasTwo = versions.includes('HTTP/2.0') || versions.includes('HTTP/2');
  if (versions.length > 0 && !hasOne && !hasTwo) throw new NotTaken('http.valid_http_versions has neither HTTP/1.1 nor HTTP/2.0.');
  return hasOne === hasTwo ? 'auto' : hasOne ? '1.1' : '2';
}

function patternsOf(options: YamlRecord, name: string): string[] {
  return listOf(options[name], `http.${name}`).map((pattern) => {
    const literal = literalOf(asString(pattern));
    if (literal === null) throw new NotTaken(`http.${name}: ${JSON.stringify(asString(pattern).slice(0, 60))} is more than a plain text, which is all that checks of Nines look for.`);
    return literal;
  });
}

interface Auth {
  auth: { auth?: 'basic' | 'bearer'; username?: string };
  secrets: { password?: string; token?: string };
}

function authOf({ basic_auth: basic, bearer_token: bearer, authorization }: YamlRecord): Auth {
  if (isRecord(basic)) {
    onlyOptions(basic, 'http.basic_auth', ['username', 'password']);
    return { auth: { auth: 'basic', username: asString(basic.username) }, secrets: { password: asString(basic.password) } };
  }
  if (isRecord(authorization)) {
    onlyOptions(authorization, 'http.authorization', ['type', 'credentials']);
    if (!/^(?:bearer)?$/i.test(asString(authorization.type))) throw new NotTaken('http.authorization: only the type Bearer is taken.');
    return { auth: { auth: 'bearer' }, secrets: { token: asString(authorization.credentials) } };
  }
  return asString(bearer) === '' ? { auth: {}, secrets: {} } : { auth: { auth: 'bearer' }, secrets: { token: asString(bearer) } };
}
