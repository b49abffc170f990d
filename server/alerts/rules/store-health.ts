import type { RuleHealth } from '@/lib/alerts/rules/schemas';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import { jsonOf } from '../stored-json';

/** Stores how the last evaluations of a tenant's rules went; rules that are gone are left out. */
export async function storeHealth(database: Database, tenant: TenantRef, states: ReadonlyMap<string, RuleHealth>): Promise<void> {
  const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const records = [...states].map(([ruleId, { evaluatedAt, durationMs, results, error, errorSince }]) => ({
    rule_id: ruleId, evaluated_at: iso(evaluatedAt), duration_ms: durationMs, results, error, error_since: iso(errorSince),
  }));
  await database.withTenant(tenant, (client) =>
    client.query(
      `insert into alert_rule_states (rule_id, tenant_id, evaluated_at, duration_ms, results, error, error_since)
       select s.rule_id, $1, s.evaluated_at, s.duration_ms, s.results, s.error, s.error_since
       from json_to_recordset($2::json) as s(rule_id uuid, evaluated_at timestamptz, duration_ms double precision, results int, error text, error_since timestamptz)
       join alert_rules r on r.id = s.rule_id
       on conflict (rule_id) do update set evaluated_at = excluded.evaluated_at, duration_ms = excluded.duration_ms, results = excluded.results,
         error = excluded.error, error_since = excluded.error_since`,
      [tenant.id, jsonOf(records)],
    ),
  );
}
