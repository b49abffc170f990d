import { randomUUID } from 'node:crypto';
import { maxChecks, type CheckDraft, type CheckView } from '@/lib/checks/schemas';
import { CheckPlan } from '@/lib/checks/plan';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import { isUniqueViolation } from '@/server/database/unique-violation';
import type { Transaction } from '@/server/database/database';
import type { Check } from '@/server/database/generated/client';
import type { Prisma } from '@/server/database/generated/client';
import { readCheckView } from './read-checks';
import type { CheckVerbs } from './check-verbs';
import { hashHeartbeatToken, makeHeartbeatToken } from './heartbeat-token';
import { partCheck } from './part-check';
import { assertRunBudget } from './run-budget';
import { openCheck, sealCheck } from './sealed-check';

type Writes = Omit<Prisma.CheckUncheckedUpdateInput, 'id' | 'tenantId'>;

/**
 * Stores a check. Throws `invalid` for what its kind does not take or a service that there is not, `conflict` for a name that is taken, one check too many, and more runs
 * a second than a tenant may have.
 */
export async function createCheck(verbs: CheckVerbs, caller: Caller, draft: CheckDraft): Promise<CheckView> {
  const row = newCheck(verbs, caller, draft);
  await mutate(verbs.database, caller, 'check.create', async (tx) => {
    if ((await tx.check.count()) >= maxChecks) throw new AppError('conflict', `There are ${maxChecks} checks already. Delete one first.`);
    await checkService(tx, draft.serviceId);
    await assertRunBudget(tx, [draft]);
    // Two at the same moment: the second waits for the first, and then adds nothing.
    const { count } = await tx.check.createMany({ data: row, skipDuplicates: true });
    if (count === 0) throw nameTaken(draft.name);
    return { result: undefined, before: null, after: auditOf(await checkRow(tx, row.id)) };
  });
  return readCheckView(verbs, caller, row.id);
}

/** The row of a check that is to be stored, with its secrets sealed. Throws `invalid` for what its kind does not take. */
export function newCheck({ sealer }: Pick<CheckVerbs, 'sealer'>, { tenant, now }: Caller, draft: CheckDraft): Prisma.CheckCreateManyInput & { id: string } {
  const { kind, settings, secrets } = partCheck(draft);
  const id = randomUUID();
  const at = new Date(now);
  const heartbeatToken = kind.kind === 'heartbeat' ? makeHeartbeatToken() : null;
  return {
    id, tenantId: tenant.id, kind: kind.kind, ...commonOf(draft, settings, kind.targetOf(settings)), secretNames: namesOf(secrets), createdAt: at, updatedAt: at,
    sealed: sealCheck(sealer, tenant.id, id, { secrets, heartbeatToken }), heartbeatHash: heartbeatToken === null ? null : hashHeartbeatToken(heartbeatToken),
  };
}

/**
 * Replaces a check; secrets that are left out stay. Throws `not_found`, `invalid` for what its kind does not take and for a secret that would go to another
 * place than before, `conflict` when the check is not in this version any more, the name is taken, or all would run too often.
 */
export async function updateCheck(verbs: CheckVerbs, caller: Caller, id: string, { version, check }: { version: number; check: CheckDraft }): Promise<CheckView> {
  const { database, sealer } = verbs;
  const { tenant } = caller;
  await mutate(database, caller, 'check.update', async (tx) => {
    const before = await checkRow(tx, id);
    const stored = openCheck(sealer, tenant.id, id, before.sealed);
    const { kind, settings, secrets } = partCheck(check, { kind: before.kind, settings: before.settings, secrets: stored.secrets });
    await checkService(tx, check.serviceId);
    await assertRunBudget(tx, [check], id);
    const sealed = sealCheck(sealer, tenant.id, id, { secrets, heartbeatToken: stored.heartbeatToken });
    const data = { ...commonOf(check, settings, kind.targetOf(settings)), sealed, secretNames: namesOf(secrets), version: version + 1, updatedAt: new Date(caller.now) };
    const { count } = await tx.check.updateMany({ where: { id, version }, data });
    if (count === 0) throw versionLost(before.name);
    const isSecretChanged = JSON.stringify(Object.entries(secrets).sort()) !== JSON.stringify(Object.entries(stored.secrets).sort());
    return { result: undefined, before: auditOf(before), after: { ...auditOf(await checkRow(tx, id)), isSecretChanged } };
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(check.name) : error;
  });
  return readCheckView(verbs, caller, id);
}

/** Deletes a check with its states, events and spans. Throws `not_found`, or `conflict` when it is not in this version any more. */
export async function deleteCheck({ database }: CheckVerbs, caller: Caller, id: string, version?: number): Promise<void> {
  await mutate(database, caller, 'check.delete', async (tx) => {
    const before = await checkRow(tx, id);
    const { count } = await tx.check.deleteMany({ where: { id, version: version ?? before.version } });
    if (count === 0) throw versionLost(before.name);
    return { result: undefined, before: auditOf(before), after: null };
  });
}

/** Throws `not_found`. */
export async function checkRow(tx: Transaction, id: string): Promise<Check> {
  const row = await tx.check.findUnique({ where: { id } });
  if (!row) throw noSuchCheck();
  return row;
}

export function noSuchCheck(): AppError {
  return new AppError('not_found', 'There is no check with this id.');
}

async function checkService(tx: Transaction, serviceId: string | null): Promise<void> {
  if (serviceId === null || (await tx.service.findUnique({ where: { id: serviceId }, select: { id: true } }))) return;
  const message = 'There is no service with this id.';
  throw new AppError('invalid', `serviceId: ${message}`, { issues: [{ path: 'serviceId', message }] });
}

function commonOf(draft: CheckDraft, settings: Record<string, unknown>, target: string) {
  return {
    name: draft.name, serviceId: draft.serviceId, isEnabled: draft.isEnabled,
    target: target.slice(0, 2_000).toWellFormed(),
    settings: settings as Prisma.InputJsonObject,
    plan: CheckPlan.parse(draft),
  } satisfies Writes;
}

function namesOf(secrets: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(secrets).filter((name) => secrets[name] !== undefined).sort();
}

function auditOf({ id, version, name, kind, serviceId, isEnabled, settings, plan }: Check) {
  return { id, version, name, kind, serviceId, isEnabled, settings: settings as Prisma.InputJsonObject, plan: plan as Prisma.InputJsonObject };
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is already a check ${JSON.stringify(name)}. Choose another name, or change that check.`);
}

function versionLost(name: string): AppError {
  return new AppError('conflict', `The check ${JSON.stringify(name)} was changed by somebody else in the meantime. Load it again and repeat the change.`);
}
