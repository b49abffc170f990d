import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ScrapeJobInput, ScrapeSettings } from './schemas';
import { partSecrets } from './secrets';

const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
const parse = (job: object) => ScrapeJobInput.safeParse({ name: 'node', ...job });

describe('a scrape job', () => {
  it('needs a name alone', () => {
    expect(parse({}).data).toMatchObject({ isEnabled: true, scrapeIntervalMs: 15_000, scrapeTimeoutMs: 10_000, metricsPath: '/metrics', scheme: 'http', auth: { type: 'none' } });
  });

  it('has a timeout that its interval allows, also when it is not said', () => {
    expect(parse({ scrapeIntervalMs: 1_000 }).data?.scrapeTimeoutMs).toBe(1_000);
    expect(parse({ scrapeIntervalMs: 1_000, scrapeTimeoutMs: 1_001 }).error?.issues[0]?.path).toEqual(['scrapeTimeoutMs']);
  });

  const wrong: [what: string, job: object, path: string][] = [
    ['an interval under a second', { scrapeIntervalMs: 999 }, 'scrapeIntervalMs'],
    ['an interval that is no number', { scrapeIntervalMs: 'often' }, 'scrapeIntervalMs'],
    ['a path without a slash', { metricsPath: 'metrics' }, 'metricsPath'],
    ['another scheme', { scheme: 'file' }, 'scheme'],
    ['a target with a scheme', { staticConfigs: [{ targets: ['http://a:1'] }] }, 'staticConfigs.0.targets.0'],
    ['a label that is no name', { staticConfigs: [{ targets: [], labels: { 'a-b': 'x' } }] }, 'staticConfigs.0.labels.a-b'],
    ['a header that splits the request', { headers: [{ name: 'X-A', value: 'b\r\nX-C: d' }] }, 'headers.0.value'],
    ['a header name that does', { headers: [{ name: 'X-A: b\r\nX', value: 'c' }] }, 'headers.0.name'],
    ['a header that Nines sets', { headers: [{ name: 'AUTHORIZATION', value: 'x' }] }, 'headers.0.name'],
    ['a header twice', { headers: [{ name: 'X-A', value: '1' }, { name: 'x-a', value: '2' }] }, 'headers'],
    ['a token that splits the request', { auth: { type: 'bearer', token: 'a\nb' } }, 'auth.token'],
    ['two kinds of credentials', { auth: { type: 'basic', username: 'a', password: 'b', token: 'c' } }, 'auth'],
    ['a certificate that is none', { tls: { ca: '/etc/passwd' } }, 'tls.ca'],
    ['a file that is absolute', { fileDiscovery: { paths: ['/etc/targets.json'] } }, 'fileDiscovery.paths.0'],
    ['a file above', { fileDiscovery: { paths: ['../targets.json'] } }, 'fileDiscovery.paths.0'],
    ['a file above by a detour', { fileDiscovery: { paths: ['a/../../targets.json'] } }, 'fileDiscovery.paths.0'],
    ['a file of another kind', { fileDiscovery: { paths: ['secrets.txt'] } }, 'fileDiscovery.paths.0'],
    ['stars in a folder', { fileDiscovery: { paths: ['*/a.json'] } }, 'fileDiscovery.paths.0'],
    ['a field that it does not know', { surprise: 1 }, ''],
    ['more memory than there is for one body', { bodySizeLimitBytes: 1e12 }, 'bodySizeLimitBytes'],
  ];
  it.each(wrong)('is refused for %s', (_, job, path) => {
    expect(parse(job).error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });

  it.each(['targets.json', 'node/web-*.yml', 'a/b/c?.yaml', '*.json', '..hidden.json'])('reads the files %s', (path) => {
    expect(parse({ fileDiscovery: { paths: [path] } }).error).toBeUndefined();
  });

  it('can be described to clients', () => {
    expect(() => z.toJSONSchema(ScrapeJobInput, { io: 'input', unrepresentable: 'any' })).not.toThrow();
  });
});

describe('the secrets of a job', () => {
  const full = ScrapeJobInput.parse({
    name: 'node', auth: { type: 'basic', username: 'u', password: 'hunter2' }, headers: [{ name: 'X-Key', value: 'hunter3' }], tls: { clientCert: pem, clientKey: pem.replaceAll('CERTIFICATE', 'PRIVATE KEY') },
  });

  it('are parted from what may be shown', () => {
    const { settings, secrets } = partSecrets(full);
    expect(ScrapeSettings.parse(settings)).toEqual(settings);
    expect(JSON.stringify(settings)).not.toMatch(/hunter|PRIVATE/);
    expect(settings).toMatchObject({ auth: { type: 'basic', username: 'u', hasPassword: true }, headers: [{ name: 'X-Key', hasValue: true }], tls: { hasClientKey: true } });
    expect(secrets).toMatchObject({ password: 'hunter2', headers: { 'x-key': 'hunter3' }, clientKey: expect.stringContaining('PRIVATE KEY') as string });
  });

  it('stay when they are left out, and go when what they are for goes', () => {
    const { secrets } = partSecrets(full);
    const again = ScrapeJobInput.parse({ name: 'node', auth: { type: 'basic', username: 'v' }, headers: [{ name: 'x-key' }], tls: { clientCert: pem } });
    expect(partSecrets(again, partSecrets(full)).secrets).toEqual(secrets);
    expect(partSecrets(ScrapeJobInput.parse({ name: 'node' }), partSecrets(full)).secrets).toEqual({ headers: {} });
  });

  it('are asked for by name when there are none', () => {
    const job = ScrapeJobInput.parse({ name: 'node', auth: { type: 'bearer' }, headers: [{ name: 'constructor' }], tls: { clientCert: pem } });
    expect(() => partSecrets(job)).toThrow(expect.objectContaining({ code: 'invalid', issues: ['body.headers.0.value', 'body.auth.token', 'body.tls.clientKey'].map((path) => expect.objectContaining({ path })) }));
  });
});
