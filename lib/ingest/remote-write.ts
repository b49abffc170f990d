import type { LabelSet } from '@/lib/metrics/labels';
import { ProtobufReader } from './protobuf';
import { ProtobufWriter } from './protobuf-writer';
import { decodeSample, encodeSample, type WriteSample } from './remote-write-sample';
import type { MetricMetadata, SampleSink } from './sink';
import { sortedLabels } from './sorted-labels';
import { Utf8Reader } from './utf8';
import { maxLabelsPerSeries, type WriteCounts } from './write-limits';

/** Fields of the messages of remote write 1.0 as tags (prompb/remote.proto and prompb/types.proto of Prometheus). */
const request = { timeSeries: 0x0a, metadata: 0x1a } as const;
const timeSeries = { label: 0x0a, sample: 0x12, exemplar: 0x1a, histogram: 0x22 } as const;
const label = { name: 0x0a, value: 0x12 } as const;
const metadata = { type: 0x08, name: 0x12, help: 0x22, unit: 0x2a } as const;

/** The order of MetricType in both versions. */
export const metricTypes = ['unknown', 'counter', 'gauge', 'histogram', 'gaugehistogram', 'summary', 'info', 'stateset'] as const;

/**
 * Decodes an uncompressed prometheus.WriteRequest (https://prometheus.io/docs/specs/prw/remote_write_spec/) into a sink. Series that the sink
 * knows by their bytes are not decoded. Throws DecodeError; what came before the fault is in the sink then.
 */
export function decodeWriteRequest(bytes: Uint8Array, sink: SampleSink): WriteCounts {
  const reader = new ProtobufReader(bytes);
  const text = new Utf8Reader(bytes);
  const counts = { series: 0, samples: 0, histograms: 0, exemplars: 0 };
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === request.timeSeries) decodeSeries(reader, text, sink, counts);
    else if (tag === request.metadata) sink.metadata(decodeMetadata(reader, text));
    else reader.skip(tag);
  }
  return counts;
}

function decodeSeries(reader: ProtobufReader, text: Utf8Reader, sink: SampleSink, counts: WriteCounts): void {
  const outer = reader.enter();
  const from = reader.position;
  const to = endOfLabels(reader);
  if (to < 0 || hasLabel(reader, to)) {
    sink.series(decodeLabels(reader, text, from, reader.end));
  } else if (!sink.begin(reader.bytes, from, to)) {
    sink.series(decodeLabels(reader, text, from, to));
    sink.learn(reader.bytes, from, to);
  }
  reader.position = to < 0 ? from : to;
  counts.series += 1;
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === timeSeries.sample) {
      decodeSample(reader, sink);
      counts.samples += 1;
    } else {
      if (tag === timeSeries.exemplar) counts.exemplars += 1;
      else if (tag === timeSeries.histogram) counts.histograms += 1;
      reader.skip(tag);
    }
  }
  reader.leave(outer);
}

/** Where the labels that a series begins with end; -1 when it does not begin with well-formed ones. */
function endOfLabels(reader: ProtobufReader): number {
  const { bytes, end } = reader;
  let at = reader.position;
  if (bytes[at] !== timeSeries.label || at >= end) return -1;
  while (at < end && bytes[at] === timeSeries.label) {
    const length = bytes[at + 1] ?? 0x80;
    if (length < 0x80) at += 2 + length;
    else {
      reader.position = at + 1;
      at = reader.rangeEnd();
    }
  }
  if (at > end) throw reader.fault('a label is cut off');
  return at;
}

/** Protobuf lets a label stand after a sample; no sender does that, but it is one then. */
function hasLabel(reader: ProtobufReader, from: number): boolean {
  reader.position = from;
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === timeSeries.label) return true;
    reader.skip(tag);
  }
  return false;
}

function decodeLabels(reader: ProtobufReader, text: Utf8Reader, from: number, to: number): LabelSet {
  const flat: string[] = [];
  reader.position = from;
  while (reader.position < to) {
    const tag = reader.tag();
    if (tag !== timeSeries.label) {
      reader.skip(tag);
      continue;
    }
    if (flat.length === maxLabelsPerSeries * 2) throw reader.fault(`a series has more than ${maxLabelsPerSeries} labels`);
    decodeLabel(reader, text, flat);
  }
  return sortedLabels(flat);
}

function decodeLabel(reader: ProtobufReader, text: Utf8Reader, into: string[]): void {
  const outer = reader.enter();
  let name = '';
  let value = '';
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === label.name) name = reader.string(text);
    else if (tag === label.value) value = reader.string(text);
    else reader.skip(tag);
  }
  if (name === '') throw reader.fault('a label has no name');
  reader.leave(outer);
  into.push(name, value);
}

function decodeMetadata(reader: ProtobufReader, text: Utf8Reader): MetricMetadata {
  const outer = reader.enter();
  const found: MetricMetadata = { metric: '', type: 'unknown', help: '', unit: '' };
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === metadata.type) found.type = metricTypes[reader.int32()] ?? 'unknown';
    else if (tag === metadata.name) found.metric = reader.string(text);
    else if (tag === metadata.help) found.help = reader.string(text);
    else if (tag === metadata.unit) found.unit = reader.string(text);
    else reader.skip(tag);
  }
  reader.leave(outer);
  return found;
}

/** A series to send. */
export interface WriteSeries {
  labels: LabelSet;
  samples: readonly WriteSample[];
}

/** An uncompressed prometheus.WriteRequest. */
export function encodeWriteRequest(series: Iterable<WriteSeries>, descriptions: Iterable<MetricMetadata> = []): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter();
  for (const one of series) writer.message(1, () => encodeSeries(writer, one));
  for (const { metric, type, help, unit } of descriptions) {
    writer.message(3, () => {
      writer.varint(1, metricTypes.indexOf(type));
      writer.string(2, metric);
      writer.string(4, help);
      writer.string(5, unit);
    });
  }
  return writer.finish();
}

function encodeSeries(writer: ProtobufWriter, { labels, samples }: WriteSeries): void {
  for (let index = 0; index < labels.length; index += 2) {
    writer.message(1, () => {
      writer.string(1, labels[index] ?? '');
      writer.string(2, labels[index + 1] ?? '');
    });
  }
  for (const sample of samples) encodeSample(writer, sample);
}
