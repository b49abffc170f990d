import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { crashLateOf, crashStartMs, crashTimeOf, crashValueOf, writeUntilKilled, type CrashWriterOptions } from './test-crash-writer';
import { openTestEngine, samplesOf } from './test-engine';

const writers = [0, 1, 2, 3];
const samplesAtOnce = 10;

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

interface Round {
  /** Killed when a statement like this is under way; without one, when so many acknowledgements were read. */
  during: string | null;
  acknowledgements: number;
}

const rounds: Round[] = [
  { during: 'insert into metrics.chunks%', acknowledgements: 120 },
  { during: 'insert into metrics.snapshot%', acknowledgements: 60 },
  { during: 'update metrics.series%', acknowledgements: 100 },
  { during: null, acknowledgements: 90 },
];

it('keeps every acknowledged sample exactly once when it is killed in the midst of ingest, sealing and snapshots', async () => {
  const acknowledged = writers.map(() => -1);
  for (const [index, round] of rounds.entries()) {
    await killedRound(round, acknowledged);
    // Every other time the next writer recovers alone, from what several crashes left.
    if (index % 2 === 1) await expectAll(acknowledged);
  }
}, 120_000);

async function killedRound({ during, acknowledgements }: Round, acknowledged: number[]): Promise<void> {
  const child = startWriter({ connection: test.connection, tenant: test.tenants.alpha, starts: acknowledged.map((last) => last + 1) });
  const ended = once(child, 'exit');
  let read = 0;
  let watching: Promise<void> | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const [, writer, last] = line.split(' ').map(Number);
    acknowledged[writer ?? NaN] = last ?? NaN;
    read += 1;
    if (read < acknowledgements) continue;
    watching ??= (during === null ? Promise.resolve() : statementSeen(during)).then(() => void child.kill('SIGKILL'));
  }
  await watching;
  const [, signal] = (await ended) as [number | null, string | null];
  expect(signal, 'The writer must not end by itself.').toBe('SIGKILL');
}

/** Resolves when a statement runs on the test's database; looks often, and gives up after some seconds: then the moment is any moment. */
async function statementSeen(pattern: string): Promise<void> {
  const { owner } = test.database;
  for (let look = 0; look < 300; look += 1) {
    const { rows } = await owner.query<{ seen: boolean }>(
      `select count(*) > 0 as seen from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid() and query ilike $1`,
      [pattern],
    );
    if (rows[0]?.seen) return;
  }
}

function startWriter(options: CrashWriterOptions): ChildProcessByStdio<null, Readable, null> {
  const script = `
    import { ${writeUntilKilled.name} } from ${JSON.stringify(path.join(import.meta.dirname, 'test-crash-writer.ts'))};
    await ${writeUntilKilled.name}(${JSON.stringify(options)});`;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function expectAll(acknowledged: readonly number[]): Promise<void> {
  const end = crashTimeOf(Math.max(...acknowledged) + 2 * samplesAtOnce);
  const engine = await openTestEngine(test, () => end, { retention: { raw: end, '5m': end, '1h': end } });
  try {
    for (const writer of writers) {
      const found = await samplesOf(engine, test.tenants.alpha, `crash{writer="${writer}"}[${end - crashStartMs + 1}ms]`, end);
      expect(Object.keys(found)).toHaveLength(5);
      for (const [labels, points] of Object.entries(found)) {
        const series = Number(/series (\d)/.exec(labels)?.[1]);
        expect(faultsOf(series, points, acknowledged[writer] ?? -1), labels).toEqual([]);
      }
    }
  } finally {
    await engine.close();
  }
}

/** Samples that are missing, there twice or wrong; those that were written but not acknowledged may be there or not. */
function faultsOf(series: number, points: readonly [number, number][], last: number): string[] {
  const faults: string[] = [];
  const seen = new Set<number>();
  for (const [timeMs, value] of points) {
    const sample = (timeMs - crashStartMs) / 60_000;
    if (seen.has(sample)) faults.push(`${sample} is there twice`);
    seen.add(sample);
    if (!Object.is(value, crashValueOf(series, sample))) faults.push(`${sample} has the value ${value}`);
  }
  for (let sample = 0; sample <= last; sample += 1) {
    if (!seen.has(sample)) faults.push(`${sample} is missing`);
    const late = crashLateOf(sample);
    if (sample % samplesAtOnce === samplesAtOnce - 1 && late > 0 && !seen.has(late)) faults.push(`the late ${late} is missing`);
  }
  return faults.slice(0, 20);
}
