import type pg from 'pg';
import { z } from 'zod';
import { RuleSettings } from '@/lib/alerts/rules/schemas';
import type { RuleAlert } from '@/lib/alerts/rules/step';
import { labelSetOf } from '@/lib/metrics/labels';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import { toleratedAheadMs } from '../notify/delivery-turns';

/** Most that are loaded, of all tenants together. */
const loadLimits = { rules: 50_000, alerts: 200_000 };

export interface StoredRule {
  id: string;
  tenant: TenantRef;
  version: number;
  /** Not parsed yet. */
  settings: unknown;
  evaluatedAtMs: number | null;
}

export interface StoredAlert {
  tenant: TenantRef;
  ruleId: string | null;
  isActive: boolean;
  alert: RuleAlert;
  annotations: Record<string, string>;
}

const Tenant = z.object({ id: z.string(), number: z.number() });
const RuleRow = z.object({ id: z.string(), tenantId: z.string(), number: z.number(), version: z.number(), settings: z.unknown(), evaluatedAt: z.date().nullable() });

/** What the evaluator keeps of an alert in its row. */
const Evaluation = z.object({
  series: z.array(z.string()).nullable(),
  window: z.string(),
  keepSinceMs: z.number().nullable(),
  isOn: z.boolean(),
  changesMs: z.array(z.number()),
});

const AlertRowOfRule = z.object({
  tenantId: z.string(), number: z.number(), ruleId: z.string().nullable(), fingerprint: z.string(), state: z.string(), isActive: z.boolean(), isFlapping: z.boolean(),
  labels: z.record(z.string(), z.string()), annotations: z.record(z.string(), z.string()), value: z.number().nullable(), startsAt: z.date(), firedAt: z.date().nullable(), evaluation: Evaluation.nullable().catch(null),
});

/** What a bound lets through, and how many it leaves out. */
export interface Loaded<T> {
  loaded: T[];
  leftOut: number;
}

/** The rules of all tenants, those that are switched off too. */
export async function loadRules({ owner }: Database, most = loadLimits.rules): Promise<Loaded<StoredRule>> {
  const rows = await listed(owner, `select r.id, r.tenant_id as "tenantId", t.number, r.version, r.settings, s.evaluated_at as "evaluatedAt"
    from alert_rules r join tenants t on t.id = r.tenant_id left join alert_rule_states s on s.rule_id = r.id order by r.id limit ${most}`);
  const loaded = rows.map((row) => {
    const { id, tenantId, number, version, settings, evaluatedAt } = RuleRow.parse(row);
    return { id, tenant: { id: tenantId, number }, version, settings, evaluatedAtMs: evaluatedAt?.getTime() ?? null };
  });
  return { loaded, leftOut: rows.length < most ? 0 : (await countOf(owner, 'alert_rules r')) - rows.length };
}

/** Throws ZodError for settings that this version of the program does not know. */
export function settingsOf({ settings }: StoredRule): RuleSettings {
  return RuleSettings.parse(settings);
}

/** The alerts of rules that are active and, where a time is given, those that began after it, so that flapping is told: those that ended first, the oldest in front. */
export async function loadAlertsOfRules({ owner }: Database, sinceMs: number | null, most = loadLimits.alerts): Promise<Loaded<StoredAlert>> {
  const recent = sinceMs === null ? '' : 'or (a.starts_at > $1 and a.rule_id is not null and a.evaluation is not null)';
  const where = `where a.source = 'rule' and (a.is_active ${recent})`;
  const values = sinceMs === null ? [] : [new Date(sinceMs)];
  const rows = await listed(owner, `select a.tenant_id as "tenantId", t.number, a.rule_id as "ruleId", a.fingerprint, a.state, a.is_active as "isActive", a.is_flapping as "isFlapping",
      a.labels, a.annotations, a.value, a.starts_at as "startsAt", a.fired_at as "firedAt", a.evaluation
    from alerts a join tenants t on t.id = a.tenant_id ${where} order by a.is_active desc, a.starts_at desc limit ${most}`, values);
  const loaded = rows.map((row) => storedAlert(AlertRowOfRule.parse(row))).reverse();
  return { loaded, leftOut: rows.length < most ? 0 : (await countOf(owner, `alerts a ${where}`, values)) - rows.length };
}

function storedAlert(row: z.infer<typeof AlertRowOfRule>): StoredAlert {
  const labels = labelSetOf(Object.entries(row.labels));
  const evaluation = row.evaluation ?? { series: [], window: '1', keepSinceMs: null, isOn: true, changesMs: [] };
  const phase = !row.isActive ? 'ended' : row.state === 'pending' ? 'pending' : 'firing';
  return {
    tenant: { id: row.tenantId, number: row.number },
    ruleId: row.ruleId,
    isActive: row.isActive,
    annotations: row.annotations,
    alert: {
      ...evaluation, labels, phase,
      fingerprint: row.fingerprint, value: row.value ?? NaN, startsAtMs: row.startsAt.getTime(), firedAtMs: row.firedAt?.getTime() ?? null, isFlapping: row.isActive && row.isFlapping,
    },
  };
}

/** Tenants with alerts of outside programs that should have been said again by now. */
export async function tenantsWithExpired({ owner }: Database, nowMs: number): Promise<TenantRef[]> {
  const rows = await listed(owner, `select t.id, t.number from tenants t
    where t.id in (select a.tenant_id from alerts a where a.is_active and a.active_until <= $1 order by a.active_until limit 10000) limit 1000`, [new Date(nowMs)]);
  return rows.map((row) => Tenant.parse(row));
}

/** Tenants with alerts of outside programs that were said by a clock that was ahead of `nowMs`. */
export async function tenantsWithAhead({ owner }: Database, nowMs: number): Promise<TenantRef[]> {
  const rows = await listed(owner, `select t.id, t.number from tenants t where t.id in (select a.tenant_id from alerts a where a.is_active and a.active_until is not null and a.updated_at > $1)`, [
    new Date(nowMs + toleratedAheadMs),
  ]);
  return rows.map((row) => Tenant.parse(row));
}

async function countOf(owner: pg.Pool, from: string, values: unknown[] = []): Promise<number> {
  const [row] = await listed(owner, `select count(*)::int as count from ${from}`, values);
  return z.object({ count: z.number() }).parse(row).count;
}

async function listed(owner: pg.Pool, text: string, values: unknown[] = []): Promise<unknown[]> {
  const client = await owner.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin read only');
    await client.query(`select set_config('nines.scope', 'auth', true), set_config('statement_timeout', '30s', true)`);
    const { rows } = await client.query<Record<string, unknown>>(text, values);
    await client.query('commit');
    return rows;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}
