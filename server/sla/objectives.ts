import { AppError, isAppError, messageOf } from '@/lib/errors';
import { isPromqlError } from '@/lib/promql/error';
import { parsePromql } from '@/lib/promql/parse';
import type { Caller } from '@/lib/context';
import { maxObjectives, ObjectiveInput, type ObjectiveView } from '@/lib/sla/schemas';
import { eventQueriesOf } from '@/lib/sla/sli-query';
import { mutate } from '@/server/audit/mutate';
import { TooManySpans } from '@/server/checks/spans';
import { deleteRule } from '@/server/alerts/rules/rules';
import { isUniqueViolation } from '@/server/database/unique-violation';
import type { Transaction } from '@/server/database/database';
import type { Objective } from '@/server/database/generated/client';
import { renewBurnAlerts } from './burn-alerts';
import type { SlaSources } from './measured-objectives';
import { noSuchObjective, readObjectiveView } from './read-objective';
import { recordDays } from './record-days';

/** Stores an objective and records the days that there are. Throws `invalid` for a service, check or query that there is not, `conflict` for a name that is taken or one objective too many. */
export async function createObjective(sources: SlaSources, caller: Caller, settings: ObjectiveInput): Promise<ObjectiveView> {
  const at = new Date(caller.now);
  const id = await mutate(sources.database, caller, 'objective.create', async (tx) => {
    if ((await tx.objective.count()) >= maxObjectives) throw new AppError('conflict', `There are ${maxObjectives} objectives already. Delete one first.`);
    await checkReferences(tx, settings, 'body');
    const row = await tx.objective.create({ data: { tenantId: caller.tenant.id, serviceId: settings.serviceId, name: settings.name, settings, createdAt: at, updatedAt: at } });
    return { result: row.id, before: null, after: auditOf(row) };
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(settings.name) : error;
  });
  return recordedView(sources, caller, id, settings);
}

/**
 * Replaces an objective; where it measures something else than before, its days are recorded anew. Throws `not_found`, `invalid` as above, and `conflict`
 * when it is not in this version any more or the name is taken.
 */
export async function updateObjective(sources: SlaSources, caller: Caller, id: string, { version, objective: settings }: { version: number; objective: ObjectiveInput }): Promise<ObjectiveView> {
  await mutate(sources.database, caller, 'objective.update', async (tx) => {
    const before = await rowOf(tx, id);
    await checkReferences(tx, settings, 'body.objective');
    const data = { serviceId: settings.serviceId, name: settings.name, settings, version: version + 1, updatedAt: new Date(caller.now) };
    const { count } = await tx.objective.updateMany({ where: { id, version }, data });
    if (count === 0) throw versionLost(before.name);
    const earlier = ObjectiveInput.parse(before.settings);
    if (!isMeasuredAlike(earlier, settings)) await tx.slaMetric.deleteMany({ where: { objectiveId: id } });
    else if (settings.sli.kind === 'checks') await countDaysAnew(tx, id, settings);
    return { result: undefined, before: auditOf(before), after: auditOf(await rowOf(tx, id)) };
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(settings.name) : error;
  });
  await renewBurnAlerts(sources, caller, id);
  return recordedView(sources, caller, id, settings);
}

/** Deletes an objective with its figures and its alert rules. Throws `not_found`, or `conflict` when it is not in this version any more. */
export async function deleteObjective({ database }: SlaSources, caller: Caller, id: string, version?: number): Promise<void> {
  const ruleIds = await mutate(database, caller, 'objective.delete', async (tx) => {
    const before = await rowOf(tx, id);
    const { count } = await tx.objective.deleteMany({ where: { id, version: version ?? before.version } });
    if (count === 0) throw versionLost(before.name);
    return { result: before.alertRuleIds, before: auditOf(before), after: null };
  });
  for (const ruleId of ruleIds) await deleteRule({ database }, caller, ruleId).catch(unlessGone);
}

async function rowOf(tx: Transaction, id: string): Promise<Objective> {
  const row = await tx.objective.findUnique({ where: { id } });
  if (!row) throw noSuchObjective();
  return row;
}

function unlessGone(error: unknown): void {
  if (!isAppError(error) || error.code !== 'not_found') throw error;
}

/** What is good and what is bad of the recorded days, as it counts now. */
async function countDaysAnew(tx: Transaction, id: string, { counting: { degraded, unknown, maintenance } }: ObjectiveInput): Promise<void> {
  const share = (as: 'good' | 'bad') => [degraded, unknown, maintenance].map((each) => (each === as ? 1 : 0));
  const [good, bad] = [share('good'), share('bad')];
  await tx.$executeRaw`update sla_metrics set good = up_ms + degraded_ms * ${good[0]} + unknown_ms * ${good[1]} + maintenance_ms * ${good[2]},
    bad = down_ms + degraded_ms * ${bad[0]} + unknown_ms * ${bad[1]} + maintenance_ms * ${bad[2]} where objective_id = ${id}::uuid`;
}

/** Days of metrics cost many queries: they are recorded in the background. */
async function recordedView(sources: SlaSources, caller: Caller, id: string, { sli }: ObjectiveInput): Promise<ObjectiveView> {
  if (sli.kind === 'checks') {
    await recordDays(sources, caller.tenant, id, caller.now).catch((error: unknown) => {
      if (!(error instanceof TooManySpans)) throw error;
      sources.log.warn({ objective: id, reason: messageOf(error) }, 'the days of an objective could not be recorded');
    });
  }
  return readObjectiveView(sources, caller, id);
}

async function checkReferences(tx: Transaction, { serviceId, sli }: ObjectiveInput, where: string): Promise<void> {
  if (!(await tx.service.findUnique({ where: { id: serviceId }, select: { id: true } }))) throw invalid(`${where}.serviceId`, 'There is no service with this id.');
  if (sli.kind === 'ratio') return checkQueries(sli, where);
  const ids = sli.kind === 'checks' ? [...new Set(sli.checkIds)] : [sli.checkId];
  if ((await tx.check.count({ where: { id: { in: ids } } })) < ids.length) throw invalid(`${where}.sli.${sli.kind === 'checks' ? 'checkIds' : 'checkId'}`, 'There is no check with this id.');
}

function checkQueries(sli: Extract<ObjectiveInput['sli'], { kind: 'ratio' }>, where: string): void {
  const queries = eventQueriesOf(sli, 3_600_000, 0);
  for (const side of ['good', 'total'] as const) {
    if (!sli[side].includes('$window')) throw invalid(`${where}.sli.${side}`, 'Write $window for the range, such as sum(increase(http_requests_total[$window])): it is asked for windows of several lengths.');
    try {
      parsePromql(queries[side]);
    } catch (error) {
      throw isPromqlError(error) ? invalid(`${where}.sli.${side}`, error.message) : error;
    }
  }
}

/** Name, target, window and what counts how change nothing of what was measured. */
function isMeasuredAlike(a: ObjectiveInput, b: ObjectiveInput): boolean {
  const measured = ({ serviceId, sli, timeZone }: ObjectiveInput) => JSON.stringify([serviceId, sli, timeZone]);
  return measured(a) === measured(b);
}

function auditOf({ id, version, settings, alertRuleIds }: Objective) {
  return { id, version, settings: ObjectiveInput.parse(settings), alertRuleIds };
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is already an objective ${JSON.stringify(name)}. Choose another name, or change that objective.`);
}

function versionLost(name: string): AppError {
  return new AppError('conflict', `The objective ${JSON.stringify(name)} was changed by somebody else in the meantime. Load it again and repeat the change.`);
}
