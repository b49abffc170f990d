import type { z } from 'zod';
import { checkStates, type CheckState } from '@/lib/checks/states';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { listServices as listEndpoint, readService as readEndpoint, readServiceGraph as graphEndpoint } from '@/lib/services/api';
import type { ServiceView } from '@/lib/services/schemas';
import type { Database } from '@/server/database/database';
import { findServiceChecks, findServiceRows, type ServiceRow } from './service-rows';
import { stateOfService, viewServices } from './service-views';

interface Verbs {
  database: Database;
}

const shownTeams = 200;

/** Services of the caller's tenant, the worst first, then by tier and name. */
export function listServices({ database }: Verbs, { tenant, now }: Caller, { state, team, text, limit, offset }: z.output<NonNullable<(typeof listEndpoint)['query']>>): Promise<z.input<(typeof listEndpoint)['response']>> {
  return database.withTenant(tenant, async (client) => {
    const rows = await findServiceRows(client);
    const checksOf = await findServiceChecks(client, now);
    const all = rows.map((row) => ({ row, state: stateOfService(checksOf.get(row.id)) }));
    const counts: Record<CheckState, number> = { up: 0, degraded: 0, unknown: 0, down: 0 };
    for (const each of all) counts[each.state] += 1;
    const sought = text?.toLowerCase();
    const found = all.filter((each) => (state === undefined || each.state === state) && (team === undefined || each.row.settings.team === team) && (sought === undefined || isAbout(each.row, sought)));
    found.sort((a, b) => checkStates.indexOf(b.state) - checkStates.indexOf(a.state) || a.row.settings.tier - b.row.settings.tier || (a.row.settings.name < b.row.settings.name ? -1 : 1));
    const page = found.slice(offset, offset + limit).map(({ row }) => row);
    const teams = [...new Set(rows.map(({ settings }) => settings.team))].filter((each) => each !== '').sort().slice(0, shownTeams);
    return { services: await viewServices(client, now, page, checksOf), total: found.length, counts, teams, at: now };
  });
}

function isAbout({ settings }: ServiceRow, sought: string): boolean {
  return [settings.name, settings.description, settings.team].some((text) => text.toLowerCase().includes(sought));
}

/** Throws `not_found`. */
export function readService({ database }: Verbs, { tenant, now }: Caller, id: string): Promise<z.input<(typeof readEndpoint)['response']>> {
  return database.withTenant(tenant, async (client) => {
    const rows = await findServiceRows(client);
    const own = rows.find((row) => row.id === id);
    if (!own) throw noSuchService();
    const isNeeded = new Set(own.settings.dependsOn);
    const dependsOn = rows.filter((row) => isNeeded.has(row.id));
    const neededBy = rows.filter(({ settings }) => settings.dependsOn.includes(id));
    const views = new Map((await viewServices(client, now, [...new Set([own, ...dependsOn, ...neededBy])], await findServiceChecks(client, now))).map((view) => [view.id, view]));
    const viewsOf = (some: readonly ServiceRow[]) => some.flatMap((row) => views.get(row.id) ?? []);
    const [service] = viewsOf([own]);
    if (!service) throw noSuchService();
    return { service, dependsOn: viewsOf(dependsOn), neededBy: viewsOf(neededBy) };
  });
}

/** Throws `not_found`. */
export async function readServiceView(verbs: Verbs, caller: Caller, id: string): Promise<ServiceView> {
  return (await readService(verbs, caller, id)).service as ServiceView;
}

/** Every service of the tenant and what it needs. */
export function readServiceGraph({ database }: Verbs, { tenant, now }: Caller): Promise<z.input<(typeof graphEndpoint)['response']>> {
  return database.withTenant(tenant, async (client) => {
    const rows = await findServiceRows(client);
    const checksOf = await findServiceChecks(client, now);
    const known = new Set(rows.map(({ id }) => id));
    const nodes = rows.map(({ id, settings }) => ({ id, name: settings.name, tier: settings.tier, state: stateOfService(checksOf.get(id)) }));
    return { nodes, edges: rows.flatMap(({ id, settings }) => settings.dependsOn.filter((to) => known.has(to)).map((to) => ({ from: id, to }))) };
  });
}

export function noSuchService(): AppError {
  return new AppError('not_found', 'There is no service with this id.');
}
