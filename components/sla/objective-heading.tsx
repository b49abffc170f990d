'use client';

import { Pencil, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Button, buttonStyle } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { ObjectiveView } from '@/lib/sla/schemas';
import { DeleteObjective } from './delete-objective';
import { sliWords, standingOf } from './objective-words';
import { StandingMark } from './standing-mark';

/** What the objective is called, how it stands, and what may be done to it. */
export function ObjectiveHeading({ objective, canEdit }: { objective: ObjectiveView; canEdit: boolean }) {
  const [isDeleting, setIsDeleting] = useState(false);
  const { id, settings, serviceName } = objective;
  return (
    <header className="flex flex-wrap items-start justify-between gap-3">
      <div className="flex min-w-0 flex-col gap-1">
        <h1 className="text-2xl font-semibold tracking-tight break-words">{settings.name}</h1>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
          <StandingMark standing={standingOf(objective)} />
          <span className="min-w-0 break-words">
            <Link href={`/services/${settings.serviceId}`} className="-my-3 inline-block py-3 font-medium text-ink hover:underline">
              {serviceName}
            </Link>
            {` · ${sliWords(settings.sli)}`}
          </span>
        </p>
      </div>
      {canEdit ? (
        <div className="flex flex-wrap gap-2">
          <Link href={`/sla/${id}/edit`} className={buttonStyle()}>
            <Pencil aria-hidden className="size-4" />
            Edit
          </Link>
          <Button onClick={() => setIsDeleting(true)}>
            <Trash2 aria-hidden className="size-4" />
            Delete
          </Button>
        </div>
      ) : null}
      <Dialog open={isDeleting} onClose={() => setIsDeleting(false)} title={`Delete ${settings.name}`}>
        <DeleteObjective objective={objective} />
      </Dialog>
    </header>
  );
}
