'use client';

import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { createRefresher } from '@/components/alerts/refresher';
import type { ServerEventName } from '@/lib/events';
import { useRealtime } from './realtime-provider';

const leastGapMs = 300;
/** Times pass without an event too: an answer is at most this old. */
const longestMs = 30_000;

/** Whether changes of these tables make old what is kept under a key. */
export type IsOld = (key: QueryKey, tables: ReadonlySet<string>) => boolean;

/**
 * Asks again for what is below `key` whenever the event says that it changed; not while nobody looks, and then at once. `before` may lessen what is
 * asked for, and puts it off with false. `isOld` leaves out what the changed tables have nothing to do with; all is asked for where nobody knows what changed.
 */
export function useLiveQueries(event: Exclude<ServerEventName, 'health:sampled'>, key: QueryKey, before: () => boolean = () => true, isOld: IsOld = () => true): void {
  const queries = useQueryClient();
  const realtime = useRealtime();
  const prepare = useEffectEvent(before);
  const refresh = useEffectEvent((tables: ReadonlySet<string> | null) => queries.invalidateQueries({ queryKey: key, predicate: ({ queryKey }) => tables === null || isOld(queryKey, tables) }));
  // Synchronises with the socket, the clock and whether the page can be seen.
  useEffect(() => {
    // Null: anything may have changed.
    let changed: Set<string> | null = new Set();
    const refresher = createRefresher(() => {
      if (prepare()) {
        const tables = changed;
        changed = new Set();
        return refresh(tables);
      }
      refresher.ask();
      return Promise.resolve();
    }, leastGapMs);
    let isMissed = false;
    const ask = (tables: readonly string[] | null) => {
      changed = tables === null || changed === null ? null : new Set([...changed, ...tables]);
      if (document.hidden) isMissed = true;
      else refresher.ask();
    };
    const look = () => {
      if (document.hidden || !isMissed) return;
      isMissed = false;
      refresher.ask();
    };
    const clock = setInterval(() => ask(null), longestMs);
    // What changed before the socket was there is told by nobody, nor what changed while another page was open.
    let isLive = realtime?.connection().status === 'live';
    const watch = () => {
      const wasLive = isLive;
      isLive = realtime?.connection().status === 'live';
      if (isLive && !wasLive) ask(null);
    };
    if (isLive) ask(null);
    const ends = [realtime?.on(event, ({ tables }) => ask(tables)), realtime?.subscribeConnection(watch)];
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(clock);
      refresher.stop();
      for (const end of ends) end?.();
      document.removeEventListener('visibilitychange', look);
    };
  }, [event, realtime]);
}
