'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { servicesSearch, parseServices, type ServicesState } from './services-state';

/** The filters in the URL. What is typed replaces the last entry of the history, what is chosen adds one. */
export function useServicesState(): [ServicesState, (change: Partial<ServicesState>) => void] {
  const search = useSearchParams().toString();
  const state = useMemo(() => parseServices(new URLSearchParams(search)), [search]);
  const change = useCallback((next: Partial<ServicesState>) => {
    const current = parseServices(new URLSearchParams(window.location.search));
    const url = window.location.pathname + servicesSearch({ ...current, ...next });
    if ('text' in next && Object.keys(next).length === 1) window.history.replaceState(null, '', url);
    else window.history.pushState(null, '', url);
  }, []);
  return [state, change];
}
