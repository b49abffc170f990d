import type { z } from 'zod';
import { writeDocument } from '@/lib/configuration/canonical-document';
import { compareDocuments } from '@/lib/configuration/compare-documents';
import type { listConfigurationVersions, PlanAnswer, readConfiguration, readConfigurationVersion } from '@/lib/configuration/api';
import { ConfigDocumentSchema, sectionKeys, sections, type ConfigDocument } from '@/lib/configuration/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';
import { applyDocument, currentConfiguration } from './configuration';
import { readFileView } from './managed-sections';
import { versionView } from './versions';
import type { ConfigSources } from './work';

type Query = z.output<NonNullable<(typeof listConfigurationVersions)['query']>>;

/** The whole configuration of the caller's tenant, and what of it a file manages. */
export async function readWhole(sources: ConfigSources, caller: Caller): Promise<z.input<(typeof readConfiguration)['response']>> {
  const { version, sha256, at, document, yaml } = await currentConfiguration(sources, caller);
  const file = await readFileView(sources.database, caller.tenant);
  const shown = sectionKeys.filter((key) => document[key] !== undefined || !sections[key].isPlatform).map((key) => ({ key, title: sections[key].title, isManaged: file?.sections.includes(key) ?? false }));
  return { version, sha256, at: at.getTime(), document: { ...document }, yaml, sections: shown, file };
}

/** The same as a file; the trail says that it was taken. */
export async function exportWhole(sources: ConfigSources, caller: Caller): Promise<{ text: string; fileName: string }> {
  const { yaml, version, sha256 } = await currentConfiguration(sources, caller);
  await mutate(sources.database, caller, 'config.export', () => Promise.resolve({ result: undefined, before: null, after: { version, sha256 } }));
  return { text: yaml, fileName: `nines-${caller.tenant.slug.replaceAll(/[^A-Za-z0-9-]/g, '-')}.yaml` };
}

/** Versions of the caller's tenant, the newest first. */
export function listVersions({ database }: { database: Database }, { tenant }: Caller, { before, limit }: Query): Promise<z.input<(typeof listConfigurationVersions)['response']>> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const select = { version: true, at: true, sha256: true, source: true, actors: true } as const;
    const rows = await tx.monitoringConfig.findMany({ where: before === undefined ? {} : { version: { lt: before } }, orderBy: { version: 'desc' }, take: limit + 1, select });
    const shown = rows.slice(0, limit);
    return { versions: shown.map(versionView), next: rows.length > limit ? (shown.at(-1)?.version ?? null) : null };
  });
}

/** One version with what it changed. Throws `not_found`. */
export function readVersion({ database }: { database: Database }, { tenant }: Caller, version: number, against: number | undefined): Promise<z.input<(typeof readConfigurationVersion)['response']>> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const row = await tx.monitoringConfig.findFirst({ where: { version } });
    const other = await tx.monitoringConfig.findFirst({ where: against === undefined ? { version: { lt: version } } : { version: against }, orderBy: { version: 'desc' } });
    if (!row || (against !== undefined && !other)) throw noSuchVersion();
    const document = row.document as unknown as ConfigDocument;
    const changes = other ? compareDocuments(other.document as unknown as ConfigDocument, document) : [];
    return { version: versionView({ version: row.version, at: row.at, sha256: row.sha256, source: row.source, actors: row.actors }), document: { ...document }, yaml: writeDocument(document), against: other?.version ?? null, changes };
  });
}

/** Makes the configuration what it was. Throws `not_found`, and as applying does: what comes back without its secret is named, and nothing is restored. */
export async function restoreVersion(sources: ConfigSources, caller: Caller, version: number, how: { sha256: string | null; allowRemovals: boolean; dryRun: boolean }): Promise<PlanAnswer> {
  const row = await sources.database.transaction({ kind: 'tenant', tenant: caller.tenant }, (tx) => tx.monitoringConfig.findFirst({ where: { version }, select: { document: true } }));
  if (!row) throw noSuchVersion();
  const parsed = ConfigDocumentSchema.safeParse(row.document);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 50).map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
    throw new AppError('conflict', 'This version was made by an earlier Nines that took what is not taken any more. Export it, correct it, and apply it.', { issues });
  }
  return applyDocument(sources, caller, parsed.data, { ...how, source: 'restore' });
}

function noSuchVersion(): AppError {
  return new AppError('not_found', 'There is no such version of the configuration. The newest 500 are kept.');
}
