import type pg from 'pg';
import { applySignal, type ActiveAlert, type AlertSignal } from '@/lib/alerts/life-cycle-signal';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import { toleratedAheadMs } from './notify/delivery-turns';
import { deleteAlerts, insertAlerts, insertEvents, readActive, updateAlerts, type AlertUpdate, type EventRow, type NewAlert } from './alert-store-sql';

export type { AlertSignal } from '@/lib/alerts/life-cycle-signal';

const attempts = 3;

/**
 * Does what the signals say to the alerts of a tenant, with their events, in one transaction: all or nothing. Signals of one tenant are applied one
 * call after the other, on all nodes; a signal that was applied already changes nothing. `changed` counts the rows that were written.
 */
export async function applySignals(database: Database, tenant: TenantRef, signals: readonly AlertSignal[]): Promise<{ changed: number }> {
  if (signals.length === 0) return { changed: 0 };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTurn(tenant, () => database.withTenant(tenant, async (client) => {
        await client.query(`select pg_advisory_xact_lock(hashtextextended('alerts ' || $1, 0))`, [tenant.id]);
        let changed = 0;
        for (const round of rounds(signals)) changed += await applyRound(client, tenant, round);
        return { changed };
      }));
    } catch (error) {
      if (attempt >= attempts || !isPassing(error)) throw error;
    }
  }
}

const turns = new Map<string, Promise<unknown>>();

/** Who would only wait for the lock of its tenant must not hold a connection meanwhile: one tenant could take all of them. */
async function inTurn<T>({ id }: TenantRef, run: () => Promise<T>): Promise<T> {
  const mine = (turns.get(id) ?? Promise.resolve()).then(run);
  const ended = mine.catch(() => undefined);
  turns.set(id, ended);
  try {
    return await mine;
  } finally {
    if (turns.get(id) === ended) turns.delete(id);
  }
}

/** Ends the alerts of outside programs that were not said again in time; at most 10,000 a call, the oldest first. */
export async function expireAlerts(database: Database, tenant: TenantRef, nowMs: number): Promise<{ changed: number }> {
  const rows = await database.withTenant(tenant, async (client) => {
    const found = await client.query<{ fingerprint: string; startsAt: Date; activeUntil: Date }>(
      `select fingerprint, starts_at as "startsAt", active_until as "activeUntil" from alerts
       where tenant_id = $1 and is_active and active_until <= $2 order by active_until limit 10000`,
      [tenant.id, new Date(nowMs)],
    );
    return found.rows;
  });
  const signals = rows.map(({ fingerprint, startsAt, activeUntil }): AlertSignal => ({
    kind: 'ended', atMs: nowMs, fingerprint, labels: [], annotations: {}, value: null, startsAtMs: startsAt.getTime(), source: 'api', ruleId: null, runbookUrl: null, generatorUrl: null,
    activeUntilMs: activeUntil.getTime(), resolution: 'timeout', isFlapping: false, reason: 'Nobody has said for longer than it was said to last that it goes on.', evaluation: null,
  }));
  return applySignals(database, tenant, signals);
}

/** The clock was set back: what programs outside said by the clock that was ahead lasts as long as they said, counted from now. */
export async function takeBackExpiry(database: Database, tenant: TenantRef, nowMs: number): Promise<void> {
  await database.withTenant(tenant, (client) =>
    client.query(`update alerts set active_until = active_until - (updated_at - $2::timestamptz), updated_at = $2 where tenant_id = $1 and is_active and active_until is not null and updated_at > $3`, [
      tenant.id, new Date(nowMs), new Date(nowMs + toleratedAheadMs),
    ]),
  );
}

/** A deadlock with a change by people over many alerts ends one of the two. */
function isPassing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001');
}

/** Signals of one fingerprint follow each other; what a round holds concerns different alerts. */
function rounds(signals: readonly AlertSignal[]): AlertSignal[][] {
  const sorted: AlertSignal[][] = [];
  const times = new Map<string, number>();
  for (const signal of signals) {
    const round = times.get(signal.fingerprint) ?? 0;
    times.set(signal.fingerprint, round + 1);
    (sorted[round] ??= []).push(signal);
  }
  return sorted;
}

async function applyRound(client: pg.PoolClient, tenant: TenantRef, signals: readonly AlertSignal[]): Promise<number> {
  const active = await readActive(client, tenant, signals.map(({ fingerprint }) => fingerprint));
  const work = sortWork(signals, active);
  const inserted = await insertAlerts(client, tenant, work.inserts);
  for (const { signal, event } of work.inserts) {
    const id = inserted.get(signal.fingerprint);
    if (id !== undefined) work.events.push({ alertId: id, event });
  }
  await updateAlerts(client, work.updates);
  await deleteAlerts(client, work.deletes);
  await insertEvents(client, tenant, work.events);
  return inserted.size + work.updates.length + work.deletes.length;
}

interface Work {
  inserts: NewAlert[];
  updates: AlertUpdate[];
  deletes: string[];
  events: EventRow[];
}

function sortWork(signals: readonly AlertSignal[], active: ReadonlyMap<string, ActiveAlert & { id: string }>): Work {
  const work: Work = { inserts: [], updates: [], deletes: [], events: [] };
  for (const signal of signals) {
    const alert = active.get(signal.fingerprint) ?? null;
    const effect = applySignal(alert, signal);
    if (effect.kind === 'insert') work.inserts.push({ signal, state: effect.state, event: effect.event });
    if (alert === null) continue;
    if (effect.kind === 'delete') work.deletes.push(alert.id);
    if (effect.kind === 'update') work.events.push({ alertId: alert.id, event: effect.event });
    if (effect.kind === 'update' || effect.kind === 'refresh') work.updates.push({ id: alert.id, set: effect.set, atMs: signal.atMs, isStep: effect.kind === 'update' });
  }
  return work;
}
