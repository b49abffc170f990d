import { describe, expect, test } from 'vitest';
import { importUptimeKuma } from './uptime-kuma';

/** As version 1.23 exports one. */
const monitor = {
  id: 1, name: 'Site', url: 'https://example.com/', method: 'GET', hostname: null, port: null, maxretries: 2, weight: 2000, active: true, type: 'http', timeout: 48, interval: 60, retryInterval: 20,
  resendInterval: 0, keyword: null, invertKeyword: false, expiryNotification: true, ignoreTls: false, upsideDown: false, packetSize: 56, maxredirects: 10, accepted_statuscodes: ['200-299', '301'],
  dns_resolve_type: 'A', dns_resolve_server: '1.1.1.1', dns_last_result: null, docker_container: '', docker_host: null, proxyId: null, notificationIDList: { 1: true },
  tags: [{ id: 1, monitor_id: 1, tag_id: 1, value: 'prod', name: 'Env', color: '#DC2626' }, { name: '24/7', value: '' }], maintenance: false, headers: null, body: null, httpBodyEncoding: 'json',
  basic_auth_user: null, basic_auth_pass: null, authMethod: null, pushToken: null, databaseConnectionString: null, databaseQuery: null, jsonPath: null, expectedValue: null,
};

function take(changed: Record<string, unknown>) {
  const { drafts, skipped } = importUptimeKuma(JSON.stringify({ version: '1.23.13', notificationList: [], monitorList: [{ ...monitor, ...changed }] }));
  return { draft: drafts[0], reason: skipped[0]?.reason ?? null };
}

test('a monitor becomes a check with the same times, retries and tags', () => {
  expect(take({}).draft).toMatchObject({
    name: 'Site', kind: 'http', isEnabled: true, intervalMs: 60_000, timeoutMs: 48_000, retryIntervalMs: 20_000, failures: { count: 3, of: 3 }, labels: { env: 'prod', _24_7: 'true' },
    settings: { url: 'https://example.com/', method: 'GET', statuses: '200-299,301', followRedirects: true, isTrustRequired: true, warnDays: 14 },
  });
});

describe('each type of monitor', () => {
  const host = { url: 'https://', hostname: 'db.example.com' };
  test.each<[changed: Record<string, unknown>, kind: string, settings: Record<string, unknown>, secrets?: Record<string, string>]>([
    [{ type: 'keyword', keyword: 'Welcome' }, 'http', { contains: ['Welcome'] }],
    [{ type: 'keyword', keyword: 'Error', invertKeyword: 1 }, 'http', { lacks: ['Error'] }],
    [{ type: 'json-query', jsonPath: 'status.code', expectedValue: '200' }, 'http', { conditions: ['$.status.code == 200'] }],
    [{ type: 'json-query', jsonPath: '$.items[0].name', expectedValue: 'a "b"' }, 'http', { conditions: ['$.items[0].name == "a \\"b\\""'] }],
    [{ ignoreTls: true, expiryNotification: false, maxredirects: 0 }, 'http', { isTrustRequired: false, warnDays: null, followRedirects: false }],
    [{ method: 'POST', body: '{"a":1}', headers: '{"Accept": "application/json", "X-Api-Key": "k1"}' }, 'http', { body: '{"a":1}', headers: [{ name: 'Accept', value: 'application/json' }] }, { secretHeaders: 'X-Api-Key: k1' }],
    [{ method: 'POST', body: 'a=1', httpBodyEncoding: 'form' }, 'http', { headers: [{ name: 'Content-Type', value: 'application/x-www-form-urlencoded' }] }],
    [{ basic_auth_user: 'bob', basic_auth_pass: 'pw' }, 'http', { auth: 'basic', username: 'bob' }, { password: 'pw' }],
    [{ ...host, type: 'port', port: 5432 }, 'tcp', { host: 'db.example.com', port: 5432 }],
    [{ ...host, type: 'ping', packetSize: 100 }, 'ping', { host: 'db.example.com', packets: 1, packetBytes: 100 }],
    [{ ...host, type: 'dns', dns_resolve_type: 'MX', dns_resolve_server: '1.1.1.1,8.8.8.8', port: 53 }, 'dns', { name: 'db.example.com', type: 'MX', server: '1.1.1.1', expected: [] }],
    [{ ...host, type: 'dns', dns_resolve_server: '2606:4700:4700::1111', port: 5353 }, 'dns', { server: '[2606:4700:4700::1111]:5353' }],
    [{ type: 'push', pushToken: 'abc', interval: 3600 }, 'heartbeat', { schedule: 'period', periodSeconds: 3600, graceSeconds: 40 }],
    [{ type: 'postgres', databaseConnectionString: 'postgres://nines:p%40ss@db.example.com:5433/shop?sslmode=verify-full', databaseQuery: 'SELECT now()' }, 'postgres', { host: 'db.example.com', port: 5433, database: 'shop', user: 'nines', tls: 'verified', query: 'SELECT now()', minRows: 0 }, { password: 'p@ss' }],
    [{ type: 'postgres', databaseConnectionString: 'postgresql://nines@db.example.com' }, 'postgres', { port: 5432, database: 'nines', tls: 'off', query: 'select 1' }],
    [{ type: 'redis', databaseConnectionString: 'rediss://:pw@cache.example.com:6380/2' }, 'redis', { host: 'cache.example.com', port: 6380, database: 2, tls: 'verified', command: 'PING' }, { password: 'pw' }],
  ])('%j', (changed, kind, settings, secrets = {}) => {
    const { draft, reason } = take(changed);
    expect({ reason: draft ? null : reason, kind: draft?.kind, secrets: draft?.secrets }).toEqual({ reason: null, kind, secrets });
    expect(draft?.settings).toMatchObject(settings);
  });

  test('a heartbeat says by its grace what retries said', () => {
    expect(take({ type: 'push', interval: 3600 }).draft).toMatchObject({ intervalMs: 10_000, failures: { count: 1, of: 1 } });
  });
});

