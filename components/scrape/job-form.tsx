'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button, buttonStyle } from '@/components/ui/button';
import { Locked, ManagedNotice } from '@/components/ui/managed';
import { isAppError, messageOf, type FieldIssue } from '@/lib/errors';
import { createScrapeJob, readScrapeJob, tryScrapeJob, updateScrapeJob } from '@/lib/scrape/api';
import type { ScrapeJobView } from '@/lib/scrape/views';
import { AdvancedFields } from './advanced-fields';
import { ownPath } from './issue-lookup';
import { JobConflict } from './job-conflict';
import { draftOf, emptyDraft, readDraft, type JobDraft } from './job-draft';
import { MainFields } from './job-fields';
import { scrapeKey } from './scrape-queries';
import { TriedJobResult } from './tried-job';

type Input = NonNullable<ReturnType<typeof readDraft>['input']>;

/** A new job, or one that is stored. What is wrong is told at its field, by the form itself and by the server alike. */
export function JobForm({ job }: { job: ScrapeJobView | null }) {
  const router = useRouter();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => (job ? draftOf(job.settings) : emptyDraft));
  const [base, setBase] = useState(job);
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const [theirs, setTheirs] = useState<ScrapeJobView | null>(null);

  const save = useMutation({
    mutationFn: (input: Input) =>
      base ? callEndpoint(updateScrapeJob, { params: { id: base.id }, body: { version: base.version, job: input } }) : callEndpoint(createScrapeJob, { body: input }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: scrapeKey });
      router.push('/scraping');
    },
    onError: async (error) => {
      refuse(error);
      if (base && isAppError(error) && error.code === 'conflict') setTheirs(await callEndpoint(readScrapeJob, { params: { id: base.id } }).catch(() => null));
    },
  });
  const trial = useMutation({
    mutationFn: (input: Input) => callEndpoint(tryScrapeJob, { body: { job: input, id: base?.id } }),
    onError: refuse,
  });

  function refuse(error: unknown) {
    setIssues(isAppError(error) ? error.issues : []);
    focusFirstFault();
  }

  function send(by: typeof save.mutate | typeof trial.mutate) {
    const read = readDraft(draft);
    setIssues(read.issues);
    if (read.input) by(read.input);
    else focusFirstFault();
  }

  function focusFirstFault() {
    // After the fields have taken on their faults.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), 0);
  }

  function edit(change: Partial<JobDraft>) {
    setDraft((before) => ({ ...before, ...change }));
    if (issues.length > 0) setIssues([]);
  }

  const failure = save.error ?? trial.error;
  const fields = { draft, issues, onChange: edit };
  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        send(save.mutate);
      }}
    >
      <ManagedNotice section="scrapeJobs" />
      {theirs ? (
        <JobConflict
          mine={draft}
          theirs={theirs}
          onTakeTheirs={() => {
            setDraft(draftOf(theirs.settings));
            setBase(theirs);
            setTheirs(null);
            save.reset();
          }}
          onKeepMine={() => {
            setBase(theirs);
            setTheirs(null);
            save.reset();
          }}
        />
      ) : null}
      <div className="min-w-0 overflow-hidden rounded-base border bg-surface">
        <Locked section="scrapeJobs">
          <MainFields {...fields} />
          <AdvancedFields {...fields} stored={base?.settings ?? null} />
        </Locked>
        {trial.data && !trial.isPending ? <TriedJobResult tried={trial.data} /> : null}
      </div>
      {issues.length > 0 || (failure && !theirs) ? <Refusal issues={issues} message={failure && issues.length === 0 ? messageOf(failure) : null} /> : null}
      <div className="flex flex-wrap gap-2">
        <Locked section="scrapeJobs">
          <Button type="submit" look="primary" size="large" pending={save.isPending}>
            {base ? 'Save the job' : 'Create the job'}
          </Button>
        </Locked>
        <Button size="large" pending={trial.isPending} onClick={() => send(trial.mutate)}>
          {trial.isPending ? null : <FlaskConical aria-hidden className="size-4" />}
          Test now
        </Button>
        <Link href="/scraping" className={buttonStyle({ look: 'quiet', size: 'large' })}>
          Cancel
        </Link>
      </div>
    </form>
  );
}

function Refusal({ issues, message }: { issues: readonly FieldIssue[]; message: string | null }) {
  return (
    <div role="alert" className="rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm">
      {message ?? (issues.length === 1 ? 'One thing is to be corrected:' : `${issues.length} things are to be corrected:`)}
      {message === null ? (
        <ul className="list-inside list-disc">
          {issues.map((issue) => (
            <li key={issue.path + issue.message} className="break-words">
              <span className="font-mono text-xs">{ownPath(issue)}</span>: {issue.message}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
