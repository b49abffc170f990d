import { z } from 'zod';
import { sectionOfAction } from '@/lib/configuration/managed';
import { ConfigProblem, sectionKeys, sections, type ConfigFileView } from '@/lib/configuration/schemas';
import { AppError } from '@/lib/errors';
import type { TenantRef } from '@/lib/tenants';
import type { Database, Transaction } from '@/server/database/database';

/** The system actor that applies watched files. */
export const fileJob = 'config-file';

const Problems = z.array(ConfigProblem).catch([]);

/** What a watched file states of a tenant; null without one. */
export function readFileView(database: Database, tenant: TenantRef): Promise<ConfigFileView | null> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const row = await tx.configFile.findFirst();
    if (!row) return null;
    return { name: row.name, sections: sectionKeys.filter((key) => row.sections.includes(key)), appliedAt: row.appliedAt?.getTime() ?? null, checkedAt: row.checkedAt.getTime(), problems: Problems.parse(row.problems) };
  });
}

/** Throws AppError `conflict` when a change is of a section that a file manages, unless the file itself makes it. In a transaction that is of the tenant. */
export async function refuseManaged(tx: Transaction, tenantId: string, { actor, action }: { actor: { kind: string; id: string }; action: string }): Promise<void> {
  const section = sectionOfAction(action);
  if (section === null || (actor.kind === 'system' && actor.id === fileJob)) return;
  const row = await tx.configFile.findUnique({ where: { tenantId }, select: { name: true, sections: true } });
  if (row?.sections.includes(section)) throw new AppError('conflict', `${sections[section].title}: this part is managed by the file ${row.name}. Change it there.`);
}
