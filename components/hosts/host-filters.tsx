'use client';

import { Search } from 'lucide-react';
import { Segmented } from '@/components/ui/segmented';
import { stateWord } from '@/components/ui/state';
import { states, type State } from '@/lib/health/vitals';
import type { HostList } from '@/lib/hosts/schemas';
import { hostSources } from '@/lib/hosts/source';
import { sourceWord } from './host-vital';
import type { HostsState } from './hosts-state';

interface HostFiltersProps {
  state: HostsState;
  counts: HostList['counts'] | undefined;
  onChange: (change: Partial<HostsState>) => void;
}

const order: readonly State[] = ['critical', 'warning', 'unknown', 'ok'];
const field = 'h-11 min-w-0 rounded-base border border-line-strong bg-surface text-base sm:h-9 sm:text-sm';

export function HostFilters({ state, counts, onChange }: HostFiltersProps) {
  const all = counts ? states.reduce((sum, each) => sum + counts[each], 0) : null;
  const options = [
    { value: 'all' as const, label: withCount('All', all) },
    ...order.map((each) => ({ value: each, label: withCount(stateWord[each], counts?.[each] ?? null) })),
  ];
  const pick = (value: string) => onChange({ state: states.find((each) => each === value) ?? null });
  return (
    <div role="search" className="flex flex-wrap items-center gap-2">
      <span className="relative min-w-0 flex-1 basis-full sm:max-w-80 sm:basis-56">
        <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
        <input
          type="search"
          aria-label="Search hosts"
          placeholder="Name, job or instance"
          autoComplete="off"
          value={state.search}
          onChange={(event) => onChange({ search: event.target.value.slice(0, 200) })}
          className={`${field} w-full pr-3 pl-9 placeholder:text-muted`}
        />
      </span>
      <Segmented label="State" options={options} value={state.state ?? 'all'} onChange={pick} className="hidden lg:flex" />
      <select aria-label="State" value={state.state ?? 'all'} onChange={(event) => pick(event.target.value)} className={`${field} flex-1 px-3 sm:flex-none lg:hidden`}>
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <select
        aria-label="Source"
        value={state.source ?? 'all'}
        onChange={(event) => onChange({ source: hostSources.find((each) => each === event.target.value) ?? null })}
        className={`${field} flex-1 px-3 sm:flex-none`}
      >
        <option value="all">All sources</option>
        {hostSources.map((each) => (
          <option key={each} value={each}>
            {sourceWord[each]}
          </option>
        ))}
      </select>
    </div>
  );
}

function withCount(word: string, count: number | null): string {
  return count === null ? word : `${word} ${count.toLocaleString('en')}`;
}
