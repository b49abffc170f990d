'use client';

import { CornerDownRight } from 'lucide-react';
import Link from 'next/link';
import { memo, useEffect, useRef } from 'react';
import { formatValue } from '@/components/explore/number-text';
import { Since } from '@/components/time/since';
import { cn } from '@/components/ui/cn';
import type { AlertView } from '@/lib/alerts/schemas';
import { SeverityMark, StateMark } from './alert-mark';
import { shownStateOf, standingOf, summaryOf, titleOf } from './alert-words';
import { RowActions, type RowActs } from './row-actions';
import { RowCheck } from './row-check';

interface AlertRowProps {
  rowKey: string;
  alert: AlertView;
  /** The labels that tell it apart from others of its name; empty where none is needed. */
  apart: string;
  place: 'alone' | 'cause' | 'member';
  nowMs: number;
  isPicked: boolean;
  /** Whether the keys are about this row. */
  isCurrent: boolean;
  /** Whether the cursor came here by a key, and takes the focus along. */
  takesFocus: boolean;
  acts: RowActs;
}

/** One alert: a line on a desk, a card with its buttons on a phone. The whole of it leads to the alert. */
export const AlertLine = memo(function AlertLine({ rowKey, alert, apart, place, nowMs, isPicked, isCurrent, takesFocus, acts }: AlertRowProps) {
  const link = useRef<HTMLAnchorElement>(null);
  // Synchronises the browser's focus with the cursor of the list.
  useEffect(() => {
    if (takesFocus) link.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  const state = shownStateOf(alert);
  const standing = standingOf(alert, nowMs);
  const summary = summaryOf(alert);
  const title = [titleOf(alert), apart].filter(Boolean).join(', ');
  return (
    <article
      data-alert={alert.name}
      data-state={state}
      aria-label={title}
      className={cn('group relative flex flex-wrap items-start gap-x-3 gap-y-2 py-3 pr-4 pl-4 hover:bg-sunken sm:flex-nowrap sm:items-center sm:py-1 sm:pl-2', (isPicked || isCurrent) && 'bg-sunken', place !== 'alone' && 'sm:pl-8')}
    >
      <RowCheck label={`Select ${title}`} isPicked={isPicked} isDisabled={state === 'resolved'} onPick={(isSpan) => acts.pick(rowKey, isSpan)} />
      <SeverityMark severity={alert.severity} state={state} className="mt-0.5 size-5 sm:mt-0 sm:size-4" />
      <div className="min-w-0 flex-1">
        <Link
          ref={link}
          href={`/alerts/${alert.id}`}
          prefetch={false}
          onFocus={() => acts.focus(rowKey)}
          className={cn('block text-base leading-6 font-medium break-words sm:truncate sm:text-sm sm:leading-5', stretched, state === 'firing' ? '' : 'text-muted')}
        >
          {place === 'cause' ? <span className="font-normal text-muted">Cause: </span> : null}
          {titleOf(alert)}
          {apart ? <span className="ml-2 font-mono text-xs font-normal text-muted">{apart}</span> : null}
        </Link>
        <p className="text-sm text-muted sm:truncate sm:text-xs" title={summary || undefined}>
          {place === 'member' && alert.causeId !== null ? <CornerDownRight aria-label="Follows from the cause" className="mr-1 inline size-3" /> : null}
          <StateMark severity={alert.severity} state={state} className="mr-2 align-middle" />
          {standing ? <span className="mr-2 break-words">{standing}</span> : null}
          {summary ? <span className="break-words">{summary}</span> : null}
        </p>
      </div>
      <p className="ml-auto text-right text-xs whitespace-nowrap text-muted sm:w-28">
        <Since atMs={state === 'resolved' ? (alert.resolvedAt ?? alert.startsAt) : alert.startsAt} nowMs={nowMs} form={state === 'resolved' ? 'ago' : 'for'} />
        {alert.value === null ? null : <span className="block font-medium text-ink">{formatValue(alert.value, 3)}</span>}
      </p>
      <RowActions alerts={[alert]} isShown={isCurrent} acts={acts} />
    </article>
  );
});

/** The link of a row covers all of it; what stands above it takes its own presses. */
export const stretched = 'after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ink';
