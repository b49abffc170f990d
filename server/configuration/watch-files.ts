import { watch, type FSWatcher } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import type { Caller } from '@/lib/context';
import { sectionKeys } from '@/lib/configuration/schemas';
import { isAppError, messageOf } from '@/lib/errors';
import { platformTenant } from '@/server/auth/platform-tenant';
import { listenForTurn } from '@/server/database/turn-listener';
import { applyDocument } from './configuration';
import { fileJob } from './managed-sections';
import { listYamlFiles, problemsOf, readFiles, type FileDocument } from './read-files';
import { managedTenants, releaseFiles } from './release-files';
import { systemCaller } from './snapshots';
import type { ConfigSources } from './work';

const pollMs = 5_000;
const settleMs = 300;
const lock = 1_853_453_442;

export interface FileWatcher {
  ready: Promise<void>;
  /** Looks at the files now. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

interface Watched {
  /** A file, or a folder with files of the platform's tenant, and of others in tenants/<slug>.yaml. */
  configPath: string;
  environment: Readonly<Record<string, string | undefined>>;
}

/** Applies a file or folder live, by one node: soon after it changes, and every 5 s, so that what is mounted and swapped by links is seen too. A wrong file changes nothing; why is stored and logged. */
export function watchConfigFiles(sources: ConfigSources, connection: pg.ClientConfig, { configPath, environment }: Watched): FileWatcher {
  const known = new Map<string, string>();
  const ofNobody = new Set<string>();
  let isTurn = false;
  let isStopped = false;
  let looking: Promise<void> = Promise.resolve();
  let soon: NodeJS.Timeout | null = null;
  let watcher: FSWatcher | null = null;
  let isMissing = false;

  const complain = (error: unknown) => sources.log.error({ path: configPath, reason: messageOf(error) }, 'the files of the configuration could not be read');
  function look(): Promise<void> {
    looking = looking.then(() => (isTurn && !isStopped ? lookAtAll() : undefined)).catch(complain);
    return looking;
  }

  /** What is not there any more locks nothing; it is taken again when it comes back. */
  async function release(present: ReadonlySet<string>): Promise<void> {
    for (const { tenant, file, sections } of await releaseFiles(sources.database, present)) {
      sources.log.warn({ tenant, file, sections }, 'the file of the configuration is not there any more: what it stated stays, and can be changed again');
    }
  }

  async function lookAtAll(): Promise<void> {
    const found = await stat(configPath).catch(nullIfMissing);
    if (found === null && !isMissing) sources.log.error({ path: configPath }, 'there is nothing at CONFIG_PATH');
    isMissing = found === null;
    if (found === null) return release(new Set());
    const folder = found.isDirectory() ? configPath : path.dirname(configPath);
    const own = await platformTenant(sources.database);
    const managed = new Set(await managedTenants(sources.database));
    // Another node may have let go of it: then it is taken again.
    for (const id of known.keys()) if (!managed.has(id)) known.delete(id);
    const files = await listYamlFiles(configPath);
    const present = new Set(files.length > 0 ? [own.id] : []);
    if (files.length > 0) await lookAt(own, files, path.basename(configPath), folder);
    if (folder !== configPath) return release(present);
    const below = (await readdir(path.join(folder, 'tenants')).catch(nullIfMissing)) ?? [];
    for (const file of below.filter((name) => /^[^.].*\.ya?ml$/i.test(name)).sort().slice(0, 1_000)) {
      const tenant = await tenantOf(file.replace(/\.ya?ml$/i, ''));
      if (tenant === null) {
        if (!ofNobody.has(file)) sources.log.warn({ file }, 'there is no tenant of the name of this file');
        ofNobody.add(file);
        continue;
      }
      ofNobody.delete(file);
      if (tenant.id === own.id) continue;
      present.add(tenant.id);
      await lookAt(tenant, [path.join(folder, 'tenants', file)], `tenants/${file}`, path.join(folder, 'tenants', tenant.slug));
    }
    await release(present);
  }

  async function tenantOf(slug: string): Promise<Caller['tenant'] | null> {
    const row = await sources.database.transaction({ kind: 'auth' }, (tx) => tx.tenant.findUnique({ where: { slug } }));
    return row && { id: row.id, number: row.number, slug: row.slug, name: row.name };
  }

  /** Variables are those of who runs Nines, and so only for the files of the tenant that does. */
  async function lookAt(tenant: Caller['tenant'], files: readonly string[], name: string, folder: string): Promise<void> {
    const isOwn = !name.startsWith('tenants/');
    const read = await readFiles(files, name, path.join(folder, 'secrets'), isOwn ? environment : {});
    if (known.get(tenant.id) === read.sha256) return;
    // What failed for a reason that may pass is tried again with the next look.
    if (await applyRead(sources, tenant, read)) known.set(tenant.id, read.sha256);
  }

  const listener = listenForTurn(connection, {
    name: 'configuration files', channel: 'nines_settings', lock, log: sources.log,
    onChange: () => undefined,
    onTurn: (turn) => {
      isTurn = turn;
      if (turn) void look();
    },
  });
  const timer = setInterval(() => void look(), pollMs);
  try {
    watcher = watch(configPath, { persistent: false }, () => {
      soon ??= setTimeout(() => {
        soon = null;
        void look();
      }, settleMs);
    });
    watcher.on('error', () => undefined);
  } catch (error) {
    complain(error);
  }
  return {
    ready: listener.ready.then(look),
    look,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      if (soon) clearTimeout(soon);
      watcher?.close();
      await listener.stop();
      await looking;
    },
  };
}

function nullIfMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
  throw error;
}

/** Applies what was read, with removals: the file states the whole of its sections. Answers whether trying again would come to the same. */
async function applyRead(sources: ConfigSources, tenant: Caller['tenant'], read: FileDocument): Promise<boolean> {
  const caller = systemCaller(tenant, fileJob);
  let { problems } = read;
  let isSettled = true;
  try {
    if (read.document) await applyDocument(sources, caller, read.document, { source: 'file', sha256: null, allowRemovals: true, dryRun: false });
  } catch (error) {
    isSettled = isAppError(error) && (error.code === 'invalid' || error.code === 'forbidden');
    problems = problemsOf(error, read.place);
  }
  for (const { file, line, column, path: at, message } of problems) sources.log.error({ tenant: tenant.slug }, `${file}:${line ?? 1}:${column ?? 1}: ${at}: ${message}`);
  const at = new Date(caller.now);
  const isGood = read.document !== null && problems.length === 0;
  if (isGood) sources.log.info({ tenant: tenant.slug, file: read.name }, 'the file of the configuration was read and holds');
  const good = isGood ? { sections: sectionKeys.filter((key) => read.document?.[key] !== undefined), appliedAt: at, sha256: read.sha256 } : {};
  const common = { name: read.name, checkedAt: at, problems };
  await sources.database.transaction({ kind: 'tenant', tenant }, (tx) =>
    tx.configFile.upsert({ where: { tenantId: tenant.id }, create: { tenantId: tenant.id, sha256: read.sha256, ...common, ...good }, update: { ...common, ...good } }),
  );
  return isSettled;
}
