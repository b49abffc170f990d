import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { halvesOf } from '@/lib/ingest/protobuf';
import { labelSetFrom, type LabelSet } from '@/lib/metrics/labels';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { staleHigh, staleLow } from '@/lib/metrics/stale';
import { createLog } from '@/server/log';
import { createPrometheusMetricStore } from './prometheus-metric-store';
import { json, openStoreSink, type StoreSink } from './test-store-sink';

const alpha = { id: '00000000-0000-4000-8000-000000000001', number: 1 };
const t0 = 1_700_000_000_000;
const log = createLog('silent');
let sink: StoreSink;
let store: MetricStore;

beforeEach(async () => {
  sink = await openStoreSink();
  store = createPrometheusMetricStore({ url: sink.url, log, retryMs: 1 });
});
afterEach(() => sink.close());

function append(target: MetricStore, series: readonly (readonly [LabelSet, number[]])[]): ReturnType<MetricStore['append']> {
  const batch = target.batch(alpha);
  for (const [labels, values] of series) {
    batch.series(labels);
    values.forEach((value, index) => batch.sample(t0 + index, halvesOf(value).low, halvesOf(value).high));
  }
  return target.append(alpha, batch);
}

const up = labelSetFrom('up', { job: 'node', zone: 'a' });
const all = { matchers: [], fromMs: t0, toMs: t0 + 1_500, limit: 2 };
const window = { expr: 'up', startMs: t0, endMs: t0 + 60_000, stepMs: 15_000 };

describe('a write', () => {
  it('carries every bit, and the number of its tenant', async () => {
    const batch = store.batch(alpha);
    batch.series(up);
    batch.sample(t0, staleLow, staleHigh);
    batch.sample(t0 + 1, 3, 0xfff80000);
    expect(await store.append(alpha, batch)).toEqual({ stored: 2, duplicates: 0, refused: [] });
    expect(sink.requests.map(({ path, headers }) => [path, headers['content-encoding'], headers['x-prometheus-remote-write-version']])).toEqual([
      ['/prom/api/v1/write', 'snappy', '0.1.0'],
    ]);
    const labels = ['__name__', 'up', 'job', 'node', 'nines_tenant', '1', 'zone', 'a'];
    expect(sink.requests[0]?.samples).toEqual([
      { labels, timeMs: t0, low: staleLow, high: staleHigh },
      { labels, timeMs: t0 + 1, low: 3, high: 0xfff80000 },
    ]);
  });

  it('goes in requests of at most 5,000 samples, in order', async () => {
    const { stored } = await append(store, [[up, Array.from({ length: 12_001 }, (_, index) => index)]]);
    expect(stored).toBe(12_001);
    expect(sink.requests.map(({ samples }) => samples.length)).toEqual([5_000, 5_000, 2_001]);
    expect(sink.requests.flatMap(({ samples }) => samples.map(({ timeMs }) => timeMs - t0))).toEqual(Array.from({ length: 12_001 }, (_, index) => index));
  });

  it('refuses the reserved label and labels that no store takes, and sends the rest', async () => {
    const receipt = await append(store, [
      [up, [1]],
      [labelSetFrom('up', { nines_tenant: '2' }), [1, 2]],
      [['job', 'x'], [1]],
    ]);
    expect(receipt.stored).toBe(1);
    expect(receipt.refused).toMatchObject([{ reason: 'invalid_labels', count: 3 }]);
    expect(receipt.refused[0]?.example).toContain('the label nines_tenant is reserved');
  });

  it('is tried again after 503, after 429 as late as it is told, and after a broken connection', async () => {
    sink.answers.push(
      (response) => response.writeHead(503).end('starting'),
      (response) => response.writeHead(429, { 'retry-after': '0' }).end(),
      (response) => response.destroy(),
    );
    expect((await append(store, [[up, [1]]])).stored).toBe(1);
    expect(sink.requests).toHaveLength(4);
  });

  it('gives up after four attempts, or when it is told to wait for long', async () => {
    sink.answers.push(...Array.from({ length: 4 }, () => (response: Parameters<StoreSink['answers'][number]>[0]) => response.writeHead(500).end('no disk')));
    await expect(append(store, [[up, [1]]])).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('answered a write with 500: no disk') });
    sink.answers.push((response) => response.writeHead(503, { 'retry-after': '600' }).end());
    await expect(append(store, [[up, [1]]])).rejects.toMatchObject({ code: 'unavailable' });
    expect(sink.requests).toHaveLength(5);
  });

  it('finds the samples that the store refuses, and stores the others', async () => {
    const refuseBad = (response: Parameters<StoreSink['answers'][number]>[0]): void => {
      const isBad = sink.requests.at(-1)?.samples.some(({ labels }) => labels.includes('bad'));
      response.writeHead(isBad ? 400 : 204).end(isBad ? 'out of order sample' : undefined);
    };
    sink.answers.push(...Array.from({ length: 20 }, () => refuseBad));
    const series = Array.from({ length: 9 }, (_, index): [LabelSet, number[]] => [labelSetFrom('m', { i: index === 4 ? 'bad' : `${index}` }), [1, 2]]);
    const receipt = await append(store, series);
    expect(receipt.stored).toBe(16);
    expect(receipt.refused).toEqual([{ reason: 'out_of_order', count: 2, example: 'm{i="bad", nines_tenant="1"}: out of order sample' }]);
  });

  it('says what the store said where it is not about samples', async () => {
    sink.answers.push((response) => response.writeHead(401).end('who are you'));
    await expect(append(store, [[up, [1]]])).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('401: who are you') });
  });
});

