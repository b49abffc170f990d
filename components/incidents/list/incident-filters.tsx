'use client';

import { SlidersHorizontal, X } from 'lucide-react';
import { useState, type ReactNode, type RefObject } from 'react';
import { SeverityMark } from '@/components/alerts/alert-mark';
import { toggled } from '@/components/alerts/alerts-state';
import type { Viewer } from '@/components/alerts/viewer';
import { incidentStateWord } from '@/components/incidents/incident-words';
import { incidentStateIcon } from '@/components/incidents/state-mark';
import { Button } from '@/components/ui/button';
import { SearchField } from '@/components/ui/search-field';
import { Segmented } from '@/components/ui/segmented';
import { incidentStates, type IncidentSeverity } from '@/lib/incidents/schemas';
import { incidentFilterCount, noIncidentFilters, type IncidentsState } from './incidents-state';
import { MoreIncidentFilters } from './more-incident-filters';

interface IncidentFiltersProps {
  state: IncidentsState;
  severities: readonly IncidentSeverity[];
  counts: { investigating: number; identified: number; monitoring: number; toReview: number } | undefined;
  viewer: Viewer;
  search: RefObject<HTMLInputElement | null>;
  onChange: (change: Partial<IncidentsState>) => void;
}

const views = [
  { value: 'list', label: 'List' },
  { value: 'board', label: 'Board' },
] as const;

/** Search, view, states and severities; what is needed less often opens below. */
export function IncidentFilters({ state, severities, counts, viewer, search, onChange }: IncidentFiltersProps) {
  const hidden = [state.serviceId, state.team, state.leadId, state.lookBack ?? state.fromMs ?? state.toMs].filter(Boolean).length;
  const [isOpen, setIsOpen] = useState(hidden > 0);
  const countOf = { investigating: counts?.investigating, identified: counts?.identified, monitoring: counts?.monitoring, resolved: counts?.toReview, reviewed: undefined };
  return (
    <div role="search" aria-label="Incidents" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          ref={search}
          aria-label="Search incidents"
          aria-keyshortcuts="/"
          placeholder="Number, title, summary or review"
          value={state.text}
          onChange={(text) => onChange({ text })}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          className="sm:max-w-96"
        />
        <Segmented label="View" options={views} value={state.view} onChange={(view) => onChange({ view })} className="shrink-0 grow basis-40 sm:grow-0 sm:basis-auto" />
        <Button aria-expanded={isOpen} aria-controls="more-incident-filters" onClick={() => setIsOpen(!isOpen)}>
          <SlidersHorizontal aria-hidden className="size-4" />
          <span>Filters{hidden > 0 ? ` (${hidden})` : ''}</span>
        </Button>
        {incidentFilterCount(state) > 0 ? (
          <Button look="quiet" onClick={() => onChange(noIncidentFilters)}>
            <X aria-hidden className="size-4" />
            Show all
          </Button>
        ) : null}
      </div>
      <div className={isOpen ? 'flex flex-wrap gap-x-4 gap-y-2' : 'flex flex-wrap gap-x-4 gap-y-2 max-sm:hidden'}>
        <div role="group" aria-label="Severity" className="flex flex-wrap gap-2">
          {severities.map(({ key, name, look }) => (
            <Chip key={key} isOn={state.severities.includes(key)} onClick={() => onChange({ severities: toggled(state.severities, key) })}>
              <SeverityMark severity={look} state={state.severities.includes(key) ? 'firing' : 'pending'} />
              {name}
            </Chip>
          ))}
        </div>
        {state.view === 'board' ? null : (
          <div role="group" aria-label="State" className="flex flex-wrap gap-2">
            {incidentStates.map((each) => {
              const Icon = incidentStateIcon[each];
              return (
                <Chip key={each} isOn={state.states.includes(each)} onClick={() => onChange({ states: toggled(state.states, each) })}>
                  <Icon aria-hidden className="size-3.5 text-muted" />
                  {incidentStateWord[each]}
                  {countOf[each] === undefined ? null : <span className="text-muted">{countOf[each].toLocaleString('en')}</span>}
                </Chip>
              );
            })}
          </div>
        )}
      </div>
      {isOpen ? <MoreIncidentFilters id="more-incident-filters" state={state} viewer={viewer} onChange={onChange} /> : null}
    </div>
  );
}

function Chip({ isOn, onClick, children }: { isOn: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onClick}
      className="inline-flex h-11 items-center gap-1.5 rounded-base border bg-surface px-2 text-sm transition-colors duration-100 hover:bg-sunken aria-pressed:border-ink aria-pressed:bg-sunken aria-pressed:font-medium aria-pressed:ring-1 aria-pressed:ring-ink sm:h-8 sm:gap-2 sm:px-3"
    >
      {children}
    </button>
  );
}
