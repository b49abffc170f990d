import { describe, expect, it } from 'vitest';
import { describeLabelSet } from '@/lib/metrics/labels';
import { staleHigh, staleLow } from '@/lib/metrics/stale';
import { DecodeError } from './decode-error';
import { DeltaState } from './delta-state';
import { decodeOtlpJson, decodeOtlpProtobuf, type OtlpOutcome } from './otlp';
import { anyValueText } from './otlp-attribute';
import { readOtlpJson } from './otlp-json';
import { decimalOf } from './otlp-labels';
import type { Attribute, ExponentialPoint, HistogramPoint, NumberPoint, OtlpData, OtlpResource } from './otlp-model';
import { labelNameOf, metricNameOf, unitNameOf } from './otlp-names';
import { readOtlpProtobuf } from './otlp-protobuf';
import { describeRejections, encodeOtlpResponse, otlpResponseJson } from './otlp-response';
import { doubleOf } from './protobuf';
import { otlpJson, otlpProtobuf } from './test-otlp';
import { collectingSink } from './test-sink';

const t0 = 1_700_000_000_000;
const deltas = (): DeltaState => new DeltaState({ maxSeries: 1_000, expiryMs: 60_000 });
const number = (value: number, more: Partial<NumberPoint> = {}): NumberPoint => ({ attributes: [], timeMs: t0, hasNoValue: false, value, ...more });
const histogram = (more: Partial<HistogramPoint>): HistogramPoint => ({
  attributes: [], timeMs: t0, hasNoValue: false, count: 6, sum: 21.5, bounds: [1, 2.5], counts: [1, 2, 3], ...more,
});
const exponential = (more: Partial<ExponentialPoint>): ExponentialPoint => ({
  attributes: [], timeMs: t0, hasNoValue: false, count: 4, sum: 10, scale: 0, zeroCount: 0, zeroThreshold: 0,
  positive: { offset: 0, counts: [] }, negative: { offset: 0, counts: [] }, ...more,
});

function request(data: OtlpData | null, name = 'm', unit = '', attributes: Attribute[] = []): OtlpResource[] {
  return [{ attributes, scopes: [{ name: '', version: '', metrics: [{ name, description: 'Help.', unit, data }] }] }];
}

/** The samples of a request as lines. */
function linesOf(resources: OtlpResource[], state = deltas()): { lines: string[]; outcome: OtlpOutcome } {
  const sink = collectingSink();
  const outcome = decodeOtlpProtobuf(otlpProtobuf(resources), sink, { deltas: state, nowMs: t0 });
  const lines = sink.samples.map(({ labels, timeMs, low, high }) => {
    const value = low === staleLow && high === staleHigh ? 'stale' : String(doubleOf(low, high));
    return `${describeLabelSet(labels)} ${value}${timeMs === t0 ? '' : ` @${timeMs - t0}`}`;
  });
  return { lines, outcome };
}