describe('a query', () => {
  it('is sent for one tenant, and its label is not shown', async () => {
    const metric = { __name__: 'up', nines_tenant: '1', job: 'node' };
    sink.answers.push((response) => json(response, 200, { status: 'success', warnings: ['w'], infos: ['i'], data: { resultType: 'matrix', result: [{ metric, values: [[t0 / 1_000, '+Inf'], [t0 / 1_000 + 15, '0.1']] }] } }));
    const { result, warnings, infos, cost } = await store.queryRange(alpha, { ...window, lookbackMs: 60_000, timeoutMs: 10_000 });
    expect(Object.fromEntries(sink.requests[0]?.fields ?? [])).toEqual({
      query: 'label_replace(up{nines_tenant="1"}, "nines_tenant", "", "nines_tenant", ".*")',
      start: '1700000000.000', end: '1700000060.000', step: '15.000', lookback_delta: '60.000', timeout: '10.000', stats: 'all',
    });
    expect(result).toEqual({ type: 'matrix', series: [{ labels: ['__name__', 'up', 'job', 'node'], times: Float64Array.of(t0, t0 + 15_000), values: Float64Array.of(Infinity, 0.1) }] });
    expect([warnings, infos, cost.series, cost.resolution]).toEqual([['w'], ['i'], 1, 'raw']);
  });

  it.each<[string, unknown, unknown]>([
    ['scalar', [1.5, 'NaN'], { type: 'scalar', timeMs: 1_500, value: Number.NaN }],
    ['string', [1.5, 'x'], { type: 'string', timeMs: 1_500, value: 'x' }],
    ['vector', [{ metric: { a: 'b' }, value: [1.5, '-Inf'] }], { type: 'vector', series: [{ labels: ['a', 'b'], timeMs: 1_500, value: -Infinity }] }],
  ])('reads a %s', async (resultType, result, expected) => {
    sink.answers.push((response) => json(response, 200, { status: 'success', data: { resultType, result } }));
    expect((await store.query(alpha, { expr: '1', timeMs: t0 })).result).toEqual(expected);
  });

  it.each([
    ['bad_data', 400], ['execution', 422], ['timeout', 503], ['canceled', 499],
  ])('passes on that it is to blame: %s', async (errorType, status) => {
    sink.answers.push((response) => json(response, status, { status: 'error', errorType, error: 'why' }));
    await expect(store.query(alpha, { expr: 'up', timeMs: t0 })).rejects.toMatchObject({ name: 'PromqlError', kind: errorType, message: 'why' });
  });

  it.each<[string, StoreSink['answers'][number]]>([
    ['an internal error', (response) => json(response, 500, { status: 'error', errorType: 'internal', error: 'x' })],
    ['a page of a proxy', (response) => response.writeHead(502).end('<html>')],
    ['another language', (response) => json(response, 200, { hits: [] })],
    ['another shape', (response) => json(response, 200, { status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values: [[1, 2]] }] } })],
    ['a redirect', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['an answer that breaks off', (response) => response.writeHead(200, { 'content-length': '100' }).write('{"status":', () => response.destroy())],
  ])('finds the store unavailable for %s', async (_, answer) => {
    sink.answers.push(answer);
    await expect(store.query(alpha, { expr: 'up', timeMs: t0 })).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' });
  });

  it.each<[string, StoreSink['answers'][number]]>([
    ['nothing', () => undefined],
    ['half an answer', (response) => response.writeHead(200).write('{"status":')],
  ])('does not wait longer than its timeout for %s', async (_, answer) => {
    const impatient = createPrometheusMetricStore({ url: sink.url, log, timeoutMs: 100 });
    sink.answers.push(answer);
    await expect(impatient.query(alpha, { expr: 'up', timeMs: t0 })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('did not answer within 100 ms') });
  });

  it('that names the reserved label is refused before it is sent', async () => {
    await expect(store.query(alpha, { expr: 'up{nines_tenant="2"}', timeMs: t0 })).rejects.toThrow('reserved');
    await expect(store.labelValues(alpha, 'nines_tenant', all)).rejects.toThrow('reserved');
    await expect(store.series(alpha, { ...all, matchers: [[{ label: 'nines_tenant', operator: '=~', value: '.*' }]] })).rejects.toThrow('reserved');
    expect(sink.requests).toEqual([]);
  });
});

