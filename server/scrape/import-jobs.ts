import type { Caller } from '@/lib/context';
import { isAppError } from '@/lib/errors';
import { importScrapeConfigs } from '@/lib/scrape/import-yaml';
import { createJob, listJobs, type ScrapeJobs } from './jobs';

interface ImportResult {
  jobs: { name: string; id: string | null; issues: { path: string; message: string }[] }[];
}

/** Creates each job of a Prometheus configuration that can be, and says of the others why not. Throws `invalid` when there is none at all. */
export async function importJobs(scrapeJobs: ScrapeJobs, caller: Caller, { yaml, mode }: { yaml: string; mode: 'create' | 'check' }): Promise<ImportResult> {
  const imported = importScrapeConfigs(yaml);
  const taken = new Set((await listJobs(scrapeJobs, caller)).jobs.map(({ settings }) => settings.name));
  const jobs: ImportResult['jobs'] = [];
  for (const { name, job, issues } of imported) {
    const isTaken = taken.has(name);
    taken.add(name);
    if (job === null) jobs.push({ name, id: null, issues });
    else if (isTaken) jobs.push({ name, id: null, issues: [{ path: 'job_name', message: 'There is already a scrape job with this name.' }] });
    else if (mode === 'check') jobs.push({ name, id: null, issues: [] });
    else jobs.push({ name, ...(await tryCreate(scrapeJobs, caller, job)) });
  }
  return { jobs };
}

async function tryCreate(scrapeJobs: ScrapeJobs, caller: Caller, job: Parameters<typeof createJob>[2]): Promise<Pick<ImportResult['jobs'][number], 'id' | 'issues'>> {
  try {
    return { id: (await createJob(scrapeJobs, caller, job)).id, issues: [] };
  } catch (error) {
    if (!isAppError(error) || (error.code !== 'conflict' && error.code !== 'invalid')) throw error;
    return { id: null, issues: error.issues.length > 0 ? error.issues : [{ path: 'job_name', message: error.message }] };
  }
}
