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
 * switched on stays. Throws `not_found`, and `conflict` when a rule of another origin has the name of one of them.
 */
export async function createBurnAlerts(sources: Sources, caller: Caller, id: string): Promise<{ ruleIds: string[] }> {
  const objective = await find(sources, caller, id);
  const known = await knownIds(sources, caller, id);
  const ruleIds: string[] = [];
  try {
    for (const [index, settings] of burnRulesOf({ ...objective, name: objective.settings.name, target: objective.settings.target }).entries()) ruleIds.push(await put(sources, caller, known[index], settings));
  } finally {
    // What was made belongs to the objective, whatever came after it.
    const all = [...ruleIds, ...known.slice(ruleIds.length)];
    if (all.join() !== known.join()) await store(sources, caller, id, known, all);
  }
  return { ruleIds };
}

/** Brings the alert rules of an objective up to date where it has some; a name that is taken leaves them as they are. */
export async function renewBurnAlerts(sources: Sources, caller: Caller, id: string): Promise<void> {
  if ((await find(sources, caller, id)).alertRuleIds.length === 0) return;
  await createBurnAlerts(sources, caller, id).catch((error: unknown) => {
    if (!isAppError(error) || error.code !== 'conflict') throw error;
    sources.log.warn({ objective: id, reason: messageOf(error) }, 'the alert rules of an objective could not be brought up to date');
  });
}

/** The same for all objectives of a service, whose rules have its name and team. Never rejects: what cannot be brought up to date is logged, and is with the next change. */
export async function renewBurnAlertsOfService(sources: Sources, caller: Caller, serviceId: string): Promise<void> {
  try {
    const objectives = await sources.database.withTenant(caller.tenant, (client) => findObjectives(client, { serviceId, limit: maxObjectives }));
    for (const { id, alertRuleIds } of objectives) if (alertRuleIds.length > 0) await renewBurnAlerts(sources, caller, id);
  } catch (error) {
    sources.log.warn({ service: serviceId, reason: messageOf(error) }, 'the alert rules of the objectives of a service could not be brought up to date');
  }
}

async function put({ database }: Sources, caller: Caller, id: string | undefined, settings: RuleSettings): Promise<string> {
  if (id !== undefined) {
    const rule = await readRule({ database }, caller, id).catch((error: unknown) => {
      if (isAppError(error) && error.code === 'not_found') return null;
      throw error;
    });
    const wanted = { ...settings, isEnabled: rule?.settings.isEnabled ?? true };
    if (rule && JSON.stringify(rule.settings) !== JSON.stringify(wanted)) await updateRule({ database }, caller, id, { version: rule.version, settings: wanted });
    if (rule) return id;
  }
  return (await createRule({ database }, caller, settings)).id;
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
