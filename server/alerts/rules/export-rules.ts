import { exportRuleFile } from '@/lib/alerts/rules/export-file';
import { ruleLimits } from '@/lib/alerts/rules/api';
import { RuleSettings } from '@/lib/alerts/rules/schemas';
import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';
import { currentThresholds } from './thresholds';

/** The tenant's rules that are on as a Prometheus rule file, and how many they are. */
export async function exportRules({ database }: { database: Database }, { tenant }: Pick<Caller, 'tenant'>): Promise<{ yaml: string; rules: number }> {
  const { rows, thresholds } = await database.transaction({ kind: 'tenant', tenant }, async (tx) => ({
    rows: await tx.alertRule.findMany({ orderBy: { name: 'asc' }, take: ruleLimits.rulesPerTenant, select: { settings: true } }),
    thresholds: await currentThresholds(tx),
  }));
  const { yaml, count } = exportRuleFile(rows.map(({ settings }) => RuleSettings.parse(settings)), thresholds);
  return { yaml, rules: count };
}
