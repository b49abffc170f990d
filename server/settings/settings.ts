import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import { staleError } from '@/lib/settings/both-sides';
import { settingsSections, type SettingsOf, type SettingsSection } from '@/lib/settings/sections';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';

export interface StoredSettings<Section extends SettingsSection> {
  /** 0: nothing was changed yet, and these are the defaults. */
  version: number;
  settings: SettingsOf<Section>;
  /** Encrypted secrets of the section. */
  sealed: string | null;
}

/** A section of a tenant's configuration, in a transaction of the tenant or of signing in. What an earlier version of Nines stored and is not understood any more is the default. */
export async function settingsIn<Section extends SettingsSection>(tx: Transaction, tenantId: string, section: Section): Promise<StoredSettings<Section>> {
  const row = await tx.tenantSettings.findUnique({ where: { tenantId_section: { tenantId, section } } });
  const { schema }: { schema: z.ZodType } = settingsSections[section];
  const stored = schema.safeParse(row?.settings ?? {});
  const settings = (stored.success ? stored.data : schema.parse({})) as SettingsOf<Section>;
  return { version: row?.version ?? 0, settings, sealed: row?.sealed ?? null };
}

/** The same for who has no transaction. */
export function readSettings<Section extends SettingsSection>(database: Database, tenant: Caller['tenant'], section: Section): Promise<StoredSettings<Section>> {
  return database.transaction({ kind: 'tenant', tenant }, (tx) => settingsIn(tx, tenant.id, section));
}

interface Saving<Section extends SettingsSection> {
  version: number;
  settings: SettingsOf<Section>;
  /** New secrets; those of before stay where it is absent. */
  sealed?: string | null | undefined;
}

/**
 * Replaces a section. `check` refuses what the schema cannot see; it runs in the same transaction, before anything is written. Throws `conflict` with both sides when the section is not in this
 * version any more, and what `check` throws.
 */
export function saveSettings<Section extends SettingsSection>(
  database: Database,
  caller: Caller,
  section: Section,
  { version, settings, sealed }: Saving<Section>,
  check: (tx: Transaction, before: StoredSettings<Section>) => Promise<void> = () => Promise.resolve(),
): Promise<StoredSettings<Section>> {
  return mutate(database, caller, `settings.${section}`, async (tx) => {
    const before = await settingsIn(tx, caller.tenant.id, section);
    await check(tx, before);
    await storeSettings(tx, caller, section, { version, settings, sealed });
    const result = await settingsIn(tx, caller.tenant.id, section);
    return { result, before: before.settings as Prisma.InputJsonValue, after: result.settings as Prisma.InputJsonValue };
  });
}

/** The same inside a transaction that changes more than the section and audits it. Throws `conflict` with both sides when it is not in this version any more. */
export async function storeSettings<Section extends SettingsSection>(tx: Transaction, caller: Caller, section: Section, { version, settings, sealed }: Saving<Section>): Promise<void> {
  const tenantId = caller.tenant.id;
  const data = { settings: settings as Prisma.InputJsonValue, updatedAt: new Date(caller.now), ...(sealed === undefined ? {} : { sealed }) };
  const { count } =
    version === 0
      ? await tx.tenantSettings.createMany({ data: { tenantId, section, ...data }, skipDuplicates: true })
      : await tx.tenantSettings.updateMany({ where: { tenantId, section, version }, data: { ...data, version: version + 1 } });
  if (count === 0) throw staleError(settings, (await settingsIn(tx, tenantId, section)).settings);
}
