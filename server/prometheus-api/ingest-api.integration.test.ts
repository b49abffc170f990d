import { gzipSync } from 'node:zlib';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { halvesOf } from '@/lib/ingest/protobuf';
import { encodeWriteRequest } from '@/lib/ingest/remote-write';
import { encodeWriteRequestV2 } from '@/lib/ingest/remote-write-v2';
import { compressSnappy } from '@/lib/ingest/snappy';
import { AppError } from '@/lib/errors';
import { labelSetFrom, type LabelSet } from '@/lib/metrics/labels';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { createMemoryMetricStore } from './test-memory-metric-store';
import { startWireServer, type WireServer } from './test-wire-server';

const t0 = 1_700_000_000_000;
const memory = createMemoryMetricStore(1_000);
let isFull = false;
let isTooLarge = false;
const store: MetricStore = {
  ...memory,
  batch: (tenant) => {
    const batch = memory.batch(tenant);
    const refuse = () => {
      throw new AppError('too_large', 'The request holds more samples than are taken.');
    };
    return isTooLarge ? Object.assign(batch, { sample: refuse }) : batch;
  },
  append: async (tenant, batch) => {
    if (isFull) throw new AppError('unavailable', 'The queue is full.', { retryAfterSeconds: 3 });
    return memory.append(tenant, batch);
  },
};
let wire: WireServer;
let writer: Record<string, string>;
let reader: Record<string, string>;

beforeAll(async () => {
  wire = await startWireServer(store);
  writer = await wire.as(['monitoring.write']);
  reader = await wire.as(['monitoring.read']);
});
afterAll(() => wire.close());

interface Answered {
  status: number;
  headers: Headers;
  text: string;
  bytes: Buffer;
}

async function send(path: string, body: Uint8Array | string, headers: Record<string, string> = {}): Promise<Answered> {
  const response = await fetch(wire.origin + path, { method: 'POST', body: body as BodyInit, headers: { ...writer, ...headers } });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, text: bytes.toString(), bytes };
}

/** What is stored of an expression at a time, by its series. */
async function stored(query: string, timeMs = t0): Promise<[labels: Record<string, string>, value: string][]> {
  const response = await fetch(`${wire.origin}/api/v1/query?${new URLSearchParams({ query, time: String(timeMs / 1000) }).toString()}`, { headers: reader });
  const { data } = (await response.json()) as { data: { result: { metric: Record<string, string>; value: [number, string] }[] } };
  return data.result.map(({ metric, value }) => [metric, value[1]]);
}

const sampleOf = (timeMs: number, value: number) => ({ timeMs, ...halvesOf(value) });
const seriesOf = (labels: LabelSet, ...samples: [timeMs: number, value: number][]) => ({ labels, samples: samples.map(([timeMs, value]) => sampleOf(timeMs, value)) });

