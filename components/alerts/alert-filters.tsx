'use client';

import { SlidersHorizontal, X } from 'lucide-react';
import { useState, type RefObject } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { SearchField } from '@/components/ui/search-field';
import { Segmented } from '@/components/ui/segmented';
import type { AlertCounts } from '@/lib/alerts/api';
import { severities } from '@/lib/alerts/severity';
import { SeverityMark } from './alert-mark';
import { severityWord, shownStateWord } from './alert-words';
import { filterCount, noFilters, shownStates, toggled, type AlertsState } from './alerts-state';
import { MoreFilters } from './more-filters';

interface AlertFiltersProps {
  state: AlertsState;
  counts: AlertCounts | undefined;
  /** What the server says of the filters; null when it understood them. */
  fault: string | null;
  search: RefObject<HTMLInputElement | null>;
  onChange: (change: Partial<AlertsState>) => void;
}

const views = [
  { value: 'grouped', label: 'Grouped' },
  { value: 'flat', label: 'One by one' },
] as const;

/** Search and the counts as filters; what is needed less often opens below. */
export function AlertFilters({ state, counts, fault, search, onChange }: AlertFiltersProps) {
  const hidden = [state.service, state.team, state.matchers, state.range].filter(Boolean).length;
  const [isOpen, setIsOpen] = useState(hidden > 0);
  const active = filterCount(state);
  return (
    <div role="search" aria-label="Alerts" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          ref={search}
          aria-label="Search alerts"
          aria-keyshortcuts="/"
          placeholder="Name, label or annotation"
          value={state.text}
          onChange={(text) => onChange({ text })}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          className="sm:max-w-96"
        />
        <Segmented label="View" options={views} value={state.isFlat ? 'flat' : 'grouped'} onChange={(view) => onChange(view === 'flat' ? { isFlat: true, group: '' } : { isFlat: false })} className="shrink-0 grow basis-48 sm:grow-0 sm:basis-auto" />
        <Button aria-expanded={isOpen} aria-controls="more-filters" onClick={() => setIsOpen(!isOpen)}>
          <SlidersHorizontal aria-hidden className="size-4" />
          <span>Filters{hidden > 0 ? ` (${hidden})` : ''}</span>
        </Button>
        {active > 0 ? (
          <Button look="quiet" onClick={() => onChange(noFilters)}>
            <X aria-hidden className="size-4" />
            Show all open
          </Button>
        ) : null}
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        <div role="group" aria-label="Severity" className="flex flex-wrap gap-2">
          {severities.map((severity) => (
            <Chip key={severity} isOn={state.severities.includes(severity)} onClick={() => onChange({ severities: toggled(state.severities, severity) })}>
              <SeverityMark severity={severity} state={(counts?.bySeverity[severity] ?? 0) > 0 ? 'firing' : 'pending'} />
              {severityWord[severity]}
              <Count value={counts?.bySeverity[severity]} what="firing" />
            </Chip>
          ))}
        </div>
        {state.group === '' ? null : (
          <Chip isOn onClick={() => onChange({ group: '' })}>
            One group
            <X aria-hidden className="size-4" />
          </Chip>
        )}
        <div role="group" aria-label="State" className={cn('flex-wrap gap-2 sm:flex', isOpen ? 'flex' : 'hidden')}>
          {shownStates.map((each) => (
            <Chip key={each} isOn={state.states.includes(each)} onClick={() => onChange({ states: toggled(state.states, each) })}>
              {shownStateWord[each]}
              {each === 'resolved' ? null : <Count value={counts?.[each]} what="" />}
            </Chip>
          ))}
        </div>
      </div>
      {isOpen ? <MoreFilters id="more-filters" state={state} fault={fault} onChange={onChange} /> : null}
    </div>
  );
}

function Chip({ isOn, onClick, children }: { isOn: boolean; onClick: () => void; children: React.ReactNode }) {
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

function Count({ value, what }: { value: number | undefined; what: string }) {
  if (value === undefined) return null;
  return (
    <span className="text-muted">
      {value.toLocaleString('en')}
      {what === '' ? null : <span className="sr-only"> {what}</span>}
    </span>
  );
}
