import type pg from 'pg';
import type { Head } from '@/lib/metrics/head/head';
import type { MemSeries } from '@/lib/metrics/head/mem-series';
import { readSnapshot, SnapshotWriter, type SeriesSnapshot } from '@/lib/metrics/head/snapshot';

export type Side = 'a' | 'b';

export interface Checkpoint {
  snapshot: Side;
  /** The journal that is written now. */
  journal: Side;
  /** Entries up to this one are in the snapshot. */
  seq: number;
  rawDroppedTo: number | null;
  fiveMinutesDroppedTo: number | null;
}

const partBytes = 1024 * 1024;
const sliceSeries = 500;
const lockTimeoutMs = 5_000;

interface CheckpointOptions {
  owner: pg.Pool;
  head: Head;
  series: Iterable<MemSeries>;
  last: Checkpoint;
  /** The last entry that memory has. */
  seq: number;
  /** Proves that this process is the engine, for the length of the transaction. */
  hold: (client: pg.ClientBase) => Promise<void>;
}

export function otherSide(side: Side): Side {
  return side === 'a' ? 'b' : 'a';
}

export async function readCheckpoint(owner: Pick<pg.ClientBase, 'query'>): Promise<Checkpoint> {
  const { rows } = await owner.query<{ snapshot: Side; journal: Side; seq: string; raw: string | null; five: string | null }>(
    'select snapshot, journal, seq, raw_dropped_to as raw, rollups_5m_dropped_to as five from metrics.checkpoint',
  );
  const [row] = rows;
  if (!row) throw new Error('metrics.checkpoint has no row: the database was changed by hand.');
  const timeOf = (text: string | null) => (text === null ? null : Number(text));
  return { snapshot: row.snapshot, journal: row.journal, seq: Number(row.seq), rawDroppedTo: timeOf(row.raw), fiveMinutesDroppedTo: timeOf(row.five) };
}

/** The database has a later checkpoint than the program knows: the success of writing it went unheard. */
export class StaleCheckpointError extends Error {
  constructor(readonly stored: Checkpoint) {
    super('The last snapshot was written after all.');
  }
}

/**
 * Writes what is in memory beside the last snapshot, in slices so that nothing else waits, then makes it the valid one and empties the journal
 * that it stands for, in one transaction. Entries that are applied meanwhile go to the other journal; replaying one that a slice has already is harmless. Throws
 * StaleCheckpointError when `last` is not what the database has: the snapshot that is valid must not be written over.
 */
export async function writeCheckpoint({ owner, head, series, last, seq, hold }: CheckpointOptions): Promise<Checkpoint> {
  const client = await owner.connect();
  let broken: Error | undefined;
  try {
    await client.query(`begin; set local lock_timeout = ${lockTimeoutMs}`);
    await hold(client);
    const stored = await readCheckpoint(client);
    if (stored.seq !== last.seq || stored.snapshot !== last.snapshot) throw new StaleCheckpointError(stored);
    const next: Checkpoint = { ...last, snapshot: otherSide(last.snapshot), journal: otherSide(last.journal), seq };
    await client.query(`truncate metrics.snapshot_${next.snapshot}`);
    await writeSnapshot(client, head, series, next.snapshot);
    await client.query('update metrics.checkpoint set snapshot = $1, journal = $2, seq = $3', [next.snapshot, next.journal, next.seq]);
    await client.query(`truncate metrics.snapshot_${last.snapshot}, metrics.journal_${last.journal}`);
    await client.query('commit');
    return next;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError));
    throw error;
  } finally {
    client.release(broken);
  }
}

async function writeSnapshot(client: pg.ClientBase, head: Head, series: Iterable<MemSeries>, side: Side): Promise<void> {
  const writer = new SnapshotWriter();
  let part = 0;
  const flush = async () => {
    if (writer.sizeBytes > 0) await client.query(`insert into metrics.snapshot_${side} (part, data) values ($1, $2)`, [part++, writer.take()]);
  };
  let visited = 0;
  for (const each of series) {
    visited += 1;
    if (each.id > 0 && (each.hasData || each.isActive)) writer.add(head, each);
    if (writer.sizeBytes >= partBytes) await flush();
    else if (visited % sliceSeries === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await flush();
}

export async function* loadSnapshot(owner: pg.Pool, side: Side): AsyncGenerator<SeriesSnapshot> {
  for (let part = 0; ; part += 1) {
    const { rows } = await owner.query<{ data: Buffer }>(`select data from metrics.snapshot_${side} where part = $1`, [part]);
    const [row] = rows;
    if (!row) return;
    yield* readSnapshot(row.data);
  }
}