const protobuf = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy', 'x-prometheus-remote-write-version': '0.1.0' };
const protobufV2 = { 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request', 'content-encoding': 'snappy', 'x-prometheus-remote-write-version': '2.0.0' };

describe('remote write', () => {
  it('1.0 stores samples and answers 204', async () => {
    const body = compressSnappy(encodeWriteRequest([seriesOf(labelSetFrom('v1_total', { job: 'a' }), [t0, 1.5], [t0 + 1, 2])]));
    expect(await send('/api/v1/write', body, protobuf)).toMatchObject({ status: 204, text: '' });
    expect(await stored('v1_total', t0 + 1)).toEqual([[{ __name__: 'v1_total', job: 'a' }, '2']]);
    // The same again is no failure.
    expect((await send('/api/v1/write', body, protobuf)).status).toBe(204);
  });

  it('1.0 is what bytes without any type are', async () => {
    const body = compressSnappy(encodeWriteRequest([seriesOf(labelSetFrom('untyped', {}), [t0, 1])]));
    const response = await fetch(`${wire.origin}/api/v1/write`, { method: 'POST', body: new Blob([body]), headers: writer });
    expect(response.status).toBe(204);
  });

  it('2.0 says what it wrote', async () => {
    const body = compressSnappy(encodeWriteRequestV2([seriesOf(labelSetFrom('v2_total', { job: 'a' }), [t0, 1], [t0 + 1, 2])]));
    const { status, headers } = await send('/api/v1/write', body, protobufV2);
    expect(status).toBe(204);
    const written = ['samples', 'histograms', 'exemplars'].map((kind) => headers.get(`x-prometheus-remote-write-${kind}-written`));
    expect(written).toEqual(['2', '0', '0']);
    expect(await stored('v2_total')).toEqual([[{ __name__: 'v2_total', job: 'a' }, '1']]);
  });

  it.each([['1.0', protobuf], ['2.0', protobufV2]])('%s stores what it can, and names what it cannot', async (version, headers) => {
    const encode = version === '1.0' ? encodeWriteRequest : encodeWriteRequestV2;
    const name = version === '1.0' ? 'partly_v1' : 'partly_v2';
    const answer = await send('/api/v1/write', compressSnappy(encode([seriesOf(labelSetFrom(name, {}), [1, 1], [2, 1], [t0, 7], [t0 + 1, 8])])), headers);
    expect(answer).toMatchObject({ status: 400, text: `2 samples were refused: 2 too_old (${name} at 1). The others are stored.\n` });
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(answer.headers.get('x-prometheus-remote-write-samples-written')).toBe(version === '2.0' ? '2' : null);
    expect(await stored(name)).toEqual([[{ __name__: name }, '7']]);
    const other = await send('/api/v1/write', compressSnappy(encode([seriesOf(labelSetFrom(name, {}), [t0, 9])])), headers);
    expect(other).toMatchObject({ status: 400, text: `1 sample was refused: 1 conflicting_value (${name} at ${t0}). The others are stored.\n` });
  });

  it('asks for another try when nothing could be stored', async () => {
    isFull = true;
    const answer = await send('/api/v1/write', compressSnappy(encodeWriteRequest([seriesOf(labelSetFrom('later', {}), [t0, 1])])), protobuf);
    isFull = false;
    expect(answer).toMatchObject({ status: 503, text: 'The queue is full.\n' });
    expect(answer.headers.get('retry-after')).toBe('3');
  });

  const good = encodeWriteRequest([seriesOf(labelSetFrom('good', {}), [t0, 1])]);
  const wrong: [what: string, body: Uint8Array, headers: Record<string, string>, status: number][] = [
    ['no snappy', Buffer.from('not snappy at all'), protobuf, 400],
    ['no protobuf', compressSnappy(Buffer.from('not protobuf')), protobuf, 400],
    ['half a body', compressSnappy(good).subarray(0, 10), protobuf, 400],
    ['half a message', compressSnappy(good.subarray(0, 10)), protobuf, 400],
    ['half a message of 2.0', compressSnappy(Uint8Array.of(0x2a, 0x7f)), protobufV2, 400],
    ['a snappy bomb by its own words', Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0), protobuf, 400],
    ['gzip', gzipSync(good), { ...protobuf, 'content-encoding': 'gzip' }, 415],
    ['JSON', Buffer.from('{}'), { 'content-type': 'application/json' }, 415],
    ['a message that is not known', compressSnappy(good), { ...protobuf, 'content-type': 'application/x-protobuf;proto=constructor' }, 415],
    ['too much', new Uint8Array(33 * 1024 * 1024), protobuf, 413],
  ];
  it.each(wrong)('refuses %s for good', async (_, body, headers, status) => {
    const answer = await send('/api/v1/write', body, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.text).toMatch(/^[^\n]+\n$/);
  });
});

describe('text', () => {
  it('is stored with its times and types', async () => {
    const text = `# TYPE imported counter\n# HELP imported What was imported.\nimported{a="b"} 3 ${t0}\n`;
    expect(await send('/api/v1/import/prometheus', text)).toMatchObject({ status: 204, text: '' });
    expect(await stored('imported')).toEqual([[{ __name__: 'imported', a: 'b' }, '3']]);
    const response = await fetch(`${wire.origin}/api/v1/metadata?metric=imported`, { headers: reader });
    expect(await response.json()).toEqual({ status: 'success', data: { imported: [{ type: 'counter', help: 'What was imported.', unit: '' }] } });
  });

  it('gets the time and the labels that the address names', async () => {
    const path = `/api/v1/import/prometheus?timestamp=${t0}&extra_label=job=x%3Dy&extra_label=a=over`;
    expect((await send(path, gzipSync('timed{a="own"} 1\n'), { 'content-encoding': 'gzip' })).status).toBe(204);
    expect(await stored('timed')).toEqual([[{ __name__: 'timed', a: 'over', job: 'x=y' }, '1']]);
  });

  it('may be OpenMetrics', async () => {
    const text = `# TYPE opened counter\nopened_total 5 ${t0 / 1000}\n# EOF\n`;
    expect((await send('/api/v1/import/prometheus', text, { 'content-type': 'application/openmetrics-text; version=1.0.0' })).status).toBe(204);
    expect(await stored('opened_total')).toEqual([[{ __name__: 'opened_total' }, '5']]);
  });

  it('that cannot be read is refused by its line, and nothing of it is stored', async () => {
    const answer = await send('/api/v1/import/prometheus', `first_line 1 ${t0}\nsecond{ 2\n`);
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/^Line 2: /);
    expect(await stored('first_line')).toEqual([]);
  });

  const wrong: [what: string, path: string, body: Uint8Array | string, headers: Record<string, string>, status: number][] = [
    ['a time', '?timestamp=now', 'x 1\n', {}, 400],
    ['a label without a value', '?extra_label=job', 'x 1\n', {}, 400],
    ['a label in place of the name', '?extra_label=__name__=evil', 'x 1\n', {}, 400],
    ['a hundred labels', `?${'extra_label=a=b&'.repeat(100)}`, 'x 1\n', {}, 400],
    ['gzip that is none', '', 'x 1\n', { 'content-encoding': 'gzip' }, 400],
    ['a bomb', '', gzipSync(Buffer.alloc(80_000_000)), { 'content-encoding': 'gzip' }, 413],
    ['an encoding that is not known', '', 'x 1\n', { 'content-encoding': 'br' }, 400],
  ];
  it.each(wrong)('refuses %s', async (_, path, body, headers, status) => {
    expect((await send(`/api/v1/import/prometheus${path}`, body, headers)).status).toBe(status);
  });
});

