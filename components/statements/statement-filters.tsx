'use client';

import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { serviceChoicesQuery } from '@/components/sla/sla-queries';
import { cn } from '@/components/ui/cn';
import { monthChoices } from './statement-draft';
import { monthWords } from './statement-words';
import type { StatementsState } from './statements-state';

interface StatementFiltersProps {
  state: StatementsState;
  customers: readonly string[];
  onChange: (change: Partial<StatementsState>) => void;
}

/** One service, one customer, one month. */
export function StatementFilters({ state, customers, onChange }: StatementFiltersProps) {
  const [nowMs] = useState(Date.now);
  const services = useQuery(serviceChoicesQuery()).data?.services ?? [];
  const named = services.map(({ id, settings }) => ({ id, name: settings.name })).sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const known = customers.filter((customer) => customer !== '').toSorted((a, b) => a.localeCompare(b, 'en'));
  return (
    <div role="search" aria-label="Statements" className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap sm:items-center">
      <Choice label="Service" isWide value={state.serviceId ?? ''} onChange={(serviceId) => onChange({ serviceId: serviceId || null })}>
        <option value="">All services</option>
        {state.serviceId !== null && !named.some(({ id }) => id === state.serviceId) ? <option value={state.serviceId}>One service</option> : null}
        {named.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Choice>
      <Choice label="Customer" value={state.customer} onChange={(customer) => onChange({ customer })}>
        <option value="">All customers</option>
        {state.customer !== '' && !known.includes(state.customer) ? <option value={state.customer}>{state.customer}</option> : null}
        {known.map((customer) => (
          <option key={customer} value={customer}>
            {customer}
          </option>
        ))}
      </Choice>
      <Choice label="Month" value={state.month} onChange={(month) => onChange({ month })}>
        <option value="">All months</option>
        {monthChoices(nowMs, 'UTC', state.month).map((month) => (
          <option key={month} value={month}>
            {monthWords(month)}
          </option>
        ))}
      </Choice>
    </div>
  );
}

function Choice({ label, value, isWide = false, onChange, children }: { label: string; value: string; isWide?: boolean; onChange: (value: string) => void; children: ReactNode }) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)} className={cn('h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base sm:h-9 sm:w-auto sm:max-w-64 sm:text-sm', isWide && 'col-span-2')}>
      {children}
    </select>
  );
}
