'use client';

import { Pause, Pencil, Play, RotateCw, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DeleteByName } from '@/components/alerts/notify/delete-by-name';
import { Since } from '@/components/time/since';
import { Button, buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Dialog } from '@/components/ui/dialog';
import type { CheckView } from '@/lib/checks/schemas';
import type { CheckState } from '@/lib/checks/states';
import { messageOf } from '@/lib/errors';
import { CheckMark, CheckStateWord, MaintenanceMark } from './check-mark';
import { useDeleteCheck, useSwitchCheck } from './use-check-actions';

interface CheckHeadingProps {
  check: CheckView;
  nowMs: number;
  canEdit: boolean;
  canRun: boolean;
  isRunning: boolean;
  onRun: () => void;
}

const frames: Record<CheckState, string> = {
  up: 'border-line bg-surface', unknown: 'border-line bg-surface', degraded: 'border-warning-fill bg-warning-soft', down: 'border-critical-fill bg-critical-soft ring-1 ring-critical-fill',
};

/** What it is, whether it is well, since when and why, and what can be done with it. */
export function CheckHeading({ check, nowMs, canEdit, canRun, isRunning, onRun }: CheckHeadingProps) {
  const router = useRouter();
  const [isDoomed, setIsDoomed] = useState(false);
  const change = useSwitchCheck();
  const removal = useDeleteCheck(() => router.push('/checks'));
  const { name, state, isEnabled, since, reason, target, title, maintenance, serviceId, serviceName, kind } = check;
  const isPaused = !isEnabled;
  return (
    <header data-state={isPaused ? 'paused' : state} className={cn('flex flex-col gap-4 rounded-base border p-4 lg:flex-row lg:items-start lg:justify-between', isPaused ? 'bg-surface' : frames[state])}>
      <div className="flex min-w-0 items-start gap-3">
        <CheckMark state={state} isPaused={isPaused} className="mt-1 size-6" />
        <div className="min-w-0">
          <h1 className="text-2xl leading-8 font-semibold tracking-tight break-words">{name}</h1>
          <p role="status" className="text-sm break-words">
            <CheckStateWord state={state} isPaused={isPaused} className={state === 'up' ? 'text-ink' : undefined} />
            {since === null || isPaused ? null : (
              <>
                {' '}
                <Since atMs={since} nowMs={nowMs} form="for" />
              </>
            )}
            {reason && !isPaused ? `. ${reason}` : isPaused ? '. Its time counts as unknown.' : ''}
          </p>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
            <span className="break-all">
              {title}: {target}
            </span>
            {serviceId ? (
              <Link href={`/services/${serviceId}`} className="inline-flex min-h-11 items-center underline underline-offset-4 hover:text-ink sm:min-h-0">
                {serviceName}
              </Link>
            ) : null}
            {maintenance ? <MaintenanceMark name={maintenance.name} /> : null}
          </p>
          {change.isError ? (
            <p role="alert" className="mt-2 text-sm break-words text-critical">
              {messageOf(change.error)}
            </p>
          ) : null}
        </div>
      </div>
      <div className="flex shrink-0 flex-wrap gap-2">
        {canRun && isEnabled && kind !== 'heartbeat' ? (
          <Button look="primary" pending={isRunning} onClick={onRun} className="max-sm:basis-full">
            {isRunning ? null : <RotateCw aria-hidden className="size-4" />}
            Run now
          </Button>
        ) : null}
        {canEdit ? (
          <>
            <Button pending={change.isPending} onClick={() => change.mutate(check)} className="max-sm:flex-1">
              {change.isPending ? null : isEnabled ? <Pause aria-hidden className="size-4" /> : <Play aria-hidden className="size-4" />}
              {isEnabled ? 'Pause' : 'Go on'}
            </Button>
            <Link href={`/checks/${check.id}/edit`} className={cn(buttonStyle(), 'max-sm:flex-1')}>
              <Pencil aria-hidden className="size-4" />
              Edit
            </Link>
            <Button size="icon" aria-label="Delete the check" title="Delete" onClick={() => setIsDoomed(true)}>
              <Trash2 aria-hidden className="size-4" />
            </Button>
          </>
        ) : null}
      </div>
      <Dialog open={isDoomed} onClose={() => setIsDoomed(false)} title={`Delete the check ${name}`}>
        <DeleteByName name={name} action="Delete the check" isPending={removal.isPending} error={removal.error} onDelete={() => removal.mutate(check)}>
          <p>Its history goes with it, and with that the uptime that objectives count. To stop it and keep what it measured, pause it.</p>
        </DeleteByName>
      </Dialog>
    </header>
  );
}
