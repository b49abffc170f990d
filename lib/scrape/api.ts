import { z } from 'zod';
import { endpoint } from '@/lib/endpoint';
import { scrapeLimits } from './limits';
import { ScrapeJobInput } from './schemas';
import { JobDiscoveryView, ScrapeJobView, targetHealths, TargetView, TriedJob } from './views';

const JobId = z.strictObject({ id: z.uuid('The id of a job.') });
const version = z.number().int().min(1).describe('The version that the change was made from');
const bodyBytes = 4 * 1024 * 1024;

export const listScrapeJobs = endpoint({
  method: 'GET',
  path: '/api/monitoring/scrape-jobs',
  permission: 'monitoring.read',
  summary: 'Every scrape job, without its secrets, and all of them as a Prometheus configuration',
  response: z.strictObject({ jobs: z.array(ScrapeJobView), yaml: z.string().describe('scrape_configs, with <secret> for secrets') }),
});

export const createScrapeJob = endpoint({
  method: 'POST',
  path: '/api/monitoring/scrape-jobs',
  permission: 'monitoring.config.update',
  summary: 'Create a scrape job; its targets are scraped from now on',
  body: ScrapeJobInput,
  response: ScrapeJobView,
  maxBodyBytes: bodyBytes,
});

export const readScrapeJob = endpoint({
  method: 'GET',
  path: '/api/monitoring/scrape-jobs/{id}',
  permission: 'monitoring.read',
  summary: 'One scrape job, without its secrets',
  params: JobId,
  response: ScrapeJobView,
});

export const updateScrapeJob = endpoint({
  method: 'PUT',
  path: '/api/monitoring/scrape-jobs/{id}',
  permission: 'monitoring.config.update',
  summary: 'Replace a scrape job; secrets that are left out stay as they are',
  params: JobId,
  body: z.strictObject({ version, job: ScrapeJobInput }),
  response: ScrapeJobView,
  maxBodyBytes: bodyBytes,
});

export const deleteScrapeJob = endpoint({
  method: 'DELETE',
  path: '/api/monitoring/scrape-jobs/{id}',
  permission: 'monitoring.config.update',
  summary: 'Delete a scrape job; its series end',
  params: JobId,
  query: z.strictObject({ version: z.coerce.number().int().min(1).optional().describe('Delete only this version') }),
  response: z.strictObject({ deleted: z.literal(true) }),
});

export const tryScrapeJob = endpoint({
  method: 'POST',
  path: '/api/monitoring/scrape-jobs/test',
  permission: 'monitoring.config.update',
  summary: 'Scrape the first targets of an unsaved job once and show what would be stored',
  body: z.strictObject({ job: ScrapeJobInput, id: z.uuid().optional().describe('A stored job whose secrets stand for those left out') }),
  response: TriedJob,
  maxBodyBytes: bodyBytes,
});

export const importScrapeJobs = endpoint({
  method: 'POST',
  path: '/api/monitoring/scrape-jobs/import',
  permission: 'monitoring.config.update',
  summary: 'Create jobs from the scrape_configs of a Prometheus configuration',
  body: z.strictObject({
    yaml: z.string().min(1).max(scrapeLimits.importBytes),
    mode: z.enum(['create', 'check']).default('create').describe('check creates nothing'),
  }),
  response: z.strictObject({
    jobs: z.array(
      z.strictObject({
        name: z.string(),
        id: z.uuid().nullable().describe('Null when it was not created'),
        issues: z.array(z.strictObject({ path: z.string(), message: z.string() })),
      }),
    ),
  }),
  maxBodyBytes: bodyBytes,
});

export const listScrapeTargets = endpoint({
  method: 'GET',
  path: '/api/monitoring/scrape-targets',
  permission: 'monitoring.read',
  summary: 'Every target with its last scrape, and what discovery says about each job',
  query: z.strictObject({
    job: z.string().max(200).optional().describe('The name of a job'),
    health: z.enum(targetHealths).optional(),
    limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
  }),
  response: z.strictObject({
    targets: z.array(TargetView),
    isTruncated: z.boolean(),
    counts: z.strictObject({ up: z.number().int(), down: z.number().int(), unknown: z.number().int() }),
    jobs: z.array(JobDiscoveryView),
  }),
});
