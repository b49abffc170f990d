import type { StoredSuppressionRules } from '@/lib/alerts/suppression/api';
import { findCircle } from '@/lib/alerts/suppression/dependency-circle';
import { builtInInhibition } from '@/lib/alerts/suppression/inhibit';
import { SuppressionRules } from '@/lib/alerts/suppression/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { compileAlertMatcher } from '@/lib/alerts/matchers';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';

interface Verbs {
  database: Database;
}

const mostNamed = 20;

/** The inhibitions and dependencies of a tenant; version 0 and none of them as long as nothing was stored. */
export async function readSuppressionRules({ database }: Verbs, { tenant }: Caller): Promise<StoredSuppressionRules> {
  return database.transaction({ kind: 'tenant', tenant }, stored);
}

/**
 * Replaces the rules. Throws `invalid` for an expression that RE2 refuses, a name that is there twice and for services that depend on each other in a
 * circle, `conflict` when the rules are not in this version any more.
 */
export async function updateSuppressionRules({ database }: Verbs, caller: Caller, { version, rules }: { version: number; rules: SuppressionRules }): Promise<StoredSuppressionRules> {
  check(rules);
  return mutate(database, caller, 'suppression_rules.update', async (tx) => {
    const before = await stored(tx);
    const at = new Date(caller.now);
    const { count } =
      version === 0
        ? await tx.suppressionRules.createMany({ data: { tenantId: caller.tenant.id, settings: rules, updatedAt: at }, skipDuplicates: true })
        : await tx.suppressionRules.updateMany({ where: { version }, data: { settings: rules, version: version + 1, updatedAt: at } });
    if (count === 0) throw new AppError('conflict', 'The suppression rules were changed by somebody else in the meantime. Load them again and repeat the change.');
    const result = await stored(tx);
    return { result, before: before.version === 0 ? null : auditOf(before), after: auditOf(result) };
  });
}

async function stored(tx: Transaction): Promise<StoredSuppressionRules> {
  const row = await tx.suppressionRules.findFirst();
  const builtIn = [{ name: builtInInhibition }];
  return row ? { version: row.version, rules: SuppressionRules.parse(row.settings), builtIn } : { version: 0, rules: { inhibitions: [], dependencies: [] }, builtIn };
}

function check({ inhibitions, dependencies }: SuppressionRules): void {
  const names = new Set<string>();
  for (const [at, { name, source, target }] of inhibitions.entries()) {
    for (const matcher of [...source, ...target]) compileAlertMatcher(matcher);
    if (names.has(name)) throw invalid(`body.rules.inhibitions.${at}.name`, `there are two inhibitions ${JSON.stringify(name)}; give each a name of its own`);
    names.add(name);
  }
  const circle = findCircle(dependencies);
  if (!circle) return;
  const shown = circle.length > mostNamed ? [...circle.slice(0, mostNamed), '…'] : circle;
  throw invalid('body.rules.dependencies', `services must not depend on each other in a circle: ${shown.join(' > ')}`);
}

function auditOf({ version, rules }: StoredSuppressionRules) {
  return { version, ...rules };
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}
