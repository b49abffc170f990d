'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { deleteScrapeJob, updateScrapeJob } from '@/lib/scrape/api';
import type { ScrapeJobView } from '@/lib/scrape/views';
import { inputOfSettings } from './job-input';
import { jobsQuery, scrapeKey } from './scrape-queries';

/** Pauses or resumes a job: shown at once, and taken back when the server refuses. */
export function useSwitchJob() {
  const queries = useQueryClient();
  const key = jobsQuery().queryKey;
  return useMutation({
    mutationFn: ({ id, version, settings }: ScrapeJobView) =>
      callEndpoint(updateScrapeJob, { params: { id }, body: { version, job: inputOfSettings({ ...settings, isEnabled: !settings.isEnabled }) } }),
    onMutate: async (job) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData(key);
      const jobs = before?.jobs.map((each) => (each.id === job.id ? { ...each, settings: { ...each.settings, isEnabled: !each.settings.isEnabled } } : each));
      if (before && jobs) queries.setQueryData(key, { ...before, jobs });
      return before;
    },
    onError: (_error, _job, before) => before && queries.setQueryData(key, before),
    onSettled: () => queries.invalidateQueries({ queryKey: scrapeKey }),
  });
}

export function useDeleteJob(onDeleted: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: ScrapeJobView) => callEndpoint(deleteScrapeJob, { params: { id }, query: { version } }),
    onSuccess: async () => {
      onDeleted();
      await queries.invalidateQueries({ queryKey: scrapeKey });
    },
  });
}
