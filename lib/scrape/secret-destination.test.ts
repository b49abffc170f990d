import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { ScrapeJobInput } from './schemas';
import { goesElsewhere } from './secret-destination';
import { partSecrets } from './secrets';

type Job = z.input<typeof ScrapeJobInput>;
const pem = (name: string) => `-----BEGIN CERTIFICATE-----\n${name}`;
const job = (changed: Partial<Job> = {}) => ScrapeJobInput.parse({ name: 'a', followRedirects: false, staticConfigs: [{ targets: ['a:1', 'b:1'], labels: { env: 'x' } }], ...changed });
const address = { targetLabel: '__address__', sourceLabels: ['__param_to'] };

describe('secrets that are stored', () => {
  const rows: [what: string, before: Partial<Job>, after: Partial<Job>, isElsewhere: boolean][] = [
    ['nothing', {}, {}, false],
    ['the path, the parameters, the name and the pace', {}, { metricsPath: '/x', params: { a: ['b'] }, name: 'b', scrapeIntervalMs: 30_000 }, false],
    ['a label of a group', {}, { staticConfigs: [{ targets: ['a:1', 'b:1'], labels: { env: 'y' } }] }, false],
    ['an address less, and another order', {}, { staticConfigs: [{ targets: ['b:1'] }, { targets: ['a:1'] }] }, false],
    ['another address', {}, { staticConfigs: [{ targets: ['a:1', 'evil:1'] }] }, true],
    ['another port', {}, { staticConfigs: [{ targets: ['a:2'] }] }, true],
    ['the scheme', { scheme: 'https' }, {}, true],
    ['the scheme by a label', { scheme: 'https' }, { scheme: 'https', staticConfigs: [{ targets: ['a:1'], labels: { __scheme__: 'http' } }] }, true],
    ['files of addresses', {}, { fileDiscovery: { paths: ['a.yml'] } }, true],
    ['other files', { fileDiscovery: { paths: ['a.yml'] } }, { fileDiscovery: { paths: ['*.yml'] } }, true],
    ['how often files are read, or none any more', { fileDiscovery: { paths: ['a.yml'] } }, { fileDiscovery: { paths: ['a.yml'], refreshMs: 5_000 } }, false],
    ['relabelling', {}, { relabelConfigs: [{ targetLabel: '__address__', replacement: 'evil:1' }] }, true],
    ['a parameter that relabelling reads', { relabelConfigs: [address], params: { to: ['a:1'] } }, { relabelConfigs: [address], params: { to: ['evil:1'] } }, true],
    ['a parameter that it does not read', { relabelConfigs: [address] }, { relabelConfigs: [address], params: { other: ['x'] } }, false],
    ['a parameter that labelmap reads', { relabelConfigs: [{ action: 'labelmap', regex: '__param_(.+)' }] }, { relabelConfigs: [{ action: 'labelmap', regex: '__param_(.+)' }], params: { __address__: ['evil:1'] } }, true],
    ['a label of a group beside relabelling', { relabelConfigs: [address] }, { relabelConfigs: [address], staticConfigs: [{ targets: ['a:1'], labels: { env: 'evil:1' } }] }, true],
    ['redirects are followed', {}, { followRedirects: true }, true],
    ['redirects are not followed any more', { followRedirects: true }, {}, false],
    ['everybody is trusted', {}, { tls: { insecureSkipVerify: true } }, true],
    ['another authority', { tls: { ca: pem('a') } }, { tls: { ca: pem('b') } }, true],
    ['another name of the server', {}, { tls: { serverName: 'evil' } }, true],
    ['relabelling of samples', {}, { metricRelabelConfigs: [{ targetLabel: '__address__', replacement: 'evil:1' }] }, false],
  ];
  it.each(rows)('see whether the job goes elsewhere by: %s', (_, before, after, isElsewhere) => {
    expect(goesElsewhere(job(before), job(after))).toBe(isElsewhere);
  });

  const given: Partial<Job> = { auth: { type: 'basic', username: 'u', password: 'p' }, headers: [{ name: 'X-Key', value: 'h' }], tls: { clientCert: pem('c'), clientKey: pem('k') } };
  const omitted: Partial<Job> = { auth: { type: 'basic', username: 'u' }, headers: [{ name: 'x-key' }], tls: { clientCert: pem('c') } };

  it('are kept where the job stays, and said to be used', () => {
    const stored = partSecrets(job(given));
    expect(partSecrets(job({ ...omitted, metricsPath: '/x' }), stored)).toMatchObject({ secrets: stored.secrets, usesStored: true });
    expect(partSecrets(job(given), stored).usesStored).toBe(false);
  });

  it('are asked for again, each at its field, where the job goes elsewhere', () => {
    const message = 'Enter the secret again: the job now goes to another place.';
    const move = () => partSecrets(job({ ...omitted, staticConfigs: [{ targets: ['evil:1'] }] }), partSecrets(job(given)));
    expect(move).toThrow(expect.objectContaining({ code: 'invalid', issues: ['headers.0.value', 'auth.password', 'tls.clientKey'].map((path) => ({ path: `body.${path}`, message })) }));
  });
});
