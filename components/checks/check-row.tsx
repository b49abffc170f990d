'use client';

import Link from 'next/link';
import { memo, useEffect, useRef } from 'react';
import { stretched } from '@/components/alerts/alert-row';
import { Since } from '@/components/time/since';
import { cn } from '@/components/ui/cn';
import type { CheckView } from '@/lib/checks/schemas';
import { CheckMark, CheckStateWord, MaintenanceMark } from './check-mark';
import { tookWords } from './check-words';
import { RowBars } from './row-bars';

interface CheckRowProps {
  check: CheckView;
  nowMs: number;
  isCurrent: boolean;
  takesFocus: boolean;
  /** Left out on the page of its service. */
  showsService: boolean;
  onFocus?: (id: string) => void;
}

/** One check: its state, what it looks at, a day of it and its last answer. The whole of it leads to the check. */
export const CheckRow = memo(function CheckRow({ check, nowMs, isCurrent, takesFocus, showsService, onFocus }: CheckRowProps) {
  const link = useRef<HTMLAnchorElement>(null);
  // Synchronises the browser's focus with the cursor of the list.
  useEffect(() => {
    if (takesFocus) link.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  const { id, name, kind, state, isEnabled, since, last, target, title, serviceName, reason, maintenance } = check;
  const isPaused = !isEnabled;
  const isBad = isEnabled && state !== 'up';
  return (
    <article
      data-check={name}
      data-state={isPaused ? 'paused' : state}
      aria-label={name}
      className={cn(
        'relative grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-2 px-4 py-3 hover:bg-sunken sm:py-2 lg:grid-cols-[auto_minmax(0,5fr)_minmax(14rem,4fr)_9rem]',
        isCurrent && 'bg-sunken',
      )}
    >
      <CheckMark state={state} isPaused={isPaused} className="size-5 self-start lg:size-4 lg:self-center" />
      <div className="min-w-0">
        <Link ref={link} href={`/checks/${id}`} prefetch={false} onFocus={() => onFocus?.(id)} className={cn('block text-base leading-6 font-medium break-words sm:truncate sm:text-sm sm:leading-5', stretched)}>
          {name}
        </Link>
        <p className="text-sm text-muted sm:truncate sm:text-xs">
          <CheckStateWord state={state} isPaused={isPaused} className="mr-2 text-xs" />
          {maintenance ? (
            <span className="mr-2">
              <MaintenanceMark name={maintenance.name} />
            </span>
          ) : null}
          <span className="break-words" title={isBad ? reason : target}>
            {isBad && reason ? reason : [title, target, showsService ? serviceName : null].filter(Boolean).join(' · ')}
          </span>
        </p>
      </div>
      <p className="self-start text-right text-xs whitespace-nowrap text-muted lg:order-last lg:self-center">
        {last ? (
          <span className={cn('block font-medium', isBad ? 'text-muted' : 'text-ink')} title={last.message}>
            {last.success ? (kind === 'heartbeat' ? 'called' : tookWords(last.durationMs)) : 'failed'}
          </span>
        ) : (
          <span className="block">no result yet</span>
        )}
        {since === null || isPaused ? null : <Since atMs={since} nowMs={nowMs} form="for" />}
      </p>
      <div className="col-span-3 lg:col-span-1">
        <RowBars of="checks" id={id} changedAt={since} />
      </div>
    </article>
  );
});
