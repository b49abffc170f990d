'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { CannotShow } from '@/components/checks/list-parts';
import { boardStates, type BoardAnswer } from '@/components/incidents/incident-queries';
import { Skeleton } from '@/components/ui/skeleton';
import type { Cursor } from '@/components/ui/virtual-rows';
import { isOpen } from '@/lib/incidents/life-cycle';
import type { Incident, IncidentSeverity, IncidentState } from '@/lib/incidents/schemas';
import { BoardColumn } from './board-column';
import { MoveDialog, type AskedMove } from './move-dialog';

interface BoardProps {
  query: UseQueryResult<BoardAnswer>;
  severities: readonly IncidentSeverity[];
  nowMs: number;
  cursor: Cursor | null;
  onFocus: (id: string) => void;
  /** Null where the viewer may not. */
  onMove: ((incident: Incident, state: IncidentState, note?: string) => void) | null;
  onAcknowledge: ((incident: Incident) => void) | null;
}

/** The incidents by their state. A card is moved by the mouse, or by its menu. */
export function Board({ query, severities, nowMs, cursor, onFocus, onMove, onAcknowledge }: BoardProps) {
  const [dragged, setDragged] = useState<Incident | null>(null);
  const [asked, setAsked] = useState<AskedMove | null>(null);
  const { data } = query;
  if (!data && query.isError) return <CannotShow title="The board cannot be shown" error={query.error} onRetry={() => void query.refetch()} />;
  if (!data) return <BoardSkeleton />;
  const move = (incident: Incident, state: IncidentState) => {
    setDragged(null);
    if (incident.state === state) return;
    // To end an incident and to open it again is told to others: it is asked for once more.
    if (isOpen(incident.state) !== isOpen(state)) setAsked({ incident, state });
    else onMove?.(incident, state);
  };
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-4">
      {boardStates.map((state) => (
        <BoardColumn
          key={state}
          state={state}
          incidents={data.incidents.filter((incident) => incident.state === state)}
          isCut={data.cut.includes(state)}
          severities={severities}
          nowMs={nowMs}
          cursor={cursor}
          dragged={dragged}
          onDrag={setDragged}
          onFocus={onFocus}
          onMove={onMove ? move : null}
          onAcknowledge={onAcknowledge}
        />
      ))}
      <MoveDialog
        asked={asked}
        onClose={() => setAsked(null)}
        onMove={(note) => {
          if (asked) onMove?.(asked.incident, asked.state, note);
          setAsked(null);
        }}
      />
    </div>
  );
}

function BoardSkeleton() {
  return (
    <div role="status" className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-4">
      <span className="sr-only">Loading the board</span>
      {boardStates.map((state) => (
        <Skeleton key={state} className="h-48" />
      ))}
    </div>
  );
}
