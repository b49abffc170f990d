import { importScrapeJobs } from '@/lib/scrape/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { importJobs } from '@/server/scrape/import-jobs';

export const POST = route(importScrapeJobs, ({ caller, body }) => importJobs(runtime(), caller, body));
