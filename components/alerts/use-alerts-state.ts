'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { alertsSearch, parseAlerts, type AlertsState } from './alerts-state';

const typed: readonly (keyof AlertsState)[] = ['text', 'service', 'team', 'matchers'];

/** The state in the URL. What is typed replaces the last entry of the history, what is chosen adds one. */
export function useAlertsState(): [AlertsState, (change: Partial<AlertsState>) => void] {
  const search = useSearchParams().toString();
  const state = useMemo(() => parseAlerts(new URLSearchParams(search)), [search]);
  const change = useCallback((next: Partial<AlertsState>) => {
    const current = parseAlerts(new URLSearchParams(window.location.search));
    const url = window.location.pathname + alertsSearch({ ...current, ...next });
    const [only, ...others] = Object.keys(next);
    if (others.length === 0 && typed.some((name) => name === only)) window.history.replaceState(null, '', url);
    else window.history.pushState(null, '', url);
  }, []);
  return [state, change];
}
