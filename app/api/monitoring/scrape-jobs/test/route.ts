import { tryScrapeJob } from '@/lib/scrape/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { tryUnsavedJob } from '@/server/scrape/jobs';

export const POST = route(tryScrapeJob, ({ caller, body }) => tryUnsavedJob(runtime(), caller, body.job, body.id));
