'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonStyle } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { JobForm } from './job-form';
import { jobQuery } from './scrape-queries';

/** The form of a stored job, once it was read. */
export function JobPage({ id }: { id: string }) {
  const query = useQuery(jobQuery(id));
  if (query.data) return <JobForm key={query.data.id} job={query.data} />;
  if (query.isError) {
    return (
      <Notice
        icon={CloudOff}
        role="alert"
        title="The job cannot be shown"
        action={
          <>
            <Button onClick={() => void query.refetch()}>Try again</Button>
            <Link href="/scraping" className={buttonStyle()}>
              All jobs
            </Link>
          </>
        }
      >
        {messageOf(query.error)}
      </Notice>
    );
  }
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading the job</span>
      <Skeleton className="h-96" />
    </div>
  );
}
