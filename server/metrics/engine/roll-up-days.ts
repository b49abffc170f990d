import type pg from 'pg';
import type { Block, MemSeries } from '@/lib/metrics/head/mem-series';
import { clip, decodeBlocks } from '@/lib/metrics/head/columns';
import { bucketMs } from '@/lib/metrics/head/mem-series';
import { dayMs, metricRetention } from '@/lib/metrics/retention';
import { rollUp } from '@/lib/metrics/rollup/roll-up';
import { encodeRollup } from '@/lib/metrics/rollup/rollup-row';
import { bitsOf, isStale } from '@/lib/metrics/stale';
import { readChunks, writeRows, type DayTable } from './chunk-rows';
import type { Partitions } from './partitions';
import { inTenant } from './tenant-pool';
import type { TenantState } from './tenant-state';

interface RollUpOptions {
  pool: pg.Pool;
  partitions: Partitions;
  tenant: TenantState;
  nowMs: number;
  outOfOrderMs: number;
  /** -Infinity before the first time. */
  rolledTo: number;
  isStopped: () => boolean;
  /** Told the end of a day before its chunks are read; resolves when nothing is on its way to them that does not know. */
  onDay: (endMs: number) => Promise<void>;
  /** Proves that this process is the engine, for the length of a transaction. */
  hold: (client: pg.ClientBase) => Promise<void>;
}

/** A day is sealed this long after its end: the last bucket, and the spread of sealing. */
const sealedAfterMs = 30 * 60_000;
const seriesAtOnce = 25;
const pendingAtOnce = 500;
const tables = [
  ['rollups_5m', metricRetention['5m'].widthMs],
  ['rollups_1h', metricRetention['1h'].widthMs],
] as const satisfies readonly (readonly [DayTable, number])[];

export async function loadProgress(owner: pg.Pool): Promise<Map<number, number>> {
  const { rows } = await owner.query<{ tenant: number; rolled: string }>('select tenant_number as tenant, rolled_to as rolled from metrics.rollup_progress');
  return new Map(rows.map(({ tenant, rolled }) => [tenant, Number(rolled)]));
}

/** Rolls the next complete day up, and again the days that late samples touched. Answers the new end of what is rolled up; null when no day was due. */
export async function rollUpTenant(options: RollUpOptions): Promise<number | null> {
  const { pool, partitions, tenant, nowMs, outOfOrderMs, rolledTo, isStopped, onDay, hold } = options;
  while ((await rollUpPending(options)) === pendingAtOnce) if (isStopped()) return null;
  const oldest = partitions.oldest('chunks');
  const day = rolledTo === -Infinity ? oldest : rolledTo;
  if (!Number.isFinite(day) || nowMs < day + dayMs + outOfOrderMs + sealedAfterMs) return null;
  await onDay(day + dayMs);
  const series = [...tenant.index.series()].filter((each) => each.sealedToMs >= day);
  for (let start = 0; start < series.length; start += seriesAtOnce) {
    if (isStopped()) return null;
    await rollUpSeries(options, series.slice(start, start + seriesAtOnce), day);
  }
  await inTenant(pool, tenant.number, async (client) => {
    await hold(client);
    await client.query(
      `insert into metrics.rollup_progress (tenant_number, rolled_to) values ($1, $2)
       on conflict (tenant_number) do update set rolled_to = excluded.rolled_to`,
      [tenant.number, day + dayMs],
    );
  });
  return day + dayMs;
}

/** Answers how many there were, `pendingAtOnce` at most. */
async function rollUpPending(options: RollUpOptions): Promise<number> {
  const { pool, tenant, hold } = options;
  const pending = await inTenant(pool, tenant.number, async (client) => {
    const { rows } = await client.query<{ id: number; day: string }>(
      'select series_id as id, from_ms as day from metrics.rollup_pending where tenant_number = $1 order by from_ms, series_id limit $2',
      [tenant.number, pendingAtOnce],
    );
    return rows;
  });
  if (pending.length === 0) return 0;
  const byId = new Map([...tenant.index.series()].map((series) => [series.id, series]));
  for (const day of new Set(pending.map((each) => Number(each.day)))) {
    const ids = pending.filter((each) => Number(each.day) === day).map((each) => each.id);
    const series = ids.flatMap((id) => byId.get(id) ?? []);
    for (let start = 0; start < series.length; start += seriesAtOnce) await rollUpSeries(options, series.slice(start, start + seriesAtOnce), day);
    await inTenant(pool, tenant.number, async (client) => {
      await hold(client);
      await client.query('delete from metrics.rollup_pending where tenant_number = $1 and from_ms = $2 and series_id = any ($3::int[])', [tenant.number, day, ids]);
    });
  }
  return pending.length;
}

/** One day of a few series. */
async function rollUpSeries({ pool, partitions, tenant, hold }: RollUpOptions, series: readonly MemSeries[], day: number): Promise<void> {
  const chunks = new Map<number, Block[]>();
  // The bucket before the day gives the sample that the day's first increase counts from.
  for (const chunk of await readChunks(pool, tenant.number, series.map((each) => each.id), day - bucketMs, day + dayMs)) {
    chunks.set(chunk.seriesId, [...(chunks.get(chunk.seriesId) ?? []), chunk]);
  }
  const rows: Record<DayTable, { seriesId: number; fromMs: number; data: Uint8Array }[]> = { rollups_5m: [], rollups_1h: [] };
  for (const [seriesId, blocks] of chunks) {
    const samples = decodeBlocks(blocks);
    const own = clip(samples, day, day + dayMs - 1);
    const previous = lastValue(clip(samples, -Infinity, day - 1).values);
    for (const [table, widthMs] of tables) {
      const rolled = rollUp(own.times, own.values, widthMs, previous);
      if (rolled.times.length > 0) rows[table].push({ seriesId, fromMs: day, data: encodeRollup(rolled) });
    }
  }
  for (const [table] of tables) await partitions.ensure(table, rows[table].length > 0 ? [day] : []);
  await inTenant(pool, tenant.number, async (client) => {
    await hold(client);
    for (const [table] of tables) await writeRows(client, table, tenant.number, rows[table]);
  });
}

function lastValue(values: Float64Array): number | null {
  const bits = bitsOf(values);
  for (let index = values.length - 1; index >= 0; index -= 1) if (!isStale(bits, index)) return values[index] ?? null;
  return null;
}
