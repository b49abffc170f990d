'use client';

import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { createRefresher } from '@/components/alerts/refresher';
import type { ServerEventName } from '@/lib/events';
import { useRealtime } from './realtime-provider';

const leastGapMs = 300;
/** Times pass without an event too: an answer is at most this old. */
const longestMs = 30_000;

/**
 * Asks again for what is below `key` whenever the event says that it changed; not while nobody looks, and then at once. `before` may lessen what is
 * asked for, and puts it off with false.
 */
export function useLiveQueries(event: Exclude<ServerEventName, 'health:sampled'>, key: QueryKey, before: () => boolean = () => true): void {
  const queries = useQueryClient();
  const realtime = useRealtime();
  const prepare = useEffectEvent(before);
  const refresh = useEffectEvent(() => queries.invalidateQueries({ queryKey: key }));
  // Synchronises with the socket, the clock and whether the page can be seen.
  useEffect(() => {
    const refresher = createRefresher(() => {
      if (prepare()) return refresh();
      refresher.ask();
      return Promise.resolve();
    }, leastGapMs);
    let isMissed = false;
    const ask = () => {
      if (document.hidden) isMissed = true;
      else refresher.ask();
    };
    const look = () => {
      if (document.hidden || !isMissed) return;
      isMissed = false;
      refresher.ask();
    };
    const clock = setInterval(ask, longestMs);
    // What changed before the socket was there is told by nobody, nor what changed while another page was open.
    let isLive = realtime?.connection().status === 'live';
    const watch = () => {
      const wasLive = isLive;
      isLive = realtime?.connection().status === 'live';
      if (isLive && !wasLive) ask();
    };
    if (isLive) ask();
    const ends = [realtime?.on(event, ask), realtime?.subscribeConnection(watch)];
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(clock);
      refresher.stop();
      for (const end of ends) end?.();
      document.removeEventListener('visibilitychange', look);
    };
  }, [event, realtime]);
}
