'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudOff, FileInput, Plus, Radar, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { buttonStyle, Button } from '@/components/ui/button';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { SearchField } from '@/components/ui/search-field';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import type { ScrapeJobView, TargetView } from '@/lib/scrape/views';
import { DeleteDialog } from './delete-dialog';
import { JobCard } from './job-card';
import { jobsQuery, targetsQuery } from './scrape-queries';

export function Scraping({ canEdit: isAllowed }: { canEdit: boolean }) {
  const canEdit = useCanEdit('scrapeJobs', isAllowed);
  const jobs = useQuery(jobsQuery());
  const found = useQuery(targetsQuery());
  const [search, setSearch] = useState('');
  const [doomed, setDoomed] = useState<ScrapeJobView | null>(null);
  const byJob = useMemo(() => groupByJob(found.data?.targets ?? []), [found.data]);
  const nowMs = found.dataUpdatedAt;
  const retry = () => {
    void jobs.refetch();
    void found.refetch();
  };
  if (!jobs.data) {
    if (!jobs.isError) return <JobsSkeleton />;
    return (
      <Notice icon={CloudOff} role="alert" title="The scrape jobs cannot be listed" action={<Button onClick={retry}>Try again</Button>}>
        {messageOf(jobs.error)}
      </Notice>
    );
  }
  const all = jobs.data.jobs;
  if (all.length === 0) {
    return (
      <Notice icon={Radar} title="Nothing is scraped yet" action={canEdit ? <NewJobLinks /> : undefined}>
        A scrape job names the addresses of exporters, such as a node exporter on each host. Nines reads them every few seconds; this page shows which are up, and why others are not.
        {isAllowed ? '' : ' An owner or admin can add one.'}
      </Notice>
    );
  }
  const shown = all.filter((job) => matches(job, byJob.get(job.id) ?? [], search));
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-sm text-muted">
          {counted(all.length, 'job')}
          {found.data ? `, ${found.data.counts.up.toLocaleString('en')} of ${counted(found.data.counts.up + found.data.counts.down + found.data.counts.unknown, 'target')} up` : ''}
        </p>
        {canEdit ? <NewJobLinks /> : null}
      </div>
      <ManagedNotice section="scrapeJobs" />
      {all.length > 5 ? (
        <div role="search" className="flex">
          <SearchField aria-label="Search jobs and targets" placeholder="Job or target" value={search} onChange={setSearch} />
        </div>
      ) : null}
      {jobs.isError || found.isError ? <RefreshFailed message={messageOf(jobs.error ?? found.error)} onRetry={retry} /> : null}
      {shown.length === 0 ? (
        <Notice icon={SearchX} title="No job matches" action={<Button onClick={() => setSearch('')}>Show all jobs</Button>}>
          None of the {all.length} jobs has these words in its name or its targets.
        </Notice>
      ) : null}
      {shown.map((job) => (
        <JobCard
          key={job.id}
          job={job}
          targets={found.data ? (byJob.get(job.id) ?? []) : undefined}
          discovery={found.data?.jobs.find(({ jobId }) => jobId === job.id)}
          nowMs={nowMs}
          canOpen={isAllowed}
          canEdit={canEdit}
          onDelete={setDoomed}
        />
      ))}
      <DeleteDialog job={doomed} onClose={() => setDoomed(null)} onDeleted={() => setDoomed(null)} />
    </div>
  );
}

function NewJobLinks() {
  return (
    <div className="flex flex-wrap gap-2">
      <Link href="/scraping/import" className={buttonStyle()}>
        <FileInput aria-hidden className="size-4" />
        Import
      </Link>
      <Link href="/scraping/new" className={buttonStyle({ look: 'primary' })}>
        <Plus aria-hidden className="size-4" />
        New job
      </Link>
    </div>
  );
}

function JobsSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading the scrape jobs</span>
      <Skeleton className="h-9" />
      <Skeleton className="h-40" />
      <Skeleton className="h-40" />
    </div>
  );
}

function groupByJob(targets: readonly TargetView[]): Map<string, TargetView[]> {
  const byJob = new Map<string, TargetView[]>();
  for (const target of targets) {
    const known = byJob.get(target.jobId);
    if (known) known.push(target);
    else byJob.set(target.jobId, [target]);
  }
  return byJob;
}

function matches({ settings }: ScrapeJobView, targets: readonly TargetView[], search: string): boolean {
  const word = search.trim().toLowerCase();
  return settings.name.toLowerCase().includes(word) || targets.some(({ url }) => url.toLowerCase().includes(word));
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
