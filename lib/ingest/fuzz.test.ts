import { afterAll, beforeAll, expect, it } from 'vitest';
import { labelSetFrom } from '@/lib/metrics/labels';
import { isDecodeError } from './decode-error';
import { DeltaState } from './delta-state';
import { decodeExpositionInto } from './exposition';
import { decodeOtlpJson, decodeOtlpProtobuf } from './otlp';
import type { OtlpResource } from './otlp-model';
import { halvesOf } from './protobuf';
import { decodeWriteRequest, encodeWriteRequest } from './remote-write';
import { decodeWriteRequestV2, encodeWriteRequestV2 } from './remote-write-v2';
import { compressSnappy, uncompressSnappy } from './snappy';
import { mutate } from './test-mutate';
import { otlpJson, otlpProtobuf } from './test-otlp';
import { prometheusBody } from './test-prometheus-body';
import { mulberry32 } from './test-random';
import { countingSink } from './test-sink';

const mutationsPerFormat = 100_000;
const maxSnappyBytes = 50_000;
/** What a seed of at most 1,500 bytes may become at the very most: OTLP repeats the labels of a resource for each bucket. */
const maxEvents = 100_000;
/** Far above what any input takes, so that a slow machine does not fail; an input that hangs does. */
const maxInputMs = 2_000;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const point = { attributes: [['a', 'é'], ['b.c', '[1]']] as [string, string][], timeMs: 1_700_000_000_000, hasNoValue: false };
const written = Array.from({ length: 4 }, (_, index) => ({
  labels: labelSetFrom(`metric_${index % 2}`, { job: 'node', instance: `höst-${index}:9100`, mode: 'idle' }),
  samples: [{ timeMs: 1_700_000_000_000 + index, ...halvesOf(index / 3) }],
  metadata: { type: 'counter' as const, help: 'Seconds.', unit: 'seconds' },
}));
const resources: OtlpResource[] = [
  {
    attributes: [['service.name', 's'], ['host.name', 'h']],
    scopes: [
      {
        name: 'n', version: '1',
        metrics: [
          { name: 'g', description: 'd', unit: 's', data: { kind: 'gauge', points: [{ ...point, value: 1.5 }] } },
          { name: 'c', description: '', unit: '1', data: { kind: 'sum', temporality: 'delta', isMonotonic: true, points: [{ ...point, value: 7 }] } },
          { name: 'h', description: '', unit: 'By', data: { kind: 'histogram', temporality: 'delta', points: [{ ...point, count: 3, sum: 4, bounds: [1, 2], counts: [1, 1, 1] }] } },
          {
            name: 'e', description: '', unit: '',
            data: {
              kind: 'exponentialHistogram', temporality: 'cumulative',
              points: [{ ...point, count: 5, sum: 4, scale: 2, zeroCount: 1, zeroThreshold: 0, positive: { offset: -3, counts: [1, 0, 2] }, negative: { offset: 1, counts: [1] } }],
            },
          },
          { name: 'q', description: '', unit: '', data: { kind: 'summary', points: [{ ...point, count: 5, sum: 4, quantiles: [{ quantile: 0.5, value: 1 }] }] } },
        ],
      },
    ],
  },
];
const exposition = `# HELP a_seconds A \\"line\\".\n# TYPE a_seconds histogram\na_seconds_bucket{le="0.5",path="C:\\\\\\"x\\"\\n"} 3 17\n{"my.metric", "l.b"="ü"} 1.5e-7\nb NaN\n`;
const openMetrics = `# TYPE a_seconds histogram\n# UNIT a_seconds seconds\na_seconds_bucket{le="0.5"} 3 1700000000.123 # {trace_id="x}y"} 0.4 1700000000\n{"my.metric"} +Inf\n# EOF\n`;

const deltas = new DeltaState({ maxSeries: 1_000, expiryMs: 1_000 });
const context = { deltas, nowMs: 0 };

// Stack traces of several hundred thousand refusals would take half of the time.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

it.each<[string, Uint8Array[], (bytes: Uint8Array) => number]>([
  ['Snappy', [compressSnappy(encodeWriteRequest(written)), prometheusBody], (bytes) => uncompressSnappy(bytes, maxSnappyBytes).length],
  ['remote write 1.0', [encodeWriteRequest(written, [{ metric: 'm', type: 'gauge', help: 'h', unit: 'u' }])], (bytes) => heard((sink) => decodeWriteRequest(bytes, sink))],
  ['remote write 2.0', [encodeWriteRequestV2(written)], (bytes) => heard((sink) => decodeWriteRequestV2(bytes, sink))],
  ['OTLP in protobuf', [otlpProtobuf(resources)], (bytes) => heard((sink) => decodeOtlpProtobuf(bytes, sink, context))],
  ['OTLP in JSON', [otlpJson(resources)], (bytes) => heard((sink) => decodeOtlpJson(bytes, sink, context))],
  ['the text format', [encode(exposition)], (bytes) => heard((sink) => decodeExpositionInto(bytes, sink, 0))],
  ['OpenMetrics', [encode(openMetrics)], (bytes) => heard((sink) => decodeExpositionInto(bytes, sink, 0, 'openmetrics'))],
])(
  'mutations of %s are decoded or refused, in bounded time and space',
  (_, seeds, decode) => {
    const random = mulberry32(20_260_101);
    for (const seed of seeds) expect(decode(seed)).toBeGreaterThan(0);
    let refused = 0;
    for (let round = 0; round < mutationsPerFormat; round += 1) {
      const input = mutate(seeds[round % seeds.length] ?? new Uint8Array(), random);
      const start = performance.now();
      try {
        expectBelow(decode(input), maxEvents, input);
      } catch (error) {
        if (!isDecodeError(error)) throw new Error(`Round ${round}: ${Buffer.from(input).toString('base64')}`, { cause: error });
        refused += 1;
      }
      expectBelow(performance.now() - start, maxInputMs, input);
    }
    expect(refused).toBeGreaterThan(mutationsPerFormat / 10);
    expect(refused).toBeLessThan(mutationsPerFormat);
    expect(deltas.size).toBeLessThanOrEqual(1_000);
  },
  120_000,
);

function heard(decode: (sink: ReturnType<typeof countingSink>) => unknown): number {
  const sink = countingSink();
  decode(sink);
  return sink.events;
}

/** An expect for each input would take longer than the decoding. */
function expectBelow(value: number, limit: number, input: Uint8Array): void {
  if (value > limit) throw new Error(`${value} is above ${limit} for ${Buffer.from(input).toString('base64')}`);
}
