import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { exportScrapeConfigs } from '@/lib/scrape/export-yaml';
import { scrapeLimits } from '@/lib/scrape/limits';
import { ScrapeSecrets, ScrapeSettings, type ScrapeJobInput } from '@/lib/scrape/schemas';
import { partSecrets, type PartedJob } from '@/lib/scrape/secrets';
import type { ScrapeJobView, TriedJob } from '@/lib/scrape/views';
import { record, storedActor } from '@/server/audit/record';
import type { Database, Transaction } from '@/server/database/database';
import { isUniqueViolation } from '@/server/database/unique-violation';
import type { Scraping } from './scraping';
import { sealContext } from './stored-jobs';

/** What the verbs work with. */
export interface ScrapeJobs {
  database: Database;
  scrape: Scraping;
}

/** What changing a job takes of them. */
interface ScrapeChanges {
  database: Database;
  scrape: Pick<Scraping, 'sealer' | 'reload'>;
}

interface Row {
  id: string;
  name: string;
  version: number;
  settings: unknown;
  sealed: string;
  createdAt: Date;
  updatedAt: Date;
}

/** The tenant's jobs by name. */
export async function listJobs({ database }: ScrapeJobs, { tenant }: Caller): Promise<{ jobs: ScrapeJobView[]; yaml: string }> {
  const rows = await database.transaction({ kind: 'tenant', tenant }, (tx) => tx.scrapeJob.findMany({ orderBy: { name: 'asc' }, take: scrapeLimits.jobsPerTenant }));
  const jobs = rows.map(viewOf);
  return { jobs, yaml: exportScrapeConfigs(jobs.map(({ settings }) => settings)) };
}

/** Throws `not_found`. */
export async function readJob({ database }: ScrapeJobs, { tenant }: Caller, id: string): Promise<ScrapeJobView> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => viewOf(await rowOf(tx, id)));
}

/** Stores a job and runs it. Throws `invalid` for a secret that is missing, `conflict` for a name that is taken or one job too many. */
export async function createJob({ database, scrape }: ScrapeChanges, caller: Caller, input: ScrapeJobInput): Promise<ScrapeJobView> {
  const { settings, secrets } = partSecrets(input);
  const { tenant } = caller;
  const created = await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    if ((await tx.scrapeJob.count()) >= scrapeLimits.jobsPerTenant) throw new AppError('conflict', `There are ${scrapeLimits.jobsPerTenant} scrape jobs already. Delete one first, or put more targets into one.`);
    // Two at the same moment: the second waits for the first, and then adds nothing.
    const at = new Date(caller.now);
    const { count } = await tx.scrapeJob.createMany({ data: { tenantId: tenant.id, name: settings.name, settings, sealed: '', createdAt: at, updatedAt: at }, skipDuplicates: true });
    if (count === 0) throw nameTaken(settings.name);
    const { id } = await tx.scrapeJob.findFirstOrThrow({ where: { name: settings.name }, select: { id: true } });
    const sealed = scrape.sealer.seal(JSON.stringify(secrets), sealContext(tenant.id, id));
    const row = await tx.scrapeJob.update({ where: { id }, data: { sealed } });
    await record(tx, tenant, { ...changeOf(caller), action: 'scrape_job.create', before: null, after: { id, version: row.version, ...settings } });
    return viewOf(row);
  });
  await scrape.reload();
  return created;
}

/**
 * Replaces a job and runs it as it is now; secrets that are left out stay. Throws `not_found`, `invalid` for a secret that is missing or would go to
 * another place than before, `conflict` when the job is not in this version any more or the name is taken.
 */
export async function updateJob({ database, scrape }: ScrapeChanges, caller: Caller, id: string, { version, job }: { version: number; job: ScrapeJobInput }): Promise<ScrapeJobView> {
  const { tenant } = caller;
  const updated = await database
    .transaction({ kind: 'tenant', tenant }, async (tx) => {
      const before = await rowOf(tx, id);
      const stored = partsOf(scrape, tenant.id, before);
      const { settings, secrets } = partSecrets(job, stored);
      const sealed = scrape.sealer.seal(JSON.stringify(secrets), sealContext(tenant.id, id));
      const data = { name: settings.name, settings, sealed, version: version + 1, updatedAt: new Date(caller.now) };
      const { count } = await tx.scrapeJob.updateMany({ where: { id, version }, data });
      if (count === 0) throw versionLost(before.name);
      const isSecretChanged = JSON.stringify(secrets) !== JSON.stringify(stored.secrets);
      await record(tx, tenant, {
        ...changeOf(caller),
        action: 'scrape_job.update',
        before: { id, version, ...stored.settings },
        after: { id, version: version + 1, isSecretChanged, ...settings },
      });
      return viewOf(await rowOf(tx, id));
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? nameTaken(job.name) : error;
    });
  await scrape.reload();
  return updated;
}

/** Deletes a job; its series end. Throws `not_found`, or `conflict` when it is not in this version any more. */
export async function deleteJob({ database, scrape }: ScrapeChanges, caller: Caller, id: string, version?: number): Promise<void> {
  const { tenant } = caller;
  await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const before = await rowOf(tx, id);
    const { count } = await tx.scrapeJob.deleteMany({ where: { id, version: version ?? before.version } });
    if (count === 0) throw versionLost(before.name);
    await record(tx, tenant, { ...changeOf(caller), action: 'scrape_job.delete', before: { id, version: before.version, ...viewOf(before).settings }, after: null });
  });
  await scrape.reload();
}

/**
 * Scrapes an unsaved job once. Secrets that are left out are those of the stored job `id`, which is audited. Throws `not_found`, `invalid` for a
 * secret that is missing or would go to another place than before, `too_many_requests`.
 */
export async function tryUnsavedJob({ database, scrape }: ScrapeJobs, caller: Caller, job: ScrapeJobInput, id?: string): Promise<TriedJob> {
  const { tenant } = caller;
  if (id === undefined) {
    const { settings, secrets } = partSecrets(job);
    return scrape.tryJob(tenant, settings, secrets);
  }
  const { settings, secrets } = await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const { usesStored, ...parted } = partSecrets(job, partsOf(scrape, tenant.id, await rowOf(tx, id)));
    if (usesStored) await record(tx, tenant, { ...changeOf(caller), action: 'scrape_job.test', before: null, after: { id, ...parted.settings } });
    return parted;
  });
  return scrape.tryJob(tenant, settings, secrets);
}

async function rowOf(tx: Transaction, id: string): Promise<Row> {
  const row = await tx.scrapeJob.findUnique({ where: { id } });
  if (!row) throw new AppError('not_found', 'There is no scrape job with this id.');
  return row;
}

function partsOf({ sealer }: Pick<Scraping, 'sealer'>, tenantId: string, row: Row): PartedJob {
  return { settings: viewOf(row).settings, secrets: ScrapeSecrets.parse(JSON.parse(sealer.open(row.sealed, sealContext(tenantId, row.id)))) };
}

function viewOf(row: Row): ScrapeJobView {
  const { id, version, createdAt, updatedAt } = row;
  return { id, version, createdAt: createdAt.getTime(), updatedAt: updatedAt.getTime(), settings: ScrapeSettings.parse(row.settings) };
}

function changeOf({ actor, now, requestId }: Caller) {
  return { actor: storedActor(actor), now, requestId };
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is already a scrape job ${JSON.stringify(name)}. Choose another name, or change that job.`);
}

function versionLost(name: string): AppError {
  return new AppError('conflict', `The scrape job ${JSON.stringify(name)} was changed by somebody else in the meantime. Load it again and repeat the change.`);
}
