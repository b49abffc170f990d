import { z } from 'zod';
import { configurationActions, sectionOfAction } from '@/lib/configuration/managed';
import { ConfigActor, configSources, type ConfigDocument, type ConfigVersionView } from '@/lib/configuration/schemas';
import type { Prisma } from '@/server/database/generated/client';
import { namesOf, StoredActor } from '@/server/audit/actor-names';
import { hashOf, readCurrent } from './export';
import type { Work } from './work';

const keptVersions = 500;
const mostActors = 20;
type Source = (typeof configSources)[number];

interface StoredVersion {
  version: number;
  sha256: string;
  at: Date;
}

/** The newest version of the transaction's tenant. */
function newestVersion({ read }: Pick<Work, 'read'>): Promise<(StoredVersion & { auditSeq: bigint }) | null> {
  return read((tx) => tx.monitoringConfig.findFirst({ orderBy: { version: 'desc' }, select: { version: true, sha256: true, at: true, auditSeq: true } }));
}

/**
 * Writes down what the configuration is now, unless that is the newest version already, with those who changed it since. The newest 500 are kept. Whoever calls holds the tenant's lock.
 */
export async function recordVersion(work: Work, source: Source): Promise<StoredVersion & { document: ConfigDocument }> {
  const { caller, read } = work;
  // The entries of this transaction get their places in the chain now, and not at its end; later ones again at its end. The place is read before the document: what is committed in between is in the next version too.
  await read((tx) => tx.$executeRaw`set constraints audit_entries_link immediate`);
  await read((tx) => tx.$executeRaw`set constraints audit_entries_link deferred`);
  const end = await read((tx) => tx.auditChain.findFirst({ select: { seq: true } }));
  const { document } = await readCurrent(work);
  const sha256 = hashOf(document);
  const before = await newestVersion(work);
  if (before?.sha256 === sha256) return { ...before, document };
  const auditSeq = end?.seq ?? 0n;
  const version = (before?.version ?? 0) + 1;
  const at = new Date(caller.now);
  const actors = before === null ? [] : await actorsBetween(work, before.auditSeq, auditSeq);
  const data = { tenantId: caller.tenant.id, version, at, document: document as unknown as Prisma.InputJsonObject, sha256, actors: actors as Prisma.InputJsonArray, source, auditSeq };
  await read(async (tx) => {
    await tx.monitoringConfig.create({ data });
    await tx.monitoringConfig.deleteMany({ where: { version: { lte: version - keptVersions } } });
  });
  return { version, sha256, at, document };
}

async function actorsBetween({ database, caller, read }: Work, from: bigint, to: bigint): Promise<ConfigActor[]> {
  const rows = await read((tx) => tx.auditEntry.findMany({
    where: { seq: { gt: from, lte: to }, OR: configurationActions.map((prefix) => ({ action: { startsWith: prefix } })) },
    select: { actor: true, action: true }, orderBy: { seq: 'asc' }, take: 10_000,
  }));
  const actors = rows.filter(({ action }) => sectionOfAction(action) !== null).map(({ actor }) => StoredActor.parse(actor));
  const distinct = [...new Map(actors.map((actor) => [`${actor.kind} ${actor.id}`, actor])).values()].slice(0, mostActors);
  const nameOf = await namesOf(database, caller.tenant, distinct);
  return distinct.map((actor) => ({ ...actor, name: nameOf(actor) ?? actor.id }));
}

const Row = z.object({ version: z.number(), at: z.date(), sha256: z.string(), source: z.enum(configSources), actors: z.array(ConfigActor) });

/** A row as it is shown. */
export function versionView(row: unknown): ConfigVersionView {
  const { at, ...parsed } = Row.parse(row);
  return { ...parsed, at: at.getTime() };
}
