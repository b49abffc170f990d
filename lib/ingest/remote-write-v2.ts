import { labelOf, metricName, type LabelSet } from '@/lib/metrics/labels';
import { ProtobufReader } from './protobuf';
import { ProtobufWriter } from './protobuf-writer';
import { metricTypes, type WriteSeries } from './remote-write';
import { decodeSample, encodeSample } from './remote-write-sample';
import type { MetricMetadata, SampleSink } from './sink';
import { sortedLabels } from './sorted-labels';
import { Utf8Reader } from './utf8';
import { maxLabelsPerSeries, maxSymbols, type WriteCounts } from './write-limits';

/** Fields of the messages of remote write 2.0 as tags (prompb/io/prometheus/write/v2/types.proto of Prometheus). */
const request = { symbol: 0x22, timeSeries: 0x2a } as const;
const timeSeries = { labelRefs: 0x0a, labelRef: 0x08, sample: 0x12, histogram: 0x1a, exemplar: 0x22, metadata: 0x2a } as const;
const metadata = { type: 0x08, helpRef: 0x18, unitRef: 0x20 } as const;

/**
 * Decodes an uncompressed io.prometheus.write.v2.Request (https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/) into a sink. Its references
 * count within one request, so the sink's memory of bytes does not help. Created timestamps are not kept. Throws DecodeError; what came before
 * the fault is in the sink then.
 */
export function decodeWriteRequestV2(bytes: Uint8Array, sink: SampleSink): WriteCounts {
  const reader = new ProtobufReader(bytes);
  const symbols = readSymbols(reader);
  const counts = { series: 0, samples: 0, histograms: 0, exemplars: 0 };
  const described = new Set<string>();
  reader.position = 0;
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === request.timeSeries) decodeSeries(reader, symbols, sink, counts, described);
    else reader.skip(tag);
  }
  return counts;
}

/** The strings of a request, decoded when they are first asked for. */
class Symbols {
  private readonly strings: (string | undefined)[] = [];
  private readonly text: Utf8Reader;

  constructor(
    private readonly reader: ProtobufReader,
    private readonly ranges: readonly number[],
  ) {
    this.text = new Utf8Reader(reader.bytes);
  }

  at(reference: number): string {
    const known = this.strings[reference];
    if (known !== undefined) return known;
    const from = this.ranges[reference * 2];
    const to = this.ranges[reference * 2 + 1];
    if (from === undefined || to === undefined) throw this.reader.fault(`symbol ${reference} is not among the ${this.ranges.length / 2} of the request`);
    const value = this.text.read(from, to);
    this.strings[reference] = value;
    return value;
  }
}

/** Symbols may stand behind the series that refer to them, so they are looked for first. */
function readSymbols(reader: ProtobufReader): Symbols {
  const ranges: number[] = [];
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === request.symbol) {
      const end = reader.rangeEnd();
      if (ranges.length === maxSymbols * 2) throw reader.fault(`the request has more than ${maxSymbols} symbols`);
      ranges.push(reader.position, end);
      reader.position = end;
    } else reader.skip(tag);
  }
  return new Symbols(reader, ranges);
}

function decodeSeries(reader: ProtobufReader, symbols: Symbols, sink: SampleSink, counts: WriteCounts, described: Set<string>): void {
  const outer = reader.enter();
  const from = reader.position;
  const { references, metadataAt } = readHead(reader);
  const labels = labelsFrom(reader, symbols, references);
  if (metadataAt >= 0) {
    reader.position = metadataAt;
    describe(decodeMetadata(reader, symbols, labelOf(labels, metricName)), sink, described);
  }
  sink.series(labels);
  counts.series += 1;
  reader.position = from;
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

/** Fields may come in any order, but a sink takes the labels before the samples. */
function readHead(reader: ProtobufReader): { references: number[]; metadataAt: number } {
  const references: number[] = [];
  let metadataAt = -1;
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === timeSeries.labelRefs) {
      const outer = reader.enter();
      while (reader.hasMore()) addReference(reader, references);
      reader.leave(outer);
    } else if (tag === timeSeries.labelRef) addReference(reader, references);
    else {
      if (tag === timeSeries.metadata) metadataAt = reader.position;
      reader.skip(tag);
    }
  }
  return { references, metadataAt };
}

