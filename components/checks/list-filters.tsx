'use client';

import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { Button } from '@/components/ui/button';
import { SearchField } from '@/components/ui/search-field';
import type { CheckState } from '@/lib/checks/states';
import { CheckMark } from './check-mark';
import { checkStateWord, statesByUrgency } from './check-words';

interface ListFiltersProps {
  /** What is listed: `checks`. */
  things: string;
  placeholder: string;
  text: string;
  state: CheckState | null;
  counts: Readonly<Partial<Record<CheckState, number>>> | undefined;
  search: RefObject<HTMLInputElement | null>;
  isFiltered: boolean;
  onChange: (change: { text?: string; state?: CheckState | null }) => void;
  onClear: () => void;
  children?: ReactNode;
}

/** Words to look for, and the states with their counts as a filter. */
export function ListFilters({ things, placeholder, text, state, counts, search, isFiltered, onChange, onClear, children }: ListFiltersProps) {
  return (
    <div role="search" aria-label={things} className="flex flex-wrap items-center gap-2">
      <SearchField ref={search} aria-label={`Search ${things}`} aria-keyshortcuts="/" placeholder={placeholder} value={text} onChange={(next) => onChange({ text: next })} onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()} />
      <div role="group" aria-label="State" className="flex min-w-0 flex-wrap gap-2 max-sm:grid max-sm:w-full max-sm:grid-cols-2">
        {statesByUrgency.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={state === each}
            onClick={() => onChange({ state: state === each ? null : each })}
            className="inline-flex h-11 items-center gap-1.5 rounded-base border bg-surface px-2 text-sm transition-colors duration-100 hover:bg-sunken aria-pressed:border-ink aria-pressed:bg-sunken aria-pressed:font-medium aria-pressed:ring-1 aria-pressed:ring-ink sm:h-9 sm:gap-2 sm:px-3"
          >
            <CheckMark state={each} className={(counts?.[each] ?? 0) > 0 ? undefined : 'text-muted grayscale'} />
            {checkStateWord[each]}
            {counts ? <span className="text-muted">{(counts[each] ?? 0).toLocaleString('en')}</span> : null}
          </button>
        ))}
      </div>
      {children}
      {isFiltered ? (
        <Button look="quiet" onClick={onClear}>
          <X aria-hidden className="size-4" />
          Show all
        </Button>
      ) : null}
    </div>
  );
}
