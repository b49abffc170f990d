'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { parseRules, rulesSearch, type RulesState } from './rules-state';

/** The state in the URL. What is typed replaces the last entry of the history, what is chosen adds one. */
export function useRulesState(): [RulesState, (change: Partial<RulesState>) => void] {
  const search = useSearchParams().toString();
  const state = useMemo(() => parseRules(new URLSearchParams(search)), [search]);
  const change = useCallback((next: Partial<RulesState>) => {
    const current = parseRules(new URLSearchParams(window.location.search));
    const url = window.location.pathname + rulesSearch({ ...current, ...next });
    if ('text' in next && Object.keys(next).length === 1) window.history.replaceState(null, '', url);
    else window.history.pushState(null, '', url);
  }, []);
  return [state, change];
}