describe('OTLP', () => {
  const gauge = (name: string, timeUnixNano: string) => ({
    resourceMetrics: [{ resource: { attributes: [] }, scopeMetrics: [{ scope: {}, metrics: [{ name, gauge: { dataPoints: [{ timeUnixNano, asDouble: 4.5 }] } }] }] }],
  });
  const nano = (timeMs: number) => `${timeMs}000000`;
  const json = { 'content-type': 'application/json' };

  it.each(['/v1/metrics', '/api/v1/otlp/v1/metrics'])('in JSON at %s', async (path) => {
    const name = path.includes('otlp') ? 'otlp_json_b' : 'otlp_json_a';
    expect(await send(path, gzipSync(JSON.stringify(gauge(name, nano(t0)))), { ...json, 'content-encoding': 'gzip' })).toMatchObject({ status: 200, text: '{}' });
    expect((await stored(name))[0]?.[1]).toBe('4.5');
  });

  it('from the OpenTelemetry SDK, in protobuf', async () => {
    const exporter = new OTLPMetricExporter({ url: `${wire.origin}/v1/metrics`, headers: writer, timeoutMillis: 5_000 });
    const provider = new MeterProvider({
      resource: resourceFromAttributes({ 'service.name': 'shop', 'service.instance.id': 'shop-1', 'host.name': 'web-1' }),
      readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000, exportTimeoutMillis: 10_000 })],
    });
    const meter = provider.getMeter('of-a-test');
    meter.createCounter('orders').add(3, { region: 'eu' });
    meter.createHistogram('latency', { unit: 's', advice: { explicitBucketBoundaries: [0.1, 1] } }).record(0.5);
    await provider.forceFlush();
    await provider.shutdown();
    const now = Date.now() + 1_000;
    expect(await stored('orders_total', now)).toMatchObject([[{ __name__: 'orders_total', job: 'shop', instance: 'shop-1', region: 'eu' }, '3']]);
    expect((await stored('latency_seconds_bucket', now)).map(([{ le }, value]) => [le, value])).toEqual(expect.arrayContaining([['0.1', '0'], ['1', '1'], ['+Inf', '1']]) as unknown);
    expect(await stored('target_info', now)).toMatchObject([[{ job: 'shop', instance: 'shop-1', host_name: 'web-1' }, '1']]);
  });

  it('tells what it did not take as partial success', async () => {
    const { status, text } = await send('/v1/metrics', JSON.stringify(gauge('otlp_old', nano(1))), json);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ partialSuccess: { rejectedDataPoints: '1', errorMessage: expect.stringContaining('too_old') as string } });
    const timeless = await send('/v1/metrics', JSON.stringify(gauge('otlp_timeless', '0')), json);
    expect(JSON.parse(timeless.text)).toMatchObject({ partialSuccess: { rejectedDataPoints: '1' } });
  });

  it('asks for the same body again when it could not be stored', async () => {
    isFull = true;
    const answer = await send('/v1/metrics', JSON.stringify(gauge('otlp_later', nano(t0))), json);
    isFull = false;
    expect(answer).toMatchObject({ status: 503 });
    expect(answer.headers.get('retry-after')).toBe('3');
    expect(JSON.parse(answer.text)).toEqual({ code: 14, message: 'The queue is full.' });
  });

  const wrong: [what: string, body: Uint8Array | string, headers: Record<string, string>, status: number, code: number][] = [
    ['JSON that is none', '{', json, 400, 3],
    ['JSON of another shape', '{"resourceMetrics":7}', json, 400, 3],
    ['half a protobuf message', Uint8Array.of(0x0a, 0x7f, 0x00), { 'content-type': 'application/x-protobuf' }, 400, 3],
    ['another type', 'x', { 'content-type': 'text/plain' }, 415, 3],
    ['a bomb', gzipSync(Buffer.alloc(80_000_000)), { ...json, 'content-encoding': 'gzip' }, 413, 8],
  ];
  it.each(wrong)('refuses %s by a Status in the form of the request', async (_, body, headers, status, code) => {
    const answer = await send('/v1/metrics', body, headers);
    expect(answer.status).toBe(status);
    if (headers['content-type'] === 'application/x-protobuf') {
      expect(answer.headers.get('content-type')).toBe('application/x-protobuf');
      expect([answer.bytes[0], answer.bytes[1]]).toEqual([0x08, code]);
    } else {
      expect(JSON.parse(answer.text)).toMatchObject({ code, message: expect.any(String) as string });
    }
  });
});

