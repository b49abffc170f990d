import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { halvesOf } from '@/lib/ingest/protobuf';
import { describeLabelSet, labelSetFrom, type LabelSet } from '@/lib/metrics/labels';
import type { MetricStore, QueryResult } from '@/lib/metrics/metric-store';
import { staleHigh, staleLow } from '@/lib/metrics/stale';
import type { TenantRef } from '@/lib/tenants';
import { createLog } from '@/server/log';
import { createPrometheusMetricStore } from './prometheus-metric-store';
import { findPrometheus, startPrometheus, type TestPrometheus } from './test-prometheus';

const program = findPrometheus();
const alpha = { id: '00000000-0000-4000-8000-000000000001', number: 1 };
const beta = { id: '00000000-0000-4000-8000-000000000002', number: 2 };
const t0 = 1_700_000_000_000;

/** Without Prometheus on this machine, prometheus-metric-store.test.ts proves the requests and answers byte by byte. */
describe.runIf(program !== null)('a real Prometheus', () => {
  let prometheus: TestPrometheus;
  let store: MetricStore;

  beforeAll(async () => {
    prometheus = await startPrometheus(program ?? '');
    store = createPrometheusMetricStore({ url: prometheus.url, log: createLog('silent'), retryMs: 1, timeoutMs: 10_000 });
    for (const [tenant, value] of [[alpha, 1], [beta, 200]] as const) {
      const series = ['a', 'b'].map((job): [LabelSet, Sample[]] => [
        labelSetFrom('up', { job, instance: 'x' }),
        Array.from({ length: 10 }, (_, index): Sample => [t0 + index * 15_000, value + index]),
      ]);
      await append(tenant, [...series, [labelSetFrom(tenant === alpha ? 'only_alpha' : 'only_beta', { secret: `${value}` }), [[t0, value]]]]);
    }
  });
  afterAll(() => prometheus.stop());

  type Sample = readonly [timeMs: number, value: number | 'stale'];

  function append(tenant: TenantRef, series: readonly (readonly [LabelSet, readonly Sample[]])[]): ReturnType<MetricStore['append']> {
    const batch = store.batch(tenant);
    for (const [labels, samples] of series) {
      batch.series(labels);
      for (const [timeMs, value] of samples) {
        const { low, high } = value === 'stale' ? { low: staleLow, high: staleHigh } : halvesOf(value);
        batch.sample(timeMs, low, high);
      }
    }
    return store.append(tenant, batch);
  }

  async function linesOf(tenant: TenantRef, expr: string, timeMs = t0 + 60_000): Promise<string[]> {
    return show((await store.query(tenant, { expr, timeMs })).result);
  }

  function show(result: QueryResult): string[] {
    if (result.type === 'vector') return result.series.map(({ labels, value }) => `${describeLabelSet(labels)} ${value}`).sort();
    if (result.type === 'matrix') return result.series.map(({ labels, times, values }) => `${describeLabelSet(labels)} ${[...times].map((time, index) => `${values[index]}@${time - t0}`).join(' ')}`).sort();
    return [String(result.value)];
  }

  it('gives back every value to the last bit, and ends a series at its stale marker', async () => {
    const values = [0.1, -0, Number.MIN_VALUE, Number.MAX_VALUE, Infinity, -Infinity, Number.NaN, 1e22, 4.35];
    const samples = values.map((value, index): Sample => [t0 + index * 1_000, value]);
    const labels = labelSetFrom('exact', { 'path': 'C:\\"é🏔"\n' });
    expect(await append(alpha, [[labels, [...samples, [t0 + 9_000, 'stale']]]])).toEqual({ stored: 10, duplicates: 0, refused: [] });
    const { result } = await store.query(alpha, { expr: 'exact[1m]', timeMs: t0 + 20_000 });
    expect(result).toEqual({ type: 'matrix', series: [{ labels, times: Float64Array.from(values, (_, index) => t0 + index * 1_000), values: Float64Array.from(values) }] });
    expect(await linesOf(alpha, 'exact', t0 + 8_500)).toHaveLength(1);
    expect(await linesOf(alpha, 'exact', t0 + 9_500)).toEqual([]);
  });

  it('takes the same batch again, refuses what is out of order and tells which', async () => {
    const labels = labelSetFrom('ordered', { a: 'b' });
    expect((await append(alpha, [[labels, [[t0, 1], [t0 + 1_000, 2]]]])).stored).toBe(2);
    expect((await append(alpha, [[labels, [[t0 + 1_000, 2]]]])).stored).toBe(1);
    const receipt = await append(alpha, [[labels, [[t0 + 500, 3]]], [labelSetFrom('other', {}), [[t0, 1]]]]);
    expect(receipt.stored).toBe(1);
    expect(receipt.refused).toMatchObject([{ reason: 'out_of_order', count: 1 }]);
    expect(receipt.refused[0]?.example).toContain('ordered{a="b"');
  });

  it('answers a range', async () => {
    const { result, cost } = await store.queryRange(alpha, { expr: 'sum(up)', startMs: t0, endMs: t0 + 30_000, stepMs: 15_000 });
    expect(show(result)).toEqual(['{} 2@0 4@15000 6@30000']);
    expect(cost).toMatchObject({ series: 1, resolution: 'raw' });
    expect(cost.samples).toBeGreaterThan(0);
  });

  it.each<[string, string[]]>([
    ['up', ['up{instance="x", job="a"} 5', 'up{instance="x", job="b"} 5']],
    ['sum(up)', ['{} 10']],
    ['count by (__name__) ({__name__=~"up|only_.+"})', ['only_alpha 1', 'up 2']],
    ['only_beta', []],
    ['only_alpha or only_beta', ['only_alpha{secret="1"} 1']],
    ['up or on() only_beta', ['up{instance="x", job="a"} 5', 'up{instance="x", job="b"} 5']],
    ['up unless on(job) up', []],
    ['up / on(job) up', ['{job="a"} 1', '{job="b"} 1']],
    ['up / sum by (job, instance) (up)', ['{instance="x", job="a"} 1', '{instance="x", job="b"} 1']],
    ['sum(up) + vector(1)', ['{} 11']],
    ['up * on(instance) group_left(secret) max by (instance, secret) (up)', ['{instance="x", job="a"} 25', '{instance="x", job="b"} 25']],
    ['up or sum by (__name__, job, instance) (up)', ['up{instance="x", job="a"} 5', 'up{instance="x", job="b"} 5']],
    ['max without (job) (up)', ['{instance="x"} 5']],
    ['absent(only_beta{secret="200"})', ['{secret="200"} 1']],
    ['absent(up)', []],
    ['absent_over_time(only_beta[1h])', ['{} 1']],
    ['timestamp(up{job="a"}) - 1.7e9', ['{instance="x", job="a"} 60']],
    ['increase(up{job="a"}[1m])', ['{instance="x", job="a"} 4']],
    ['max_over_time(sum(up)[1m:15s])', ['{} 8']],
    ['last_over_time(up{job="a"}[1m])', ['up{instance="x", job="a"} 5']],
    ['count_values("v", up)', ['{v="5"} 2']],
    ['label_replace(up{job="a"}, "copy", "$1", "job", "(.*)")', ['up{copy="a", instance="x", job="a"} 5']],
    ['topk(1, sort_desc(up{job="b"} offset 30s))', ['up{instance="x", job="b"} 3']],
    ['up{job="a"}[30s]', ['up{instance="x", job="a"} 3@30000 4@45000 5@60000']],
    ['scalar(sum(up))', ['10']],
  ])('answers %s for one tenant as if it were alone', async (expr, lines) => {
    expect(await linesOf(alpha, expr)).toEqual(lines);
  });

  it.each(['up{nines_tenant="2"}', 'sum by (nines_tenant) (up)', 'label_replace(up, "nines_tenant", "2", "", "")', '{nines_tenant=~".+"}'])('refuses %s', async (expr) => {
    await expect(store.query(alpha, { expr, timeMs: t0 })).rejects.toMatchObject({ name: 'PromqlError', kind: 'bad_data' });
  });

  it('lists series, names and values of one tenant', async () => {
    const query = { matchers: [], fromMs: t0, toMs: t0 + 60_000, limit: 100 };
    expect((await store.labelValues(beta, '__name__', query)).found).toEqual(['only_beta', 'up']);
    expect((await store.labelNames(beta, query)).found).toEqual(['__name__', 'instance', 'job', 'secret']);
    expect((await store.labelValues(beta, 'secret', query)).found).toEqual(['200']);
    const { found } = await store.series(beta, { ...query, matchers: [[{ label: '__name__', operator: '=', value: 'only_beta' }], [{ label: 'job', operator: '=~', value: 'a' }]] });
    expect(found.map(describeLabelSet).sort()).toEqual(['only_beta{secret="200"}', 'up{instance="x", job="a"}']);
  });

  it('passes on what Prometheus says of an expression that it cannot evaluate', async () => {
    await expect(store.query(alpha, { expr: 'up * on(instance) up', timeMs: t0 })).rejects.toMatchObject({ name: 'PromqlError', kind: 'execution' });
    await expect(store.queryRange(alpha, { expr: 'up', startMs: 0, endMs: t0, stepMs: 1_000 })).rejects.toMatchObject({ name: 'PromqlError', kind: 'bad_data' });
  });

  it('is unavailable once Prometheus has stopped', async () => {
    const other = await startPrometheus(program ?? '');
    const stopped = createPrometheusMetricStore({ url: other.url, log: createLog('silent'), retryMs: 1 });
    await other.stop();
    await expect(stopped.query(alpha, { expr: 'up', timeMs: t0 })).rejects.toMatchObject({ code: 'unavailable' });
    const batch = stopped.batch(alpha);
    batch.series(labelSetFrom('up', {}));
    batch.sample(t0, 0, 0);
    await expect(stopped.append(alpha, batch)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
  });
});