describe('a request', () => {
  const everything: OtlpResource[] = [
    {
      attributes: [['service.name', 'shop'], ['service.namespace', 'eu'], ['service.instance.id', 'a1'], ['host.name', 'web-1']],
      scopes: [
        {
          name: 'http', version: '1.2',
          metrics: [
            { name: 'temp', description: 'Heat.', unit: 'Cel', data: { kind: 'gauge', points: [number(21.5, { attributes: [['room.name', 'a']], timeMs: t0 + 7 })] } },
            { name: 'reqs', description: '', unit: '{request}', data: { kind: 'sum', temporality: 'cumulative', isMonotonic: true, points: [number(9_000_000_000)] } },
            { name: 'queue', description: '', unit: '1', data: { kind: 'sum', temporality: 'cumulative', isMonotonic: false, points: [number(3)] } },
            { name: 'took', description: '', unit: 's', data: { kind: 'histogram', temporality: 'cumulative', points: [histogram({})] } },
            {
              name: 'size', description: '', unit: 'By',
              data: { kind: 'exponentialHistogram', temporality: 'cumulative', points: [exponential({ zeroCount: 1, positive: { offset: 1, counts: [2, 0, 1] } })] },
            },
            { name: 'q', description: '', unit: '', data: { kind: 'summary', points: [{ ...number(0), count: 4, sum: 8, quantiles: [{ quantile: 0.99, value: 3 }] }] } },
          ],
        },
      ],
    },
  ];

  it('reads the same from protobuf and from JSON', () => {
    expect(readOtlpJson(otlpJson(everything))).toEqual(everything.map((resource) => ({
      ...resource,
      scopes: resource.scopes.map((scope) => ({ ...scope, metrics: scope.metrics.map((metric) => ({ ...metric, data: withoutExtra(metric.data) })) })),
    })));
    expect(readOtlpProtobuf(otlpProtobuf(everything))).toEqual(readOtlpJson(otlpJson(everything)));
  });

  it('becomes the series that Prometheus makes of it', () => {
    const scope = 'otel_scope_name="http", otel_scope_version="1.2"';
    const who = `instance="a1", job="eu/shop", ${scope}`;
    const { lines, outcome } = linesOf(everything);
    expect(lines).toEqual([
      `temp_celsius{${who}, room_name="a"} 21.5 @7`,
      `reqs_total{${who}} 9000000000`,
      `queue{${who}} 3`,
      `took_seconds_sum{${who}} 21.5`,
      `took_seconds_count{${who}} 6`,
      `took_seconds_bucket{instance="a1", job="eu/shop", le="1", ${scope}} 1`,
      `took_seconds_bucket{instance="a1", job="eu/shop", le="2.5", ${scope}} 3`,
      `took_seconds_bucket{instance="a1", job="eu/shop", le="+Inf", ${scope}} 6`,
      `size_bytes_sum{${who}} 10`,
      `size_bytes_count{${who}} 4`,
      ...[[0, 1], [2, 1], [4, 3], [8, 3], [16, 4], ['+Inf', 4]].map(([le, count]) => `size_bytes_bucket{instance="a1", job="eu/shop", le="${le}", ${scope}} ${count}`),
      `q_sum{${who}} 8`,
      `q_count{${who}} 4`,
      `q{${who}, quantile="0.99"} 3`,
      `target_info{host_name="web-1", instance="a1", job="eu/shop"} 1 @7`,
    ]);
    expect(outcome).toMatchObject({ accepted: 6, rejected: 0 });
  });

  it('describes its metrics', () => {
    const sink = collectingSink();
    decodeOtlpJson(otlpJson(everything), sink, { deltas: deltas(), nowMs: t0 });
    expect(sink.described.map(({ metric, type, unit }) => [metric, type, unit])).toEqual([
      ['temp_celsius', 'gauge', 'celsius'],
      ['reqs_total', 'counter', ''],
      ['queue', 'gauge', ''],
      ['took_seconds', 'histogram', 'seconds'],
      ['size_bytes', 'histogram', 'bytes'],
      ['q', 'summary', ''],
    ]);
    expect(sink.described[0]?.help).toBe('Heat.');
  });
});

function withoutExtra(data: OtlpData | null): unknown {
  return data?.kind === 'summary' ? { ...data, points: data.points.map(({ attributes, timeMs, hasNoValue, count, sum, quantiles }) => ({ attributes, timeMs, hasNoValue, count, sum, quantiles })) } : data;
}

describe('deltas', () => {
  const sum = (value: number, timeMs: number): OtlpResource[] => request({ kind: 'sum', temporality: 'delta', isMonotonic: true, points: [number(value, { timeMs })] });

  it('add up to a counter, are not added twice, and are refused when older than the last', () => {
    const state = deltas();
    expect(linesOf(sum(5, t0), state).lines).toEqual(['m_total 5']);
    expect(linesOf(sum(2, t0 + 10), state).lines).toEqual(['m_total 7 @10']);
    expect(linesOf(sum(2, t0 + 10), state).lines).toEqual(['m_total 7 @10']);
    const late = decodeOtlpProtobuf(otlpProtobuf(sum(2, t0 + 9)), collectingSink(), { deltas: state, nowMs: t0 });
    expect(describeRejections(late.reasons)).toBe('1 data point: A delta is older than the one before it.');
    expect(late).toMatchObject({ accepted: 0, rejected: 1 });
  });

  it('add up histograms bucket by bucket, and begin anew when the bounds change', () => {
    const state = deltas();
    const add = (more: Partial<HistogramPoint>): string[] =>
      linesOf(request({ kind: 'histogram', temporality: 'delta', points: [histogram(more)] }), state).lines.map((line) => line.replace(/ @.*/, ''));
    add({});
    expect(add({ timeMs: t0 + 1 })).toEqual(['m_sum 43', 'm_count 12', 'm_bucket{le="1"} 2', 'm_bucket{le="2.5"} 6', 'm_bucket{le="+Inf"} 12']);
    expect(add({ timeMs: t0 + 2, bounds: [1, 3] })[2]).toBe('m_bucket{le="1"} 1');
  });

  it('add up exponential histograms of different scales at the coarser one', () => {
    const state = deltas();
    const add = (more: Partial<ExponentialPoint>): string[] =>
      linesOf(request({ kind: 'exponentialHistogram', temporality: 'delta', points: [exponential(more)] }), state).lines.map((line) => line.replace(/ @.*/, ''));
    add({ scale: 1, positive: { offset: 0, counts: [1, 1, 1, 1] } });
    expect(add({ timeMs: t0 + 1, count: 5, positive: { offset: 1, counts: [5] } })).toEqual([
      'm_sum 20', 'm_count 9', 'm_bucket{le="1"} 0', 'm_bucket{le="2"} 2', 'm_bucket{le="4"} 9', 'm_bucket{le="+Inf"} 9',
    ]);
  });

  it('remember a bounded number of series, and forget those without points for long', () => {
    const state = new DeltaState({ maxSeries: 2, expiryMs: 100 });
    const delta = { kind: 'sum', value: 1 } as const;
    expect(state.add('a', 1, delta, 0)).toEqual(delta);
    expect(state.add('b', 1, delta, 50)).toEqual(delta);
    expect(state.add('c', 1, delta, 100)).toBe('full');
    expect(state.add('c', 1, delta, 101)).toEqual(delta);
    expect(state.size).toBe(2);
    expect(state.add('h', 1, { kind: 'histogram', count: 1, sum: 1, counts: [1] }, 200)).toBe('full');
  });
});

