import { anyValueText, type AnyValue } from './otlp-attribute';
import {
  assertEntries, otlpLimits, temporalityOf, type Attribute, type ExponentialPoint, type ExponentialRun, type HistogramPoint, type NumberPoint, type OtlpData, type OtlpMetric,
  type OtlpResource, type OtlpScope, type SummaryPoint,
} from './otlp-model';
import { wireType } from './protobuf';
import { MessageReader } from './protobuf-message';

/**
 * Decodes an opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest (https://github.com/open-telemetry/opentelemetry-proto, version 1.x).
 * Throws DecodeError, AppError `too_large` for more data points than are taken. The names of fields are those of the .proto files.
 */
export function readOtlpProtobuf(bytes: Uint8Array): OtlpResource[] {
  const decoder = new Decoder(bytes);
  const resources: OtlpResource[] = [];
  decoder.message((field) => {
    if (field !== 1) return false;
    resources.push(decoder.resourceMetrics());
    return true;
  });
  return resources;
}

class Decoder extends MessageReader {
  private entries = 0;

  resourceMetrics(): OtlpResource {
    this.countEntry();
    const resource: OtlpResource = { attributes: [], scopes: [] };
    this.inside((field) => {
      if (field === 1) this.inside((inner) => inner === 1 && this.attribute(resource.attributes));
      else if (field === 2) resource.scopes.push(this.scopeMetrics());
      else return false;
      return true;
    });
    return resource;
  }

  private scopeMetrics(): OtlpScope {
    this.countEntry();
    const scope: OtlpScope = { name: '', version: '', metrics: [] };
    this.inside((field) => {
      if (field === 1) {
        this.inside((inner) => {
          if (inner === 1) scope.name = this.string();
          else if (inner === 2) scope.version = this.string();
          else return false;
          return true;
        });
      } else if (field === 2) scope.metrics.push(this.metric());
      else return false;
      return true;
    });
    return scope;
  }

  private metric(): OtlpMetric {
    this.countEntry();
    const metric: OtlpMetric = { name: '', description: '', unit: '', data: null };
    this.inside((field) => {
      if (field === 1) metric.name = this.string();
      else if (field === 2) metric.description = this.string();
      else if (field === 3) metric.unit = this.string();
      else if (field === 5 || field === 7 || (field >= 9 && field <= 11)) metric.data = this.data(field);
      else return false;
      return true;
    });
    return metric;
  }

  private data(kind: number): OtlpData {
    const numbers: NumberPoint[] = [];
    const histograms: HistogramPoint[] = [];
    const exponentials: ExponentialPoint[] = [];
    const summaries: SummaryPoint[] = [];
    let temporality = 0;
    let isMonotonic = false;
    this.inside((field) => {
      if (field === 1) {
        this.countEntry();
        if (kind <= 7) numbers.push(this.numberPoint());
        else if (kind === 9) histograms.push(this.histogramPoint());
        else if (kind === 10) exponentials.push(this.exponentialPoint());
        else summaries.push(this.summaryPoint());
      } else if (field === 2 && kind !== 5 && kind !== 11) temporality = this.varint();
      else if (field === 3 && kind === 7) isMonotonic = this.varint() !== 0;
      else return false;
      return true;
    });
    if (kind === 5) return { kind: 'gauge', points: numbers };
    if (kind === 7) return { kind: 'sum', temporality: temporalityOf(temporality), isMonotonic, points: numbers };
    if (kind === 9) return { kind: 'histogram', temporality: temporalityOf(temporality), points: histograms };
    if (kind === 10) return { kind: 'exponentialHistogram', temporality: temporalityOf(temporality), points: exponentials };
    return { kind: 'summary', points: summaries };
  }

  private numberPoint(): NumberPoint {
    const point: NumberPoint = { attributes: [], timeMs: 0, hasNoValue: false, value: 0 };
    this.inside((field) => {
      if (field === 7) return this.attribute(point.attributes);
      if (field === 3) point.timeMs = this.timeMs();
      else if (field === 4) point.value = this.double();
      else if (field === 6) point.value = this.sfixed();
      else if (field === 8) point.hasNoValue = this.flags();
      else return false;
      return true;
    });
    return point;
  }

