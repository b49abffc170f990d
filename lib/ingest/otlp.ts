import { labelSetKey, metricName, type LabelSet } from '@/lib/metrics/labels';
import { staleHigh, staleLow } from '@/lib/metrics/stale';
import { DecodeError, isDecodeError } from './decode-error';
import type { DeltaState, Total } from './delta-state';
import { classicBuckets, exponentialBucketsOf } from './exponential-buckets';
import { readOtlpJson } from './otlp-json';
import { decimalOf, pointLabels, resourceLabels, targetInfoLabels, withLabel } from './otlp-labels';
import type { ExponentialPoint, HistogramPoint, NumberPoint, OtlpData, OtlpMetric, OtlpResource, OtlpScope, SummaryPoint, Temporality } from './otlp-model';
import { metricNameOf, unitNameOf } from './otlp-names';
import { readOtlpProtobuf } from './otlp-protobuf';
import { halvesOf } from './protobuf';
import type { MetricMetadata, SampleSink } from './sink';

export interface OtlpContext {
  /** Sums and histograms that come as deltas are added up here; one for each tenant. */
  deltas: DeltaState;
  /** Milliseconds since 1970, for the expiry of deltas. */
  nowMs: number;
}

/** Data points that became samples, and those that did not, by reason. */
export interface OtlpOutcome {
  accepted: number;
  rejected: number;
  /** Reason and number of points, at most as many reasons as there are kinds of them. */
  reasons: ReadonlyMap<string, number>;
}

/** Decodes OTLP metrics in protobuf into a sink, as the OTLP translator of Prometheus does. Throws DecodeError, and AppError `too_large`, before the sink hears anything. */
export function decodeOtlpProtobuf(bytes: Uint8Array, sink: SampleSink, context: OtlpContext): OtlpOutcome {
  return translateOtlp(readOtlpProtobuf(bytes), sink, context);
}

/** The same in JSON. */
export function decodeOtlpJson(bytes: Uint8Array, sink: SampleSink, context: OtlpContext): OtlpOutcome {
  return translateOtlp(readOtlpJson(bytes), sink, context);
}

function translateOtlp(resources: readonly OtlpResource[], sink: SampleSink, context: OtlpContext): OtlpOutcome {
  const translator = new Translator(sink, context);
  for (const resource of resources) translator.resource(resource);
  return { accepted: translator.accepted, rejected: translator.rejected, reasons: translator.reasons };
}

class Translator {
  accepted = 0;
  rejected = 0;
  readonly reasons = new Map<string, number>();
  private latestMs = -Infinity;
  private identity: ReadonlyMap<string, string> = new Map();

  constructor(
    private readonly sink: SampleSink,
    private readonly context: OtlpContext,
  ) {}

  resource(resource: OtlpResource): void {
    this.identity = resourceLabels(resource);
    this.latestMs = -Infinity;
    for (const scope of resource.scopes) for (const metric of scope.metrics) this.metric(metric, scope);
    const target = Number.isFinite(this.latestMs) ? targetInfoLabels(resource) : null;
    if (target) this.emit(target, { timeMs: this.latestMs, hasNoValue: false }, 1);
  }

  private metric({ name: given, description, unit, data }: OtlpMetric, scope: OtlpScope): void {
    if (!data || data.points.length === 0) return;
    const isCounter = data.kind === 'sum' && data.isMonotonic;
    const name = metricNameOf(given, unit, isCounter ? 'counter' : data.kind === 'gauge' ? 'gauge' : 'other');
    if (name === '') return this.reject('The name of a metric holds no letter and no digit.', data.points.length);
    if ('temporality' in data && data.temporality === 'unspecified') return this.reject('A metric gives no aggregation temporality.', data.points.length);
    this.sink.metadata({ metric: name, type: typeOf(data), help: description, unit: unitNameOf(unit) });
    switch (data.kind) {
      case 'gauge':
        return this.each(data.points, scope, (point, labels) => this.number(name, labels, 'cumulative', point));
      case 'sum':
        return this.each(data.points, scope, (point, labels) => this.number(name, labels, data.temporality, point));
      case 'histogram':
        return this.each(data.points, scope, (point, labels) => this.histogram(name, labels, data.temporality, point));
      case 'exponentialHistogram':
        return this.each(data.points, scope, (point, labels) => this.exponential(name, labels, data.temporality, point));
      case 'summary':
        return this.each(data.points, scope, (point, labels) => this.summary(name, labels, point));
    }
  }

  private each<P extends NumberPoint | HistogramPoint | ExponentialPoint | SummaryPoint>(points: P[], scope: OtlpScope, add: (point: P, labels: LabelSet) => void): void {
    for (const point of points) {
      try {
        if (point.timeMs === 0) throw pointFaults.noTime;
        add(point, pointLabels(point.attributes, scope, this.identity));
        this.latestMs = Math.max(this.latestMs, point.timeMs);
        this.accepted += 1;
      } catch (error) {
        if (!isDecodeError(error)) throw error;
        this.reject(error.message, 1);
      }
    }
  }

