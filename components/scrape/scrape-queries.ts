import { queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { listScrapeJobs, listScrapeTargets, readScrapeJob } from '@/lib/scrape/api';

export const scrapeKey = ['scrape'] as const;
const refreshMs = 5_000;

export function jobsQuery() {
  return queryOptions({
    queryKey: [...scrapeKey, 'jobs'],
    queryFn: ({ signal }) => callEndpoint(listScrapeJobs, { signal }),
    refetchInterval: 30_000,
  });
}

/** Every target with its last scrape, read again every five seconds. */
export function targetsQuery() {
  return queryOptions({
    queryKey: [...scrapeKey, 'targets'],
    queryFn: ({ signal }) => callEndpoint(listScrapeTargets, { query: { limit: 5_000 }, signal }),
    refetchInterval: refreshMs,
  });
}

/** One job, as it is now; what is typed into its form must not be overtaken by a later answer, so that it is read once. */
export function jobQuery(id: string) {
  return queryOptions({
    queryKey: [...scrapeKey, 'job', id],
    queryFn: ({ signal }) => callEndpoint(readScrapeJob, { params: { id }, signal }),
    staleTime: 0,
    gcTime: 0,
  });
}
