import type { LabelSet } from '@/lib/metrics/labels';
import type { MetricMetadata, SampleSink } from './sink';

export interface CollectedSample {
  labels: LabelSet;
  timeMs: number;
  low: number;
  high: number;
}

/** A sink that keeps all it is given, and remembers the bytes of a series as a store does. */
export interface CollectingSink extends SampleSink {
  samples: CollectedSample[];
  described: MetricMetadata[];
  /** Series that were decoded, and those that were known by their bytes. */
  decoded: number;
  known: number;
}

export function collectingSink(): CollectingSink {
  const byBytes = new Map<string, LabelSet>();
  let current: LabelSet = [];
  const keyOf = (bytes: Uint8Array, from: number, to: number): string => bytes.subarray(from, to).join();
  return {
    samples: [],
    described: [],
    decoded: 0,
    known: 0,
    begin(bytes, from, to) {
      const labels = byBytes.get(keyOf(bytes, from, to));
      if (!labels) return false;
      this.known += 1;
      current = labels;
      return true;
    },
    series(labels) {
      this.decoded += 1;
      current = labels;
    },
    learn(bytes, from, to) {
      byBytes.set(keyOf(bytes, from, to), current);
    },
    sample(timeMs, low, high) {
      this.samples.push({ labels: current, timeMs, low, high });
    },
    metadata(metadata) {
      this.described.push(metadata);
    },
  };
}

/** A sink that keeps nothing but counts, for inputs without end. */
export function countingSink(): SampleSink & { events: number } {
  return {
    events: 0,
    begin: () => false,
    series(labels) {
      this.events += 1 + labels.length;
    },
    learn: () => undefined,
    sample() {
      this.events += 1;
    },
    metadata() {
      this.events += 1;
    },
  };
}
