import { AppError } from '@/lib/errors';

/** An attribute; a value that is no string is written as OpenTelemetry writes it: numbers and booleans plainly, arrays and maps as JSON, bytes as base64. */
export type Attribute = readonly [key: string, value: string];

export interface OtlpResource {
  attributes: Attribute[];
  scopes: OtlpScope[];
}

export interface OtlpScope {
  name: string;
  version: string;
  metrics: OtlpMetric[];
}

export interface OtlpMetric {
  name: string;
  description: string;
  unit: string;
  /** Null where a metric carries none, or one of a kind that is not known. */
  data: OtlpData | null;
}

export type Temporality = 'unspecified' | 'delta' | 'cumulative';

export type OtlpData =
  | { kind: 'gauge'; points: NumberPoint[] }
  | { kind: 'sum'; temporality: Temporality; isMonotonic: boolean; points: NumberPoint[] }
  | { kind: 'histogram'; temporality: Temporality; points: HistogramPoint[] }
  | { kind: 'exponentialHistogram'; temporality: Temporality; points: ExponentialPoint[] }
  | { kind: 'summary'; points: SummaryPoint[] };

interface Point {
  attributes: Attribute[];
  /** Milliseconds since 1970, rounded down. */
  timeMs: number;
  /** Set where the source says that there is no value: the series ends. */
  hasNoValue: boolean;
}

export interface NumberPoint extends Point {
  value: number;
}

export interface HistogramPoint extends Point {
  count: number;
  /** Null where it was not recorded. */
  sum: number | null;
  bounds: number[];
  /** One more than bounds, or none. */
  counts: number[];
}

export interface ExponentialPoint extends Point {
  count: number;
  sum: number | null;
  scale: number;
  zeroCount: number;
  zeroThreshold: number;
  positive: ExponentialRun;
  negative: ExponentialRun;
}

/** Counts of the buckets from index `offset` on: bucket i holds magnitudes in (base^i, base^(i+1)], base = 2^(2^-scale). */
export interface ExponentialRun {
  offset: number;
  counts: number[];
}

export interface SummaryPoint extends Point {
  count: number;
  sum: number;
  quantiles: { quantile: number; value: number }[];
}

export const otlpLimits = {
  /** Data points of one request, and the metrics, scopes and resources around them. */
  entries: 500_000,
  attributes: 1_000,
  /** Of one point. */
  buckets: 5_000,
  quantiles: 1_000,
  /** Nesting of attribute values. */
  depth: 32,
  /** Objects and lists of one request in JSON: parsing makes each of them, however short it is written. */
  jsonNodes: 2_000_000,
} as const;

/** Throws AppError `too_large` where a request holds more entries than are taken: they would hold up everybody else. */
export function assertEntries(entries: number): void {
  if (entries > otlpLimits.entries) throw new AppError('too_large', `The request holds more than ${otlpLimits.entries} data points. Send them in smaller parts.`);
}

const temporalities = ['unspecified', 'delta', 'cumulative'] as const;

/** The temporality of its enum value. */
export function temporalityOf(value: number): Temporality {
  return temporalities[value] ?? 'unspecified';
}