  private histogramPoint(): HistogramPoint {
    const point: HistogramPoint = { attributes: [], timeMs: 0, hasNoValue: false, count: 0, sum: null, bounds: [], counts: [] };
    const { buckets } = otlpLimits;
    this.inside((field) => {
      if (field === 9) return this.attribute(point.attributes);
      if (field === 3) point.timeMs = this.timeMs();
      else if (field === 4) point.count = this.count();
      else if (field === 5) point.sum = this.double();
      else if (field === 6) this.numbers(point.counts, buckets, wireType.fixed64, () => this.count());
      else if (field === 7) this.numbers(point.bounds, buckets, wireType.fixed64, () => this.double());
      else if (field === 10) point.hasNoValue = this.flags();
      else return false;
      return true;
    });
    return point;
  }

  private exponentialPoint(): ExponentialPoint {
    const point: ExponentialPoint = {
      attributes: [], timeMs: 0, hasNoValue: false, count: 0, sum: null, scale: 0, zeroCount: 0, zeroThreshold: 0,
      positive: { offset: 0, counts: [] },
      negative: { offset: 0, counts: [] },
    };
    this.inside((field) => {
      if (field === 1) return this.attribute(point.attributes);
      if (field === 3) point.timeMs = this.timeMs();
      else if (field === 4) point.count = this.count();
      else if (field === 5) point.sum = this.double();
      else if (field === 6) point.scale = this.signed();
      else if (field === 7) point.zeroCount = this.count();
      else if (field === 8) this.run(point.positive);
      else if (field === 9) this.run(point.negative);
      else if (field === 10) point.hasNoValue = this.flags();
      else if (field === 14) point.zeroThreshold = this.double();
      else return false;
      return true;
    });
    return point;
  }

  private run(run: ExponentialRun): void {
    this.inside((field) => {
      if (field === 1) run.offset = this.signed();
      else if (field === 2) this.numbers(run.counts, otlpLimits.buckets, wireType.varint, () => this.varint());
      else return false;
      return true;
    });
  }

  private summaryPoint(): SummaryPoint {
    const point: SummaryPoint = { attributes: [], timeMs: 0, hasNoValue: false, count: 0, sum: 0, quantiles: [] };
    this.inside((field) => {
      if (field === 7) return this.attribute(point.attributes);
      if (field === 3) point.timeMs = this.timeMs();
      else if (field === 4) point.count = this.count();
      else if (field === 5) point.sum = this.double();
      else if (field === 6) this.quantile(point);
      else if (field === 8) point.hasNoValue = this.flags();
      else return false;
      return true;
    });
    return point;
  }

  private quantile(point: SummaryPoint): void {
    const entry = { quantile: 0, value: 0 };
    this.inside((field) => {
      if (field === 1) entry.quantile = this.double();
      else if (field === 2) entry.value = this.double();
      else return false;
      return true;
    });
    if (point.quantiles.length === otlpLimits.quantiles) throw this.reader.fault(`a point has more than ${otlpLimits.quantiles} quantiles`);
    point.quantiles.push(entry);
  }

  private countEntry(): void {
    this.entries += 1;
    assertEntries(this.entries);
  }

  /** DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK is 1. */
  private flags(): boolean {
    return this.varint() % 2 === 1;
  }

  private attribute(into: Attribute[]): boolean {
    if (into.length === otlpLimits.attributes) throw this.reader.fault(`there are more than ${otlpLimits.attributes} attributes`);
    const { key, value } = this.keyValue(0);
    into.push([key, anyValueText(value)]);
    return true;
  }

  private keyValue(depth: number): { key: string; value: AnyValue } {
    let key = '';
    let value: AnyValue = null;
    this.inside((field) => {
      if (field === 1) key = this.string();
      else if (field === 2) value = this.anyValue(depth);
      else return false;
      return true;
    });
    return { key, value };
  }

  private anyValue(depth: number): AnyValue {
    if (depth === otlpLimits.depth) throw this.reader.fault(`an attribute is nested deeper than ${otlpLimits.depth}`);
    let value: AnyValue = null;
    this.inside((field) => {
      if (field === 1) value = this.string();
      else if (field === 2) value = this.varint() !== 0;
      else if (field === 3) value = this.integer();
      else if (field === 4) value = this.double();
      else if (field === 5) value = this.array(depth + 1);
      else if (field === 6) value = this.map(depth + 1);
      else if (field === 7) value = this.binary();
      else return false;
      return true;
    });
    return value;
  }

  private array(depth: number): AnyValue {
    const values: AnyValue[] = [];
    this.inside((field) => {
      if (field !== 1) return false;
      values.push(this.anyValue(depth));
      return true;
    });
    return values;
  }

  private map(depth: number): AnyValue {
    const entries = new Map<string, AnyValue>();
    this.inside((field) => {
      if (field !== 1) return false;
      const { key, value } = this.keyValue(depth);
      entries.set(key, value);
      return true;
    });
    return entries;
  }
}