describe('data points', () => {
  it.each<[string, OtlpData, string]>([
    ['a sum without temporality', { kind: 'sum', temporality: 'unspecified', isMonotonic: true, points: [number(1)] }, 'A metric gives no aggregation temporality.'],
    ['a point without a time', { kind: 'gauge', points: [number(1, { timeMs: 0 })] }, 'A data point has no time.'],
    ['too few buckets', { kind: 'histogram', temporality: 'cumulative', points: [histogram({ counts: [1] })] }, 'A histogram does not have one bucket more than bounds.'],
    ['bounds that do not ascend', { kind: 'histogram', temporality: 'cumulative', points: [histogram({ bounds: [2, 1] })] }, 'The bounds of a histogram do not ascend.'],
    ['a scale that no client has', { kind: 'exponentialHistogram', temporality: 'cumulative', points: [exponential({ scale: 40 })] }, 'The scale 40'],
  ])('are rejected alone for %s', (_, data, reason) => {
    const { lines, outcome } = linesOf(request(data));
    expect(lines).toEqual([]);
    expect(outcome.rejected).toBe(1);
    expect(describeRejections(outcome.reasons)).toContain(reason);
  });

  it('that say that there is no value end their series', () => {
    const none = { hasNoValue: true };
    expect(linesOf(request({ kind: 'gauge', points: [number(0, none)] })).lines).toEqual(['m stale']);
    expect(linesOf(request({ kind: 'histogram', temporality: 'delta', points: [histogram({ ...none, sum: null })] })).lines).toEqual([
      'm_sum stale', 'm_count stale', 'm_bucket{le="1"} stale', 'm_bucket{le="2.5"} stale', 'm_bucket{le="+Inf"} stale',
    ]);
  });

  it('of an exponential histogram keep at most 160 buckets, negative ones first', () => {
    const wide = linesOf(request({ kind: 'exponentialHistogram', temporality: 'cumulative', points: [exponential({ scale: 5, positive: { offset: -2_000, counts: Array.from({ length: 4_000 }, () => 1) } })] }));
    expect(wide.lines.length).toBeLessThan(166);
    const both = linesOf(request({ kind: 'exponentialHistogram', temporality: 'cumulative', points: [exponential({ zeroCount: 1, zeroThreshold: 0.5, positive: { offset: 0, counts: [1] }, negative: { offset: 0, counts: [2] } })] }));
    expect(both.lines.slice(2)).toEqual([
      'm_bucket{le="-2"} 0', 'm_bucket{le="-1"} 2', 'm_bucket{le="0.5"} 3', 'm_bucket{le="1"} 3', 'm_bucket{le="2"} 4', 'm_bucket{le="+Inf"} 4',
    ]);
  });
});

it.each<[string, string, 'counter' | 'gauge' | 'other', string]>([
  ['http.server.duration', 's', 'other', 'http_server_duration_seconds'],
  ['requests', '', 'counter', 'requests_total'],
  ['requests_total', '1', 'counter', 'requests_total'],
  ['total.requests', '', 'counter', 'requests_total'],
  ['cpu.usage', '1', 'gauge', 'cpu_usage_ratio'],
  ['cpu.usage', '1', 'other', 'cpu_usage'],
  ['throughput', 'By/s', 'gauge', 'throughput_bytes_per_second'],
  ['requests', '1/s', 'gauge', 'requests_per_second'],
  ['requests', '{req}/s', 'gauge', 'requests_per_second'],
  ['memory_usage_bytes', 'By', 'gauge', 'memory_usage_bytes'],
  ['custom', 'unit@with#special/chars', 'gauge', 'custom_unit_with_special_per_chars'],
  ['metric__with__many', '', 'gauge', 'metric_with_many'],
  ['1st', '', 'gauge', '_1st'],
  ['@#$%', 's', 'gauge', ''],
  ['x', 'constructor', 'gauge', 'x_constructor'],
])('names %s in %s as a %s %s', (name, unit, kind, expected) => expect(metricNameOf(name, unit, kind)).toBe(expected));

