import { z } from 'zod';
import { MaintenanceInput } from '@/lib/alerts/suppression/schemas';
import { maintenanceLabelsOf, seriesLabelsOf } from '@/lib/checks/check-labels';
import { HeartbeatMemory } from '@/lib/checks/heartbeat';
import { checkKindOf } from '@/lib/checks/kinds/registry';
import { CheckMemory, CheckPlan } from '@/lib/checks/plan';
import { maxChecks } from '@/lib/checks/schemas';
import { messageOf } from '@/lib/errors';
import { labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import type { Sealer } from '@/server/secrets/sealed';
import { openCheck } from './sealed-check';

/** A check as it is run. */
export interface CheckDefinition {
  id: string;
  tenant: TenantRef;
  /** Changes with everything of it, its service included. */
  stamp: string;
  kind: string;
  target: string;
  settings: unknown;
  secrets: Readonly<Record<string, string | undefined>>;
  plan: CheckPlan;
  createdMs: number;
  labels: Readonly<Record<string, string>>;
  maintenanceLabels: LabelSet;
}

export interface Last {
  at: number;
  success: boolean;
  durationMs: number;
  message: string;
}

export interface LoadedCheck {
  definition: CheckDefinition;
  memory: CheckMemory | null;
  last: Last | null;
}

export interface TenantChecks {
  checks: LoadedCheck[];
  maintenance: { id: string; settings: MaintenanceInput }[];
  heartbeats: Map<string, HeartbeatMemory>;
}

const Row = z.object({
  id: z.string(), name: z.string(), kind: z.string(), target: z.string(), version: z.number(), settings: z.unknown(), plan: CheckPlan, sealed: z.string(), createdAt: z.date(),
  serviceName: z.string().nullable(), serviceTeam: z.string().nullable(), serviceTier: z.number().nullable(), memory: z.unknown(), last: z.unknown(),
});
const Last = z.object({ at: z.number(), success: z.boolean(), durationMs: z.number(), message: z.string() }).nullable().catch(null);
const mostTenants = 10_000;
const mostWindows = 5_000;

/** The tenants that have checks which are on, or any at all. */
export async function tenantsWithChecks({ owner }: Database, which: 'enabled' | 'any' = 'enabled'): Promise<TenantRef[]> {
  const client = await owner.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin read only');
    await client.query(`select set_config('nines.scope', 'auth', true)`);
    const { rows } = await client.query<TenantRef>(`select id, number from tenants where id in (select tenant_id from checks where is_enabled or $1) order by number limit ${mostTenants}`, [which === 'any']);
    await client.query('commit');
    return rows;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** What is run for a tenant. A check that cannot be read is logged and left out; `known` gives one that was read before under the same stamp. */
export function readTenantChecks(database: Database, sealer: Sealer, log: Log, tenant: TenantRef, known: (id: string, stamp: string) => CheckDefinition | null): Promise<TenantChecks> {
  return database.withTenant(tenant, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(
      `select c.id, c.name, c.kind, c.target, c.version, c.settings, c.plan, c.sealed, c.created_at as "createdAt", v.name as "serviceName", v.settings ->> 'team' as "serviceTeam",
         (v.settings ->> 'tier')::int as "serviceTier", s.memory, s.last
       from checks c left join services v on v.id = c.service_id left join check_states s on s.check_id = c.id where c.is_enabled order by c.id limit ${maxChecks}`,
    );
    const windows = await client.query<{ id: string; settings: unknown }>(`select id, settings from maintenance_windows limit ${mostWindows}`);
    const signals = await client.query<{ checkId: string; memory: unknown }>(`select check_id as "checkId", memory from check_heartbeats limit ${maxChecks}`);
    return {
      checks: rows.flatMap((row) => loadedOf(row, { sealer, log, tenant, known })),
      maintenance: windows.rows.flatMap(({ id, settings }) => {
        const parsed = MaintenanceInput.safeParse(settings);
        return parsed.success && parsed.data.isEnabled ? { id, settings: parsed.data } : [];
      }),
      heartbeats: signalsOf(signals.rows),
    };
  });
}

/** What services of a tenant said since a time. */
export function readHeartbeatsSince(database: Database, tenant: TenantRef, sinceMs: number): Promise<Map<string, HeartbeatMemory>> {
  return database.withTenant(tenant, async (client) => {
    const { rows } = await client.query<{ checkId: string; memory: unknown }>(`select check_id as "checkId", memory from check_heartbeats where updated_at >= $1 limit ${maxChecks}`, [new Date(sinceMs)]);
    return signalsOf(rows);
  });
}

function signalsOf(rows: readonly { checkId: string; memory: unknown }[]): Map<string, HeartbeatMemory> {
  return new Map(rows.flatMap(({ checkId, memory }) => {
    const parsed = HeartbeatMemory.safeParse(memory);
    return parsed.success ? [[checkId, parsed.data] as const] : [];
  }));
}

interface Loading {
  sealer: Sealer;
  log: Log;
  tenant: TenantRef;
  known: (id: string, stamp: string) => CheckDefinition | null;
}

function loadedOf(stored: Record<string, unknown>, { sealer, log, tenant, known }: Loading): LoadedCheck[] {
  try {
    const row = Row.parse(stored);
    const { id, kind, target, plan } = row;
    const service = row.serviceName === null ? null : { name: row.serviceName, team: row.serviceTeam ?? '', tier: row.serviceTier ?? 3 };
    const stamp = JSON.stringify([row.version, service]);
    const memory = CheckMemory.nullable().catch(null).parse(row.memory ?? null);
    const last = Last.parse(row.last ?? null);
    const before = known(id, stamp);
    if (before) return [{ definition: before, memory, last }];
    const kindOf = checkKindOf(kind);
    if (!kindOf) throw new Error(`There is no kind of check ${kind}.`);
    const labelled = { ...row, service };
    const definition: CheckDefinition = {
      id, tenant, stamp, kind, target, plan,
      settings: kindOf.settings.parse(row.settings),
      secrets: openCheck(sealer, tenant.id, id, row.sealed).secrets,
      createdMs: row.createdAt.getTime(),
      labels: seriesLabelsOf(labelled),
      maintenanceLabels: labelSetOf(Object.entries(maintenanceLabelsOf(labelled))),
    };
    return [{ definition, memory, last }];
  } catch (error) {
    log.error({ check: stored.id, reason: messageOf(error) }, 'a check cannot be read and is not run');
    return [];
  }
}
