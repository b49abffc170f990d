import type pg from 'pg';
import type { Head } from '@/lib/metrics/head/head';
import { readJournalEntry } from '@/lib/metrics/head/journal-entry';
import type { MemSeries } from '@/lib/metrics/head/mem-series';
import { restoreSeries } from '@/lib/metrics/head/snapshot';
import { loadSnapshot, type Checkpoint } from './checkpoint';
import { readJournal } from './journal';

export interface Recovered {
  lastSeq: number;
  bytes: number;
  samples: number;
}

/**
 * Fills memory from the snapshot and the journal since. What was sealed in between is known by `sealedToMs`: a sample that came in order and is
 * not after it is in a chunk already. A late one is taken in any case, and merging it into its chunk once more changes nothing.
 */
export async function recover(owner: pg.Pool, head: Head, byId: ReadonlyMap<number, MemSeries>, checkpoint: Checkpoint): Promise<Recovered> {
  const cursors = new Map<number, number>();
  for await (const snapshot of loadSnapshot(owner, checkpoint.snapshot)) {
    const series = byId.get(snapshot.id);
    if (!series) continue;
    restoreSeries(head, series, snapshot);
    cursors.set(snapshot.id, snapshot.lastMs);
  }
  const recovered: Recovered = { lastSeq: checkpoint.seq, bytes: 0, samples: 0 };
  for await (const { seq, data } of readJournal(owner, checkpoint.seq)) {
    recovered.lastSeq = seq;
    recovered.bytes += data.length;
    readJournalEntry(data, (id, timeMs, low, high) => {
      recovered.samples += 1;
      const series = byId.get(id);
      if (!series) return;
      const cursor = cursors.get(id);
      const isInOrder = cursor === undefined ? timeMs > series.sealedToMs : timeMs > cursor;
      if (isInOrder) cursors.set(id, timeMs);
      if (isInOrder && timeMs <= series.sealedToMs) return;
      head.append(series, timeMs, low, high);
    });
  }
  return recovered;
}
