'use client';

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { SearchX, Siren } from 'lucide-react';
import type { z } from 'zod';
import { CannotShow, PagesEnd, RowsSkeleton } from '@/components/checks/list-parts';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { VirtualRows, type Cursor } from '@/components/ui/virtual-rows';
import type { listIncidents } from '@/lib/incidents/api';
import type { Incident, IncidentSeverity } from '@/lib/incidents/schemas';
import { IncidentRow } from './incident-row';
import { incidentFilterCount, noIncidentFilters, type IncidentsState } from './incidents-state';

interface IncidentListProps {
  list: UseInfiniteQueryResult<InfiniteData<z.output<(typeof listIncidents)['response']>>>;
  rows: readonly Incident[];
  state: IncidentsState;
  severities: readonly IncidentSeverity[];
  nowMs: number;
  cursor: Cursor | null;
  onFocus: (id: string) => void;
  onAcknowledge: ((incident: Incident) => void) | null;
  onChange: (change: Partial<IncidentsState>) => void;
  onDeclare: (() => void) | null;
  onSeen: (id: string) => void;
}

const heights = { desk: 57, phone: 150 };

/** The rows with what stands in their place while there are none. */
export function IncidentList({ list, rows, state, severities, nowMs, cursor, onFocus, onAcknowledge, onChange, onDeclare, onSeen }: IncidentListProps) {
  const retry = () => void list.refetch();
  return (
    <Card aria-label="List" aria-busy={list.isPlaceholderData} className={cn('transition-opacity duration-150', list.isPlaceholderData && 'opacity-60')}>
      {!list.data && list.isError ? (
        <CannotShow title="The incidents cannot be listed" error={list.error} onRetry={retry} />
      ) : !list.data ? (
        <RowsSkeleton things="incidents" />
      ) : rows.length > 0 ? (
        <>
          <VirtualRows
            label="Incidents"
            rows={rows}
            keyOf={idOf}
            heights={heights}
            cursor={cursor}
            canRead={list.hasNextPage && !list.isFetching && !list.isFetchNextPageError}
            onEnd={() => void list.fetchNextPage()}
            onSeen={onSeen}
          >
            {(incident) => (
              <IncidentRow
                incident={incident}
                severities={severities}
                nowMs={nowMs}
                isCurrent={cursor?.key === incident.id}
                takesFocus={cursor?.key === incident.id && cursor.isByKey}
                onFocus={onFocus}
                onAcknowledge={onAcknowledge}
              />
            )}
          </VirtualRows>
          <PagesEnd isLoading={list.isFetchingNextPage} isFailed={list.isFetchNextPageError} onRetry={() => void list.fetchNextPage()} />
        </>
      ) : incidentFilterCount(state) > 0 ? (
        <Notice icon={SearchX} title="No incident matches" action={<Button onClick={() => onChange(noIncidentFilters)}>Show all incidents</Button>}>
          None is left by the search and the filters.
        </Notice>
      ) : (
        <NoIncidents onDeclare={onDeclare} />
      )}
    </Card>
  );
}

function NoIncidents({ onDeclare }: { onDeclare: (() => void) | null }) {
  return (
    <Notice icon={Siren} title="No incident yet" action={onDeclare ? <Button onClick={onDeclare}>Declare the first one</Button> : undefined}>
      What breaks for your users is worked on here: who leads, what is known, what was told to whom, and what was learned. An incident is declared by hand, from alerts, or by the rules in the settings.
    </Notice>
  );
}

function idOf({ id }: Incident): string {
  return id;
}
