import type { Transaction } from '@/server/database/database';
import type { newCheck } from './checks';

/** Stores new checks in one statement and answers how many: those whose name is taken are left out. */
export function insertChecks(tx: Transaction, rows: readonly ReturnType<typeof newCheck>[]): Promise<number> {
  return tx.$executeRaw`
    insert into checks (id, tenant_id, service_id, name, kind, target, is_enabled, settings, plan, sealed, secret_names, heartbeat_hash, created_at, updated_at)
    select id, "tenantId", "serviceId", name, kind, target, "isEnabled", settings, plan, sealed, "secretNames", "heartbeatHash", "createdAt", "updatedAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
      id uuid, "tenantId" uuid, "serviceId" uuid, name text, kind text, target text, "isEnabled" boolean, settings jsonb, plan jsonb, sealed text, "secretNames" text[],
      "heartbeatHash" text, "createdAt" timestamptz, "updatedAt" timestamptz
    )
    on conflict (tenant_id, name) do nothing`;
}
