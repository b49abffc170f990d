import type pg from 'pg';
import { rollupDelayMs } from '@/lib/metrics/retention';
import { advisoryLocks } from './advisory-locks';
import { createPartitions, listPartitions, partitionStarts, type Partition } from './partitions';
import { rollUpHours, rollUpMinutes, rollUpPending } from './rollup-statements';
import { inTenantScope } from './tenant-scope';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const minutesChunkMs = 5 * minuteMs;
const hoursChunkMs = 24 * hourMs;
const pendingChunk = 20_000;

interface Progress {
  closedTo: number;
  rolled1mTo: number;
  rolled1hTo: number;
}

/** Tenants that have metrics. The owner may list these, and reads anything else only in a tenant's scope. */
export async function listMetricTenants(client: pg.ClientBase): Promise<number[]> {
  const { rows } = await client.query<{ tenant_number: number }>('select tenant_number from metrics.rollup_progress order by 1');
  return rows.map((row) => row.tenant_number);
}

/**
 * Brings a tenant's roll-ups up to `nowMs` (milliseconds since 1970), as the owner, in transactions of bounded size. Each of them moves the
 * progress with the data, so it may stop anywhere and be repeated. Answers how many minutes of series were recomputed for late samples.
 */
export async function rollUpTenant(client: pg.ClientBase, tenantNumber: number, nowMs: number): Promise<{ recomputed: number }> {
  await closeMinutes(client, tenantNumber, Math.floor((nowMs - rollupDelayMs) / minuteMs) * minuteMs);
  const rawPartitions = await listPartitions(client, '1s');
  for (let progress = await readProgress(client, tenantNumber); progress && progress.rolled1mTo < progress.closedTo; ) {
    const fromMs = startOfData(rawPartitions, progress.rolled1mTo, progress.closedTo);
    const toMs = Math.min(fromMs + minutesChunkMs, progress.closedTo);
    await createPartitions(client, '1m', partitionStarts('1m', fromMs, toMs));
    await inTenantScope(client, tenantNumber, () => rollUpMinutes(client, tenantNumber, fromMs, toMs));
    progress = { ...progress, rolled1mTo: toMs };
  }
  const recomputed = await rollUpLate(client, tenantNumber);
  for (let progress = await readProgress(client, tenantNumber); progress && progress.rolled1hTo + hourMs <= progress.rolled1mTo; ) {
    const wholeHoursTo = Math.floor(progress.rolled1mTo / hourMs) * hourMs;
    const fromMs = progress.rolled1hTo;
    const toMs = Math.min(fromMs + hoursChunkMs, wholeHoursTo);
    await createPartitions(client, '1h', partitionStarts('1h', fromMs, toMs));
    await inTenantScope(client, tenantNumber, () => rollUpHours(client, tenantNumber, fromMs, toMs));
    progress = { ...progress, rolled1hTo: toMs };
  }
  return { recomputed };
}

/**
 * Announces that samples before `toMs` are late from now on. The lock waits for writes under way: they are in the snapshot of the roll-up
 * that follows, and every later write sees the announcement and leaves its minutes in `rollup_pending`.
 */
async function closeMinutes(client: pg.ClientBase, tenantNumber: number, toMs: number): Promise<void> {
  await inTenantScope(client, tenantNumber, async () => {
    const { rows } = await client.query('select 1 from metrics.rollup_progress where tenant_number = $1 and closed_to < $2', [tenantNumber, toMs]);
    if (rows.length === 0) return;
    await client.query('select pg_advisory_xact_lock($1, $2)', [advisoryLocks.lateness, tenantNumber]);
    await client.query('update metrics.rollup_progress set closed_to = $2 where tenant_number = $1', [tenantNumber, toMs]);
  });
}

/** Only samples of minutes that are rolled up are pending: what is closed was rolled up before. */
async function rollUpLate(client: pg.ClientBase, tenantNumber: number): Promise<number> {
  const oldest = await oldestPending(client, tenantNumber);
  if (oldest === null) return 0;
  const progress = await readProgress(client, tenantNumber);
  await createPartitions(client, '1m', partitionStarts('1m', oldest, progress?.rolled1mTo ?? oldest));
  await createPartitions(client, '1h', partitionStarts('1h', oldest, progress?.rolled1hTo ?? oldest));
  let recomputed = 0;
  for (;;) {
    const { taken, minutes } = await inTenantScope(client, tenantNumber, () => rollUpPending(client, tenantNumber, pendingChunk));
    recomputed += minutes;
    if (taken < pendingChunk) return recomputed;
  }
}

/** The oldest minute that a late sample touched and that is not recomputed yet, milliseconds since 1970. */
export async function oldestPending(client: pg.ClientBase, tenantNumber: number): Promise<number | null> {
  return inTenantScope(client, tenantNumber, async () => {
    const { rows } = await client.query<{ at: string | null }>('select min(at) as at from metrics.rollup_pending where tenant_number = $1', [tenantNumber]);
    return rows[0]?.at ? Number(rows[0].at) : null;
  });
}

/** How far a tenant's roll-ups are; null for a tenant without metrics. */
export async function readProgress(client: pg.ClientBase, tenantNumber: number): Promise<Progress | null> {
  return inTenantScope(client, tenantNumber, async () => {
    const { rows } = await client.query<{ closed_to: string; rolled_1m_to: string; rolled_1h_to: string }>(
      'select closed_to, rolled_1m_to, rolled_1h_to from metrics.rollup_progress where tenant_number = $1',
      [tenantNumber],
    );
    const [row] = rows;
    return row ? { closedTo: Number(row.closed_to), rolled1mTo: Number(row.rolled_1m_to), rolled1hTo: Number(row.rolled_1h_to) } : null;
  });
}

/** Skips the time without partitions, such as a downtime of weeks. */
function startOfData(partitions: readonly Partition[], fromMs: number, endMs: number): number {
  const next = partitions.find((partition) => partition.toMs > fromMs);
  return Math.min(Math.max(fromMs, next?.fromMs ?? endMs), endMs);
}
