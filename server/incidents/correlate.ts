import type { Caller } from '@/lib/context';
import { isOpen } from '@/lib/incidents/life-cycle';
import type { JoinDecision } from '@/lib/incidents/join';
import type { Incident, IncidentSettings } from '@/lib/incidents/schemas';
import { record } from '@/server/audit/record';
import type { Transaction } from '@/server/database/database';
import { auditOf, storeChange } from './change-incident';
import { rulesActor } from './engine-actor';
import { addEntries, type EntryToWrite } from './entries';
import { lockIncident } from './load-incidents';
import { mergeIn } from './merge';
import { severityOf } from './references';
import { startPolicy } from './start-policy';

type Correlation = Extract<JoinDecision, { kind: 'correlate' }>;
type Scope = Pick<Caller, 'tenant' | 'now'>;

/**
 * Makes the incidents of a decision one, with its severity, in a transaction that called lockDeclaring; its free alerts are left to the caller. Answers whether it did: an
 * incident that somebody went on with since it was looked at leaves all as it is. Throws AppError `conflict` when the one that is left would have too much.
 */
export async function correlate(tx: Transaction, scope: Scope, settings: IncidentSettings, { rule, severity, raises, incidentIds, reason }: Correlation): Promise<boolean> {
  const byId = new Map<string, Incident>();
  for (const id of [...incidentIds].sort()) byId.set(id, await lockIncident(tx, id));
  const [oldest, ...others] = incidentIds.flatMap((id) => byId.get(id) ?? []);
  if (!oldest || [...byId.values()].some((incident) => !isUntouched(incident))) return false;
  let left = oldest;
  for (const from of others) {
    const { merged, result } = await mergeIn(tx, scope, rulesActor, from, left);
    await audit(tx, scope, 'incident.merge', { merged: auditOf(from), into: auditOf(left) }, { merged: auditOf(merged), into: auditOf(result), rule });
    left = result;
  }
  if (raises) await raise(tx, scope, settings, left, { severity, reason, rule });
  else if (others.length > 0) await addEntries(tx, scope.tenant.id, left.id, scope.now, [entryOf(scope, 'merged', reason)]);
  return true;
}

/** Whether nobody acknowledged it or went further with it than looking for the cause. */
function isUntouched({ state, times, mergedInto }: Incident): boolean {
  return mergedInto === null && isOpen(state) && (state === 'investigating' || times.acknowledged === null);
}

async function raise(tx: Transaction, scope: Scope, settings: IncidentSettings, incident: Incident, { severity, reason, rule }: Pick<Correlation, 'severity' | 'reason' | 'rule'>): Promise<void> {
  const to = severityOf(settings, severity, 'severity');
  const from = settings.severities.find(({ key }) => key === incident.severity)?.name ?? incident.severity;
  const paging = await pageBy(tx, scope, incident, to);
  const entries = [entryOf(scope, 'severity', `Nines raised the severity from ${from} to ${to.name}. ${reason}`), ...(paging === null ? [] : [entryOf(scope, 'page', paging)])];
  const raised = await storeChange(tx, scope, incident.id, { severity: to.key }, entries);
  await audit(tx, scope, 'incident.update', auditOf(incident), { ...auditOf(raised), rule });
}

/** Starts the policy of the severity unless it runs or somebody is on it. What the timeline says of it; null: nothing. */
async function pageBy(tx: Transaction, { now }: Scope, { id, times, paging }: Incident, { name, policyId }: IncidentSettings['severities'][number]): Promise<string | null> {
  if (policyId === null || (paging?.policyId === policyId && paging.state === 'running')) return null;
  if (times.acknowledged !== null) return 'Nobody else is paged: somebody is on it already.';
  if ((await tx.escalationPolicy.count({ where: { id: policyId } })) === 0) return `Nobody else is paged: the escalation policy of ${name} was deleted. Choose another one in the settings of incidents.`;
  const policy = await startPolicy(tx, policyId, now);
  await tx.incident.update({ where: { id }, data: policy.row, select: { id: true } });
  return `${name} pages by the escalation policy “${policy.name}”${paging?.state === 'running' ? ` in place of “${paging.policyName}”` : ''}.`;
}

function entryOf({ now }: Scope, kind: EntryToWrite['kind'], text: string): EntryToWrite {
  return { at: now, kind, text, actor: rulesActor, subject: null };
}

function audit(tx: Transaction, { tenant, now }: Scope, action: string, before: Parameters<typeof record>[2]['before'], after: Parameters<typeof record>[2]['after']): Promise<void> {
  return record(tx, tenant, { actor: { kind: 'system', id: rulesActor.id }, action, before, after, requestId: `incidents-${now}`, now });
}