it.each([
  ['label:with:colons', 'label_with_colons'],
  ['label.with.dots', 'label_with_dots'],
  ['123label', 'key_123label'],
  ['_under', 'key_under'],
  ['__reserved__', '__reserved__'],
  ['ようこそ', ''],
  ['', ''],
])('names the label %s %s', (attribute, expected) => expect(labelNameOf(attribute)).toBe(expected));

it('names units', () => expect(['s', 'By/s', '1', '{x}', '%'].map(unitNameOf)).toEqual(['seconds', 'bytes_per_second', '', '', 'percent']));

it('joins the values of attributes that become the same label, in the order of their keys', () => {
  const { lines } = linesOf(request({ kind: 'gauge', points: [number(1, { attributes: [['a_b', '2'], ['a.b', '1'], ['empty', '']] })] }));
  expect(lines).toEqual(['m{a_b="1;2"} 1']);
});

it('writes attributes of every type', () => {
  expect([true, 12, 2n ** 63n - 1n, 0.5, null, new Uint8Array([1, 2]), [1, 'a', [false]], new Map([['k', 1]])].map(anyValueText)).toEqual([
    'true', '12', '9223372036854775807', '0.5', '', 'AQI=', '[1,"a",[false]]', '{"k":1}',
  ]);
  const values = { arrayValue: { values: [{ intValue: '1' }, { kvlistValue: { values: [{ key: 'k', value: { doubleValue: 'NaN' } }] } }] } };
  const body = { resourceMetrics: [{ resource: { attributes: [{ key: 'a', value: values }, { key: 'b', value: { boolValue: false } }] } }] };
  expect(readOtlpJson(new TextEncoder().encode(JSON.stringify(body)))[0]?.attributes).toEqual([['a', '[1,{"k":"NaN"}]'], ['b', 'false']]);
});

it.each<[number, string]>([
  [0.005, '0.005'],
  [1e21, '1000000000000000000000'],
  [1.5e-7, '0.00000015'],
  [-2.25e22, '-22500000000000000000000'],
  [Infinity, '+Inf'],
])('writes %d as a bound without an exponent', (value, text) => expect(decimalOf(value)).toBe(text));

it.each([
  ['[]', 'body: an object is expected'],
  ['{', 'not JSON'],
  ['{"resourceMetrics":{}}', 'body.resourceMetrics: a list is expected'],
  ['{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":1}]}]}]}', 'body.resourceMetrics[0].scopeMetrics[0].metrics[0].name: a string is expected'],
  ['{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"\\ud800"}]}]}]}', 'not valid Unicode'],
])('refuses the JSON %s', (text, reason) => {
  expect(() => readOtlpJson(new TextEncoder().encode(text))).toThrow(DecodeError);
  expect(() => readOtlpJson(new TextEncoder().encode(text))).toThrow(reason);
});

it('refuses a request of too many data points before it makes them, whether they would be rejected or not', () => {
  const tooLarge = expect.objectContaining({ name: 'AppError', code: 'too_large' }) as Error;
  const jsonOf = (points: string) => new TextEncoder().encode(`{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","gauge":{"dataPoints":[${points}]}}]}]}]}`);
  const context = { deltas: deltas(), nowMs: t0 };
  expect(() => decodeOtlpJson(jsonOf(Array<string>(500_000).fill('{}').join()), collectingSink(), context)).toThrow(tooLarge);
  expect(() => decodeOtlpJson(jsonOf(Array<string>(2_000_000).fill('{}').join()), collectingSink(), context)).toThrow('objects and lists');
  expect(decodeOtlpJson(jsonOf(Array<string>(40_000).fill('{}').join()), collectingSink(), context).rejected).toBe(40_000);
  expect(readOtlpJson(new TextEncoder().encode(`{"unknown":${JSON.stringify('\\"{'.repeat(2_000_001))}}`))).toEqual([]);
  expect(() => readOtlpProtobuf(new Uint8Array(1_100_000).map((_, index) => (index % 2 ? 0 : 0x0a)))).toThrow(tooLarge);
});

it('answers with what was not taken', () => {
  expect(encodeOtlpResponse({ rejectedDataPoints: 0, errorMessage: '' })).toHaveLength(0);
  expect(Buffer.from(encodeOtlpResponse({ rejectedDataPoints: 3, errorMessage: 'no' })).toString('hex')).toBe('0a06080312026e6f');
  expect(otlpResponseJson({ rejectedDataPoints: 0, errorMessage: '' })).toEqual({});
  expect(otlpResponseJson({ rejectedDataPoints: 3, errorMessage: 'no' })).toEqual({ partialSuccess: { rejectedDataPoints: '3', errorMessage: 'no' } });
});
