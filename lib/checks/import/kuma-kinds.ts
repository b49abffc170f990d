import { parseJsonCondition } from '../kinds/json-condition';
import { type CheckInput, NotTaken } from './imported-checks';
import type { KumaMonitor } from './kuma-monitor';
import { partHeaders, present } from './secret-headers';

type Kind = Pick<CheckInput, 'kind' | 'settings' | 'secrets'>;

/** The kind of check of each type of monitor, with its settings. Throws NotTaken for what a check of Nines would do differently. */
export function kindOfMonitor(monitor: KumaMonitor): Kind {
  const translate = Object.hasOwn(kinds, monitor.type) ? kinds[monitor.type] : undefined;
  if (translate) return translate(monitor);
  if (monitor.type === 'group') throw new NotTaken('It is a group. Make a service of it and give the checks to that.');
  throw new NotTaken(`Nines has no check of this kind (${monitor.type.slice(0, 40) || 'none'}).`);
}

const kinds: Readonly<Record<string, (monitor: KumaMonitor) => Kind>> = {
  http: (monitor) => http(monitor, {}),
  keyword: (monitor) => http(monitor, { [monitor.invertKeyword ? 'lacks' : 'contains']: [monitor.keyword] }),
  'json-query': (monitor) => http(monitor, { conditions: [conditionOf(monitor)] }),
  port: ({ hostname, port }) => ({ kind: 'tcp', settings: { host: hostname, port } }),
  ping: ({ hostname, packetSize }) => ({ kind: 'ping', settings: { host: hostname, packets: 1, packetBytes: packetSize ?? 56 } }),
  dns,
  push: ({ interval, maxretries, retryInterval }) => ({
    kind: 'heartbeat', settings: { schedule: 'period', periodSeconds: Math.max(10, interval ?? 60), graceSeconds: Math.round((maxretries ?? 0) * (retryInterval ?? interval ?? 60)) },
  }),
  postgres,
  redis,
};

function http(monitor: KumaMonitor, more: Record<string, unknown>): Kind {
  const { url, method, body, maxredirects, ignoreTls, expiryNotification, proxyId, basic_auth_user: username, basic_auth_pass: password } = monitor;
  if (proxyId !== null) throw new NotTaken('It goes through a proxy, and checks of Nines do not.');
  const auth = monitor.authMethod || (username === '' ? 'none' : 'basic');
  if (auth !== 'none' && auth !== 'basic') throw new NotTaken(`It signs in by ${auth.slice(0, 20)}; Nines knows basic and bearer.`);
  const { headers, secretHeaders } = partHeaders({ ...(body === '' ? {} : contentTypeOf(monitor)), ...headersOf(monitor.headers) });
  const settings = {
    url, method: method === '' ? 'GET' : method.toUpperCase(), statuses: monitor.accepted_statuscodes.join(','), body, headers,
    followRedirects: maxredirects !== 0, isTrustRequired: !ignoreTls, ...(expiryNotification ? {} : { warnDays: null }),
    ...(auth === 'basic' ? { auth, username } : {}), ...more,
  };
  return { kind: 'http', settings, secrets: present({ secretHeaders, password: auth === 'basic' ? password : undefined }) };
}

function contentTypeOf({ httpBodyEncoding }: KumaMonitor): Record<string, string> {
  switch (httpBodyEncoding) {
    case '':
    case 'json':
      return {};
    case 'xml':
      return { 'Content-Type': 'text/xml; charset=utf-8' };
    case 'form':
      return { 'Content-Type': 'application/x-www-form-urlencoded' };
    default:
      throw new NotTaken(`The encoding ${httpBodyEncoding.slice(0, 20)} of its body is not known.`);
  }
}

function headersOf(text: string): Record<string, string> {
  if (text.trim() === '') return {};
  try {
    const headers: unknown = JSON.parse(text);
    if (typeof headers === 'object' && headers !== null && !Array.isArray(headers)) return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  } catch {
    // Said below.
  }
  throw new NotTaken('Its headers are no JSON object.');
}

/** JSONata is a language of its own; taken is what is a plain path. */
function conditionOf({ jsonPath, expectedValue }: KumaMonitor): string {
  const path = jsonPath.startsWith('$') ? jsonPath : `$.${jsonPath}`;
  const isLiteral = /^(?:-?(?:0|[1-9]\d{0,15})(?:\.\d{1,15})?|true|false|null)$/.test(expectedValue);
  const condition = `${path} == ${isLiteral ? expectedValue : JSON.stringify(expectedValue)}`;
  if (parseJsonCondition(condition) === null) throw new NotTaken('Its JSON query is more than a path such as $.status or $.items[0].name.');
  return condition;
}

function dns({ hostname, port, dns_resolve_type: type, dns_resolve_server: servers }: KumaMonitor): Kind {
  const server = (servers.split(',')[0] ?? '').trim().replace(/^\[|\]$/g, '');
  const address = server.includes(':') ? `[${server}]` : server;
  return { kind: 'dns', settings: { name: hostname, type: type || 'A', server: server === '' ? null : port === null || port === 53 ? address : `${address}:${port}` } };
}

const tlsOfSslMode: Readonly<Record<string, string>> = { disable: 'off', prefer: 'unverified', allow: 'unverified', require: 'unverified', 'no-verify': 'unverified', 'verify-ca': 'verified', 'verify-full': 'verified' };

function postgres({ databaseConnectionString, databaseQuery }: KumaMonitor): Kind {
  const { url, user, password, database } = connectionOf(databaseConnectionString, ['postgres:', 'postgresql:']);
  const query = databaseQuery.trim() || 'select 1';
  if (!/^(?:select|with|values|table)\b/i.test(query)) throw new NotTaken('Its query is no SELECT.');
  const tls = tlsOfSslMode[url.searchParams.get('sslmode') ?? 'disable'] ?? 'unverified';
  return { kind: 'postgres', settings: { host: url.hostname, port: Number(url.port || 5_432), database: database || user, user, tls, query, minRows: 0 }, secrets: present({ password }) };
}

function redis({ databaseConnectionString, ignoreTls }: KumaMonitor): Kind {
  const { url, user, password, database } = connectionOf(databaseConnectionString, ['redis:', 'rediss:']);
  const tls = url.protocol === 'redis:' ? 'off' : ignoreTls ? 'unverified' : 'verified';
  return { kind: 'redis', settings: { host: url.hostname, port: Number(url.port || 6_379), database: Number(database || 0), user, tls }, secrets: present({ password }) };
}

function connectionOf(text: string, protocols: readonly string[]): { url: URL; user: string; password: string; database: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !protocols.includes(url.protocol) || url.hostname === '') throw new NotTaken(`Its connection string is none of the form ${protocols[0] ?? ''}//user:password@host:port/database.`);
  try {
    return { url, user: decodeURIComponent(url.username), password: decodeURIComponent(url.password), database: decodeURIComponent(url.pathname.slice(1)) };
  } catch {
    throw new NotTaken('Its connection string has a % that stands for nothing.');
  }
}
