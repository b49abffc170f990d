'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { checksSearch, parseChecks, type ChecksState } from './checks-state';

/** The filters in the URL. What is typed replaces the last entry of the history, what is chosen adds one. */
export function useChecksState(): [ChecksState, (change: Partial<ChecksState>) => void] {
  const search = useSearchParams().toString();
  const state = useMemo(() => parseChecks(new URLSearchParams(search)), [search]);
  const change = useCallback((next: Partial<ChecksState>) => {
    const current = parseChecks(new URLSearchParams(window.location.search));
    const url = window.location.pathname + checksSearch({ ...current, ...next });
    if ('text' in next && Object.keys(next).length === 1) window.history.replaceState(null, '', url);
    else window.history.pushState(null, '', url);
  }, []);
  return [state, change];
}
