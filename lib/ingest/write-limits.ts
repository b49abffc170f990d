/** Structural bounds of a write request, far above what senders send; a store has its own, lower ones. */
export const maxLabelsPerSeries = 1_000;
export const maxSymbols = 5_000_000;

/** What a request held. Native histograms are not stored and exemplars are not kept: they are only counted. */
export interface WriteCounts {
  series: number;
  samples: number;
  histograms: number;
  exemplars: number;
}
