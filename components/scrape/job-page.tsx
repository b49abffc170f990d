'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { buttonStyle } from '@/components/ui/button';
import { Waiting } from '@/components/ui/waiting';
import { JobForm } from './job-form';
import { jobQuery } from './scrape-queries';

/** The form of a stored job, once it was read. */
export function JobPage({ id }: { id: string }) {
  const query = useQuery(jobQuery(id));
  if (query.data) return <JobForm key={query.data.id} job={query.data} />;
  const wayOut = (
    <Link href="/scraping" className={buttonStyle()}>
      All jobs
    </Link>
  );
  return <Waiting thing="job" error={query.error} onRetry={() => void query.refetch()} wayOut={wayOut} />;
}
