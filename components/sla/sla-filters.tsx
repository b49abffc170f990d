'use client';

import { useQuery } from '@tanstack/react-query';
import { SearchField } from '@/components/ui/search-field';
import { serviceChoicesQuery } from './sla-queries';
import type { SlaState } from './sla-state';

interface SlaFiltersProps {
  state: SlaState;
  onChange: (change: Partial<SlaState>) => void;
}

const field = 'h-11 min-w-0 rounded-base border border-line-strong bg-surface text-base sm:h-9 sm:text-sm';

/** Words to look for, and one service. */
export function SlaFilters({ state, onChange }: SlaFiltersProps) {
  const services = useQuery(serviceChoicesQuery()).data?.services ?? [];
  const named = services.map(({ id, settings }) => ({ id, name: settings.name })).sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return (
    <div role="search" aria-label="Objectives" className="flex flex-wrap items-center gap-2">
      <SearchField aria-label="Search objectives" placeholder="Objective or service" value={state.text} onChange={(text) => onChange({ text })} />
      <select aria-label="Service" value={state.serviceId ?? ''} onChange={(event) => onChange({ serviceId: event.target.value || null })} className={`${field} flex-1 px-3 sm:max-w-64 sm:flex-none`}>
        <option value="">All services</option>
        {state.serviceId !== null && !named.some(({ id }) => id === state.serviceId) ? <option value={state.serviceId}>One service</option> : null}
        {named.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
