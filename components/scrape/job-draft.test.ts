import { describe, expect, it } from 'vitest';
import { partSecrets } from '@/lib/scrape/secrets';
import { ScrapeJobInput } from '@/lib/scrape/schemas';
import { draftOf, emptyDraft, readDraft } from './job-draft';
import { inputOfSettings } from './job-input';

const full = ScrapeJobInput.parse({
  name: 'node', isEnabled: false, scrapeIntervalMs: 30_000, scrapeTimeoutMs: 5_000, metricsPath: '/m', scheme: 'https', params: { module: ['a', 'b'] },
  honorLabels: true, honorTimestamps: false, followRedirects: false, sampleLimit: 9, labelLimit: 8, labelNameLengthLimit: 7, labelValueLengthLimit: 6,
  bodySizeLimitBytes: 3 * 1024 * 1024, targetLimit: 5,
  staticConfigs: [{ targets: ['a:1', 'b:2'], labels: { env: 'x=y' } }, { targets: ['[::1]:9100'] }],
  fileDiscovery: { paths: ['t/*.json'], refreshMs: 60_000 },
  relabelConfigs: [{ sourceLabels: ['__address__'], regex: '(.+):\\d+', targetLabel: 'instance' }, { action: 'labeldrop', regex: 'tmp_.*' }],
  metricRelabelConfigs: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
  headers: [{ name: 'X-Scope', value: 's' }], auth: { type: 'basic', username: 'u', password: 'p' },
  tls: { serverName: 's', insecureSkipVerify: true },
});
const { settings, secrets } = partSecrets(full);

describe('the form of a job', () => {
  it('sends back what is stored when nothing is changed, and keeps its secrets', () => {
    const read = readDraft(draftOf(settings));
    expect(read.issues).toEqual([]);
    expect(partSecrets(ScrapeJobInput.parse(read.input), { settings, secrets })).toMatchObject({ settings, secrets });
  });

  it('never holds a secret that is stored', () => expect(JSON.stringify(draftOf(settings))).not.toMatch(/"p"|"s"(?=.*X-Scope)/));

  it('pauses without touching anything else', () => {
    expect(partSecrets(ScrapeJobInput.parse(inputOfSettings(settings)), { settings, secrets })).toMatchObject({ settings, secrets });
  });

  it('takes addresses as people copy them', () => {
    const read = readDraft({ ...emptyDraft, name: 'n', groups: [{ targets: 'http://a:1/metrics, b:2\n\nc:3', labels: 'env="prod"' }] });
    expect(read.input?.staticConfigs).toEqual([{ targets: ['a:1', 'b:2', 'c:3'], labels: { env: 'prod' } }]);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ groups: [{ targets: '', labels: '' }] }, 'staticConfigs.0.targets'],
    [{ groups: [{ targets: 'a:1', labels: 'no pair' }] }, 'staticConfigs.0.labels'],
    [{ interval: 'soon' }, 'scrapeIntervalMs'],
    [{ timeout: '1m' }, 'scrapeTimeoutMs'],
    [{ sampleLimit: '-1' }, 'sampleLimit'],
    [{ bodySizeMiB: '0' }, 'bodySizeLimitBytes'],
    [{ relabelling: '- action: [' }, 'relabelConfigs'],
    [{ relabelling: '- action: replace' }, 'relabelConfigs.0.targetLabel'],
    [{ headers: [{ name: 'Host', value: 'x' }] }, 'headers.0.name'],
  ])('names the field of a fault: %j', (change, path) => {
    const read = readDraft({ ...emptyDraft, name: 'n', groups: [{ targets: 'a:1', labels: '' }], ...change });
    expect(read.issues.map((issue) => issue.path)).toContain(path);
  });
});
