'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useRealtime } from '@/components/realtime/realtime-provider';
import type { HealthDashboard } from '@/lib/health/schemas';
import { dashboardKey } from './dashboard-query';
import { createLiveStore } from './live-store';
import type { LiveView } from './live-view';

/** The dashboard's data moved on by the socket's frames; after a reconnect everything is read again. */
export function useLiveView(dashboard: HealthDashboard | undefined): LiveView | null {
  const realtime = useRealtime();
  const queries = useQueryClient();
  const [refresh] = useState(() => () => void queries.invalidateQueries({ queryKey: dashboardKey }, { cancelRefetch: false }));
  const [store] = useState(() => createLiveStore(dashboard, refresh));
  // Synchronises the store with the answer of the API.
  useEffect(() => {
    if (dashboard) store.rebase(dashboard);
  }, [store, dashboard]);
  // Synchronises the store with the socket.
  useEffect(() => realtime?.on('health:sampled', store.push), [realtime, store]);
  useEffect(() => realtime?.onReconnected(refresh), [realtime, refresh]);
  return useSyncExternalStore(store.subscribe, store.view, store.view);
}
