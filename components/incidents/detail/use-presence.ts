'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { callEndpoint } from '@/components/api-client';
import { lookAtIncident } from '@/lib/incidents/api';
import { incidentQuery } from '../incident-queries';

const everyMs = 15_000;

/** Says that somebody looks at the incident, or writes, while the page can be seen; and that they left. */
export function usePresence(id: string, isWriting: boolean): void {
  const queries = useQueryClient();
  const tell = useEffectEvent(() => {
    if (document.hidden) return;
    callEndpoint(lookAtIncident, { params: { id }, body: { isLooking: true, doing: isWriting ? 'writing' : 'looking' } }).then(
      ({ viewers }) => queries.setQueryData(incidentQuery(id).queryKey, (data) => data && { ...data, viewers }),
      // Who cannot say it is not shown to the others; the page itself tells what is wrong.
      () => undefined,
    );
  });
  // Synchronises who is looking with the clock and with whether the page can be seen.
  useEffect(() => {
    const look = () => (document.hidden ? leave(id) : tell());
    const gone = () => leave(id);
    const timer = setInterval(() => tell(), everyMs);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pagehide', gone);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('pagehide', gone);
      leave(id);
    };
  }, [id]);
  // Synchronises what the others see of the writing, at once.
  useEffect(() => tell(), [id, isWriting]);
}

/** Outlives the page, which may be closing. */
function leave(id: string): void {
  const { path, method } = lookAtIncident;
  void fetch(path.replace('{id}', encodeURIComponent(id)), { method, keepalive: true, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ isLooking: false }) }).catch(() => undefined);
}
