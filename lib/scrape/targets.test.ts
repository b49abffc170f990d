import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { compileRelabelling } from './relabel';
import { ScrapeJobInput } from './schemas';
import { targetsOf, type DiscoveredGroup } from './targets';

function find(job: z.input<typeof ScrapeJobInput>, groups?: DiscoveredGroup[]) {
  const settings = ScrapeJobInput.parse(job);
  return targetsOf(settings, groups ?? settings.staticConfigs, compileRelabelling(settings.relabelConfigs, (text) => createHash('md5').update(text).digest()));
}

const objectOf = (labels: readonly string[]) => Object.fromEntries(labels.flatMap((name, index) => (index % 2 === 0 ? [[name, labels[index + 1]]] : []))) as Record<string, string>;
const one = (job: z.input<typeof ScrapeJobInput>) => {
  const [target] = find(job).targets;
  if (!target) throw new Error(find(job).faults.join());
  return { ...target, labels: objectOf(target.labels), discovered: objectOf(target.discovered) };
};

describe('a target', () => {
  it('has its job, its address as instance, and the labels of its group', () => {
    const target = one({ name: 'node', staticConfigs: [{ targets: ['web-1:9100'], labels: { env: 'prod' } }] });
    expect(target).toMatchObject({ url: 'http://web-1:9100/metrics', labels: { job: 'node', instance: 'web-1:9100', env: 'prod' }, intervalMs: 15_000, timeoutMs: 10_000 });
    expect(target.discovered).toEqual({
      __address__: 'web-1:9100', __metrics_path__: '/metrics', __scheme__: 'http', __scrape_interval__: '15s', __scrape_timeout__: '10s', env: 'prod', job: 'node',
    });
  });

  it('is what relabelling makes of it: the prober pattern of the documentation', () => {
    const target = one({
      name: 'probe', metricsPath: '/probe', params: { module: ['http_2xx', 'second'] },
      staticConfigs: [{ targets: ['https:example.com'] }],
      relabelConfigs: [
        { sourceLabels: ['__address__'], targetLabel: '__param_target' },
        { sourceLabels: ['__param_target'], targetLabel: 'instance' },
        { targetLabel: '__address__', replacement: '127.0.0.1:9115' },
      ],
    });
    expect(target.url).toBe('http://127.0.0.1:9115/probe?module=http_2xx&module=second&target=https%3Aexample.com');
    expect(target.labels).toEqual({ job: 'probe', instance: 'https:example.com' });
  });

  it('may have its own scheme, path, parameters and pace by labels', () => {
    const labels = { __scheme__: 'https', __metrics_path__: '/m', __param_x: '1', __scrape_interval__: '1m', __scrape_timeout__: '5s', job: 'other', __meta_rack: '7' };
    const target = one({ name: 'node', params: { x: ['0'] }, staticConfigs: [{ targets: ['[::1]:9100'], labels }] });
    expect(target).toMatchObject({ url: 'https://[::1]:9100/m?x=1', intervalMs: 60_000, timeoutMs: 5_000, labels: { job: 'other', instance: '[::1]:9100' } });
  });

  it('that is there twice is scraped once', () => {
    expect(find({ name: 'node', staticConfigs: [{ targets: ['a:1', 'a:1'] }, { targets: ['a:1'] }] }).targets).toHaveLength(1);
  });

  it('that relabelling drops is shown', () => {
    const found = find({ name: 'node', staticConfigs: [{ targets: ['a:1', 'b:1'] }], relabelConfigs: [{ sourceLabels: ['__address__'], regex: 'a.*', action: 'drop' }] });
    expect(found.targets.map(({ url }) => url)).toEqual(['http://b:1/metrics']);
    expect(found.dropped.count).toBe(1);
    expect(objectOf(found.dropped.discovered[0] ?? [])).toMatchObject({ __address__: 'a:1' });
  });

  const faulty: [what: string, address: string, labels: Record<string, string>, fault: string][] = [
    ['no address', 'a:1', { __remove: '1' }, 'no address'],
    ['credentials', 'user:pass@a:1', {}, 'no address of a server'],
    ['a query', 'a:1?x=1', {}, 'no address of a server'],
    ['a port beyond', 'a:99999', {}, 'no address of a server'],
    ['another scheme', 'a:1', { __scheme__: 'file' }, 'no address of a server'],
    ['an interval that is none', 'a:1', { __scrape_interval__: 'often' }, 'no duration for a scrape interval'],
    ['no interval', 'a:1', { __scrape_interval__: '0' }, 'scrape interval cannot be 0'],
    ['a hundred scrapes a second', 'a:1', { __scrape_interval__: '10ms', __scrape_timeout__: '10ms' }, 'not between'],
    ['a timeout above its interval', 'a:1', { __scrape_timeout__: '1m' }, 'scrape timeout cannot be greater than scrape interval (1m > 15s)'],
  ];
  it.each(faulty)('with %s is left out and said', (_, address, labels, fault) => {
    const found = find({ name: 'node', relabelConfigs: [{ sourceLabels: ['__remove'], regex: '1', targetLabel: '__address__', replacement: '' }] }, [{ targets: [address], labels }]);
    expect(found.targets).toEqual([]);
    expect(found.faults.join()).toContain(fault);
  });

  it('number ten thousand and one is left out and said', () => {
    const groups = Array.from({ length: 3 }, (_, group) => ({ targets: Array.from({ length: 4_000 }, (__, index) => `h${group}-${index}:1`), labels: {} }));
    const found = find({ name: 'node' }, groups);
    expect(found.targets).toHaveLength(10_000);
    expect(found.faults).toHaveLength(20);
  });
});
