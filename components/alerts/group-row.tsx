'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { memo, useEffect, useRef } from 'react';
import { formatDuration } from '@/components/time/format';
import { Since } from '@/components/time/since';
import { cn } from '@/components/ui/cn';
import type { AlertGroup } from '@/lib/alerts/api';
import { SeverityMark, StateMark } from './alert-mark';
import { stretched } from './alert-row';
import { countsInWords } from './alert-words';
import { alertsSearch, noFilters, withMatcher } from './alerts-state';
import { RowActions, wholeOf, type RowActs } from './row-actions';
import { RowCheck } from './row-check';

interface GroupLineProps {
  rowKey: string;
  group: AlertGroup;
  isOpen: boolean;
  nowMs: number;
  isPicked: boolean;
  isCurrent: boolean;
  takesFocus: boolean;
  acts: RowActs;
  onToggle: (groupKey: string) => void;
}

/** Alerts of one cause as one line that opens. */
export const GroupLine = memo(function GroupLine({ rowKey, group, isOpen, nowMs, isPicked, isCurrent, takesFocus, acts, onToggle }: GroupLineProps) {
  const button = useRef<HTMLButtonElement>(null);
  // Synchronises the browser's focus with the cursor of the list.
  useEffect(() => {
    if (takesFocus) button.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  const { nextEscalationAt } = group;
  return (
    <article
      data-group={group.title}
      data-state={group.state}
      aria-label={group.title}
      className={cn('group relative flex flex-wrap items-start gap-x-3 gap-y-2 py-3 pr-4 pl-4 hover:bg-sunken sm:flex-nowrap sm:items-center sm:py-1 sm:pl-2', (isPicked || isCurrent) && 'bg-sunken')}
    >
      <RowCheck label={`Select ${group.title}`} isPicked={isPicked} isDisabled={group.state === 'resolved'} onPick={(isSpan) => acts.pick(rowKey, isSpan)} />
      <SeverityMark severity={group.severity} state={group.state} className="mt-0.5 size-5 sm:mt-0 sm:size-4" />
      <div className="min-w-0 flex-1">
        <button
          ref={button}
          type="button"
          aria-expanded={isOpen}
          onFocus={() => acts.focus(rowKey)}
          onClick={() => onToggle(group.key)}
          className={cn('flex w-full items-start gap-1 text-left text-base leading-6 font-medium sm:text-sm sm:leading-5', stretched, group.state === 'firing' ? '' : 'text-muted')}
        >
          <span className="min-w-0 break-words sm:truncate">{group.title}</span>
          <ChevronRight aria-hidden className={cn('mt-1 size-4 shrink-0 text-muted transition-transform duration-100 sm:mt-0.5', isOpen && 'rotate-90')} />
        </button>
        <p className="text-sm text-muted sm:truncate sm:text-xs">
          <StateMark severity={group.severity} state={group.state} className="mr-2 align-middle" />
          <span className="mr-2">{countsInWords(group.counts)}</span>
          {nextEscalationAt !== null && nextEscalationAt > nowMs ? <span>the next is told in {formatDuration(nextEscalationAt - nowMs)}</span> : null}
        </p>
      </div>
      <p className="ml-auto text-right text-xs whitespace-nowrap text-muted sm:w-28">
        <Since atMs={group.since} nowMs={nowMs} form="for" />
      </p>
      <RowActions alerts={group.alerts} whole={wholeOf(group)} isShown={isCurrent} acts={acts} />
    </article>
  );
});

/** The way to the alerts of a group that are not listed with it. */
export function MoreLine({ group, hidden }: { group: AlertGroup; hidden: number }) {
  const matchers = Object.entries(group.labels).reduce((text, [label, value]) => withMatcher(text, { label, operator: '=', value }), '');
  const search = alertsSearch({ ...noFilters, matchers, isFlat: true });
  return (
    <p className="px-4 py-2 text-sm text-muted sm:pl-14">
      {hidden.toLocaleString('en')} more of this group.{' '}
      <Link href={`/alerts${search}`} className="inline-flex min-h-11 items-center text-ink underline underline-offset-4 sm:min-h-7">
        List them one by one
      </Link>
    </p>
  );
}
