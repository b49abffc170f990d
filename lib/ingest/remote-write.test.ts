import { describe, expect, it } from 'vitest';
import { labelSetFrom } from '@/lib/metrics/labels';
import { staleHigh, staleLow } from '@/lib/metrics/stale';
import { DecodeError } from './decode-error';
import { doubleOf, halvesOf } from './protobuf';
import { ProtobufWriter } from './protobuf-writer';
import { decodeWriteRequest, encodeWriteRequest } from './remote-write';
import { decodeWriteRequestV2, encodeWriteRequestV2, type WriteSeriesV2 } from './remote-write-v2';
import { uncompressSnappy } from './snappy';
import { prometheusBody } from './test-prometheus-body';
import { collectingSink } from './test-sink';

type Build = (writer: ProtobufWriter) => void;

function built(build: Build): Uint8Array {
  const writer = new ProtobufWriter();
  build(writer);
  return writer.finish();
}

const label =
  (name: string, value: string): Build =>
  (writer) =>
    writer.message(1, () => {
      writer.string(1, name);
      writer.string(2, value);
    });
const sample =
  (timeMs: number, value: number): Build =>
  (writer) =>
    writer.message(2, () => {
      writer.double(1, value);
      writer.varint(2, timeMs);
    });
const bytes =
  (field: number, ...content: number[]): Build =>
  (writer) =>
    writer.packedVarints(field, content);
const series = (...parts: Build[]): Uint8Array => built((writer) => writer.message(1, () => parts.forEach((part) => part(writer))));

const upAtOne = '0a2b0a0e0a085f5f6e616d655f5f120275700a080a036a6f62120178120f09000000000000f03f10d285d8cc04';

const written: WriteSeriesV2[] = [
  { labels: labelSetFrom('up', { job: 'node', instance: 'a:9100' }), samples: [{ timeMs: 1_700_000_000_000, ...halvesOf(1) }] },
  {
    labels: labelSetFrom('température', { 'wo.ist': 'Zürich 🏔', empty: '' }),
    samples: [
      { timeMs: -1, ...halvesOf(-0) },
      { timeMs: 0, low: staleLow, high: staleHigh },
      { timeMs: Number.MAX_SAFE_INTEGER, low: 0xdeadbeef, high: 0xfff80001 },
      { timeMs: Number.MIN_SAFE_INTEGER, ...halvesOf(Number.MIN_VALUE) },
    ],
  },
];
const flat = written.flatMap(({ labels, samples }) => samples.map((one) => ({ labels, ...one })));

describe('remote write 1.0', () => {
  it('decodes a request byte by byte', () => {
    const sink = collectingSink();
    expect(decodeWriteRequest(Buffer.from(upAtOne, 'hex'), sink)).toEqual({ series: 1, samples: 1, histograms: 0, exemplars: 0 });
    expect(sink.samples).toEqual([{ labels: ['__name__', 'up', 'job', 'x'], timeMs: 1_234_567_890, low: 0, high: 0x3ff00000 }]);
  });

  it('decodes what Prometheus sent, and each series once', () => {
    const sink = collectingSink();
    const counts = decodeWriteRequest(uncompressSnappy(prometheusBody, 10_000), sink);
    expect(counts).toEqual({ series: 35, samples: 35, histograms: 0, exemplars: 0 });
    expect([sink.decoded, sink.known]).toEqual([7, 28]);
    const up = sink.samples.filter(({ labels }) => labels[1] === 'up');
    expect(up.map(({ timeMs }) => timeMs)).toEqual([0, 1, 2, 3, 4].map((second) => 1_795_262_492_457 + second * 1_000));
    expect(up[0]?.labels).toEqual(['__name__', 'up', 'instance', '127.0.0.1:29641', 'job', 'prometheus']);
    expect(up.map(({ low, high }) => doubleOf(low, high))).toEqual([1, 1, 1, 1, 1]);
  });

  it('gives back what was encoded, every bit of it', () => {
    const sink = collectingSink();
    const body = encodeWriteRequest(written, [{ metric: 'up', type: 'gauge', help: 'Läuft.', unit: '' }]);
    expect(decodeWriteRequest(body, sink).samples).toBe(5);
    expect(sink.samples).toEqual(flat);
    expect(sink.described).toEqual([{ metric: 'up', type: 'gauge', help: 'Läuft.', unit: '' }]);
  });

  it('takes fields in any order, sorts labels, leaves out empty values, skips what it does not know', () => {
    const sink = collectingSink();
    const odd = series(bytes(9, 1, 2, 3), label('z', '1'), sample(5, 2), bytes(3, 1), label('a', '2'), label('b', ''), bytes(4));
    const counts = decodeWriteRequest(odd, sink);
    expect(counts).toEqual({ series: 1, samples: 1, histograms: 1, exemplars: 1 });
    expect(sink.samples).toEqual([{ labels: ['a', '2', 'z', '1'], timeMs: 5, low: 0, high: 0x40000000 }]);
    expect(sink.known).toBe(0);
  });

  it('leaves out nothing that proto3 leaves out', () => {
    const sink = collectingSink();
    decodeWriteRequest(series(label('a', 'b'), bytes(2)), sink);
    expect(sink.samples).toEqual([{ labels: ['a', 'b'], timeMs: 0, low: 0, high: 0 }]);
  });

  it.each<[string, Uint8Array, string]>([
    ['a label twice', series(label('a', '1'), label('a', '2')), 'The label a is given twice'],
    ['a label without a name', series(label('', '1')), 'a label has no name'],
    ['a name that is not UTF-8', Uint8Array.of(0x0a, 0x05, 0x0a, 0x03, 0x0a, 0x01, 0xff), 'not valid UTF-8'],
    ['an overlong encoding', Uint8Array.of(0x0a, 0x06, 0x0a, 0x04, 0x0a, 0x02, 0xc0, 0x80), 'not valid UTF-8'],
    ['a lone surrogate', Uint8Array.of(0x0a, 0x07, 0x0a, 0x05, 0x0a, 0x03, 0xed, 0xa0, 0x80), 'not valid UTF-8'],
    ['too many labels', series(...Array.from({ length: 1_001 }, (_, index) => label(`l${index}`, 'x'))), 'more than 1000 labels'],
    ['a time beyond what a float64 holds', series(label('a', 'b'), (writer) => writer.message(2, () => writer.varint(2, 2 ** 53))), 'beyond 2^53'],
    ['a group', Uint8Array.of(0x0b, 0x0c), 'wire type 3'],
    ['field 0', Uint8Array.of(0x02, 0x00), 'the number 0'],
    ['a varint without an end', Uint8Array.of(0x0a, 0x80), 'cut off'],
    ['a length beyond the end', Uint8Array.of(0x0a, 0x05, 0x0a), 'a field of 5 bytes is cut off'],
    ['a label beyond its series', Uint8Array.of(0x0a, 0x02, 0x0a, 0x05, 0x0a, 0, 0, 0, 0), 'a label is cut off'],
  ])('refuses %s', (_, body, reason) => {
    expect(() => decodeWriteRequest(body, collectingSink())).toThrow(DecodeError);
    expect(() => decodeWriteRequest(body, collectingSink())).toThrow(reason);
  });
});

