import { deleteScrapeJob, readScrapeJob, updateScrapeJob } from '@/lib/scrape/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { deleteJob, readJob, updateJob } from '@/server/scrape/jobs';

export const GET = route(readScrapeJob, ({ caller, params }) => readJob(runtime(), caller, params.id));
export const PUT = route(updateScrapeJob, ({ caller, params, body }) => updateJob(runtime(), caller, params.id, body));
export const DELETE = route(deleteScrapeJob, async ({ caller, params, query }) => {
  await deleteJob(runtime(), caller, params.id, query.version);
  return { deleted: true as const };
});
