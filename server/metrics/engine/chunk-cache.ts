import { bucketMs, type Block } from '@/lib/metrics/head/mem-series';

const entryBytes = 160;

/** Sealed chunks by series and bucket, empty buckets too, least recently used first; bounded in bytes. */
export class ChunkCache {
  private readonly entries = new Map<number, { blocks: readonly Block[]; sizeBytes: number }>();
  private sizeBytes = 0;

  constructor(private readonly maxBytes: number) {}

  get(seriesId: number, bucket: number): readonly Block[] | undefined {
    const key = keyOf(seriesId, bucket);
    const found = this.entries.get(key);
    if (!found) return undefined;
    this.entries.delete(key);
    this.entries.set(key, found);
    return found.blocks;
  }

  set(seriesId: number, bucket: number, blocks: readonly Block[]): void {
    this.forget(seriesId, bucket);
    const sizeBytes = blocks.reduce((sum, block) => sum + block.bytes.length + entryBytes, entryBytes);
    this.entries.set(keyOf(seriesId, bucket), { blocks, sizeBytes });
    this.sizeBytes += sizeBytes;
    for (const [key, entry] of this.entries) {
      if (this.sizeBytes <= this.maxBytes) break;
      this.entries.delete(key);
      this.sizeBytes -= entry.sizeBytes;
    }
  }

  forget(seriesId: number, bucket: number): void {
    const key = keyOf(seriesId, bucket);
    const found = this.entries.get(key);
    if (!found) return;
    this.entries.delete(key);
    this.sizeBytes -= found.sizeBytes;
  }
}

/** Buckets count from 1970 in two hours: 22 bits reach the year 2920, and ids have 31. */
function keyOf(seriesId: number, bucket: number): number {
  return seriesId * 0x400000 + bucket / bucketMs;
}
