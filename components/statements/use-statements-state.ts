'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { parseStatements, statementsSearch, type StatementsState } from './statements-state';

/** The filters in the URL; what is chosen adds an entry to the history. */
export function useStatementsState(): [StatementsState, (change: Partial<StatementsState>) => void] {
  const search = useSearchParams().toString();
  const state = useMemo(() => parseStatements(new URLSearchParams(search)), [search]);
  const change = useCallback((next: Partial<StatementsState>) => {
    const current = parseStatements(new URLSearchParams(window.location.search));
    window.history.pushState(null, '', window.location.pathname + statementsSearch({ ...current, page: 0, ...next }));
  }, []);
  return [state, change];
}
