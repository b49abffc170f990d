import { alertActorOf } from '@/lib/alerts/actor';
import { AlertActor } from '@/lib/alerts/schemas';
import { currentOpening, upcomingOpenings, type Opening } from '@/lib/alerts/suppression/openings';
import { MaintenanceInput, suppressionLimits, type MaintenanceSchedule, type MaintenanceView } from '@/lib/alerts/suppression/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import type { MaintenanceWindow } from '@/server/database/generated/client';
import { isUniqueViolation } from '@/server/database/unique-violation';
import { checkMatchers } from './check-matchers';

interface Verbs {
  database: Database;
}

const shownOpenings = 5;
const previewedOpenings = 20;

/** The tenant's windows by name. */
export async function listMaintenance({ database }: Verbs, { tenant, now }: Caller): Promise<{ windows: MaintenanceView[] }> {
  const rows = await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.maintenanceWindow.findMany({ orderBy: { name: 'asc' }, take: suppressionLimits.maintenanceWindows }));
  return { windows: rows.map((row) => viewOf(row, now)) };
}

/** Throws `not_found`. */
export async function readMaintenance({ database }: Verbs, { tenant, now }: Caller, id: string): Promise<MaintenanceView> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => viewOf(await rowOf(tx, id), now));
}

/** Stores a window. Throws `invalid` for matchers that accept everything, `conflict` for a name that is taken or one window too many. */
export async function createMaintenance({ database }: Verbs, caller: Caller, settings: MaintenanceInput): Promise<MaintenanceView> {
  checkMatchers(settings.matchers, 'body.matchers');
  const at = new Date(caller.now);
  return mutate(database, caller, 'maintenance.create', async (tx) => {
    if ((await tx.maintenanceWindow.count()) >= suppressionLimits.maintenanceWindows) throw new AppError('conflict', `There are ${suppressionLimits.maintenanceWindows} maintenance windows already. Delete one first.`);
    const row = await tx.maintenanceWindow.create({
      data: { tenantId: caller.tenant.id, name: settings.name, settings, createdBy: alertActorOf(caller.actor), createdAt: at, updatedAt: at },
    });
    return { result: viewOf(row, caller.now), before: null, after: auditOf(row) };
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(settings.name) : error;
  });
}

/** Replaces a window. Throws `not_found`, `invalid` as above, and `conflict` when it is not in this version any more or the name is taken. */
export async function updateMaintenance({ database }: Verbs, caller: Caller, id: string, { version, window }: { version: number; window: MaintenanceInput }): Promise<MaintenanceView> {
  checkMatchers(window.matchers, 'body.window.matchers');
  return mutate(database, caller, 'maintenance.update', async (tx) => {
    const before = await rowOf(tx, id);
    const data = { name: window.name, settings: window, version: version + 1, updatedAt: new Date(caller.now) };
    const { count } = await tx.maintenanceWindow.updateMany({ where: { id, version }, data });
    if (count === 0) throw versionLost(before.name);
    const after = await rowOf(tx, id);
    return { result: viewOf(after, caller.now), before: auditOf(before), after: auditOf(after) };
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(window.name) : error;
  });
}

/** Deletes a window. Throws `not_found`, or `conflict` when it is not in this version any more. */
export async function deleteMaintenance({ database }: Verbs, caller: Caller, id: string, version?: number): Promise<void> {
  await mutate(database, caller, 'maintenance.delete', async (tx) => {
    const before = await rowOf(tx, id);
    const { count } = await tx.maintenanceWindow.deleteMany({ where: { id, version: version ?? before.version } });
    if (count === 0) throw versionLost(before.name);
    return { result: undefined, before: auditOf(before), after: null };
  });
}

/** When an unsaved window opens. */
export function previewMaintenance({ now }: Caller, schedule: MaintenanceSchedule): { current: Opening | null; upcoming: Opening[] } {
  return { current: currentOpening(schedule, now), upcoming: upcomingOpenings(schedule, now, previewedOpenings) };
}

async function rowOf(tx: Transaction, id: string): Promise<MaintenanceWindow> {
  const row = await tx.maintenanceWindow.findUnique({ where: { id } });
  if (!row) throw new AppError('not_found', 'There is no maintenance window with this id.');
  return row;
}

function viewOf(row: MaintenanceWindow, now: number): MaintenanceView {
  const settings = MaintenanceInput.parse(row.settings);
  return {
    id: row.id,
    version: row.version,
    settings,
    createdBy: AlertActor.parse(row.createdBy),
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
    current: settings.isEnabled ? currentOpening(settings.schedule, now) : null,
    upcoming: settings.isEnabled ? upcomingOpenings(settings.schedule, now, shownOpenings) : [],
  };
}

function auditOf({ id, version, settings }: MaintenanceWindow) {
  return { id, version, settings: MaintenanceInput.parse(settings) };
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is already a maintenance window ${JSON.stringify(name)}. Choose another name, or change that window.`);
}

function versionLost(name: string): AppError {
  return new AppError('conflict', `The maintenance window ${JSON.stringify(name)} was changed by somebody else in the meantime. Load it again and repeat the change.`);
}
