'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { exploreSearch, parseExplore, type ExploreState } from './explore-state';

/** The state in the URL. A change adds to the history of the browser and asks the API, not the page. */
export function useExploreState(): [ExploreState, (change: Partial<ExploreState>) => void] {
  const search = useSearchParams().toString();
  const state = useMemo(() => parseExplore(new URLSearchParams(search)), [search]);
  const change = useCallback((next: Partial<ExploreState>) => {
    const current = parseExplore(new URLSearchParams(window.location.search));
    const url = window.location.pathname + exploreSearch({ ...current, ...next });
    if (url !== window.location.pathname + window.location.search) window.history.pushState(null, '', url);
  }, []);
  return [state, change];
}
