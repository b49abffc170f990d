'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { messageOf } from '@/lib/errors';
import type { ScrapeJobView } from '@/lib/scrape/views';
import { useDeleteJob } from './use-job-actions';

interface DeleteDialogProps {
  /** Null: closed. */
  job: ScrapeJobView | null;
  onClose: () => void;
  onDeleted: () => void;
}

/** Deleting cannot be undone, so that it asks for the name. */
export function DeleteDialog({ job, onClose, onDeleted }: DeleteDialogProps) {
  return (
    <Dialog open={job !== null} onClose={onClose} title={`Delete the job ${job?.settings.name ?? ''}`}>
      {job ? <Confirm job={job} onDeleted={onDeleted} /> : null}
    </Dialog>
  );
}

function Confirm({ job, onDeleted }: { job: ScrapeJobView; onDeleted: () => void }) {
  const [typed, setTyped] = useState('');
  const removal = useDeleteJob(onDeleted);
  const isRight = typed === job.settings.name;
  return (
    <form
      noValidate
      className="flex flex-col gap-4 text-sm"
      onSubmit={(event) => {
        event.preventDefault();
        if (isRight) removal.mutate(job);
      }}
    >
      <p>Its targets are scraped no more and their series end. The samples that are stored stay until their retention ends. Its passwords and keys are gone.</p>
      <Field label={`Type ${job.settings.name} to delete it`} data-first autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} error={removal.isError ? messageOf(removal.error) : undefined} />
      <Button type="submit" look="primary" size="large" disabled={!isRight} pending={removal.isPending}>
        Delete the job
      </Button>
    </form>
  );
}
