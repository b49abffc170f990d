import { onCallLimits, PolicySettings, type PolicyView } from '@/lib/alerts/on-call/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import type { EscalationPolicy } from '@/server/database/generated/client';
import { isUniqueViolation } from '@/server/database/unique-violation';
import { checkPolicy } from './known-ids';
import { usersOfPolicy } from './used-by';

interface Verbs {
  database: Database;
}

/** The tenant's policies by name. */
export async function listPolicies({ database }: Verbs, { tenant }: Caller): Promise<{ policies: PolicyView[] }> {
  const rows = await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.escalationPolicy.findMany({ orderBy: { name: 'asc' }, take: onCallLimits.policies }));
  return { policies: rows.map(viewOf) };
}

/** Throws `not_found`. */
export async function readPolicy({ database }: Verbs, { tenant }: Caller, id: string): Promise<PolicyView> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => viewOf(await rowOf(tx, id)));
}

/** Stores a policy. Throws `invalid` for a target that is not there, `conflict` for a name that is taken or one policy too many. */
export async function createPolicy({ database }: Verbs, caller: Caller, settings: PolicySettings): Promise<PolicyView> {
  const at = new Date(caller.now);
  return mutate(database, caller, 'escalation_policy.create', async (tx) => {
    if ((await tx.escalationPolicy.count()) >= onCallLimits.policies) throw new AppError('conflict', `There are ${onCallLimits.policies} escalation policies already. Delete one first.`);
    await checkPolicy(tx, settings, 'body');
    const row = await tx.escalationPolicy.create({ data: { tenantId: caller.tenant.id, name: settings.name, settings, createdAt: at, updatedAt: at } });
    return { result: viewOf(row), before: null, after: auditOf(row) };
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(settings.name) : error;
  });
}

/** Replaces a policy. Throws `not_found`, `invalid` as above, and `conflict` when it is not in this version any more or the name is taken. */
export async function updatePolicy({ database }: Verbs, caller: Caller, id: string, { version, policy }: { version: number; policy: PolicySettings }): Promise<PolicyView> {
  return mutate(database, caller, 'escalation_policy.update', async (tx) => {
    const before = await rowOf(tx, id);
    await checkPolicy(tx, policy, 'body.policy');
    const data = { name: policy.name, settings: policy, version: version + 1, updatedAt: new Date(caller.now) };
    const { count } = await tx.escalationPolicy.updateMany({ where: { id, version }, data });
    if (count === 0) throw versionLost(before.name);
    const after = await rowOf(tx, id);
    return { result: viewOf(after), before: auditOf(before), after: auditOf(after) };
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(policy.name) : error;
  });
}

/** Deletes a policy. Throws `not_found`, and `conflict` when a route names it or it is not in this version any more. */
export async function deletePolicy({ database }: Verbs, caller: Caller, id: string, version?: number): Promise<void> {
  await mutate(database, caller, 'escalation_policy.delete', async (tx) => {
    const before = await rowOf(tx, id);
    const users = await usersOfPolicy(tx, id);
    if (users !== '') throw new AppError('conflict', `The escalation policy ${JSON.stringify(before.name)} is used by ${users}. Give another one there first.`);
    const { count } = await tx.escalationPolicy.deleteMany({ where: { id, version: version ?? before.version } });
    if (count === 0) throw versionLost(before.name);
    return { result: undefined, before: auditOf(before), after: null };
  });
}

async function rowOf(tx: Transaction, id: string): Promise<EscalationPolicy> {
  const row = await tx.escalationPolicy.findUnique({ where: { id } });
  if (!row) throw new AppError('not_found', 'There is no escalation policy with this id.');
  return row;
}

function viewOf({ id, version, settings, createdAt, updatedAt }: EscalationPolicy): PolicyView {
  return { id, version, settings: PolicySettings.parse(settings), createdAt: createdAt.getTime(), updatedAt: updatedAt.getTime() };
}

function auditOf({ id, version, settings }: EscalationPolicy) {
  return { id, version, ...PolicySettings.parse(settings) };
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is already an escalation policy ${JSON.stringify(name)}. Choose another name, or change that policy.`);
}

function versionLost(name: string): AppError {
  return new AppError('conflict', `The escalation policy ${JSON.stringify(name)} was changed by somebody else in the meantime. Load it again and repeat the change.`);
}