describe('what cannot be taken is told with the reason', () => {
  test.each<[changed: Record<string, unknown>, reason: string]>([
    [{ type: 'mqtt' }, 'Nines has no check of this kind (mqtt).'],
    [{ type: 'constructor' }, 'Nines has no check of this kind (constructor).'],
    [{ type: 'group' }, 'It is a group.'],
    [{ upsideDown: true }, 'It is upside down'],
    [{ proxyId: 1 }, 'It goes through a proxy'],
    [{ authMethod: 'ntlm' }, 'It signs in by ntlm'],
    [{ maxretries: 50 }, 'It has 50 retries; Nines takes at most 19.'],
    [{ url: 'ftp://example.com' }, 'settings.url: must be an http or https URL'],
    [{ headers: 'no json' }, 'Its headers are no JSON object.'],
    [{ body: '{"a":1}' }, 'settings.body: cannot be sent by this method'],
    [{ type: 'json-query', jsonPath: '$sum(items.price)', expectedValue: '3' }, 'Its JSON query is more than a path'],
    [{ type: 'port', hostname: 'a b', port: 1 }, 'settings.host: must be a host name or an address'],
    [{ type: 'port', hostname: 'a' }, 'settings.port'],
    [{ type: 'postgres', databaseConnectionString: 'Server=db;Database=x' }, 'Its connection string is none of the form'],
    [{ type: 'postgres', databaseConnectionString: 'postgres://u@h/d', databaseQuery: 'delete from jobs' }, 'Its query is no SELECT.'],
    [{ interval: 'soon' }, 'interval is not as Uptime Kuma writes it.'],
    [{ interval: 1e9 }, 'intervalMs: At most a day.'],
  ])('%j', (changed, reason) => {
    const taken = take(changed);
    expect(taken.draft).toBeUndefined();
    expect(taken.reason).toContain(reason);
  });

  test('no reason repeats a secret', () => {
    const { reason } = take({ type: 'redis', databaseConnectionString: 'redis://:top%secret@' });
    expect(reason).not.toContain('secret');
  });

  test('notifications, and the addresses of push monitors', () => {
    const { skipped } = importUptimeKuma(JSON.stringify({ notificationList: [{}, {}], monitorList: [{ ...monitor, type: 'push' }] }));
    expect(skipped.map(({ name }) => name)).toEqual(['Notifications', 'Addresses of push monitors']);
  });
});

test('names that come twice are told apart, and one that is missing is given', () => {
  const { drafts } = importUptimeKuma(JSON.stringify({ monitorList: [monitor, monitor, { ...monitor, name: '' }] }));
  expect(drafts.map(({ name }) => name)).toEqual(['Site', 'Site (2)', 'monitor 3']);
});

test.each([['not json', 'This is no JSON'], ['{}', 'There is no monitorList'], ['[1]', 'There is no monitorList'], ['{"monitorList": {}}', 'There is no monitorList'], ['null', 'There is no monitorList']])('%j is no backup', (text, message) => {
  expect(() => importUptimeKuma(text)).toThrow(message);
});

test('entries that are nothing at all are told one by one', () => {
  const { drafts, skipped } = importUptimeKuma('{"monitorList": [null, 5, [], {"__proto__": {"type": "http"}}, "x"]}');
  expect({ drafts, count: skipped.length }).toEqual({ drafts: [], count: 5 });
});
