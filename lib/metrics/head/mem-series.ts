import type { LabelSet } from '../labels';
import type { LateSamples } from './late-samples';

/** Consecutive samples of a series, compressed; never across a boundary of `bucketMs`. */
export interface Block {
  bytes: Uint8Array;
  count: number;
  fromMs: number;
  toMs: number;
}

/** Samples are sealed by spans of two hours, aligned to 1970. */
export const bucketMs = 2 * 3_600_000;

export function bucketOf(timeMs: number): number {
  return Math.floor(timeMs / bucketMs) * bucketMs;
}

/** A series in memory: who it is, and its samples that are not sealed yet. */
export class MemSeries {
  /** Its row in the registry; 0 until it has one. */
  id = 0;
  /** When this one turned out to be known under another object. */
  actual: MemSeries | null = null;
  /** The youngest sample in order, stored or sealed. */
  lastMs = -Infinity;
  /** Everything in order up to this time is sealed. */
  sealedToMs = -Infinity;
  /** A sample at or after this time makes earlier buckets due for sealing. */
  sealAtMs = Infinity;
  slot = -1;
  open = 0;
  blocks: Block[] = [];
  late: LateSamples | null = null;
  /** By the clock of the host, for idleness. */
  writtenAtMs = 0;
  isActive = false;
  /** While its blocks are on their way to the database they must stay as they are. */
  isSealing = false;
  /** Out of the registry: what was decoded for it must be decoded again. */
  isForgotten = false;
  /** Grows whenever samples leave memory for the database, so that a reader who waited for the database can tell. */
  sealings = 0;

  constructor(
    readonly tenant: number,
    public labels: LabelSet,
  ) {}

  get hasData(): boolean {
    return this.open > 0 || this.blocks.length > 0 || this.late !== null;
  }
}
