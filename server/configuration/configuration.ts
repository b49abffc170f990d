import { writeDocument } from '@/lib/configuration/canonical-document';
import type { PlanAnswer } from '@/lib/configuration/api';
import { readJsonDocument, readYamlDocument } from '@/lib/configuration/read-document';
import { type ConfigDocument, type ConfigProblem, type configSources } from '@/lib/configuration/schemas';
import { staleError } from '@/lib/configuration/stale-document';
import type { Caller } from '@/lib/context';
import { AppError, isAppError } from '@/lib/errors';
import { isPlatformTenant } from '@/server/auth/platform-tenant';
import { inOneTransaction } from '@/server/database/one-transaction';
import { applyPlan } from './apply';
import { planDocument } from './plan';
import { recordVersion } from './versions';
import { openWork, type ConfigSources, type Work } from './work';

const applyTimeoutMs = 60_000;

/** One transaction in which nobody else changes the tenant's configuration as a whole. */
export async function withConfiguration<T>(sources: ConfigSources, caller: Caller, run: (work: Work) => Promise<T>): Promise<T> {
  const isPlatform = await isPlatformTenant(sources.database, caller.tenant);
  return inOneTransaction(sources.database, caller.tenant, { timeoutMs: applyTimeoutMs }, async (database) => {
    await database.withTenant(caller.tenant, (client) => client.query(`select pg_advisory_xact_lock(hashtextextended('configuration ' || $1, 0))`, [caller.tenant.id]));
    return run(await openWork({ ...sources, database }, caller, isPlatform));
  });
}

/** How a document is applied. */
export interface Applying {
  source: (typeof configSources)[number];
  /** The configuration that the document was made from; null: whatever it is now. */
  sha256: string | null;
  allowRemovals: boolean;
  /** Everything is tried, and taken back. */
  dryRun: boolean;
}

/** Thrown to take a dry run back. */
class TakenBack extends Error {
  constructor(readonly answer: PlanAnswer) {
    super('A dry run is taken back.');
  }
}

/**
 * Makes the configuration what a document says: all of it or nothing. Throws `invalid` for what cannot be, `forbidden` for what the caller may not change, `conflict` when it is not the
 * configuration any more that the document was made from, when it would remove without leave, and for sections that a file manages.
 */
export async function applyDocument(sources: ConfigSources, caller: Caller, document: ConfigDocument, { source, sha256, allowRemovals, dryRun }: Applying): Promise<PlanAnswer> {
  try {
    return await withConfiguration(sources, caller, async (work) => {
      const before = await recordVersion(work, 'change');
      if (sha256 !== null && sha256 !== before.sha256) throw staleError({ base: await versionOf(work, sha256), theirs: before.document, mine: document });
      const plan = await planDocument(work, document);
      const { changes, removals } = plan;
      if (!dryRun && removals > 0 && !allowRemovals) throw removalError(changes);
      const unchanged = { isApplied: !dryRun, changes, removals, version: before.version, sha256: before.sha256 };
      if (changes.length > 0) await applyPlan(work, document, plan);
      if (dryRun) throw new TakenBack(unchanged);
      if (changes.length === 0) return unchanged;
      const { version, sha256: now } = await recordVersion(work, source);
      return { ...unchanged, version, sha256: now };
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.answer;
    throw error;
  }
}

/** The document that had this fingerprint; null when its version is not kept any more. */
async function versionOf({ read }: Work, sha256: string): Promise<ConfigDocument | null> {
  const found = await read((tx) => tx.monitoringConfig.findFirst({ where: { sha256 }, orderBy: { version: 'desc' }, select: { document: true } }));
  return (found?.document ?? null) as unknown as ConfigDocument | null;
}

function removalError(changes: PlanAnswer['changes']): AppError {
  const removed = changes.filter(({ kind }) => kind === 'remove');
  const issues = removed.slice(0, 50).map(({ section, name, impact }) => ({ path: `${section} ${JSON.stringify(name)}`, message: `would be removed. ${impact ?? ''}`.trim() }));
  return new AppError('conflict', `${removed.length === 1 ? 'One thing' : `${removed.length} things`} would be removed. Allow removals to do it.`, { issues });
}

/** A document of a request. Throws `invalid` that names each fault with its line and path. */
export function documentOf(given: { yaml?: string | undefined; document?: Record<string, unknown> | undefined }): ConfigDocument {
  const { document, problems } = given.yaml === undefined ? readJsonDocument(given.document, 'document') : readYamlDocument(given.yaml, 'document');
  if (document) return document;
  throw problemError(problems);
}

function problemError(problems: readonly ConfigProblem[]): AppError {
  const issues = problems.map(({ path, ...problem }) => ({ path, message: `${placeText(problem)}${problem.message}` }));
  const [first] = issues;
  return new AppError('invalid', first ? `${first.path === '' ? '' : `${first.path}: `}${first.message}` : 'The document cannot be read.', { issues });
}

function placeText({ line, column }: Pick<ConfigProblem, 'line' | 'column'>): string {
  return line === null ? '' : `line ${line}, column ${column ?? 1}: `;
}

/** The same fault with the lines of the document that it came from. */
export function withLines(error: unknown, yaml: string | undefined, file = 'document'): unknown {
  if (yaml === undefined || !isAppError(error) || error.code !== 'invalid' || error.issues.length === 0) return error;
  const { placeOf, pathOf } = readYamlDocument(yaml, file);
  return problemError(error.issues.map(({ path, message }) => ({ file, path, message, ...placeOf(pathOf(path)) })));
}

/** The configuration of now with its version, which is written down where it was not yet. */
export async function currentConfiguration(sources: ConfigSources, caller: Caller): Promise<{ version: number; sha256: string; at: Date; document: ConfigDocument; yaml: string }> {
  const found = await withConfiguration(sources, caller, (work) => recordVersion(work, 'change'));
  return { ...found, yaml: writeDocument(found.document) };
}

