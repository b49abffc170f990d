import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { AppError } from '@/lib/errors';
import { waitUntil } from '../processes';
import { commandFor } from './account';
import { explainFailure, isPassing } from './failure';
import type { Layout } from './layout';
import { openLog } from './log-file';
import type { LogFile } from './log-file';
import type { Place } from './place';
import { connectSuperuser } from './roles';
import { settingArguments, settingsFor } from './settings';
import { endSurvivors, isDeserted, stopPostmaster } from './survivors';

/** One running postmaster. */
export interface ServerProcess {
  pid: number;
  /** Resolves with a sentence when the process has ended. */
  exited: Promise<string>;
  stop(): Promise<void>;
}

/** A superuser's connection to a server that has just become ready. The receiver closes it. */
export interface Launched {
  server: ServerProcess;
  client: pg.Client;
}

const retryForMs = 15_000;
const reportEveryMs = 5_000;

/**
 * Ends what is left of an earlier server, starts PostgreSQL, and waits until it answers, however long its recovery takes.
 * Tries again for up to 15 s while the processes of a killed server still hold its memory.
 * Throws AppError('unavailable') with PostgreSQL's last words, or the signal's reason when that aborts.
 */
export async function launchServer(place: Place, password: string, log: (line: string) => void, signal: AbortSignal): Promise<Launched> {
  const endMs = performance.now() + retryForMs;
  for (;;) {
    signal.throwIfAborted();
    await endSurvivors(place.layout, log);
    const output = await openLog(place.layout);
    const server = await spawnServer(place, output);
    const client = await waitUntilReady(place, server, password, log, signal);
    if (client !== undefined) return { server, client };
    const words = await output.tail();
    if (!isPassing(words) || performance.now() > endMs) throw explainFailure(words, place.layout);
    await sleep(250, undefined, { signal });
  }
}

async function spawnServer({ layout, binaries, identity }: Place, output: LogFile): Promise<ServerProcess> {
  const args = ['-D', layout.data, ...settingArguments(settingsFor(layout.socketDir))];
  const command = commandFor(identity, binaries, layout.root, binaries.postgres, args);
  const child = spawn(command.file, command.args, { ...command.options, stdio: ['ignore', output.handle.fd, output.handle.fd] });
  try {
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  } catch (error) {
    throw explainFailure(String(error), layout);
  } finally {
    await output.handle.close();
  }
  const { pid } = child;
  if (pid === undefined) throw new AppError('internal', 'PostgreSQL started without a process id.');
  const exited = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(describeExit(pid, code, signal))));
  return {
    pid,
    exited,
    async stop() {
      await Promise.all([stopPostmaster(pid, 20_000), exited]);
      await waitUntil(() => isDeserted(layout), 2_000);
    },
  };
}

/** A superuser's connection, or undefined when the server ended before it was ready. */
async function waitUntilReady(
  { layout }: Place,
  server: ServerProcess,
  password: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<pg.Client | undefined> {
  const startMs = performance.now();
  let reportAtMs = startMs + reportEveryMs;
  let hasExited = false;
  void server.exited.then(() => (hasExited = true));
  try {
    for (;;) {
      signal.throwIfAborted();
      const client = (await saysReady(layout, server.pid)) ? await connectSuperuser(layout.socketDir, password) : undefined;
      if (client !== undefined) return client;
      if (hasExited) return undefined;
      if (performance.now() > reportAtMs) {
        log(`PostgreSQL is still starting after ${Math.round((performance.now() - startMs) / 1000)} s; it may be recovering from a crash.`);
        reportAtMs += reportEveryMs;
      }
      await sleep(15);
    }
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The eighth line of postmaster.pid, as pg_ctl reads it; a refused connection a moment would fill the log during a long recovery. */
async function saysReady(layout: Layout, pid: number): Promise<boolean> {
  const lines = (await readFile(path.join(layout.data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

function describeExit(pid: number, code: number | null, signal: NodeJS.Signals | null): string {
  return `PostgreSQL (process ${pid}) ${signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`}.`;
}
