import { z } from 'zod';
import { sectionOfChange } from '@/lib/configuration/managed';
import { ConfigProblem, sectionKeys, sections, type ConfigFileView } from '@/lib/configuration/schemas';
import { MaintenanceInput } from '@/lib/alerts/suppression/schemas';
import { AppError } from '@/lib/errors';
import { canonicalJson } from '@/lib/statements/canonical';
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

interface Change {
  actor: { kind: string; id: string };
  action: string;
  before: unknown;
  after: unknown;
}

/** Throws AppError `conflict` when a change is of what a file manages, unless the file itself makes it. In a transaction that is of the tenant. */
export async function refuseManaged(tx: Transaction, tenantId: string, change: Change): Promise<void> {
  const section = sectionOfChange(change);
  if (section === null || (change.actor.kind === 'system' && change.actor.id === fileJob)) return;
  const row = await tx.configFile.findUnique({ where: { tenantId }, select: { name: true, sections: true } });
  if (!row?.sections.includes(section) || (section === 'statusPage' && (await isOneTimeAlone(tx, change)))) return;
  throw new AppError('conflict', `${sections[section].title}: this part is managed by the file ${row.name}. Change it there.`);
}

const Page = z.looseObject({ settings: z.looseObject({ maintenance: z.array(z.looseObject({ windowId: z.string() })) }) });

/** Whether all that a change of the status page alters is what it shows of maintenance of one time, which no document has. */
async function isOneTimeAlone(tx: Transaction, { before, after }: Change): Promise<boolean> {
  const [was, is] = [Page.safeParse(before).data, Page.safeParse(after).data];
  if (!was || !is) return false;
  const ids = [...was.settings.maintenance, ...is.settings.maintenance].map(({ windowId }) => windowId);
  const windows = await tx.maintenanceWindow.findMany({ where: { id: { in: ids } }, select: { id: true, settings: true } });
  const recurring = new Set(windows.filter(({ settings }) => MaintenanceInput.safeParse(settings).data?.schedule.kind === 'recurring').map(({ id }) => id));
  const rest = ({ settings, ...page }: z.output<typeof Page>) => canonicalJson({ ...page, version: 0, settings: { ...settings, maintenance: settings.maintenance.filter(({ windowId }) => recurring.has(windowId)) } });
  return rest(was) === rest(is);
}
