import type { Caller } from '@/lib/context';
import { isAppError, messageOf } from '@/lib/errors';
import { burnRulesOf } from '@/lib/sla/burn-rules';
import type { RuleSettings } from '@/lib/alerts/rules/schemas';
import { createRule, readRule, updateRule } from '@/server/alerts/rules/rules';
import { mutate } from '@/server/audit/mutate';
import { maxObjectives } from '@/lib/sla/schemas';
import type { SlaSources } from './measured-objectives';
import { noSuchObjective } from './read-objective';
import { findObjectives, type StoredObjective } from './stored-objectives';

type Sources = Pick<SlaSources, 'database' | 'log'>;

/**
 * Makes the alert rules of an objective: those of its burn rates and the one of its breach. Rules that are there already are brought up to date; whether they are
 * switched on stays. Those that were deleted are made again. Throws `not_found`, and `conflict` when a rule of another origin has the name of one of them.
 */
export async function createBurnAlerts(sources: Sources, caller: Caller, id: string): Promise<{ ruleIds: string[] }> {
  const objective = await find(sources, caller, id);
  const known = await knownIds(sources, caller, id);
  const ruleIds: string[] = [];
  try {
    for (const [index, settings] of rulesOf(objective).entries()) {
      const there = known[index];
      const isThere = there !== undefined && (await renewRule(sources, caller, there, settings));
      ruleIds.push(isThere ? there : (await createRule(sources, caller, settings)).id);
    }
  } finally {
    // What was made belongs to the objective, whatever came after it.
    const all = [...ruleIds, ...known.slice(ruleIds.length)];
    if (all.join() !== known.join()) await store(sources, caller, id, known, all);
  }
  return { ruleIds };
}

/**
 * Brings the alert rules of an objective that are still there up to date; one that somebody deleted stays deleted. A rule that cannot be, as its name is taken, is
 * logged and left as it is: nothing tries again by itself, but the next change of the objective does, or `createBurnAlerts`. Throws `not_found`.
 */
export async function renewBurnAlerts(sources: Sources, caller: Caller, id: string): Promise<void> {
  const objective = await find(sources, caller, id);
  if (objective.alertRuleIds.length === 0) return;
  const known = await knownIds(sources, caller, id);
  for (const [index, settings] of rulesOf(objective).entries()) {
    const rule = known[index];
    if (rule === undefined) continue;
    await renewRule(sources, caller, rule, settings).catch((error: unknown) => {
      sources.log.warn({ objective: id, rule, reason: messageOf(error) }, 'an alert rule of an objective could not be brought up to date');
    });
  }
}

/** The same for all objectives of a service, whose rules have its name, team and runbook. Never rejects: what could not be done for one of them is logged, and the others follow. */
export async function renewBurnAlertsOfService(sources: Sources, caller: Caller, serviceId: string): Promise<void> {
  const failed = (error: unknown, objective?: string) => sources.log.warn({ service: serviceId, objective, reason: messageOf(error) }, 'the alert rules of the objectives of a service could not be brought up to date');
  const objectives = await sources.database.withTenant(caller.tenant, (client) => findObjectives(client, { serviceId, limit: maxObjectives })).catch((error: unknown) => {
    failed(error);
    return [];
  });
  for (const { id, alertRuleIds } of objectives) if (alertRuleIds.length > 0) await renewBurnAlerts(sources, caller, id).catch((error: unknown) => failed(error, id));
}

function rulesOf({ id, service, settings: { name, target } }: StoredObjective): RuleSettings[] {
  return burnRulesOf({ id, service, name, target });
}

/** Answers whether the rule is still there. */
async function renewRule({ database }: Sources, caller: Caller, id: string, settings: RuleSettings): Promise<boolean> {
  const rule = await readRule({ database }, caller, id).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'not_found') return null;
    throw error;
  });
  if (!rule) return false;
  const wanted = { ...settings, isEnabled: rule.settings.isEnabled };
  if (JSON.stringify(rule.settings) !== JSON.stringify(wanted)) await updateRule({ database }, caller, id, { version: rule.version, settings: wanted });
  return true;
}

async function find({ database }: Sources, { tenant }: Caller, id: string): Promise<StoredObjective> {
  const [objective] = await database.withTenant(tenant, (client) => findObjectives(client, { id, limit: 1 }));
  if (!objective) throw noSuchObjective();
  return objective;
}

/** As they were stored, with those that are gone: their order says which rule is which. */
async function knownIds({ database }: Sources, { tenant }: Caller, id: string): Promise<string[]> {
  const row = await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.objective.findUnique({ where: { id }, select: { alertRuleIds: true } }));
  if (!row) throw noSuchObjective();
  return row.alertRuleIds;
}

async function store({ database }: Sources, caller: Caller, id: string, before: string[], after: string[]): Promise<void> {
  await mutate(database, caller, 'objective.create_burn_alerts', async (tx) => {
    const { count } = await tx.objective.updateMany({ where: { id }, data: { alertRuleIds: after } });
    if (count === 0) throw noSuchObjective();
    return { result: undefined, before: { id, alertRuleIds: before }, after: { id, alertRuleIds: after } };
  });
}
