'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { BoardState } from '@/components/incidents/incident-queries';
import { incidentStateMeaning, incidentStateWord } from '@/components/incidents/incident-words';
import { incidentStateIcon } from '@/components/incidents/state-mark';
import { cn } from '@/components/ui/cn';
import type { Cursor } from '@/components/ui/virtual-rows';
import type { Incident, IncidentSeverity, IncidentState } from '@/lib/incidents/schemas';
import { IncidentCard } from './incident-card';

interface BoardColumnProps {
  state: BoardState;
  incidents: readonly Incident[];
  /** Whether there are more of this state than are shown. */
  isCut: boolean;
  severities: readonly IncidentSeverity[];
  nowMs: number;
  cursor: Cursor | null;
  dragged: Incident | null;
  onDrag: (incident: Incident | null) => void;
  onFocus: (id: string) => void;
  onMove: ((incident: Incident, state: IncidentState) => void) | null;
  onAcknowledge: ((incident: Incident) => void) | null;
}

/** The incidents of one state, and the place where others are let go. */
export function BoardColumn({ state, incidents, isCut, severities, nowMs, cursor, dragged, onDrag, onFocus, onMove, onAcknowledge }: BoardColumnProps) {
  const [isOver, setIsOver] = useState(false);
  const Icon = incidentStateIcon[state];
  const name = state === 'resolved' ? 'Resolved, to review' : incidentStateWord[state];
  const takes = dragged !== null && dragged.state !== state;
  return (
    <section
      aria-label={name}
      data-column={state}
      onDragOver={(event) => {
        if (!takes) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
        setIsOver(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setIsOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        if (dragged && takes) onMove?.(dragged, state);
      }}
      className={cn('flex min-w-0 flex-col gap-2 rounded-base border bg-sunken p-2 xl:min-h-64', takes && 'border-dashed border-line-strong', takes && isOver && 'border-ink ring-1 ring-ink')}
    >
      <header className="px-2 pt-1">
        <h2 className="flex items-center gap-1.5 text-sm font-medium">
          <Icon aria-hidden className="size-4 text-muted" />
          {name}
          <span className="ml-auto font-normal text-muted">
            {incidents.length.toLocaleString('en')}
            {isCut ? '+' : ''}
          </span>
        </h2>
        <p className="text-xs text-muted">{incidentStateMeaning[state]}</p>
      </header>
      {incidents.length === 0 ? (
        <p className="px-2 pb-2 text-sm text-muted">None.</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {incidents.map((incident) => (
            <li key={incident.id}>
              <IncidentCard
                incident={incident}
                severities={severities}
                nowMs={nowMs}
                isCurrent={cursor?.key === incident.id}
                takesFocus={cursor?.key === incident.id && cursor.isByKey}
                isDragged={dragged?.id === incident.id}
                onDrag={onDrag}
                onFocus={onFocus}
                onMove={onMove}
                onAcknowledge={onAcknowledge}
              />
            </li>
          ))}
        </ul>
      )}
      {isCut ? (
        <Link href={`/incidents?state=${state}`} className="inline-flex h-11 items-center px-2 text-sm text-muted hover:text-ink sm:h-8">
          All of them in the list
        </Link>
      ) : null}
    </section>
  );
}