describe('lists', () => {
  it('are of one tenant, bounded, and do not show its label', async () => {
    const answers = [[{ __name__: 'a', nines_tenant: '1' }, { __name__: 'b', nines_tenant: '1' }, { __name__: 'c', nines_tenant: '1' }], ['__name__', 'nines_tenant', 'zone'], ['x', 'y', 'z']];
    sink.answers.push(...answers.map((data) => (response: Parameters<StoreSink['answers'][number]>[0]) => json(response, 200, { status: 'success', data })));
    const matchers = [[{ label: '__name__', operator: '=~', value: 'a|"b' } as const], [{ label: 'job', operator: '!=', value: '' } as const]];
    expect(await store.series(alpha, { ...all, matchers })).toEqual({ found: [['__name__', 'a'], ['__name__', 'b']], truncated: true });
    expect(await store.labelNames(alpha, all)).toEqual({ found: ['__name__', 'zone'], truncated: false });
    expect(await store.labelValues(alpha, 'höhe', all)).toEqual({ found: ['x', 'y'], truncated: true });
    expect(sink.requests.map(({ path }) => path)).toEqual(['/prom/api/v1/series', '/prom/api/v1/labels', '/prom/api/v1/label/U__h_f6_he/values']);
    expect(sink.requests.map(({ fields }) => fields.getAll('match[]'))).toEqual([
      ['{__name__=~"a|\\"b",nines_tenant="1"}', '{job!="",nines_tenant="1"}'],
      ['{nines_tenant="1"}'],
      ['{nines_tenant="1"}'],
    ]);
  });

  it('of metrics are what this tenant described', async () => {
    const batch = store.batch(alpha);
    batch.metadata({ metric: 'up', type: 'gauge', help: 'Up.', unit: '' });
    await store.append(alpha, batch);
    expect(await store.metadata(alpha, { limit: 10 })).toEqual([{ metric: 'up', type: 'gauge', help: 'Up.', unit: '' }]);
    expect(await store.metadata({ ...alpha, number: 2 }, { limit: 10 })).toEqual([]);
  });
});

describe('credentials', () => {
  it('go as basic authentication, and into no message', async () => {
    const secret = createPrometheusMetricStore({ url: sink.url.replace('://', '://us%40er:pass%3Aword@'), log, retryMs: 1 });
    await append(secret, [[up, [1]]]);
    expect(sink.requests[0]?.headers.authorization).toBe(`Basic ${btoa('us@er:pass:word')}`);
    sink.answers.push((response) => response.writeHead(403).end('no'));
    const refused = await append(secret, [[up, [1]]]).catch((error: unknown) => String(error));
    await sink.close();
    const unreachable = await secret.query(alpha, { expr: 'up', timeMs: t0 }).catch((error: unknown) => String(error));
    for (const message of [refused, unreachable]) expect(message).not.toMatch(/us(?:@|%40)er|pass|word/);
    expect(unreachable).toContain('cannot be reached');
  });
});
