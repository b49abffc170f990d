'use client';

import { UserCheck } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { stretched } from '@/components/alerts/alert-row';
import { isUnacknowledged } from '@/components/incidents/incident-changes';
import { beganAt, incidentName, incidentStateWord, namesShort } from '@/components/incidents/incident-words';
import { CountsLine } from '@/components/incidents/list/counts-line';
import { LeadMark } from '@/components/incidents/list/lead-mark';
import { IncidentSeverityMark } from '@/components/incidents/severity-mark';
import { incidentStateIcon } from '@/components/incidents/state-mark';
import { Since } from '@/components/time/since';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Menu, menuItemStyle } from '@/components/ui/menu';
import { isOpen } from '@/lib/incidents/life-cycle';
import { incidentStates, type Incident, type IncidentSeverity, type IncidentState } from '@/lib/incidents/schemas';

interface IncidentCardProps {
  incident: Incident;
  severities: readonly IncidentSeverity[];
  nowMs: number;
  isCurrent: boolean;
  takesFocus: boolean;
  isDragged: boolean;
  onDrag: (incident: Incident | null) => void;
  onFocus: (id: string) => void;
  onMove: ((incident: Incident, state: IncidentState) => void) | null;
  onAcknowledge: ((incident: Incident) => void) | null;
}

/** One incident on the board: it is dragged as a whole, and moved by its menu. */
export function IncidentCard({ incident, severities, nowMs, isCurrent, takesFocus, isDragged, onDrag, onFocus, onMove, onAcknowledge }: IncidentCardProps) {
  const link = useRef<HTMLAnchorElement>(null);
  // Synchronises the browser's focus with the cursor of the board.
  useEffect(() => {
    if (takesFocus) link.current?.focus();
  }, [takesFocus]);
  const { id, number, title, severity, state, services, times } = incident;
  const open = isOpen(state);
  const names = services.map((each) => each.name);
  return (
    <article
      data-incident={number}
      data-state={state}
      aria-label={incidentName(incident)}
      draggable={onMove !== null}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', incidentName(incident));
        onDrag(incident);
      }}
      onDragEnd={() => onDrag(null)}
      className={cn('relative flex min-w-0 flex-col gap-1.5 rounded-base border bg-surface p-3 hover:border-line-strong', onMove && 'sm:cursor-grab', isCurrent && 'border-line-strong', isDragged && 'opacity-50')}
    >
      <div className="flex min-w-0 items-center justify-between gap-2">
        <IncidentSeverityMark severities={severities} severity={severity} isCalm={!open} />
        <span className="text-xs whitespace-nowrap text-muted">
          {open ? <Since atMs={beganAt(incident)} nowMs={nowMs} form="for" /> : <Since atMs={times.resolved ?? incident.updatedAt} nowMs={nowMs} form="ago" />}
        </span>
      </div>
      <Link ref={link} href={`/incidents/${id}`} prefetch={false} draggable={false} onFocus={() => onFocus(id)} className={cn('text-base leading-6 font-medium break-words sm:text-sm sm:leading-5', stretched)}>
        <span className="mr-1.5 font-normal text-muted">#{number}</span>
        {title}
      </Link>
      {names.length === 0 ? null : (
        <p title={names.join(', ')} className="text-xs break-words text-muted">
          {namesShort(names)}
        </p>
      )}
      <div className="flex min-w-0 flex-wrap items-center justify-between gap-x-3 gap-y-1 text-xs">
        <LeadMark incident={incident} />
        <CountsLine incident={incident} />
      </div>
      {onMove ? (
        <div className="relative z-10 mt-1 flex gap-2 sm:justify-end">
          {onAcknowledge && isUnacknowledged(incident) ? (
            <Button className="flex-1 sm:h-7 sm:flex-none sm:px-2 sm:text-xs" aria-label={`Acknowledge ${incidentName(incident)}`} onClick={() => onAcknowledge(incident)}>
              <UserCheck aria-hidden className="size-4 shrink-0" />
              Acknowledge
            </Button>
          ) : null}
          <Menu label={`Move ${incidentName(incident)}`} trigger="Move to" triggerClassName="h-11 flex-1 rounded-base border bg-surface px-3 text-sm font-medium hover:bg-sunken sm:h-7 sm:flex-none sm:px-2 sm:text-xs">
            {incidentStates.filter((to) => canMove(state, to)).map((to) => {
              const Icon = incidentStateIcon[to];
              return (
                <button key={to} type="button" role="menuitem" data-closes className={menuItemStyle()} onClick={() => onMove(incident, to)}>
                  <Icon aria-hidden className="size-4 text-muted" />
                  {isOpen(state) || !isOpen(to) ? incidentStateWord[to] : `${incidentStateWord[to]}: open again`}
                </button>
              );
            })}
          </Menu>
        </div>
      ) : null}
    </article>
  );
}

/** Only what is resolved can be reviewed. */
function canMove(from: IncidentState, to: IncidentState): boolean {
  return from !== to && (to !== 'reviewed' || from === 'resolved');
}
