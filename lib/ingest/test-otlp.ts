import type { OtlpData, OtlpResource } from './otlp-model';
import { ProtobufWriter } from './protobuf-writer';
import { halvesOf } from './protobuf';

const temporality = { unspecified: 0, delta: 1, cumulative: 2 } as const;
const nanoseconds = (timeMs: number): bigint => BigInt(timeMs) * 1_000_000n;

/** A request as clients send it in JSON; attributes are strings. */
export function otlpJson(resources: readonly OtlpResource[]): Uint8Array {
  const attributesOf = (attributes: OtlpResource['attributes']): object[] => attributes.map(([key, value]) => ({ key, value: { stringValue: value } }));
  const pointOf = ({ attributes, timeMs, hasNoValue }: OtlpData['points'][number]): object => ({
    attributes: attributesOf(attributes),
    timeUnixNano: String(nanoseconds(timeMs)),
    flags: hasNoValue ? 1 : 0,
  });
  const dataOf = (data: OtlpData): object => {
    switch (data.kind) {
      case 'gauge':
        return { gauge: { dataPoints: data.points.map((point) => ({ ...pointOf(point), asDouble: point.value })) } };
      case 'sum': {
        const dataPoints = data.points.map((point) => ({ ...pointOf(point), asInt: String(point.value) }));
        return { sum: { dataPoints, aggregationTemporality: temporality[data.temporality], isMonotonic: data.isMonotonic } };
      }
      case 'histogram': {
        const dataPoints = data.points.map((point) => ({
          ...pointOf(point),
          count: String(point.count),
          sum: point.sum,
          explicitBounds: point.bounds,
          bucketCounts: point.counts.map(String),
        }));
        return { histogram: { dataPoints, aggregationTemporality: temporality[data.temporality] } };
      }
      case 'exponentialHistogram': {
        const runOf = ({ offset, counts }: { offset: number; counts: number[] }): object => ({ offset, bucketCounts: counts.map(String) });
        const dataPoints = data.points.map(({ count, sum, scale, zeroCount, zeroThreshold, positive, negative, ...point }) => ({
          ...pointOf(point as OtlpData['points'][number]),
          ...{ count: String(count), sum, scale, zeroCount: String(zeroCount), zeroThreshold, positive: runOf(positive), negative: runOf(negative) },
        }));
        return { exponentialHistogram: { dataPoints, aggregationTemporality: temporality[data.temporality] } };
      }
      case 'summary':
        return { summary: { dataPoints: data.points.map((point) => ({ ...pointOf(point), count: String(point.count), sum: point.sum, quantileValues: point.quantiles })) } };
    }
  };
  const body = resources.map((resource) => ({
    resource: { attributes: attributesOf(resource.attributes) },
    scopeMetrics: resource.scopes.map(({ name, version, metrics }) => ({
      scope: { name, version },
      metrics: metrics.map(({ data, ...metric }) => ({ ...metric, ...(data ? dataOf(data) : {}) })),
    })),
  }));
  return new TextEncoder().encode(JSON.stringify({ resourceMetrics: body }));
}

/** The same request in protobuf. */
export function otlpProtobuf(resources: readonly OtlpResource[]): Uint8Array {
  const writer = new ProtobufWriter();
  const count = (field: number, value: number): void => writer.fixed64(field, value % 2 ** 32, Math.floor(value / 2 ** 32));
  const attributes = (field: number, pairs: OtlpResource['attributes']): void => {
    for (const [key, value] of pairs) {
      writer.message(field, () => {
        writer.string(1, key);
        writer.message(2, () => writer.string(1, value));
      });
    }
  };
  const time = (timeMs: number): void => writer.fixed64(3, Number(nanoseconds(timeMs) & 0xffffffffn), Number(nanoseconds(timeMs) >> 32n));
  const sum = (value: number | null): void => (value === null ? undefined : writer.double(5, value));
  const counts = (field: number, values: number[]): void => writer.packedFixed64(field, values.map((value) => [value, 0]));
  const points = (data: OtlpData): void => {
    for (const point of data.points) {
      writer.message(1, () => {
        attributes(data.kind === 'histogram' ? 9 : data.kind === 'exponentialHistogram' ? 1 : 7, point.attributes);
        time(point.timeMs);
        if (point.hasNoValue) writer.varint(data.kind === 'histogram' || data.kind === 'exponentialHistogram' ? 10 : 8, 1);
        if ('quantiles' in point) {
          count(4, point.count);
          sum(point.sum);
          for (const { quantile, value } of point.quantiles) {
            writer.message(6, () => {
              writer.double(1, quantile);
              writer.double(2, value);
            });
          }
        } else if ('bounds' in point) {
          count(4, point.count);
          sum(point.sum);
          counts(6, point.counts);
          writer.packedDoubles(7, point.bounds);
        } else if ('scale' in point) {
          count(4, point.count);
          sum(point.sum);
          writer.varint(6, zigzag(point.scale));
          count(7, point.zeroCount);
          for (const [field, run] of [[8, point.positive], [9, point.negative]] as const) {
            writer.message(field, () => {
              writer.varint(1, zigzag(run.offset));
              writer.packedVarints(2, run.counts);
            });
          }
          writer.double(14, point.zeroThreshold);
        } else if (data.kind === 'sum') writer.fixed64(6, point.value % 2 ** 32, Math.floor(point.value / 2 ** 32));
        else writer.fixed64(4, halvesOf(point.value).low, halvesOf(point.value).high);
      });
    }
  };
  const kinds = { gauge: 5, sum: 7, histogram: 9, exponentialHistogram: 10, summary: 11 } as const;
  for (const resource of resources) {
    writer.message(1, () => {
      writer.message(1, () => attributes(1, resource.attributes));
      for (const scope of resource.scopes) {
        writer.message(2, () => {
          writer.message(1, () => {
            writer.string(1, scope.name);
            writer.string(2, scope.version);
          });
          for (const { name, description, unit, data } of scope.metrics) {
            writer.message(2, () => {
              writer.string(1, name);
              writer.string(2, description);
              writer.string(3, unit);
              if (!data) return;
              writer.message(kinds[data.kind], () => {
                points(data);
                if ('temporality' in data) writer.varint(2, temporality[data.temporality]);
                if (data.kind === 'sum' && data.isMonotonic) writer.varint(3, 1);
              });
            });
          }
        });
      }
    });
  }
  return writer.finish();
}

function zigzag(value: number): number {
  return value < 0 ? -value * 2 - 1 : value * 2;
}
