import { readStoredThresholds } from '@/lib/alerts/rules/thresholds';
import { RuleSettings } from '@/lib/alerts/rules/schemas';
import { seeds } from '@/lib/alerts/rules/seeds';
import type { TenantRef } from '@/lib/tenants';
import { record } from '@/server/audit/record';
import type { Database, Transaction } from '@/server/database/database';

/**
 * Gives a tenant the rules that Nines brings along, each once ever: what was edited stays, what was deleted does not come back. Any number of nodes
 * may do it at once. Resolves to how many were added.
 */
export function seedRules(database: Database, tenant: TenantRef, nowMs: number): Promise<number> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const at = new Date(nowMs);
    await tx.alertThresholds.createMany({ data: { tenantId: tenant.id, version: 0, settings: {}, updatedAt: at }, skipDuplicates: true });
    const stored = readStoredThresholds(await lockThresholds(tx));
    const missing = seeds.filter(({ key }) => !stored.seeded.includes(key));
    if (missing.length === 0) return 0;
    // A rule of a person that has the name of a seed stays, and the seed stays away.
    const data = missing.map(({ key, rule }) => {
      const settings = RuleSettings.parse(rule);
      return { tenantId: tenant.id, seed: key, name: settings.name, settings, createdAt: at, updatedAt: at };
    });
    const { count } = await tx.alertRule.createMany({ data, skipDuplicates: true });
    const settings = { ...stored, seeded: [...stored.seeded, ...missing.map(({ key }) => key)] };
    await tx.alertThresholds.updateMany({ data: { settings, updatedAt: at } });
    const keys = missing.map(({ key }) => key);
    await record(tx, tenant, { actor: { kind: 'system', id: 'seed-rules' }, action: 'alert_rule.seed', before: null, after: { keys }, requestId: 'seed-rules', now: nowMs });
    return count;
  });
}

/** Waits for whoever changes the tenant's thresholds now, and reads what is stored after that. */
async function lockThresholds(tx: Transaction): Promise<unknown> {
  const [row] = await tx.$queryRaw<{ settings: unknown }[]>`select settings from alert_thresholds for update`;
  return row?.settings;
}
