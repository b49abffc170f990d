'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button, buttonStyle } from '@/components/ui/button';
import { StateIcon } from '@/components/ui/state';
import { TextArea } from '@/components/ui/text-area';
import { messageOf } from '@/lib/errors';
import { importScrapeJobs } from '@/lib/scrape/api';
import { scrapeKey } from './scrape-queries';

type Mode = 'check' | 'create';

/** Takes the scrape_configs of a Prometheus configuration: looked at first, then created. */
export function ImportForm() {
  const queries = useQueryClient();
  const [yaml, setYaml] = useState('');
  const [empty, setEmpty] = useState(false);
  const send = useMutation({
    mutationFn: (mode: Mode) => callEndpoint(importScrapeJobs, { body: { yaml, mode } }),
    onSuccess: (_, mode) => (mode === 'create' ? queries.invalidateQueries({ queryKey: scrapeKey }) : undefined),
  });
  const { data, variables: mode } = send;
  const sound = data?.jobs.filter(({ issues }) => issues.length === 0).length ?? 0;
  const created = mode === 'create' ? (data?.jobs.filter(({ id }) => id !== null).length ?? 0) : 0;
  const start = (next: Mode) => {
    setEmpty(yaml.trim() === '');
    if (yaml.trim() !== '') send.mutate(next);
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        start('check');
      }}
    >
      <TextArea
        label="Prometheus configuration"
        rows={14}
        value={yaml}
        placeholder={'scrape_configs:\n  - job_name: node\n    static_configs:\n      - targets: [10.0.0.7:9100]'}
        hint="A whole prometheus.yml, its scrape_configs, or one job of it. Secrets are stored encrypted."
        error={empty ? 'Paste a configuration first.' : send.isError ? messageOf(send.error) : undefined}
        onChange={(event) => {
          setYaml(event.target.value);
          if (data || send.isError) send.reset();
        }}
      />
      {data ? (
        <section aria-label="Jobs found" role="status" className="rounded-base border bg-surface">
          <h2 className="px-4 py-3 text-sm font-medium">
            {mode === 'create' ? `${created} of ${data.jobs.length} jobs were created` : `${sound} of ${data.jobs.length} jobs can be created`}
          </h2>
          <ul className="divide-y border-t">
            {data.jobs.map((job, index) => (
              <li key={index} className="flex items-start gap-3 px-4 py-2 text-sm">
                <StateIcon state={job.issues.length === 0 ? 'ok' : 'warning'} className="mt-0.5" />
                <div className="min-w-0">
                  <span className="font-medium break-words">{job.name}</span>
                  {job.issues.map((issue) => (
                    <p key={issue.path + issue.message} className="text-xs break-words text-muted">
                      <span className="font-mono">{issue.path}</span>: {issue.message}
                    </p>
                  ))}
                </div>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {data && mode === 'check' && sound > 0 ? (
          <Button look="primary" size="large" pending={send.isPending} onClick={() => start('create')}>
            Create {sound} {sound === 1 ? 'job' : 'jobs'}
          </Button>
        ) : created > 0 ? null : (
          <Button type="submit" look="primary" size="large" pending={send.isPending}>
            Check
          </Button>
        )}
        <Link href="/scraping" className={buttonStyle({ look: created > 0 ? 'primary' : 'quiet', size: 'large' })}>
          {created > 0 ? 'See the jobs' : 'Cancel'}
        </Link>
      </div>
    </form>
  );
}
