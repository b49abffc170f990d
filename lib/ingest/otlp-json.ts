import { DecodeError } from './decode-error';
import { anyValueText, type AnyValue } from './otlp-attribute';
import { assertJsonEntries, assertJsonNodes } from './otlp-json-size';
import {
  otlpLimits, temporalityOf, type Attribute, type ExponentialPoint, type ExponentialRun, type HistogramPoint, type NumberPoint, type OtlpData, type OtlpMetric,
  type OtlpResource, type OtlpScope, type SummaryPoint, type Temporality,
} from './otlp-model';

type JsonObject = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder('utf-8', { fatal: true });
const minusOrDigits = /^-?\d{1,20}$/;
const enumNames: Readonly<Record<string, Temporality>> = {
  AGGREGATION_TEMPORALITY_DELTA: 'delta',
  AGGREGATION_TEMPORALITY_CUMULATIVE: 'cumulative',
};

/**
 * Decodes an ExportMetricsServiceRequest in JSON (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding): lowerCamelCase keys, 64-bit
 * integers as strings or numbers, unknown keys ignored, null as not given. Throws DecodeError that names the path, AppError `too_large` for more data points than are taken.
 */
export function readOtlpJson(bytes: Uint8Array): OtlpResource[] {
  assertJsonNodes(bytes);
  let body: unknown;
  try {
    body = JSON.parse(decoder.decode(bytes));
  } catch (error) {
    throw new DecodeError(`The body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  assertJsonEntries(body);
  return listAt(objectOf(body, 'body'), 'resourceMetrics', 'body', resourceMetrics);
}

function resourceMetrics(entry: JsonObject, path: string): OtlpResource {
  return {
    attributes: attributesAt(childOf(entry, 'resource', path), 'attributes', `${path}.resource`),
    scopes: listAt(entry, 'scopeMetrics', path, scopeMetrics),
  };
}

function scopeMetrics(entry: JsonObject, path: string): OtlpScope {
  const scope = childOf(entry, 'scope', path);
  return { name: stringAt(scope, 'name', path), version: stringAt(scope, 'version', path), metrics: listAt(entry, 'metrics', path, metric) };
}

function metric(entry: JsonObject, path: string): OtlpMetric {
  return {
    name: stringAt(entry, 'name', path),
    description: stringAt(entry, 'description', path),
    unit: stringAt(entry, 'unit', path),
    data: dataOf(entry, path),
  };
}

function dataOf(entry: JsonObject, path: string): OtlpData | null {
  const has = (key: string): boolean => entry[key] !== undefined && entry[key] !== null;
  const inner = (key: string): JsonObject => childOf(entry, key, path);
  if (has('gauge')) return { kind: 'gauge', points: listAt(inner('gauge'), 'dataPoints', `${path}.gauge`, numberPoint) };
  if (has('sum')) {
    const sum = inner('sum');
    const points = listAt(sum, 'dataPoints', `${path}.sum`, numberPoint);
    return { kind: 'sum', temporality: temporalityAt(sum, `${path}.sum`), isMonotonic: sum['isMonotonic'] === true, points };
  }
  if (has('histogram')) {
    const histogram = inner('histogram');
    const points = listAt(histogram, 'dataPoints', `${path}.histogram`, histogramPoint);
    return { kind: 'histogram', temporality: temporalityAt(histogram, `${path}.histogram`), points };
  }
  if (has('exponentialHistogram')) {
    const histogram = inner('exponentialHistogram');
    const points = listAt(histogram, 'dataPoints', `${path}.exponentialHistogram`, exponentialPoint);
    return { kind: 'exponentialHistogram', temporality: temporalityAt(histogram, `${path}.exponentialHistogram`), points };
  }
  if (has('summary')) return { kind: 'summary', points: listAt(inner('summary'), 'dataPoints', `${path}.summary`, summaryPoint) };
  return null;
}

function pointOf(entry: JsonObject, path: string): Pick<NumberPoint, 'attributes' | 'timeMs' | 'hasNoValue'> {
  return {
    attributes: attributesAt(entry, 'attributes', path),
    timeMs: timeMsAt(entry, path),
    hasNoValue: numberAt(entry, 'flags', path) % 2 === 1,
  };
}

function numberPoint(entry: JsonObject, path: string): NumberPoint {
  const key = entry['asInt'] === undefined || entry['asInt'] === null ? 'asDouble' : 'asInt';
  return { ...pointOf(entry, path), value: numberAt(entry, key, path) };
}

function histogramPoint(entry: JsonObject, path: string): HistogramPoint {
  return {
    ...pointOf(entry, path),
    count: numberAt(entry, 'count', path),
    sum: optionalNumberAt(entry, 'sum', path),
    bounds: numbersAt(entry, 'explicitBounds', path),
    counts: numbersAt(entry, 'bucketCounts', path),
  };
}

function exponentialPoint(entry: JsonObject, path: string): ExponentialPoint {
  return {
    ...pointOf(entry, path),
    count: numberAt(entry, 'count', path),
    sum: optionalNumberAt(entry, 'sum', path),
    scale: integerAt(entry, 'scale', path),
    zeroCount: numberAt(entry, 'zeroCount', path),
    zeroThreshold: numberAt(entry, 'zeroThreshold', path),
    positive: runOf(childOf(entry, 'positive', path), `${path}.positive`),
    negative: runOf(childOf(entry, 'negative', path), `${path}.negative`),
  };
}

function runOf(entry: JsonObject, path: string): ExponentialRun {
  return { offset: integerAt(entry, 'offset', path), counts: numbersAt(entry, 'bucketCounts', path) };
}

function summaryPoint(entry: JsonObject, path: string): SummaryPoint {
  const quantiles = listAt(entry, 'quantileValues', path, (one, at) => ({ quantile: numberAt(one, 'quantile', at), value: numberAt(one, 'value', at) }));
  if (quantiles.length > otlpLimits.quantiles) throw new DecodeError(`${path}.quantileValues: at most ${otlpLimits.quantiles} are taken.`);
  return { ...pointOf(entry, path), count: numberAt(entry, 'count', path), sum: numberAt(entry, 'sum', path), quantiles };
}

function temporalityAt(entry: JsonObject, path: string): Temporality {
  const value = entry['aggregationTemporality'];
  return typeof value === 'string' ? (enumNames[value] ?? 'unspecified') : temporalityOf(numberAt(entry, 'aggregationTemporality', path));
}

function attributesAt(entry: JsonObject, key: string, path: string): Attribute[] {
  if (listOf(entry[key], `${path}.${key}`).length > otlpLimits.attributes) throw new DecodeError(`${path}.${key}: at most ${otlpLimits.attributes} are taken.`);
  return listAt(entry, key, path, (one, at): Attribute => [stringAt(one, 'key', at), anyValueText(anyValue(one['value'], `${at}.value`, 0))]);
}

function anyValue(value: unknown, path: string, depth: number): AnyValue {
  if (value === undefined || value === null) return null;
  if (depth === otlpLimits.depth) throw new DecodeError(`${path}: nested deeper than ${otlpLimits.depth}.`);
  const entry = objectOf(value, path);
  const { stringValue, boolValue, bytesValue } = entry;
  if (typeof stringValue === 'string') return wellFormed(stringValue, path);
  if (typeof boolValue === 'boolean') return boolValue;
  if (typeof bytesValue === 'string') return wellFormed(bytesValue, path);
  if (entry['intValue'] !== undefined) return integerValue(entry['intValue'], `${path}.intValue`);
  if (entry['doubleValue'] !== undefined) return numberAt(entry, 'doubleValue', path);
  if (entry['arrayValue'] !== undefined) {
    return listOf(childOf(entry, 'arrayValue', path)['values'], path).map((one, index) => anyValue(one, `${path}[${index}]`, depth + 1));
  }
  if (entry['kvlistValue'] !== undefined) {
    const pairs = listAt(childOf(entry, 'kvlistValue', path), 'values', path, (one, at): [string, AnyValue] => [
      stringAt(one, 'key', at),
      anyValue(one['value'], `${at}.value`, depth + 1),
    ]);
    return new Map(pairs);
  }
  return null;
}

function integerValue(value: unknown, path: string): AnyValue {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !minusOrDigits.test(value)) throw new DecodeError(`${path}: an integer is expected.`);
  return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value);
}

/** Nanoseconds to milliseconds, rounded down: as a string by cutting digits off, for a number holds them to 256 ns only. */
function timeMsAt(entry: JsonObject, path: string): number {
  const value = entry['timeUnixNano'];
  if (value === undefined || value === null) return 0;
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return Number(value.slice(0, -6));
  if (typeof value === 'number' && value >= 0 && value < 2 ** 64) return Math.floor((value + 256) / 1_000_000);
  throw new DecodeError(`${path}.timeUnixNano: nanoseconds since 1970 are expected.`);
}

function numbersAt(entry: JsonObject, key: string, path: string): number[] {
  const list = listOf(entry[key], `${path}.${key}`);
  if (list.length > otlpLimits.buckets) throw new DecodeError(`${path}.${key}: at most ${otlpLimits.buckets} are taken.`);
  return list.map((value, index) => numberOf(value, `${path}.${key}[${index}]`));
}

function numberAt(entry: JsonObject, key: string, path: string): number {
  return optionalNumberAt(entry, key, path) ?? 0;
}

function optionalNumberAt(entry: JsonObject, key: string, path: string): number | null {
  const value = entry[key];
  return value === undefined || value === null ? null : numberOf(value, `${path}.${key}`);
}

function integerAt(entry: JsonObject, key: string, path: string): number {
  const value = numberAt(entry, key, path);
  if ((value | 0) !== value) throw new DecodeError(`${path}.${key}: an integer of 32 bits is expected.`);
  return value;
}

function numberOf(value: unknown, path: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    if (value === 'NaN') return Number.NaN;
    const parsed = value.trim() === '' ? Number.NaN : Number(value);
    if (!Number.isNaN(parsed)) return parsed;
  }
  throw new DecodeError(`${path}: a number is expected.`);
}

function stringAt(entry: JsonObject, key: string, path: string): string {
  const value = entry[key];
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new DecodeError(`${path}.${key}: a string is expected.`);
  return wellFormed(value, `${path}.${key}`);
}

function listAt<T>(entry: JsonObject, key: string, path: string, read: (one: JsonObject, path: string) => T): T[] {
  return listOf(entry[key], `${path}.${key}`).map((one, index) => {
    const at = `${path}.${key}[${index}]`;
    return read(objectOf(one, at), at);
  });
}

function listOf(value: unknown, path: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new DecodeError(`${path}: a list is expected.`);
  return value;
}

function childOf(entry: JsonObject, key: string, path: string): JsonObject {
  const value = entry[key];
  return value === undefined || value === null ? {} : objectOf(value, `${path}.${key}`);
}

function objectOf(value: unknown, path: string): JsonObject {
  if (!isObject(value)) throw new DecodeError(`${path}: an object is expected.`);
  return value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON can spell half of a surrogate pair, which is no text. */
function wellFormed(value: string, path: string): string {
  if (!value.isWellFormed()) throw new DecodeError(`${path}: the string is not valid Unicode.`);
  return value;
}