  private number(name: string, labels: LabelSet, temporality: Temporality, point: NumberPoint): void {
    const total = this.total(`${name} sum`, labels, temporality, point, { kind: 'sum', value: point.value });
    this.emit(withLabel(labels, metricName, name), point, total.kind === 'sum' ? total.value : 0);
  }

  private histogram(name: string, labels: LabelSet, temporality: Temporality, point: HistogramPoint): void {
    const { bounds, counts, count, sum } = point;
    if (counts.length === 0 ? bounds.length > 0 && !point.hasNoValue : counts.length !== bounds.length + 1) {
      throw pointFaults.buckets;
    }
    if (bounds.some((bound, index) => Number.isNaN(bound) || bound <= (bounds[index - 1] ?? -Infinity))) {
      throw pointFaults.bounds;
    }
    const total = this.total(`${name} histogram ${bounds.join()}`, labels, temporality, point, { kind: 'histogram', count, sum, counts });
    if (total.kind !== 'histogram') return;
    let running = 0;
    const buckets = bounds.map((bound, index) => ({ bound, count: (running += total.counts[index] ?? 0) }));
    this.emitHistogram(name, labels, point, { count: total.count, sum: total.sum, buckets });
  }

  private exponential(name: string, labels: LabelSet, temporality: Temporality, point: ExponentialPoint): void {
    const { count, sum } = point;
    const total = this.total(`${name} exponential`, labels, temporality, point, { kind: 'exponential', count, sum, buckets: exponentialBucketsOf(point) });
    if (total.kind !== 'exponential') return;
    this.emitHistogram(name, labels, point, { count: total.count, sum: total.sum, buckets: classicBuckets(total.buckets) });
  }

  private summary(name: string, labels: LabelSet, point: SummaryPoint): void {
    this.emit(withLabel(labels, metricName, `${name}_sum`), point, point.sum);
    this.emit(withLabel(labels, metricName, `${name}_count`), point, point.count);
    const named = withLabel(labels, metricName, name);
    for (const { quantile, value } of point.quantiles) this.emit(withLabel(named, 'quantile', decimalOf(quantile)), point, value);
  }

  private emitHistogram(name: string, labels: LabelSet, point: PointTime, { count, sum, buckets }: HistogramTotal): void {
    if (sum !== null || point.hasNoValue) this.emit(withLabel(labels, metricName, `${name}_sum`), point, sum ?? 0);
    this.emit(withLabel(labels, metricName, `${name}_count`), point, count);
    const bucket = withLabel(labels, metricName, `${name}_bucket`);
    for (const { bound, count: upTo } of buckets) if (bound !== Infinity) this.emit(withLabel(bucket, 'le', decimalOf(bound)), point, upTo);
    this.emit(withLabel(bucket, 'le', '+Inf'), point, count);
  }

  /** The total so far; the point itself when it is one, or says that there is no value. */
  private total(kind: string, labels: LabelSet, temporality: Temporality, point: PointTime, own: Total): Total {
    if (temporality !== 'delta' || point.hasNoValue) return own;
    const total = this.context.deltas.add(`${kind}\n${labelSetKey(labels)}`, point.timeMs, own, this.context.nowMs);
    if (total === 'out_of_order') throw pointFaults.oldDelta;
    if (total === 'full') throw pointFaults.tooManyDeltas;
    return total;
  }

  private emit(labels: LabelSet, { timeMs, hasNoValue }: PointTime, value: number): void {
    this.sink.series(labels);
    if (hasNoValue) return this.sink.sample(timeMs, staleLow, staleHigh);
    if (Number.isNaN(value)) return this.sink.sample(timeMs, 1, 0x7ff80000);
    const { low, high } = halvesOf(value);
    this.sink.sample(timeMs, low, high);
  }

  private reject(reason: string, count: number): void {
    const kept = this.reasons.has(reason) || this.reasons.size < maxReasons ? reason : 'There are other reasons.';
    this.reasons.set(kept, (this.reasons.get(kept) ?? 0) + count);
    this.rejected += count;
  }
}

const maxReasons = 10;

/** Made once: every point of a large request may have one, and an error costs more than a point. */
const pointFaults = {
  noTime: new DecodeError('A data point has no time.'),
  buckets: new DecodeError('A histogram does not have one bucket more than bounds.'),
  bounds: new DecodeError('The bounds of a histogram do not ascend.'),
  oldDelta: new DecodeError('A delta is older than the one before it.'),
  tooManyDeltas: new DecodeError('There are too many series of deltas; let the sender use cumulative temporality.'),
};

interface PointTime {
  timeMs: number;
  hasNoValue: boolean;
}

interface HistogramTotal {
  count: number;
  sum: number | null;
  buckets: readonly { bound: number; count: number }[];
}

function typeOf(data: OtlpData): MetricMetadata['type'] {
  switch (data.kind) {
    case 'sum':
      return data.isMonotonic ? 'counter' : 'gauge';
    case 'exponentialHistogram':
      return 'histogram';
    default:
      return data.kind;
  }
}
