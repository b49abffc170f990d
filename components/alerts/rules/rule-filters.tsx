'use client';

import { SearchField } from '@/components/ui/search-field';
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
      <SearchField aria-label="Search rules" placeholder="Name, expression, label" value={state.text} onChange={(text) => onChange({ text })} />
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
