import { describe, expect, it } from 'vitest';
import { vitalIds } from '@/lib/health/vitals';
import { parsePromql } from '@/lib/promql/parse';
import { hostCatalogue } from './catalogue';
import { matchersOfHost, matchersOfHosts, scopeOf } from './expression';
import { hostSources, type HostIdentity } from './source';

const hostile: Omit<HostIdentity, 'source'> = { job: 'a"b\\c', instance: '[::1]:9100.*|x', hostName: 'line\nend' };

describe.each(hostSources)('the expressions of %s', (name) => {
  const source = hostCatalogue[name];
  const identity = { source: name, ...hostile };
  const scopes = [
    scopeOf(source, [], 0),
    scopeOf(source, matchersOfHost(source, identity), 15_000),
    scopeOf(source, matchersOfHosts(source, [identity, { ...identity, instance: 'b' }]), 3_600_000),
  ];

  it.each(vitalIds)('are PromQL or say why there is none, %s', (id) => {
    const vital = source.vitals[id];
    if (vital.expr === null) return expect(vital.reason).toMatch(/\.$/);
    for (const scope of scopes) expect(() => parsePromql(vital.expr(scope))).not.toThrow();
  });

  it.each(source.charts.map((chart) => [chart.id, chart] as const))('draw charts, %s', (_, chart) => {
    for (const { expr } of chart.lines) for (const scope of scopes) expect(() => parsePromql(expr(scope))).not.toThrow();
  });

  it('answer for every host by one query', () => {
    for (const id of vitalIds) expect(source.vitals[id].expr?.(scopes[0] as never) ?? 'by (').toContain('by (');
  });
});

describe('a scope', () => {
  const source = hostCatalogue.node_exporter;
  it('matches the texts of its hosts alone', () => {
    const { select } = scopeOf(source, matchersOfHosts(source, [{ source: 'node_exporter', ...hostile }]), 0);
    expect(select('node_load1')).toBe(String.raw`node_load1{instance=~"\\[::1\\]:9100\\.\\*\\|x"}`);
  });

  it.each([
    [0, 'irate(x[5m])'],
    [60_000, 'irate(x[5m])'],
    [120_000, 'rate(x[300s])'],
    [3_600_000, 'rate(x[3600s])'],
  ])('measures speed so that a step of %d ms loses nothing', (stepMs, expected) => {
    expect(scopeOf(source, [], stepMs).speed('x')).toBe(expected);
  });
});
