import { describe, expect, test } from 'vitest';
import { importBlackbox } from './blackbox';

/** The examples of the exporter's own blackbox.yml, and more. */
const yaml = `
modules:
  http_2xx:
    prober: http
    timeout: 5s
    http:
      preferred_ip_protocol: "ip4"
  http_post:
    prober: http
    http:
      method: POST
      headers:
        Content-Type: application/json
        X-Token: abc
      body: '{"a": 1}'
      basic_auth:
        username: bob
        password: hunter2
      valid_status_codes: [200, 204]
      valid_http_versions: ["HTTP/2.0"]
      fail_if_not_ssl: true
      fail_if_body_not_matches_regexp: ["Welcome to example\\\\.com"]
      fail_if_body_matches_regexp: ["Could not connect"]
      tls_config:
        insecure_skip_verify: true
      ip_protocol_fallback: false
  bearer:
    prober: http
    http: { authorization: { credentials: t0ken }, no_follow_redirects: true }
  regex: { prober: http, http: { fail_if_body_matches_regexp: ["a|b"] } }
  client_cert: { prober: http, http: { tls_config: { cert_file: /etc/x.pem } } }
  cel: { prober: http, http: { fail_if_body_json_matches_cel: "body.x" } }
  tcp_connect: { prober: tcp, timeout: 30s }
  pop3s_banner:
    prober: tcp
    tcp:
      query_response:
        - expect: "^+OK"
      tls: true
  tls_connect: { prober: tcp, tcp: { tls: true, tls_config: { server_name: db.example.com } } }
  ssh_banner:
    prober: tcp
    tcp:
      query_response:
        - expect: "^SSH-2.0-"
        - send: "SSH-2.0-blackbox-ssh-check"
  irc_banner:
    prober: tcp
    tcp:
      query_response:
        - send: "NICK prober"
        - send: "USER prober prober prober :prober"
        - expect: "PING :([^ ]+)"
          send: "PONG \${1}"
  redis: { prober: tcp, tcp: { query_response: [ { send: PING }, { expect: "^\\\\+PONG" } ] } }
  icmp: { prober: icmp, icmp: { payload_size: 64 } }
  icmp_ttl: { prober: icmp, timeout: 5s, icmp: { ttl: 5 } }
  soa: { prober: dns, dns: { query_name: example.com, query_type: SOA } }
  any: { prober: dns, dns: { query_name: example.com } }
  rrs: { prober: dns, dns: { query_name: example.com, query_type: A, validate_answer_rrs: { fail_if_matches_regexp: [x] } } }
  grpc: { prober: grpc, grpc: { tls: true } }
  slow: { prober: icmp, timeout: 5m }
  nothing: 5
`;

function take(target: string) {
  const { drafts, skipped } = importBlackbox(yaml, [target]);
  return { draft: drafts[0], reason: drafts.length === 0 ? skipped.at(-1)?.reason : undefined };
}

describe('a module with its target becomes a check', () => {
  test.each<[target: string, kind: string, settings: Record<string, unknown>, secrets?: Record<string, string>]>([
    ['http_2xx https://example.com/', 'http', { url: 'https://example.com/', method: 'GET', statuses: '200-299', ipVersion: 'auto', followRedirects: true, isTrustRequired: true, warnDays: null }],
    ['http_2xx example.com', 'http', { url: 'http://example.com' }],
    ['http_post https://example.com', 'http', {
      method: 'POST', body: '{"a": 1}', auth: 'basic', username: 'bob', statuses: '200,204', httpVersion: '2', contains: ['Welcome to example.com'], lacks: ['Could not connect'], isTrustRequired: false, ipVersion: '6',
      headers: [{ name: 'Content-Type', value: 'application/json' }],
    }, { password: 'hunter2', secretHeaders: 'X-Token: abc' }],
    ['bearer https://example.com', 'http', { auth: 'bearer', followRedirects: false }, { token: 't0ken' }],
    ['tcp_connect db.example.com:5432', 'tcp', { host: 'db.example.com', port: 5432, send: '', expect: '' }],
    ['tcp_connect [2001:db8::1]:5432', 'tcp', { host: '2001:db8::1', port: 5432 }],
    ['tls_connect 192.0.2.1:5432', 'tls', { host: '192.0.2.1', port: 5432, serverName: 'db.example.com', failDays: null }],
    ['ssh_banner example.com:22', 'tcp', { send: '', expect: 'SSH-2.0-' }],
    ['redis cache.example.com:6379', 'tcp', { send: 'PING\\n', expect: '+PONG' }],
    ['icmp router.example.com', 'ping', { host: 'router.example.com', packets: 1, packetBytes: 64 }],
    ['soa 1.1.1.1', 'dns', { name: 'example.com', type: 'SOA', server: '1.1.1.1' }],
  ])('%s', (target, kind, settings, secrets = {}) => {
    const { draft, reason } = take(target);
    expect({ reason, kind: draft?.kind, secrets: draft?.secrets }).toEqual({ reason: undefined, kind, secrets });
    expect(draft?.settings).toMatchObject(settings);
  });

  test('with its timeout, and an interval that is not shorter', () => {
    expect(take('http_2xx https://example.com').draft).toMatchObject({ name: 'https://example.com (http_2xx)', timeoutMs: 5_000, intervalMs: 20_000 });
    expect(take('tcp_connect a:1').draft).toMatchObject({ timeoutMs: 30_000, intervalMs: 60_000 });
  });
});

