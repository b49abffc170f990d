'use client';

import { Search } from 'lucide-react';
import { Segmented } from '@/components/ui/segmented';
import type { RuleState, RulesState } from './rules-state';
import { ruleStateWord } from './rule-words';

type Counts = Record<RuleState | 'total', number>;

interface RuleFiltersProps {
  state: RulesState;
  counts: Counts | undefined;
  onChange: (change: Partial<RulesState>) => void;
}

const order: readonly RuleState[] = ['firing', 'pending', 'failing', 'inactive', 'disabled'];
const field = 'h-11 min-w-0 rounded-base border border-line-strong bg-surface text-base sm:h-9 sm:text-sm';

/** Words to look for, and the states as a filter with their counts. */
export function RuleFilters({ state, counts, onChange }: RuleFiltersProps) {
  const options = [
    { value: 'all' as const, label: withCount('All', counts?.total) },
    ...order.map((each) => ({ value: each, label: withCount(ruleStateWord[each], counts?.[each]) })),
  ];
  const pick = (value: string) => onChange({ state: order.find((each) => each === value) ?? null });
  return (
    <div role="search" aria-label="Rules" className="flex flex-wrap items-center gap-2">
      <span className="relative min-w-0 flex-1 basis-full sm:max-w-80 sm:basis-56">
        <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
        <input
          type="search"
          aria-label="Search rules"
          placeholder="Name, expression, label"
          autoComplete="off"
          value={state.text}
          onChange={(event) => onChange({ text: event.target.value.slice(0, 200) })}
          className={`${field} w-full pr-3 pl-9 placeholder:text-muted`}
        />
      </span>
      <Segmented label="State" options={options} value={state.state ?? 'all'} onChange={pick} className="hidden xl:flex" />
      <select aria-label="State" value={state.state ?? 'all'} onChange={(event) => pick(event.target.value)} className={`${field} flex-1 px-3 sm:flex-none xl:hidden`}>
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {state.team === null ? null : (
        <button type="button" onClick={() => onChange({ team: null })} className={`${field} px-3`}>
          Team {state.team}: show all
        </button>
      )}
    </div>
  );
}

function withCount(word: string, count: number | undefined): string {
  return count === undefined ? word : `${word} ${count.toLocaleString('en')}`;
}
