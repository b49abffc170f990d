import { ruleLimits } from '@/lib/alerts/rules/api';
import { compileRule } from '@/lib/alerts/rules/compile';
import { RuleSettings, type RuleView } from '@/lib/alerts/rules/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import { Prisma } from '@/server/database/generated/client';
import { isUniqueViolation } from '@/server/database/unique-violation';
import { jsonOf } from '../stored-json';
import { withPlace } from './compile-unsaved';
import { selectRules, viewOfRule, type RuleRow } from './rule-rows';
import { currentThresholds } from './thresholds';

/** What the verbs work with. The evaluator learns of each change from the database. */
interface Rules {
  database: Database;
}

/** Throws `not_found`. */
export function readRule({ database }: Rules, { tenant }: Pick<Caller, 'tenant'>, id: string): Promise<RuleView> {
  return database.transaction({ kind: 'tenant', tenant }, (tx) => viewOf(tx, id));
}

/** Stores a rule. Throws `invalid` for one that cannot be evaluated, `conflict` for a name that is taken or one rule too many. */
export function createRule({ database }: Rules, caller: Caller, input: RuleSettings): Promise<RuleView> {
  return mutate(database, caller, 'alert_rule.create', async (tx) => {
    const settings = await checked(tx, input, 'body');
    const isFull = (await tx.alertRule.count()) >= ruleLimits.rulesPerTenant;
    if (isFull) throw new AppError('conflict', `There are ${ruleLimits.rulesPerTenant} alert rules already. Delete one first, or let one expression watch more series.`);
    const at = new Date(caller.now);
    // Two at the same moment: the second waits for the first, and then adds nothing.
    const [created] = await tx.alertRule.createManyAndReturn({
      data: { tenantId: caller.tenant.id, name: settings.name, settings, createdAt: at, updatedAt: at },
      skipDuplicates: true,
      select: { id: true },
    });
    if (!created) throw nameTaken(settings.name);
    return { result: await viewOf(tx, created.id), before: null, after: { id: created.id, version: 1, settings } };
  });
}

/**
 * Replaces a rule. Throws `not_found`, `invalid` for one that cannot be evaluated, `conflict` when the rule is not in this version any more or the
 * name is taken.
 */
export function updateRule({ database }: Rules, caller: Caller, id: string, { version, settings: input }: { version: number; settings: RuleSettings }): Promise<RuleView> {
  return mutate(database, caller, 'alert_rule.update', async (tx) => {
    const before = await rowOf(tx, id);
    return change(tx, caller, before, version, await checked(tx, input, 'body.settings'));
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(input.name) : error;
  });
}

/** Switches a rule on or off. Throws `not_found`, or `conflict` when it is not in this version any more. */
export function switchRule({ database }: Rules, caller: Caller, id: string, { version, isEnabled }: { version: number; isEnabled: boolean }): Promise<RuleView> {
  return mutate(database, caller, isEnabled ? 'alert_rule.enable' : 'alert_rule.disable', async (tx) => {
    const before = await rowOf(tx, id);
    return change(tx, caller, before, version, { ...before.settings, isEnabled });
  });
}

/** Deletes a rule; a seeded one does not come back. Throws `not_found`, or `conflict` when it is not in this version any more. */
export function deleteRule({ database }: Rules, caller: Caller, id: string, version?: number): Promise<void> {
  return mutate(database, caller, 'alert_rule.delete', async (tx) => {
    const before = await rowOf(tx, id);
    const { count } = await tx.alertRule.deleteMany({ where: { id, version: version ?? before.version } });
    if (count === 0) throw versionLost(before.name);
    return { result: undefined, before: { id, version: before.version, settings: before.settings }, after: null };
  });
}

async function change(tx: Transaction, { now }: Caller, before: RuleRow, version: number, settings: RuleSettings) {
  const { id } = before;
  const data = { name: settings.name, settings, version: version + 1, updatedAt: new Date(now) };
  const { count } = await tx.alertRule.updateMany({ where: { id, version }, data });
  if (count === 0) throw versionLost(before.name);
  return { result: await viewOf(tx, id), before: { id, version, settings: before.settings }, after: { id, version: version + 1, settings } };
}

/** The settings as they can be stored and evaluated. */
async function checked(tx: Transaction, input: RuleSettings, where: string): Promise<RuleSettings> {
  const settings = RuleSettings.parse(JSON.parse(jsonOf(input)));
  const thresholds = await currentThresholds(tx);
  withPlace(where, () => compileRule(settings, thresholds));
  return settings;
}

async function viewOf(tx: Transaction, id: string): Promise<RuleView> {
  return viewOfRule(await rowOf(tx, id), await currentThresholds(tx));
}

async function rowOf(tx: Transaction, id: string): Promise<RuleRow> {
  const [row] = await selectRules(tx, Prisma.sql`id = ${id}::uuid`, 1);
  if (!row) throw new AppError('not_found', 'There is no alert rule with this id.');
  return row;
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is already an alert rule ${JSON.stringify(name)}. Choose another name, or change that rule.`);
}

function versionLost(name: string): AppError {
  return new AppError('conflict', `The alert rule ${JSON.stringify(name)} was changed by somebody else in the meantime. Load it again and repeat the change.`);
}
