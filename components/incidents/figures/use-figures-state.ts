'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { figuresSearch, parseFigures, type FiguresState } from './figures-state';

/** The state in the URL; each choice adds an entry to the history. */
export function useFiguresState(): [FiguresState, (change: Partial<FiguresState>) => void] {
  const search = useSearchParams().toString();
  const state = useMemo(() => parseFigures(new URLSearchParams(search)), [search]);
  const change = useCallback((next: Partial<FiguresState>) => {
    const current = parseFigures(new URLSearchParams(window.location.search));
    window.history.pushState(null, '', window.location.pathname + figuresSearch({ ...current, ...next }));
  }, []);
  return [state, change];
}
