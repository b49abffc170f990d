'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { runKey } from './use-results';

/** When the queries were run last: by hand, or by the clock while the page is seen and nothing is under way. */
export function useRun(refreshMs: number): { count: number; atMs: number; start: () => void } {
  const queries = useQueryClient();
  const [run, setRun] = useState(() => ({ count: 0, atMs: Date.now() }));
  const start = () => setRun((before) => ({ count: before.count + 1, atMs: Date.now() }));
  const again = useEffectEvent(() => {
    if (!document.hidden && queries.isFetching({ queryKey: runKey }) === 0) start();
  });
  // Synchronises with the clock.
  useEffect(() => {
    if (refreshMs === 0) return;
    const timer = setInterval(() => again(), refreshMs);
    return () => clearInterval(timer);
  }, [refreshMs]);
  return { ...run, start };
}
