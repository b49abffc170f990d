import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { staleError } from '@/lib/settings/both-sides';
import type { OrganisationAnswer } from '@/lib/settings/api';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import { settingsIn, storeSettings } from './settings';

interface Verbs {
  database: Database;
}

/** How the caller's organisation shows itself. */
export function readOrganisation({ database }: Verbs, { tenant }: Caller): Promise<OrganisationAnswer> {
  return database.transaction({ kind: 'tenant', tenant }, (tx) => organisationIn(tx, tenant.id));
}

/** Replaces it, the name included; every session sees the new name at once, on every node. Throws `conflict` with both sides when it is not in this version any more. */
export function updateOrganisation({ database }: Verbs, caller: Caller, { version, name, settings }: Pick<OrganisationAnswer, 'version' | 'name' | 'settings'>): Promise<OrganisationAnswer> {
  const { id } = caller.tenant;
  return mutate(database, caller, 'settings.organisation', async (tx) => {
    const before = await organisationIn(tx, id);
    if (before.version !== version) throw staleError({ name, ...settings }, auditOf(before));
    await storeSettings(tx, caller, 'organisation', { version, settings });
    if (name !== before.name) {
      await tx.tenant.update({ where: { id }, data: { name } });
      await tx.$executeRaw`select pg_notify('nines_access', ${`tenant:${id}`})`;
    }
    const result = await organisationIn(tx, id);
    return { result, before: auditOf(before), after: auditOf(result) };
  });
}

async function organisationIn(tx: Transaction, tenantId: string): Promise<OrganisationAnswer> {
  const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { name: true, slug: true } });
  if (!tenant) throw new AppError('not_found', 'There is no such organisation any more.');
  const { version, settings } = await settingsIn(tx, tenantId, 'organisation');
  return { version, name: tenant.name, slug: tenant.slug, settings };
}

function auditOf({ name, settings }: OrganisationAnswer) {
  return { name, ...settings };
}
