import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAppError, messageOf } from '@/lib/errors';
import { explainFailure } from './failure';
import { initializeCluster } from './initialize';
import { boundLog } from './log-file';
import { preparePlace } from './place';
import { ensureDatabase } from './roles';
import type { PostgresConnection } from './roles';
import { launchServer } from './server-process';
import type { ServerProcess } from './server-process';
import { endSurvivors } from './survivors';

export interface PostgresOptions {
  /** The opened data directory; PostgreSQL lives in its subdirectory `postgres`. */
  dataDir: string;
  /** The superuser's password; the password of the role `nines` is derived from it. */
  password: string;
  /** Receives progress worth a line for the operator. */
  log: (line: string) => void;
  /** The server ended though nobody stopped it. It is being restarted. */
  onExit: (reason: string) => void;
  /** The restarted server answers again. */
  onReady?: () => void;
  /** Aborts a start that is under way; what was started is stopped. */
  signal?: AbortSignal;
}

export interface EmbeddedPostgres {
  /** The role `nines`, owner of the database `nines`. Stays valid across restarts of the server. */
  readonly connection: PostgresConnection;
  /** The running postmaster; undefined while it is being restarted. */
  readonly pid: number | undefined;
  /** Where PostgreSQL writes its log. */
  readonly logFile: string;
  /** Shuts the server down in good order (fast, then immediate after 20 s). Calling it again waits for the same stop. */
  stop(): Promise<void>;
}

const firstDelayMs = 100;
const maxDelayMs = 10_000;
const stableAfterMs = 60_000;

/**
 * Starts the embedded PostgreSQL below the data directory and keeps it running until stop(). The directory must be locked
 * by this process: a server found running on it is taken for a survivor and stopped.
 * Throws AppError('unavailable') with a sentence for the operator when the server cannot start.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { password, log } = options;
  const stopping = new AbortController();
  const signal = options.signal === undefined ? stopping.signal : AbortSignal.any([stopping.signal, options.signal]);
  const place = await preparePlace(options.dataDir);
  await endSurvivors(place.layout, log);
  const { created } = await initializeCluster(place, password, signal);
  if (created) log('Created a new database.');

  let server: ServerProcess | undefined;
  const connection = await open(signal);
  const endLogBound = boundLog(place.layout);
  const supervision = supervise();

  async function open(abort: AbortSignal): Promise<PostgresConnection> {
    const { server: launched, client } = await launchServer(place, password, log, abort);
    try {
      const opened = await ensureDatabase(client, place.layout.socketDir, password);
      abort.throwIfAborted();
      server = launched;
      return opened;
    } catch (error) {
      await launched.stop();
      abort.throwIfAborted();
      throw isAppError(error) ? error : explainFailure(messageOf(error), place.layout);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async function supervise(): Promise<void> {
    for (let delayMs = firstDelayMs; server !== undefined; ) {
      const startedMs = performance.now();
      const reason = await server.exited;
      server = undefined;
      if (stopping.signal.aborted) return;
      options.onExit(reason);
      if (performance.now() - startedMs > stableAfterMs) delayMs = firstDelayMs;
      delayMs = await restart(delayMs);
    }
  }

  /** Tries until the server answers or stop() is called; returns the next delay. */
  async function restart(firstMs: number): Promise<number> {
    for (let delayMs = firstMs; ; ) {
      try {
        await sleep(delayMs, undefined, { signal: stopping.signal });
        delayMs = Math.min(delayMs * 2, maxDelayMs);
        await open(stopping.signal);
        if (stopping.signal.aborted) await server?.stop();
        else options.onReady?.();
        return delayMs;
      } catch (error) {
        if (stopping.signal.aborted) return delayMs;
        log(`PostgreSQL did not restart; the next try is in ${delayMs / 1000} s. ${messageOf(error)}`);
      }
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    endLogBound();
    await server?.stop();
    await supervision;
    const { root, socketDir } = place.layout;
    if (!socketDir.startsWith(root)) await rm(socketDir, { recursive: true, force: true });
  }

  let stopped: Promise<void> | undefined;
  return {
    connection,
    logFile: place.layout.logFile,
    get pid() {
      return server?.pid;
    },
    stop: () => (stopped ??= stop()),
  };
}
