import type { z } from 'zod';
import { ruleLimits, type importAlertRules, type ImportAnswer } from '@/lib/alerts/rules/api';
import { importRuleFile } from '@/lib/alerts/rules/import-file';
import { RuleSettings } from '@/lib/alerts/rules/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import { jsonOf } from '../stored-json';
import { thresholdsOf } from './thresholds';

type Input = z.output<NonNullable<(typeof importAlertRules)['body']>>;
type Imported = ReturnType<typeof importRuleFile>;

const taken = 'There is already an alert rule with this name. Rename one of the two.';

/**
 * Creates the alerting rules of a Prometheus rule file, those that can be, in one transaction, and says of the others why not. With `check` nothing is
 * created. Throws `invalid` for a file that is far too large, `conflict` for more rules than a tenant can have.
 */
export async function importRules({ database }: { database: Database }, caller: Caller, { yaml, mode }: Input): Promise<ImportAnswer> {
  const thresholds = await thresholdsOf(database, caller.tenant);
  const imported = read(() => importRuleFile(yaml, thresholds));
  const names = imported.rules.flatMap(({ settings }) => settings?.name ?? []);
  if (mode === 'check' || names.length === 0) {
    const known = await database.transaction({ kind: 'tenant', tenant: caller.tenant }, (tx) => namesTaken(tx, names));
    return answerOf(imported, (name) => ({ id: null, problem: known.has(name) ? taken : null }));
  }
  return mutate(database, caller, 'alert_rule.import', async (tx) => {
    const created = await createAll(tx, caller, imported);
    const result = answerOf(imported, (name) => ({ id: created.get(name) ?? null, problem: created.has(name) ? null : taken }));
    return { result, before: null, after: { rules: [...created].map(([name, id]) => ({ id, name })) } };
  });
}

/** The ids of the rules that were created, by name. */
async function createAll(tx: Transaction, { tenant, now }: Caller, { rules }: Imported): Promise<Map<string, string>> {
  const at = new Date(now);
  const data = rules.flatMap(({ settings: input }) => {
    if (!input) return [];
    const settings = RuleSettings.parse(JSON.parse(jsonOf(input)));
    return [{ tenantId: tenant.id, name: settings.name, settings, createdAt: at, updatedAt: at }];
  });
  const created = await tx.alertRule.createManyAndReturn({ data, skipDuplicates: true, select: { id: true, name: true } });
  if ((await tx.alertRule.count()) > ruleLimits.rulesPerTenant) {
    throw new AppError('conflict', `With these there would be more than ${ruleLimits.rulesPerTenant} alert rules. Import fewer, or delete some first.`);
  }
  return new Map(created.map(({ id, name }) => [name, id]));
}

async function namesTaken(tx: Transaction, names: string[]): Promise<Set<string>> {
  const rows = await tx.alertRule.findMany({ where: { name: { in: names.slice(0, 10_000) } }, select: { name: true } });
  return new Set(rows.map(({ name }) => name));
}

function answerOf({ rules, issues }: Imported, outcomeOf: (name: string) => { id: string | null; problem: string | null }): ImportAnswer {
  return {
    issues: issues.map(({ line, column, message }) => ({ line, column, message })),
    rules: rules.map(({ settings, name, group, line, kind, problem, notes }) => ({ name, group, line, kind, notes, ...(settings ? outcomeOf(name) : { id: null, problem }) })),
  };
}

function read<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) throw new AppError('invalid', `body.yaml: ${error.message}`, { issues: [{ path: 'body.yaml', message: error.message }] });
    throw error;
  }
}
