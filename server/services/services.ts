import { findCircle } from '@/lib/alerts/suppression/dependency-circle';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { maxServices, StoredService, type ServiceInput, type ServiceView } from '@/lib/services/schemas';
import { isUniqueViolation } from '@/server/database/unique-violation';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import type { Service } from '@/server/database/generated/client';
import type { Log } from '@/server/log';
import { renewBurnAlertsOfService } from '@/server/sla/burn-alerts';
import { noSuchService, readServiceView } from './read-services';

interface Verbs {
  database: Database;
}

/** Stores a service. Throws `invalid` for a circle, or a service it needs that there is not, `conflict` for a name that is taken or one too many. */
export async function createService(verbs: Verbs, caller: Caller, settings: ServiceInput): Promise<ServiceView> {
  const id = await mutate(verbs.database, caller, 'service.create', async (tx) => {
    if ((await tx.service.count()) >= maxServices) throw new AppError('conflict', `There are ${maxServices} services already. Delete one first.`);
    await checkNeeds(tx, null, settings);
    const at = new Date(caller.now);
    const row = await tx.service.create({ data: { tenantId: caller.tenant.id, name: settings.name, settings, createdAt: at, updatedAt: at } });
    return { result: row.id, before: null, after: auditOf(row) };
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(settings.name) : error;
  });
  return readServiceView(verbs, caller, id);
}

/** Replaces a service; the burn-rate rules of its objectives follow at once, but for those that cannot, which are logged. Throws as createService, `not_found`, and `conflict` when it is not in this version any more. */
export async function updateService(verbs: Verbs & { log: Log }, caller: Caller, id: string, { version, service: settings }: { version: number; service: ServiceInput }): Promise<ServiceView> {
  const isRenamed = await mutate(verbs.database, caller, 'service.update', async (tx) => {
    const before = await serviceRow(tx, id);
    await checkNeeds(tx, id, settings);
    const { count } = await tx.service.updateMany({ where: { id, version }, data: { name: settings.name, settings, version: version + 1, updatedAt: new Date(caller.now) } });
    if (count === 0) throw versionLost(before.name);
    return { result: ruleParts(StoredService.parse(before.settings)) !== ruleParts(settings), before: auditOf(before), after: auditOf(await serviceRow(tx, id)) };
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(settings.name) : error;
  });
  if (isRenamed) await renewBurnAlertsOfService(verbs, caller, id);
  return readServiceView(verbs, caller, id);
}

/**
 * Deletes a service; its checks stay, without a service, and nothing needs it any more. Throws `not_found`, and `conflict` when it has objectives, whose alert rules
 * would stay behind, or is not in this version any more.
 */
export async function deleteService({ database }: Verbs, caller: Caller, id: string, version?: number): Promise<void> {
  await mutate(database, caller, 'service.delete', async (tx) => {
    const before = await serviceRow(tx, id);
    await refuseWithObjectives(tx, before);
    const { count } = await tx.service.deleteMany({ where: { id, version: version ?? before.version } });
    if (count === 0) throw versionLost(before.name);
    await tx.$executeRaw`update services set settings = jsonb_set(settings, '{dependsOn}', (settings -> 'dependsOn') - ${id}), version = version + 1 where settings -> 'dependsOn' ? ${id}`;
    return { result: undefined, before: auditOf(before), after: null };
  });
}

const mostNamed = 5;

async function refuseWithObjectives(tx: Transaction, { id, name }: Service): Promise<void> {
  // Whoever makes an objective of it meanwhile is waited for, or finds it gone.
  await tx.$queryRaw`select id from services where id = ${id}::uuid for update`;
  const objectives = await tx.objective.findMany({ where: { serviceId: id }, orderBy: { name: 'asc' }, select: { name: true }, take: mostNamed });
  if (objectives.length === 0) return;
  const more = (await tx.objective.count({ where: { serviceId: id } })) - objectives.length;
  const named = objectives.map((each) => JSON.stringify(each.name)).join(', ') + (more > 0 ? ` and ${more} more` : '');
  throw new AppError('conflict', `The service ${JSON.stringify(name)} has objectives: ${named}. Delete them first, or move them to another service.`);
}

/** Two changes at once could close a circle together, so one waits for the other. */
async function checkNeeds(tx: Transaction, id: string | null, { name, dependsOn }: ServiceInput): Promise<void> {
  if (dependsOn.length === 0) return;
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('services ' || nines_tenant_id()::text, 0))`;
  const rows = await tx.service.findMany({ select: { id: true, name: true, settings: true }, take: maxServices });
  const nameOf = new Map(rows.map((row) => [row.id, row.name]));
  if (id !== null) nameOf.set(id, name);
  const unknown = dependsOn.findIndex((each) => !nameOf.has(each));
  if (unknown >= 0) throw invalid(`dependsOn.${unknown}`, 'There is no service with this id.');
  const own = { id: id ?? '', name, dependsOn };
  const needs = [own, ...rows.filter((row) => row.id !== id).map((row) => ({ id: row.id, name: row.name, dependsOn: (row.settings as unknown as ServiceInput).dependsOn }))];
  const circle = findCircle(needs.flatMap((each) => each.dependsOn.flatMap((other) => {
    const needed = nameOf.get(other);
    return needed === undefined ? [] : [{ service: each.name, dependsOn: { kind: 'service' as const, name: needed } }];
  })));
  if (circle) throw invalid('dependsOn', `${circle.map((each) => JSON.stringify(each)).join(' needs ')}: services cannot need each other in a circle.`);
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}

async function serviceRow(tx: Transaction, id: string): Promise<Service> {
  const row = await tx.service.findUnique({ where: { id } });
  if (!row) throw noSuchService();
  return row;
}

/** What the rules of its objectives say of a service. */
function ruleParts({ name, team, runbookUrl }: Pick<ServiceInput, 'name' | 'team' | 'runbookUrl'>): string {
  return JSON.stringify([name, team, runbookUrl]);
}

function auditOf({ id, version, settings }: Service) {
  return { id, version, settings: StoredService.parse(settings) };
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is already a service ${JSON.stringify(name)}. Choose another name, or change that service.`);
}

function versionLost(name: string): AppError {
  return new AppError('conflict', `The service ${JSON.stringify(name)} was changed by somebody else in the meantime. Load it again and repeat the change.`);
}
