import { describe, expect, it } from 'vitest';
import { exportScrapeConfigs } from './export-yaml';
import { importScrapeConfigs } from './import-yaml';
import { partSecrets } from './secrets';

const configuration = `
global:
  scrape_interval: 30s
  scrape_timeout: 20s
rule_files: [rules.yml]
scrape_configs:
  - job_name: prometheus
    honor_labels: true
    static_configs:
      - targets: ['localhost:9090', 'localhost:9191']
        labels: { my: label, rack: 7 }
  - job_name: node
    scrape_interval: 5s
    scheme: HTTPS
    metrics_path: /m
    params: { module: [a, b] }
    body_size_limit: 10MB
    sample_limit: 1500
    basic_auth: { username: admin, password: hunter2 }
    tls_config: { server_name: node, insecure_skip_verify: true }
    http_headers: { X-Key: { secrets: [hunter3] } }
    enable_http2: false
    file_sd_configs:
      - files: [node/*.json]
        refresh_interval: 10m
      - files: [more.yml]
    relabel_configs:
      - source_labels: [__address__]
        regex: '(.*):(\\d+)'
        target_label: port
        replacement: $2
      - action: HashMod
        source_labels: [__address__]
        modulus: 8
        target_label: shard
    metric_relabel_configs:
      - { source_labels: [__name__], regex: 'go_.*', action: drop }
`;

describe('the scrape configuration of a Prometheus', () => {
  it('is taken over job by job', () => {
    const jobs = importScrapeConfigs(configuration);
    expect(jobs.map(({ name, issues }) => [name, issues])).toEqual([['prometheus', []], ['node', []]]);
    expect(jobs[0]?.job).toMatchObject({ scrapeIntervalMs: 30_000, scrapeTimeoutMs: 20_000, honorLabels: true, staticConfigs: [{ targets: ['localhost:9090', 'localhost:9191'], labels: { my: 'label', rack: '7' } }] });
    expect(jobs[1]?.job).toMatchObject({
      scrapeIntervalMs: 5_000, scrapeTimeoutMs: 5_000, scheme: 'https', metricsPath: '/m', params: { module: ['a', 'b'] }, bodySizeLimitBytes: 10 * 1024 * 1024, sampleLimit: 1500,
      auth: { type: 'basic', username: 'admin', password: 'hunter2' }, tls: { serverName: 'node', insecureSkipVerify: true }, headers: [{ name: 'X-Key', value: 'hunter3' }],
      fileDiscovery: { paths: ['node/*.json', 'more.yml'], refreshMs: 300_000 },
      relabelConfigs: [{ sourceLabels: ['__address__'], regex: String.raw`(.*):(\d+)`, targetLabel: 'port', replacement: '$2', action: 'replace' }, { action: 'hashmod', modulus: 8, targetLabel: 'shard' }],
      metricRelabelConfigs: [{ sourceLabels: ['__name__'], regex: 'go_.*', action: 'drop' }],
    });
  });

  it('without a word about the pace has that of Prometheus', () => {
    expect(importScrapeConfigs('- job_name: a')[0]?.job).toMatchObject({ scrapeIntervalMs: 60_000, scrapeTimeoutMs: 10_000 });
    expect(importScrapeConfigs('job_name: a')[0]?.name).toBe('a');
  });

  const unsupported: [line: string, path: string, message: string][] = [
    ['kubernetes_sd_configs: [{ role: node }]', 'kubernetes_sd_configs', 'kubernetes_sd_configs is not supported: Nines finds targets by static_configs and file_sd_configs'],
    ['proxy_url: http://proxy', 'proxy_url', 'proxy_url is not supported by Nines'],
    ['oauth2: {}', 'oauth2', 'not supported'],
    ['bearer_token_file: /etc/token', 'bearer_token_file', 'give the value itself'],
    ['basic_auth: { username: a, password_file: /etc/passwd }', 'basic_auth.password_file', 'Give the value itself'],
    ['tls_config: { ca_file: /etc/ca.pem }', 'tls_config.ca_file', 'Give the value itself'],
    ['authorization: { type: Digest, credentials: x }', 'authorization.type', 'only Bearer'],
    ['basic_auth: { username: a, password: <secret> }', 'basic_auth.password', 'mark of a hidden secret'],
    ['scrape_interval: often', 'scrape_interval', 'no duration'],
    ['scrape_interval: 10ms', 'scrape_interval', ''],
    ['body_size_limit: big', 'body_size_limit', 'no size'],
    ['file_sd_configs: [{ files: [/etc/a.json] }]', 'file_sd_configs', 'SCRAPE_FILES_DIR'],
    ['http_headers: { A: { values: [b, c] } }', 'http_headers.A', 'exactly one value'],
    ['relabel_configs: [{ action: dance }]', 'relabel_configs.0.action', ''],
    ['static_configs: hosts', 'static_configs', 'list of target groups'],
    ['constructor: 1', 'constructor', 'not supported'],
    ['sample_limit: many', 'sample_limit', ''],
  ];
  it.each(unsupported)('with %s is refused for that job alone', (line, path, message) => {
    const [bad, good] = importScrapeConfigs(`scrape_configs:\n  - job_name: bad\n    ${line}\n  - job_name: good\n`);
    expect(bad?.job).toBeNull();
    expect(bad?.issues[0]?.path).toBe(`scrape_configs.0.${path}`);
    expect(bad?.issues[0]?.message).toContain(message);
    expect(good?.job?.name).toBe('good');
  });

  it.each(['', 'hello', 'scrape_configs: 1', 'a: [', '{}', `a: &a [x]\n${'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${Array(50).fill(`*${'abcdefgh'[index]}`).join()}]`).join('\n')}`])('that is none is refused: %j', (text) => {
    expect(() => importScrapeConfigs(text)).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  it('can be written again, without a secret, and reads the same', () => {
    const jobs = importScrapeConfigs(configuration).flatMap(({ job }) => job ?? []);
    const yaml = exportScrapeConfigs(jobs.map((job) => partSecrets(job).settings));
    expect(yaml).not.toContain('hunter');
    const again = importScrapeConfigs(yaml.replace('password: <secret>', 'password: hunter2').replace('- <secret>', '- hunter3'));
    expect(again.flatMap(({ issues }) => issues)).toEqual([]);
    expect(again.map(({ job }) => job)).toEqual(jobs);
  });
});
