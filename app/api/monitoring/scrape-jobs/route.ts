import { createScrapeJob, listScrapeJobs } from '@/lib/scrape/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { createJob, listJobs } from '@/server/scrape/jobs';

export const GET = route(listScrapeJobs, ({ caller }) => listJobs(runtime(), caller));
export const POST = route(createScrapeJob, ({ caller, body }) => createJob(runtime(), caller, body));