describe('remote write 2.0', () => {
  it('gives back what was encoded, every bit of it', () => {
    const sink = collectingSink();
    const described = written.map((one) => ({ ...one, metadata: { type: 'gauge' as const, help: 'Läuft.', unit: 'ratio' } }));
    expect(decodeWriteRequestV2(encodeWriteRequestV2(described), sink)).toEqual({ series: 2, samples: 5, histograms: 0, exemplars: 0 });
    expect(sink.samples).toEqual(flat);
    expect(sink.described.map(({ metric }) => metric)).toEqual(['up', 'température']);
  });

  it('takes references before the symbols and outside of a packed field, and created timestamps', () => {
    const sink = collectingSink();
    const body = built((writer) => {
      writer.message(5, () => {
        sample(7, 1)(writer);
        writer.varint(1, 1);
        writer.varint(1, 2);
        writer.varint(6, 1_000);
        writer.message(3, () => undefined);
        writer.message(4, () => undefined);
      });
      for (const symbol of ['', '__name__', 'up']) writer.string(4, symbol);
    });
    expect(decodeWriteRequestV2(body, sink)).toEqual({ series: 1, samples: 1, histograms: 1, exemplars: 1 });
    expect(sink.samples).toEqual([{ labels: ['__name__', 'up'], timeMs: 7, low: 0, high: 0x3ff00000 }]);
  });

  it('describes a histogram once, by the name of the metric', () => {
    const sink = collectingSink();
    const metadata = { type: 'histogram', help: 'Time.', unit: 'seconds' } as const;
    const names = ['latency_bucket', 'latency_sum', 'latency_count'];
    decodeWriteRequestV2(encodeWriteRequestV2(names.map((name) => ({ labels: labelSetFrom(name, {}), samples: [], metadata }))), sink);
    expect(sink.described).toEqual([{ metric: 'latency', ...metadata }]);
  });

  it.each<[string, Build[], string]>([
    ['a reference to no symbol', [bytes(1, 1, 9)], 'symbol 9 is not among the 3'],
    ['an odd number of references', [bytes(1, 1)], 'a label without a value'],
    ['a label without a name', [bytes(1, 0, 1)], 'a label has no name'],
    ['a label twice', [bytes(1, 1, 2, 1, 2)], 'The label a is given twice'],
    ['too many labels', [bytes(1, ...Array.from({ length: 2_002 }, () => 1))], 'more than 1000 labels'],
    ['a reference beyond 32 bits', [bytes(1, 2 ** 40)], 'larger than 32 bits'],
    ['a help text that is not there', [bytes(1, 1, 2), (writer) => writer.message(5, () => writer.varint(3, 77))], 'symbol 77'],
  ])('refuses %s', (_, parts, reason) => {
    const body = built((writer) => {
      for (const symbol of ['', 'a', 'b']) writer.string(4, symbol);
      writer.message(5, () => parts.forEach((part) => part(writer)));
    });
    expect(() => decodeWriteRequestV2(body, collectingSink())).toThrow(DecodeError);
    expect(() => decodeWriteRequestV2(body, collectingSink())).toThrow(reason);
  });
});
