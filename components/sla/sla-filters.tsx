'use client';

import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
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
      <span className="relative min-w-0 flex-1 basis-full sm:max-w-80 sm:basis-56">
        <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
        <input
          type="search"
          aria-label="Search objectives"
          placeholder="Objective or service"
          autoComplete="off"
          value={state.text}
          onChange={(event) => onChange({ text: event.target.value.slice(0, 200) })}
          className={`${field} w-full pr-3 pl-9 placeholder:text-muted`}
        />
      </span>
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
