import { randomUUID } from 'node:crypto';
import type { Caller } from '@/lib/context';
import type { CheckState } from '@/lib/checks/states';
import { ServiceInput } from '@/lib/services/schemas';
import { ObjectiveInput } from '@/lib/sla/schemas';
import type { Database } from '@/server/database/database';

/** [from, to, state], and the name of the maintenance window where there was one. */
export type TestSpan = readonly [fromMs: number, toMs: number, state: CheckState, maintenance?: string];

export async function addService(database: Database, tenant: Caller['tenant'], name = 'shop'): Promise<string> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => (await tx.service.create({ data: { tenantId: tenant.id, name, settings: ServiceInput.parse({ name, team: 'web' }) } })).id);
}

export async function addCheck(database: Database, tenant: Caller['tenant'], serviceId: string | null, spans: readonly TestSpan[], changed: { isEnabled?: boolean; intervalMs?: number } = {}): Promise<string> {
  const plan = { intervalMs: changed.intervalMs ?? 20_000, timeoutMs: 10_000, failures: { count: 2, of: 2 }, retryIntervalMs: null, successes: 1, degradedAboveMs: null, labels: {}, probes: ['main'] };
  const { id } = await database.transaction({ kind: 'tenant', tenant }, (tx) =>
    tx.check.create({ data: { tenantId: tenant.id, serviceId, name: `check ${randomUUID()}`, kind: 'http', isEnabled: changed.isEnabled ?? true, settings: {}, plan, sealed: '' } }),
  );
  await addSpans(database, tenant, id, spans);
  return id;
}

export async function addSpans(database: Database, tenant: Caller['tenant'], checkId: string, spans: readonly TestSpan[]): Promise<void> {
  const rows = spans.map(([fromMs, toMs, state, maintenance]) => ({ fromMs, toMs, state, maintenance: maintenance === undefined ? null : { id: randomUUID(), name: maintenance, reason: 'planned' } }));
  await database.withTenant(tenant, (client) =>
    client.query(
      `insert into check_spans (check_id, from_at, to_at, tenant_id, state, reason, maintenance)
       select $1, to_timestamp(r."fromMs" / 1000), to_timestamp(r."toMs" / 1000), $2, r.state, 'it was ' || r.state, r.maintenance
       from jsonb_to_recordset($3::jsonb) as r("fromMs" float8, "toMs" float8, state text, maintenance jsonb)`,
      [checkId, tenant.id, JSON.stringify(rows)],
    ),
  );
}

export const objectiveOf = (serviceId: string, changed: object = {}) => ObjectiveInput.parse({ name: `objective ${randomUUID()}`, serviceId, sli: { kind: 'checks', checkIds: [] }, ...changed });

export function testCaller(tenant: Caller['tenant'], now: number): Caller {
  return { tenant, actor: { kind: 'key', id: randomUUID(), name: 'of a test' }, permissions: ['monitoring.read', 'monitoring.config.update'], now, requestId: 'test' };
}
