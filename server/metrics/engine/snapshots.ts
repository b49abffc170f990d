import type pg from 'pg';
import { messageOf } from '@/lib/errors';
import type { Head } from '@/lib/metrics/head/head';
import type { MemSeries } from '@/lib/metrics/head/mem-series';
import type { Log } from '@/server/log';
import { otherSide, StaleCheckpointError, writeCheckpoint, type Checkpoint } from './checkpoint';
import type { EngineSettings } from './engine-settings';
import type { Journal } from './journal';
import type { Recovered } from './recover';

interface SnapshotsOptions {
  owner: pg.Pool;
  log: Log;
  journal: Journal;
  head: Head;
  settings: Pick<EngineSettings, 'journalBytes' | 'journalSamples' | 'snapshotEveryMs'>;
  clock: () => number;
  series: () => Iterable<MemSeries>;
  saveMetadata: () => Promise<void>;
}

/** Writes snapshots of memory, so that the journal since the last one stays short. The journal has two sides: while one is in a snapshot, the other is written to. */
export class Snapshots {
  private journalled = { bytes: 0, samples: 0, sinceMs: 0 };
  private writing: Promise<void> | null = null;
  private switchedAt = 0;
  private side: Checkpoint['journal'];

  constructor(
    private readonly options: SnapshotsOptions,
    private checkpoint: Checkpoint,
  ) {
    this.side = checkpoint.journal;
  }

  /** Goes on behind what came back from the journal. */
  resume({ lastSeq, bytes, samples }: Recovered, nowMs: number): void {
    this.options.journal.use(this.side, lastSeq);
    this.journalled = { bytes, samples, sinceMs: nowMs };
  }

  /** An entry was journalled. */
  count(bytes: number, samples: number): void {
    this.journalled.bytes += bytes;
    this.journalled.samples += samples;
  }

  isDue(): boolean {
    const { settings, clock } = this.options;
    const { bytes, samples, sinceMs } = this.journalled;
    return bytes >= settings.journalBytes || samples >= settings.journalSamples || clock() - sinceMs >= settings.snapshotEveryMs;
  }

  /** Resolves when none is being written. */
  async settle(): Promise<void> {
    await this.writing;
  }

  /** Begins one of everything up to the entry `seq`, the last that was applied. Runs between two commits, so that no entry is under way while the journal is switched. */
  start(seq: number): void {
    const { journal, head, owner, log, clock, series, saveMetadata } = this.options;
    if (this.writing || journal.isLost) return;
    if (this.side === this.checkpoint.journal) {
      this.side = otherSide(this.side);
      journal.use(this.side);
      this.switchedAt = seq;
    }
    this.journalled = { bytes: 0, samples: 0, sinceMs: clock() };
    this.writing = writeCheckpoint({ owner, head, series: series(), last: this.checkpoint, seq: this.switchedAt, hold: (client) => journal.hold(client) })
      .then(
        (next) => void (this.checkpoint = next),
        (error: unknown) => {
          if (error instanceof StaleCheckpointError) this.checkpoint = error.stored;
          log.error({ reason: messageOf(error) }, 'the snapshot of metrics failed; the journal is kept and it is tried again');
        },
      )
      .then(saveMetadata)
      .catch((error: unknown) => log.error({ reason: messageOf(error) }, 'descriptions of metrics could not be stored; it is tried again'))
      .finally(() => (this.writing = null));
  }
}
