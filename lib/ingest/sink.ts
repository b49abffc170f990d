import type { LabelSet } from '@/lib/metrics/labels';

/** What a metric is, as exporters describe it. */
export interface MetricMetadata {
  metric: string;
  type: 'counter' | 'gauge' | 'histogram' | 'gaugehistogram' | 'summary' | 'info' | 'stateset' | 'unknown';
  help: string;
  unit: string;
}

/**
 * Takes what a decoder of a wire format reads: a series, then its samples. Values come as the two halves of their float64, so that stale
 * markers and other NaNs keep their bits; times are milliseconds since 1970 (any integer a float64 holds exactly).
 */
export interface SampleSink {
  /**
   * Begins the series whose labels these bytes encode, in one contiguous piece, when the sink has met the very same bytes before; false
   * when not, and the decoder then calls `series` with the labels and `learn` with the bytes. It saves decoding ten strings a sample.
   */
  begin(bytes: Uint8Array, from: number, to: number): boolean;
  /** Begins a series. */
  series(labels: LabelSet): void;
  /** Remembers that these bytes encode the labels of the series just begun. The sink copies what it keeps. */
  learn(bytes: Uint8Array, from: number, to: number): void;
  /** A sample of the series begun last. */
  sample(timeMs: number, low: number, high: number): void;
  metadata(metadata: MetricMetadata): void;
}
