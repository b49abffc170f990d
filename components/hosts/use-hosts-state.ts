'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { hostsSearch, parseHosts, type HostsState } from './hosts-state';

/** The state in the URL. What is typed replaces the last entry of the history, what is chosen adds one. */
export function useHostsState(): [HostsState, (change: Partial<HostsState>) => void] {
  const search = useSearchParams().toString();
  const state = useMemo(() => parseHosts(new URLSearchParams(search)), [search]);
  const change = useCallback((next: Partial<HostsState>) => {
    const current = parseHosts(new URLSearchParams(window.location.search));
    const url = window.location.pathname + hostsSearch({ ...current, page: 0, ...next });
    if ('search' in next) window.history.replaceState(null, '', url);
    else window.history.pushState(null, '', url);
  }, []);
  return [state, change];
}
