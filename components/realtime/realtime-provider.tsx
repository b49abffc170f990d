'use client';

import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { startConnection, type Connection } from '@/lib/realtime/connection';
import { createRealtime, type Realtime } from './realtime';

const RealtimeContext = createContext<Realtime | null>(null);

/** Holds the one socket of this page. */
export function RealtimeProvider({ children }: { children: ReactNode }) {
  const [realtime] = useState(createRealtime);
  // Synchronises with the socket, which outlives every page below this layout.
  useEffect(() => realtime.open(), [realtime]);
  return <RealtimeContext value={realtime}>{children}</RealtimeContext>;
}

/** The socket's events; null where no realtime is provided. */
export function useRealtime(): Realtime | null {
  return useContext(RealtimeContext);
}

const atStart = startConnection(0);

/** The state of the connection; null where no realtime is provided. */
export function useConnection(): Connection | null {
  const realtime = useContext(RealtimeContext);
  const connection = useSyncExternalStore(
    realtime?.subscribeConnection ?? never,
    () => realtime?.connection() ?? atStart,
    () => atStart,
  );
  return realtime ? connection : null;
}

function never(): () => void {
  return () => undefined;
}
