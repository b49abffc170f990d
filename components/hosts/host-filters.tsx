'use client';

import { SearchField } from '@/components/ui/search-field';
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
      <SearchField aria-label="Search hosts" placeholder="Name, job or instance" value={state.search} onChange={(search) => onChange({ search })} />
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