describe.each(['/api/v1/write', '/api/v1/import/prometheus', '/v1/metrics', '/api/v1/otlp/v1/metrics'])('%s', (path) => {
  it('takes nothing without a key that may write, whatever other headers say', async () => {
    const status = async (headers: Record<string, string>) => (await fetch(wire.origin + path, { method: 'POST', headers, body: 'stolen 1\n' })).status;
    expect(await status({})).toBe(401);
    expect(await status({ 'x-scope-orgid': 'alpha', 'x-nines-address': '127.0.0.1', 'x-forwarded-for': '127.0.0.1' })).toBe(401);
    expect(await status({ authorization: 'Bearer nines_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' })).toBe(401);
    expect(await status(reader)).toBe(403);
    const { cookie } = await wire.nines.openSession(wire.nines.cast.alice);
    expect(await status({ cookie, origin: 'https://evil.example' })).toBe(403);
  });

  it('refuses before it reads', async () => {
    const response = await fetch(wire.origin + path, { method: 'POST', body: new Uint8Array(3_000_000) });
    expect(response.status).toBe(401);
  });

  it.each(['GET', 'PUT', 'DELETE'])('answers %s with what it allows', async (method) => {
    const response = await fetch(wire.origin + path, { method, headers: writer });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST, OPTIONS');
  });
});

it('a request of too many samples is refused for good in the form of each protocol', async () => {
  isTooLarge = true;
  const written = compressSnappy(encodeWriteRequest([seriesOf(labelSetFrom('many', {}), [t0, 1])]));
  const answers = [await send('/api/v1/write', written, protobuf), await send('/api/v1/import/prometheus', 'many 1\n'), await send('/v1/metrics', JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'many', gauge: { dataPoints: [{ timeUnixNano: `${t0}000000`, asDouble: 1 }] } }] }] }] }), { 'content-type': 'application/json' })];
  isTooLarge = false;
  expect(answers.map(({ status }) => status)).toEqual([413, 413, 413]);
  expect(answers.map(({ text }) => text)).toEqual([...Array<string>(2).fill('The request holds more samples than are taken.\n'), '{"code":8,"message":"The request holds more samples than are taken."}']);
});

it('what a body becomes counts against the bytes that are held', async () => {
  const small = await startWireServer(store, {}, wire.nines, 200_000);
  const body = compressSnappy(new Uint8Array(1_000_000));
  const sent = await fetch(`${small.origin}/api/v1/write`, { method: 'POST', body: new Blob([body]), headers: { ...writer, ...protobuf } });
  expect([sent.status, sent.headers.get('retry-after')]).toEqual([503, '1']);
  const form = { ...reader, 'content-type': 'application/x-www-form-urlencoded' };
  expect((await fetch(`${small.origin}/api/v1/query`, { method: 'POST', headers: form, body: `query=1&padding=${'x'.repeat(300_000)}` })).status).toBe(200);
  await small.close();
});

it('what one tenant writes, another does not see', async () => {
  const ofBeta = await wire.as(['monitoring.write'], 'beta');
  expect((await send('/api/v1/import/prometheus', `of_beta 1 ${t0}\n`, ofBeta)).status).toBe(204);
  expect(await stored('of_beta')).toEqual([]);
});
