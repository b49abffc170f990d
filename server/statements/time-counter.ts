import type pg from 'pg';
import type { Cause, StatementObjective } from '@/lib/statements/schemas';
import type { CausedStretch } from '@/lib/statements/caused-timeline';
import { eventIdsOf, listStretches, stateTime, type StatedMonth, type StatedSettings } from '@/lib/statements/state-objective';
import { readEvents } from './event-hashes';
import { readMonthTimeline } from './month-timeline';

interface Month {
  month: StatedMonth;
  hasReasons: boolean;
  nowMs: number;
}

type Events = ReadonlyMap<string, NonNullable<Cause['event']>>;

/**
 * Counts objectives of a month from raw spans, by the checks that their settings name; those of the same checks from one reading. Changes of state that are no longer
 * stored are taken from `known`. Throws `TooManySpans`.
 */
export function createTimeCounter(client: pg.ClientBase, { month, hasReasons, nowMs }: Month): (settings: StatedSettings, known?: Events) => Promise<StatementObjective> {
  let last: { key: string; timeline: CausedStretch[] } | null = null;
  return async (settings, known = new Map()) => {
    const key = JSON.stringify(settings.checks);
    if (last?.key !== key) {
      const parts = settings.checks.map(({ id, from, to }) => ({ checkId: id, sinceMs: from, untilMs: to }));
      last = { key, timeline: await readMonthTimeline(client, { parts, month, hasReasons, nowMs }) };
    }
    const { timeline } = last;
    const listed = listStretches(timeline, settings.counting);
    return stateTime(settings, timeline, listed, new Map([...known, ...(await readEvents(client, eventIdsOf(listed)))]), month);
  };
}
