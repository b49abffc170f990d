import { listScrapeTargets } from '@/lib/scrape/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { listTargets } from '@/server/scrape/list-targets';

export const GET = route(listScrapeTargets, ({ caller, query }) => listTargets(runtime().scrape, caller.tenant, query));