describe('what cannot be taken is told with the reason', () => {
  test.each<[target: string, reason: string]>([
    ['regex https://example.com', '"a|b" is more than a plain text'],
    ['client_cert https://example.com', 'tls_config.cert_file is not taken'],
    ['cel https://example.com', 'http.fail_if_body_json_matches_cel is not taken'],
    ['http_post http://example.com', 'give the target as an https address'],
    ['pop3s_banner example.com:995', 'tcp.query_response: "^+OK" is more than a plain text'],
    ['irc_banner example.com:6667', 'more steps than one text to send'],
    ['tcp_connect example.com', 'The target is no host:port.'],
    ['icmp_ttl example.com', 'icmp.ttl is not taken'],
    ['icmp -f', 'settings.host: must be a host name or an address'],
    ['any 1.1.1.1', 'do not ask for ANY'],
    ['rrs 1.1.1.1', 'dns.validate_answer_rrs is not taken'],
    ['grpc example.com:443', 'Nines has no check for the prober grpc.'],
    ['slow example.com', 'timeout: must be a duration between 100ms and 1m.'],
    ['nothing example.com', 'The module is no mapping'],
    ['unknown https://example.com', 'Say which module'],
    ['https://example.com', 'Say which module'],
    ['constructor https://example.com', 'Say which module'],
  ])('%s', (target, reason) => {
    const taken = take(target);
    expect(taken.draft).toBeUndefined();
    expect(taken.reason).toContain(reason);
  });

  test('modules without a target', () => {
    expect(importBlackbox('modules: { a: { prober: icmp }, b: { prober: grpc }, c: 5 }', [])).toEqual({
      drafts: [],
      skipped: [
        { name: 'a', reason: 'No target is given for this module.' }, { name: 'b', reason: 'Nines has no check for the prober grpc.' },
        { name: 'c', reason: 'The module is no mapping with a prober.' },
      ],
    });
  });
});

test('names are without the tokens of addresses', () => {
  const { drafts, skipped } = importBlackbox('modules: { web: { prober: http } }', ['https://example.com/?token=abc', 'https://example.com/?token=def', 'web example.com/a?token=abc', 'none https://u:p@example.com/?x']);
  expect(drafts.map(({ name }) => name)).toEqual(['https://example.com/?... (web)', 'https://example.com/?... (web) (2)', 'example.com/a?... (web)']);
  expect(JSON.stringify(skipped)).not.toMatch(/token|u:p/);
});

test('many modules and targets take no more time than each alone', () => {
  const many = (count: number) => `modules:\n${Array.from({ length: count }, (_, index) => `  m${index}: { prober: http }\n`).join('')}`;
  expect(() => importBlackbox(many(501), ['https://example.com'])).toThrow('At most 500 modules');
  const startedMs = performance.now();
  expect(importBlackbox(many(500), Array.from({ length: 5_000 }, () => 'https://example.com')).skipped).toHaveLength(5_500);
  expect(importBlackbox('modules: { web: { prober: http } }', Array.from({ length: 5_000 }, () => 'https://example.com')).drafts.at(-1)?.name).toBe('https://example.com (web) (5000)');
  expect(performance.now() - startedMs).toBeLessThan(15_000);
}, 20_000);

test('a target alone goes to the only module that fits it', () => {
  const few = 'modules: { web: { prober: http }, port: { prober: tcp }, echo: { prober: icmp } }';
  const { drafts } = importBlackbox(few, ['https://example.com', 'db.example.com:5432', 'router.example.com', '2001:db8::1', ' ']);
  expect(drafts.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['http https://example.com (web)', 'tcp db.example.com:5432 (port)', 'ping router.example.com (echo)', 'ping 2001:db8::1 (echo)']);
});

test.each([['modules: [', 'not valid YAML'], ['a: 1', 'There are no modules'], ['', 'There are no modules'], [`a: &a [1,1]\nb: &b [${'*a,'.repeat(50)}]\nc: &c [${'*b,'.repeat(50)}]\nmodules: [${'*c,'.repeat(50)}]`, 'aliases']])('%j is no blackbox.yml', (text, message) => {
  expect(() => importBlackbox(text, [])).toThrow(message);
});
