import type pg from 'pg';
import { rawSum } from './raw-sum';

const minuteMs = 60_000;
const hourMs = 3_600_000;
/** Steps in which `last_seen` advances, so that a series is not rewritten every minute. */
const lastSeenStepMs = 10 * 60_000;

const columns = '(tenant_number, series_id, at, count, sum, min, max, last)';
const fromRaw = `count(*) as count, sum(${rawSum}) as sum, min(value) as min, max(value) as max, max(s.at) as last_at`;
/** The last value is looked up by the key of its sample: cheaper than keeping every group in order. */
const withLast = `select $1, p.series_id, p.minute, p.count, p.sum, p.min, p.max, s.value
  from parts p join metrics.samples s on s.tenant_number = $1 and s.series_id = p.series_id and s.at = p.last_at`;
const fromRollup = 'sum(count), sum(sum), min(min), max(max), (array_agg(last order by r.at desc))[1]';
const replace = `on conflict (tenant_number, series_id, at) do update
  set count = excluded.count, sum = excluded.sum, min = excluded.min, max = excluded.max, last = excluded.last`;

/** Rolls raw samples of [fromMs, toMs) up to minutes and moves the progress to `toMs`. Runs in the tenant's scope. */
export async function rollUpMinutes(client: pg.ClientBase, tenantNumber: number, fromMs: number, toMs: number): Promise<void> {
  await allowMemory(client);
  await client.query(
    `with parts as materialized (
       select series_id, s.at / ${minuteMs} * ${minuteMs} as minute, ${fromRaw}
       from metrics.samples s where tenant_number = $1 and s.at >= $2 and s.at < $3 group by 1, 2
     ) insert into metrics.rollups_1m ${columns} ${withLast} and s.at >= $2 and s.at < $3 ${replace}`,
    [tenantNumber, fromMs, toMs],
  );
  await client.query(
    `update metrics.series set last_seen = seen.at
     from (select series_id, max(at) + ${minuteMs} as at from metrics.rollups_1m where tenant_number = $1 and at >= $2 and at < $3 group by 1) seen
     where tenant_number = $1 and id = seen.series_id and last_seen < seen.at - ${lastSeenStepMs}`,
    [tenantNumber, fromMs, toMs],
  );
  await client.query('update metrics.rollup_progress set rolled_1m_to = $2 where tenant_number = $1', [tenantNumber, toMs]);
}

/** Rolls minutes of whole hours in [fromMs, toMs) up to hours and moves the progress to `toMs`. Runs in the tenant's scope. */
export async function rollUpHours(client: pg.ClientBase, tenantNumber: number, fromMs: number, toMs: number): Promise<void> {
  await allowMemory(client);
  await client.query(
    `insert into metrics.rollups_1h ${columns}
     select $1, series_id, r.at / ${hourMs} * ${hourMs}, ${fromRollup}
     from metrics.rollups_1m r where tenant_number = $1 and r.at >= $2 and r.at < $3 group by 2, 3 ${replace}`,
    [tenantNumber, fromMs, toMs],
  );
  await client.query('update metrics.rollup_progress set rolled_1h_to = $2 where tenant_number = $1', [tenantNumber, toMs]);
}

/**
 * Recomputes the minutes, and the hours that are rolled up, which late samples touched; takes at most `limit` announcements.
 * What is announced later than this snapshot stays for the next time. Runs in the tenant's scope.
 */
export async function rollUpPending(client: pg.ClientBase, tenantNumber: number, limit: number): Promise<{ taken: number; minutes: number }> {
  const { rows } = await client.query<{ series_id: number; at: string }>(
    `delete from metrics.rollup_pending where tenant_number = $1 and id = any (array(
       select id from metrics.rollup_pending where tenant_number = $1 order by id limit $2)) returning series_id, at`,
    [tenantNumber, limit],
  );
  if (rows.length === 0) return { taken: 0, minutes: 0 };
  const ids = rows.map((row) => row.series_id);
  const times = rows.map((row) => Number(row.at));
  await allowMemory(client);
  const { rowCount } = await client.query(
    `with touched as materialized (select distinct * from unnest($2::int[], $3::bigint[]) as t (series_id, minute)),
     parts as materialized (
       select s.series_id, touched.minute, ${fromRaw}
       from touched join metrics.samples s on s.tenant_number = $1 and s.series_id = touched.series_id
         and s.at >= touched.minute and s.at < touched.minute + ${minuteMs}
       where s.at >= $4 and s.at < $5 group by 1, 2
     ) insert into metrics.rollups_1m ${columns} ${withLast} and s.at >= $4 and s.at < $5 ${replace}`,
    [tenantNumber, ids, times, Math.min(...times), Math.max(...times) + minuteMs],
  );
  await client.query(
    `insert into metrics.rollups_1h ${columns}
     select $1, r.series_id, touched.at, ${fromRollup}
     from (select distinct t.series_id, t.at / ${hourMs} * ${hourMs} as at from unnest($2::int[], $3::bigint[]) as t (series_id, at)) touched
     join metrics.rollup_progress p on p.tenant_number = $1 and touched.at < p.rolled_1h_to
     join metrics.rollups_1m r on r.tenant_number = $1 and r.series_id = touched.series_id
       and r.at >= touched.at and r.at < touched.at + ${hourMs}
     group by 2, 3 ${replace}`,
    [tenantNumber, ids, times],
  );
  return { taken: rows.length, minutes: rowCount ?? 0 };
}

/** The groups of a chunk fit in memory, whatever the server's own setting. */
async function allowMemory(client: pg.ClientBase): Promise<void> {
  await client.query(`set local work_mem = '32MB'`);
}
