import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Thresholds } from '@/lib/alerts/rules/compile';
import { checkOverrides, readStoredThresholds, thresholdsWith, viewThresholds, type StoredThresholds, type ThresholdOverrides, type ThresholdsAnswer } from '@/lib/alerts/rules/thresholds';
import type { TenantRef } from '@/lib/tenants';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';

interface Alerts {
  database: Database;
}

interface Stored {
  version: number;
  settings: StoredThresholds;
}

/** Every threshold with its level of now. */
export function readThresholds({ database }: Alerts, { tenant }: Caller): Promise<ThresholdsAnswer> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => answerOf(await storedThresholds(tx)));
}

/**
 * Replaces the levels that differ from the defaults; rules that refer to them are evaluated with the new ones at once. Throws `invalid` for a
 * warning that is not milder than critical, `conflict` when the thresholds are not in this version any more.
 */
export async function updateThresholds({ database }: Alerts, caller: Caller, { version, thresholds }: { version: number; thresholds: ThresholdOverrides }): Promise<ThresholdsAnswer> {
  checkOverrides(thresholds);
  const { tenant } = caller;
  return mutate(database, caller, 'thresholds.update', async (tx) => {
    await tx.alertThresholds.createMany({ data: { tenantId: tenant.id, version: 0, settings: {}, updatedAt: new Date(caller.now) }, skipDuplicates: true });
    // Rules may be brought along at the same moment; what that stores must not be overwritten.
    await tx.$queryRaw`select 1 from alert_thresholds for update`;
    const before = await storedThresholds(tx);
    const settings: StoredThresholds = { ...before.settings, overrides: thresholds };
    const { count } = await tx.alertThresholds.updateMany({ where: { tenantId: tenant.id, version }, data: { settings, version: version + 1, updatedAt: new Date(caller.now) } });
    if (count === 0) throw new AppError('conflict', 'The thresholds were changed by somebody else in the meantime. Load them again and repeat the change.');
    const overridesOf = ({ overrides }: StoredThresholds) => ({ ...overrides });
    return { result: answerOf({ version: version + 1, settings }), before: { version, ...overridesOf(before.settings) }, after: { version: version + 1, ...thresholds } };
  });
}

/** The thresholds of the transaction's tenant, as they are stored. */
async function storedThresholds(tx: Transaction): Promise<Stored> {
  const row = await tx.alertThresholds.findFirst({ select: { version: true, settings: true } });
  return { version: row?.version ?? 0, settings: readStoredThresholds(row?.settings) };
}

/** The levels of now of the transaction's tenant. */
export async function currentThresholds(tx: Transaction): Promise<Thresholds> {
  return thresholdsWith((await storedThresholds(tx)).settings.overrides);
}

/** The same of a tenant, in a transaction of its own. */
export function thresholdsOf(database: Database, tenant: TenantRef): Promise<Thresholds> {
  return database.transaction({ kind: 'tenant', tenant }, currentThresholds);
}

function answerOf({ version, settings }: Stored): ThresholdsAnswer {
  return { version, thresholds: viewThresholds(settings.overrides) };
}
