'use client';

import { ExternalLink, FileCheck, Pencil, Plus, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { CheckMark, CheckStateWord, MaintenanceMark } from '@/components/checks/check-mark';
import { Since } from '@/components/time/since';
import { Button, buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Dialog } from '@/components/ui/dialog';
import type { CheckState } from '@/lib/checks/states';
import type { ServiceView } from '@/lib/services/schemas';
import { DeleteService } from './delete-service';
import { tierWords } from './service-words';

const frames: Record<CheckState, string> = {
  up: 'border-line bg-surface', unknown: 'border-line bg-surface', degraded: 'border-warning-fill bg-warning-soft', down: 'border-critical-fill bg-critical-soft ring-1 ring-critical-fill',
};

interface ServiceHeadingProps {
  service: ServiceView;
  nowMs: number;
  canEdit: boolean;
  canAddCheck: boolean;
}

/** Whether it works, since when and why; whose it is, and the way to the runbook. */
export function ServiceHeading({ service, nowMs, canEdit, canAddCheck }: ServiceHeadingProps) {
  const { settings, state, since, reason, isInMaintenance } = service;
  const { name, team, tier, description, runbookUrl } = settings;
  return (
    <header data-state={state} className={cn('flex flex-col gap-4 rounded-base border p-4 lg:flex-row lg:items-start lg:justify-between', frames[state])}>
      <div className="flex min-w-0 items-start gap-3">
        <CheckMark state={state} className="mt-1 size-6" />
        <div className="min-w-0">
          <h1 className="text-2xl leading-8 font-semibold tracking-tight break-words">{name}</h1>
          <p role="status" className="text-sm break-words">
            <CheckStateWord state={state} className={state === 'up' ? 'text-ink' : undefined} />
            {since === null ? null : (
              <>
                {' '}
                <Since atMs={since} nowMs={nowMs} form="for" />
              </>
            )}
            {reason ? `. ${reason}` : ''}
          </p>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
            <span>
              {team === '' ? 'No team owns it' : `Team ${team}`}, tier {tier} ({tierWords[tier]})
            </span>
            {isInMaintenance ? <MaintenanceMark /> : null}
          </p>
          {description ? <p className="mt-2 text-sm whitespace-pre-line break-words">{description}</p> : null}
        </div>
      </div>
      <div className="flex shrink-0 flex-wrap gap-2">
        {runbookUrl ? (
          <a href={runbookUrl} target="_blank" rel="noreferrer" className={cn(buttonStyle({ look: state === 'down' ? 'primary' : 'plain' }), 'max-sm:basis-full')}>
            <ExternalLink aria-hidden className="size-4" />
            Runbook
          </a>
        ) : null}
        <Link href={`/sla/statements?service=${service.id}`} className={cn(buttonStyle(), 'max-sm:flex-1')}>
          <FileCheck aria-hidden className="size-4" />
          Statements
        </Link>
        {canAddCheck ? (
          <Link href={`/checks/new?service=${service.id}`} className={cn(buttonStyle(), 'max-sm:flex-1')}>
            <Plus aria-hidden className="size-4" />
            Add a check
          </Link>
        ) : null}
        {canEdit ? <Changes service={service} /> : null}
      </div>
    </header>
  );
}

function Changes({ service }: { service: ServiceView }) {
  const [isDoomed, setIsDoomed] = useState(false);
  const { id, settings } = service;
  return (
    <>
      <Link href={`/services/${id}/edit`} className={cn(buttonStyle(), 'max-sm:flex-1')}>
        <Pencil aria-hidden className="size-4" />
        Edit
      </Link>
      <Button size="icon" aria-label="Delete the service" title="Delete" onClick={() => setIsDoomed(true)}>
        <Trash2 aria-hidden className="size-4" />
      </Button>
      <Dialog open={isDoomed} onClose={() => setIsDoomed(false)} title={`Delete the service ${settings.name}`}>
        <DeleteService service={service} />
      </Dialog>
    </>
  );
}
