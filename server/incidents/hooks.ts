import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { createIncidentHook as createEndpoint, listIncidentHooks as listEndpoint } from '@/lib/incidents/api';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';
import type { IncidentHook as Row } from '@/server/database/generated/client';
import { hashHookToken, makeHookToken } from './hook-token';
import { settingsIn } from './incident-settings';
import { severityOf } from './references';

interface Verbs {
  database: Database;
  /** Where people reach Nines. */
  url: string;
}

type Made = z.input<(typeof createEndpoint)['response']>;

const mostHooks = 50;

/** The hooks of the caller's tenant, by name; their tokens are not known to anybody any more. */
export async function listHooks({ database }: Pick<Verbs, 'database'>, { tenant }: Caller): Promise<z.input<(typeof listEndpoint)['response']>> {
  const rows = await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.incidentHook.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }], take: mostHooks }));
  return { hooks: rows.map(viewOf) };
}

/** Makes a hook; its address is in this answer alone. Throws `invalid` for a severity that there is not, `conflict` for one hook too many. */
export function createHook({ database, url }: Verbs, caller: Caller, { name, severity }: z.output<NonNullable<(typeof createEndpoint)['body']>>): Promise<Made> {
  return mutate(database, caller, 'incident_hook.create', async (tx) => {
    severityOf((await settingsIn(tx)).settings, severity, 'body.severity');
    if ((await tx.incidentHook.count()) >= mostHooks) throw new AppError('conflict', `There are ${mostHooks} hooks already. Delete one first.`);
    const token = makeHookToken();
    const row = await tx.incidentHook.create({ data: { tenantId: caller.tenant.id, name, severity, tokenHash: hashHookToken(token), createdAt: new Date(caller.now) } });
    return { result: { hook: viewOf(row), url: `${url}/api/incident-hooks/${token}` }, before: null, after: viewOf(row) };
  });
}

/** Deletes a hook: its address declares nothing from now on. Throws `not_found`. */
export function deleteHook({ database }: Pick<Verbs, 'database'>, caller: Caller, id: string): Promise<void> {
  return mutate(database, caller, 'incident_hook.delete', async (tx) => {
    const row = await tx.incidentHook.findUnique({ where: { id } });
    const { count } = await tx.incidentHook.deleteMany({ where: { id } });
    if (!row || count === 0) throw new AppError('not_found', 'There is no hook with this id.');
    return { result: undefined, before: viewOf(row), after: null };
  });
}

function viewOf({ id, name, severity, createdAt, lastUsedAt }: Row): Made['hook'] {
  return { id, name, severity, createdAt: createdAt.getTime(), lastUsedAt: lastUsedAt?.getTime() ?? null };
}
