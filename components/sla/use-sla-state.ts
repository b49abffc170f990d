'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { parseSla, slaSearch, type SlaState } from './sla-state';

/** The state in the URL. What is typed replaces the last entry of the history, what is chosen adds one. */
export function useSlaState(): [SlaState, (change: Partial<SlaState>) => void] {
  const search = useSearchParams().toString();
  const state = useMemo(() => parseSla(new URLSearchParams(search)), [search]);
  const change = useCallback((next: Partial<SlaState>) => {
    const current = parseSla(new URLSearchParams(window.location.search));
    const url = window.location.pathname + slaSearch({ ...current, page: 0, ...next });
    if ('text' in next && Object.keys(next).length === 1) window.history.replaceState(null, '', url);
    else window.history.pushState(null, '', url);
  }, []);
  return [state, change];
}
