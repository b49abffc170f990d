import { alice, createKey, expect, test } from './cast';
import { startNines, type NinesProcess } from './nines-process';

const batchSize = 120;
const stepMs = 1_000;

interface Written {
  metric: string;
  /** Each batch has a second of its own, so that one point of a query is one batch. */
  baseMs: number;
  acknowledged: number[];
  sent: number;
}

test('whatever was acknowledged is found after kill -9 of Node or of PostgreSQL, and no batch is stored in part', async () => {
  test.setTimeout(120_000);
  const own = await startNines({ OWNER_EMAIL: alice.email, OWNER_PASSWORD: alice.password });
  try {
    const key = await createKey(own, 'monitoring.read', 'monitoring.write');
    const rounds: Written[] = [];
    for (const [index, victim] of (['node', 'node', 'postgres', 'both', 'node'] as const).entries()) {
      const written: Written = { metric: `crash_round_${index}`, baseMs: roundedBase(), acknowledged: [], sent: 0 };
      rounds.push(written);
      const abort = new AbortController();
      const writers = Promise.all([0, 1, 2].map(() => write(own.url, key, written, abort.signal)));
      await expect.poll(() => written.acknowledged.length, { timeout: 15_000, intervals: [5] }).toBeGreaterThan(2);
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 700));
      await kill(own, victim);
      abort.abort();
      await writers;
      if (victim === 'postgres') await expect.poll(() => isReadable(own.url, key), { timeout: 20_000 }).toBe(true);
      else await own.restart();
      console.log(`        kill -9 of ${victim}: ${written.acknowledged.length} of ${written.sent} batches had been acknowledged`);
      await verify(own.url, key, written);
    }
    for (const written of rounds) await verify(own.url, key, written);
    expect(own.postgresLog()).not.toMatch(/\bPANIC\b|invalid page|corrupt/i);
  } finally {
    await own.remove();
  }
});

async function kill(own: NinesProcess, victim: 'node' | 'postgres' | 'both'): Promise<void> {
  if (victim !== 'node') await own.killPostgres9();
  if (victim !== 'postgres') await own.kill9();
}

/** Ready, and past the moment in which the loss of the database was not noticed yet: a key is looked up there again. */
async function isReadable(url: string, key: string): Promise<boolean> {
  const answers = await Promise.all([fetch(`${url}/readyz`), fetch(`${url}/api/monitoring/scrape-jobs`, { headers: { authorization: `Bearer ${key}` } })]);
  return answers.every(({ ok }) => ok);
}

/** Sends one batch after the other until it is told to stop; what was answered with 200 counts as acknowledged. */
async function write(url: string, key: string, written: Written, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && written.sent < 2_500) {
    const batch = written.sent;
    written.sent += 1;
    const samples = Array.from({ length: batchSize }, (_, index) => ({
      name: written.metric,
      labels: { worker: String(index % 4) },
      value: batch + index,
      timestamp: written.baseMs + batch * stepMs + Math.floor(index / 4),
    }));
    try {
      const answer = await fetch(`${url}/api/monitoring/metrics`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ samples }),
      });
      if (!answer.ok) continue;
      expect(await answer.json()).toEqual({ stored: batchSize });
      written.acknowledged.push(batch);
    } catch {
      // The server was killed before it answered: this batch was not acknowledged.
    }
  }
}

async function verify(url: string, key: string, written: Written): Promise<void> {
  const [counts, sums] = await Promise.all([read(url, key, written, 'count'), read(url, key, written, 'sum')]);
  const whole = (batchSize * (batchSize - 1)) / 2;
  const lost = written.acknowledged.filter((batch) => counts.get(batch) !== batchSize || sums.get(batch) !== batch * batchSize + whole);
  expect(lost, `acknowledged batches of ${written.metric} that are not found`).toEqual([]);
  const partial = [...counts].filter(([, count]) => count !== batchSize);
  expect(partial, `batches of ${written.metric} that are stored in part`).toEqual([]);
}

/** The count or sum of the samples of each batch that is stored. */
async function read(url: string, key: string, { metric, baseMs, sent }: Written, aggregation: 'count' | 'sum'): Promise<Map<number, number>> {
  const query = new URLSearchParams({ selector: metric, from: String(baseMs), to: String(baseMs + sent * stepMs), step: String(stepMs), aggregation });
  const answer = await fetch(`${url}/api/monitoring/metrics?${query.toString()}`, { headers: { authorization: `Bearer ${key}` } });
  expect(answer.status).toBe(200);
  const { series } = (await answer.json()) as { series: { points: [number, number][] }[] };
  const found = new Map<number, number>();
  for (const { points } of series) {
    for (const [at, value] of points) {
      const batch = (at - baseMs) / stepMs;
      found.set(batch, (found.get(batch) ?? 0) + value);
    }
  }
  return found;
}

/** Within what a push may carry, with room for every batch before now. */
function roundedBase(): number {
  return Math.floor(Date.now() / stepMs) * stepMs - 50 * 60_000;
}
