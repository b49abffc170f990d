'use client';

import { UserCheck } from 'lucide-react';
import Link from 'next/link';
import { memo, useEffect, useRef } from 'react';
import { stretched } from '@/components/alerts/alert-row';
import { isUnacknowledged } from '@/components/incidents/incident-changes';
import { beganAt, incidentName, namesShort } from '@/components/incidents/incident-words';
import { IncidentSeverityMark } from '@/components/incidents/severity-mark';
import { IncidentStateMark } from '@/components/incidents/state-mark';
import { Since } from '@/components/time/since';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { isOpen } from '@/lib/incidents/life-cycle';
import type { Incident, IncidentSeverity } from '@/lib/incidents/schemas';
import { CountsLine } from './counts-line';
import { LeadMark } from './lead-mark';

interface IncidentRowProps {
  incident: Incident;
  severities: readonly IncidentSeverity[];
  nowMs: number;
  /** Whether the keys are about this row. */
  isCurrent: boolean;
  /** Whether the cursor came here by a key, and takes the focus along. */
  takesFocus: boolean;
  onFocus: (id: string) => void;
  /** Null where the viewer may not. */
  onAcknowledge: ((incident: Incident) => void) | null;
}

/** One incident: a line on a desk, a card with its button on a phone. The whole of it leads to the incident. */
export const IncidentRow = memo(function IncidentRow({ incident, severities, nowMs, isCurrent, takesFocus, onFocus, onAcknowledge }: IncidentRowProps) {
  const link = useRef<HTMLAnchorElement>(null);
  // Synchronises the browser's focus with the cursor of the list.
  useEffect(() => {
    if (takesFocus) link.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  const { id, number, title, state, severity, services, times, mergedInto, reopened } = incident;
  const open = isOpen(state);
  const names = services.map(({ name }) => name);
  return (
    <article
      data-incident={number}
      data-state={state}
      aria-label={incidentName(incident)}
      className={cn(
        'group relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 px-4 py-3 hover:bg-sunken lg:grid-cols-[6.5rem_minmax(0,1fr)_11rem_8rem_7rem] lg:py-2',
        isCurrent && 'bg-sunken',
      )}
    >
      <IncidentSeverityMark severities={severities} severity={severity} isCalm={!open} className="text-sm lg:text-xs" />
      <p className="text-right text-xs whitespace-nowrap text-muted lg:order-last">
        {open ? <Since atMs={beganAt(incident)} nowMs={nowMs} form="for" /> : 'ended'}
        <span className={cn('block', isUnacknowledged(incident) && 'font-medium text-ink')}>
          {open ? times.acknowledged === null ? 'not acknowledged' : 'acknowledged' : <Since atMs={times.resolved ?? incident.updatedAt} nowMs={nowMs} form="ago" />}
        </span>
      </p>
      <div className="col-span-2 min-w-0 lg:col-span-1">
        <Link ref={link} href={`/incidents/${id}`} prefetch={false} onFocus={() => onFocus(id)} className={cn('block text-base leading-6 font-medium break-words lg:truncate lg:text-sm lg:leading-5', stretched, open ? '' : 'text-muted')}>
          <span className="mr-1.5 font-normal text-muted">#{number}</span>
          {title}
        </Link>
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-xs text-muted lg:flex-nowrap">
          <IncidentStateMark state={state} />
          {mergedInto ? <span className="whitespace-nowrap">merged into #{mergedInto.number}</span> : null}
          {reopened > 0 && open ? <span className="whitespace-nowrap">opened again</span> : null}
          <span title={names.join(', ')} className="min-w-0 break-words lg:truncate">
            {names.length === 0 ? 'no service named' : namesShort(names)}
          </span>
        </p>
      </div>
      <LeadMark incident={incident} className="text-sm lg:text-xs" />
      <CountsLine incident={incident} className="justify-end lg:justify-start" />
      {onAcknowledge && isUnacknowledged(incident) ? (
        <div
          className={cn(
            'relative z-10 col-span-2 flex [@media(hover:hover)]:lg:absolute [@media(hover:hover)]:lg:inset-y-0 [@media(hover:hover)]:lg:right-34 [@media(hover:hover)]:lg:items-center [@media(hover:hover)]:lg:bg-sunken [@media(hover:hover)]:lg:pl-2',
            !isCurrent && '[@media(hover:hover)]:lg:opacity-0 [@media(hover:hover)]:lg:group-hover:opacity-100 [@media(hover:hover)]:lg:group-focus-within:opacity-100',
          )}
        >
          <Button className="flex-1 lg:h-8 lg:flex-none" aria-label={`Acknowledge ${incidentName(incident)}`} onClick={() => onAcknowledge(incident)}>
            <UserCheck aria-hidden className="size-4 shrink-0" />
            Acknowledge
          </Button>
        </div>
      ) : null}
    </article>
  );
});
