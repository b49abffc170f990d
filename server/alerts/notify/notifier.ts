import type pg from 'pg';
import { z } from 'zod';
import { GroupState } from '@/lib/alerts/notify/group-state';
import { planNotifications } from '@/lib/alerts/notify/plan';
import type { Plan, PlanInput } from '@/lib/alerts/notify/plan-types';
import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { loadAlertsToPlan, type KnownAlerts } from './load-alerts-to-plan';
import { loadConfig, type NotifyConfig } from './load-config';
import { StalePlan, storePlan, type StampedChange } from './store-plan';

export interface NotifierOptions {
  database: Database;
  log: Log;
  /** Where people reach Nines, without a slash at the end. */
  url: string;
}

export interface Notifier {
  /** Does what is due for a tenant at a moment (milliseconds since 1970); says when something will be, null: not before something changes. */
  tick(tenant: Caller['tenant'], nowMs: number): Promise<{ nextDueMs: number | null }>;
}

interface Memory {
  config: NotifyConfig;
  alerts: KnownAlerts;
  /** Nothing is due before, unless something changes. */
  nextDueMs: number | null;
  /** When it was planned last. */
  atMs: number;
}

const setBackMs = 1_000;
const attempts = 3;
const mostTenants = 1_000;
const mostGroups = 100_000;

/**
 * Decides who is to be told of what: reads what a tenant's alerts and settings are, plans, and writes the plan down, in one transaction under a lock of the
 * tenant, so that two nodes never tell twice; the versions of the groups and the keys of the deliveries would refuse it besides. It remembers only what
 * it can read again.
 */
export function createNotifier({ database, log, url }: NotifierOptions): Notifier {
  const memories = new Map<string, Memory>();

  async function plan(tenant: Caller['tenant'], nowMs: number): Promise<{ nextDueMs: number | null }> {
    const remembered = memories.get(tenant.id) ?? null;
    // After the clock was set back, what is remembered would be due much too late.
    const before = remembered && nowMs < remembered.atMs - setBackMs ? null : remembered;
    const memory = await database.withTenant(tenant, async (client): Promise<Memory> => {
      await client.query(`select pg_advisory_xact_lock(hashtextextended('notifications ' || $1, 0))`, [tenant.id]);
      const config = await loadConfig(client, tenant.id, nowMs, log, before?.config ?? null);
      const alerts = await loadAlertsToPlan(client, before?.alerts ?? new Map<string, never>(), log);
      if (before && config === before.config && alerts === before.alerts && (before.nextDueMs === null || nowMs < before.nextDueMs)) return { ...before, atMs: nowMs };
      const planned = planNotifications({
        nowMs, tenantName: tenant.name, url, ...config,
        alerts: [...alerts.values()].flatMap(({ alert }) => alert ?? []),
        groups: await loadGroups(client, log),
      });
      const stamps = await storePlan(client, tenant, planned, nowMs);
      return { config, alerts: withChanges(alerts, planned, stamps), nextDueMs: planned.nextDueMs, atMs: nowMs };
    });
    remember(tenant.id, memory);
    return { nextDueMs: memory.nextDueMs };
  }

  function remember(tenantId: string, memory: Memory): void {
    memories.delete(tenantId);
    memories.set(tenantId, memory);
    for (const oldest of memories.keys()) {
      if (memories.size <= mostTenants) break;
      memories.delete(oldest);
    }
  }

  return {
    async tick(tenant, nowMs) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await plan(tenant, nowMs);
        } catch (error) {
          if (attempt >= attempts || !isPassing(error)) throw error;
        }
      }
    },
  };
}

/** The groups of the client's tenant. One that cannot be read begins anew: better told twice than never. */
async function loadGroups(client: pg.ClientBase, log: Log): Promise<PlanInput['groups']> {
  const { rows } = await client.query<{ key: string; version: number; state: unknown }>(`select key, version, state from notification_groups limit ${mostGroups}`);
  const unreadable: string[] = [];
  const groups = rows.flatMap(({ key, version, state }) => {
    const parsed = GroupState.safeParse(state);
    if (parsed.success) return [{ key, version, state: parsed.data }];
    unreadable.push(key);
    log.error({ group: key, reason: z.prettifyError(parsed.error) }, 'what a group of alerts was told cannot be read; it begins anew');
    return [];
  });
  if (unreadable.length > 0) await client.query('delete from notification_groups where key = any($1)', [unreadable]);
  return groups;
}

/** What was just written need not be read, unless somebody else wrote in between: then the stamps do not fit, and it is read. */
function withChanges(known: KnownAlerts, { alerts, settled }: Plan, stamps: readonly StampedChange[]): KnownAlerts {
  if (alerts.length + settled.length === 0) return known;
  const next = new Map(known);
  const written = new Map(alerts.map((change) => [change.id, change]));
  for (const { id, before, after } of stamps) {
    const old = known.get(id);
    const change = written.get(id);
    if (old?.alert && old.stamp === before && change) next.set(id, { stamp: after, alert: { ...old.alert, ...change } });
  }
  for (const id of settled) next.delete(id);
  return next;
}

/** Somebody changed the same rows at the same moment: what was planned is planned anew. */
function isPassing(error: unknown): boolean {
  return error instanceof StalePlan || (error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001'));
}
