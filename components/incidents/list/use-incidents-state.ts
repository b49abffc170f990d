'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { incidentsSearch, parseIncidents, type IncidentsState } from './incidents-state';

const typed: readonly (keyof IncidentsState)[] = ['text', 'team'];

/** The state in the URL. What is typed replaces the last entry of the history, what is chosen adds one. */
export function useIncidentsState(): [IncidentsState, (change: Partial<IncidentsState>) => void] {
  const search = useSearchParams().toString();
  const state = useMemo(() => parseIncidents(new URLSearchParams(search)), [search]);
  const change = useCallback((next: Partial<IncidentsState>) => {
    const current = parseIncidents(new URLSearchParams(window.location.search));
    const url = window.location.pathname + incidentsSearch({ ...current, ...next });
    const [only, ...others] = Object.keys(next);
    if (others.length === 0 && typed.some((name) => name === only)) window.history.replaceState(null, '', url);
    else window.history.pushState(null, '', url);
  }, []);
  return [state, change];
}