function labelsFrom(reader: ProtobufReader, symbols: Symbols, references: readonly number[]): LabelSet {
  if (references.length % 2 !== 0) throw reader.fault('a series has a label without a value');
  const flat: string[] = [];
  for (let index = 0; index < references.length; index += 2) {
    const name = symbols.at(references[index] ?? 0);
    if (name === '') throw reader.fault('a label has no name');
    flat.push(name, symbols.at(references[index + 1] ?? 0));
  }
  return sortedLabels(flat);
}

function addReference(reader: ProtobufReader, references: number[]): void {
  if (references.length === maxLabelsPerSeries * 2) throw reader.fault(`a series has more than ${maxLabelsPerSeries} labels`);
  references.push(reader.uint32());
}

function decodeMetadata(reader: ProtobufReader, symbols: Symbols, series: string): MetricMetadata {
  const outer = reader.enter();
  const found: MetricMetadata = { metric: series, type: 'unknown', help: '', unit: '' };
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === metadata.type) found.type = metricTypes[reader.int32()] ?? 'unknown';
    else if (tag === metadata.helpRef) found.help = symbols.at(reader.uint32());
    else if (tag === metadata.unitRef) found.unit = symbols.at(reader.uint32());
    else reader.skip(tag);
  }
  reader.leave(outer);
  return found;
}

/** Suffixes of the series that a metric of a type is made of. */
const seriesSuffix: Partial<Record<MetricMetadata['type'], RegExp>> = {
  histogram: /_(?:bucket|sum|count)$/,
  gaugehistogram: /_(?:bucket|gsum|gcount)$/,
  summary: /_(?:sum|count)$/,
};

/** Every series carries the description of its metric: the sink hears it once. */
function describe(found: MetricMetadata, sink: SampleSink, described: Set<string>): void {
  const suffix = seriesSuffix[found.type];
  const metric = suffix ? found.metric.replace(suffix, '') : found.metric;
  if (metric === '' || described.has(metric) || (found.type === 'unknown' && found.help === '' && found.unit === '')) return;
  described.add(metric);
  sink.metadata({ ...found, metric });
}

/** A series to send, with what is known of its metric. */
export interface WriteSeriesV2 extends WriteSeries {
  metadata?: Omit<MetricMetadata, 'metric'> | undefined;
}

/** An uncompressed io.prometheus.write.v2.Request. */
export function encodeWriteRequestV2(series: readonly WriteSeriesV2[]): Uint8Array<ArrayBuffer> {
  const references = new Map([['', 0]]);
  const referTo = (symbol: string): number => {
    const known = references.get(symbol);
    if (known !== undefined) return known;
    references.set(symbol, references.size);
    return references.size - 1;
  };
  const resolved = series.map((one) => ({
    labels: one.labels.map(referTo),
    samples: one.samples,
    metadata: one.metadata && { type: metricTypes.indexOf(one.metadata.type), help: referTo(one.metadata.help), unit: referTo(one.metadata.unit) },
  }));
  const writer = new ProtobufWriter();
  for (const symbol of references.keys()) writer.string(4, symbol);
  for (const one of resolved) {
    writer.message(5, () => {
      writer.packedVarints(1, one.labels);
      for (const sample of one.samples) encodeSample(writer, sample);
      const described = one.metadata;
      if (!described) return;
      writer.message(5, () => {
        writer.varint(1, described.type);
        writer.varint(3, described.help);
        writer.varint(4, described.unit);
      });
    });
  }
  return writer.finish();
}
