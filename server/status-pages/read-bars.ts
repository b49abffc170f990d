import type pg from 'pg';
import type { Bar } from '@/lib/checks/api';
import { barsOf } from '@/lib/checks/bars';
import type { Span } from '@/lib/checks/span';
import type { Day } from '@/lib/sla/days';
import { lastDays } from '@/lib/status-pages/days';
import { readEverySpan, spansByCheck, TooManySpans } from '@/server/checks/spans';

/** The checks of each component, by the component's id. */
type ChecksOf = ReadonlyMap<string, readonly string[]>;

interface Kept {
  stamp: string;
  readAt: number;
  bars: Bar[];
}

const shownDays = 90;
/** What was late to be written, or was deleted since. */
const keptMs = 3_600_000;

/** Bars of the local days of components. Days that are over are read once an hour, so that a page is made again for little. */
export interface DayBars {
  /** Of each component its days until now, the oldest first. One whose checks changed too often to be read is left out. `now` is in milliseconds since 1970. */
  read(client: pg.ClientBase, checks: ChecksOf, timeZone: string, now: number): Promise<Map<string, { day: string; bar: Bar }[]>>;
}

export function createDayBars(): DayBars {
  const kept = new Map<string, Kept>();
  return {
    async read(client, checks, timeZone, now) {
      for (const id of kept.keys()) if (!checks.has(id)) kept.delete(id);
      const days = lastDays(shownDays, now, timeZone);
      const past = days.slice(0, -1);
      const found = new Map<string, { day: string; bar: Bar }[]>();
      const todays = await readTodays(client, [...new Set([...checks.values()].flat())], days.slice(-1), now);
      for (const [id, ids] of checks) {
        const stamp = JSON.stringify([ids, timeZone, past.at(-1)?.day]);
        const known = kept.get(id);
        const isKnown = known?.stamp === stamp && Math.abs(now - known.readAt) < keptMs;
        const before = isKnown ? known.bars : await readDays(client, ids, past, now);
        const today = before && (todays ? barsOfDays(ids.flatMap((each) => todays.get(each) ?? []), days.slice(-1), now) : await readDays(client, ids, days.slice(-1), now));
        if (!before || !today) {
          kept.delete(id);
          continue;
        }
        if (!isKnown) kept.set(id, { stamp, readAt: now, bars: before });
        found.set(id, [...before, ...today].map((bar, index) => ({ day: days[index]?.day ?? '', bar })));
      }
      return found;
    },
  };
}

/** The spans of today of all checks in one go; null where there are too many, so that each component has to be read by itself. */
async function readTodays(client: pg.ClientBase, checkIds: readonly string[], days: readonly Day[], now: number): Promise<Map<string, Span[]> | null> {
  const spans = await readSpans(client, checkIds, days, now);
  return spans && spansByCheck(spans);
}

/** Null where there are too many spans. */
async function readDays(client: pg.ClientBase, checkIds: readonly string[], days: readonly Day[], now: number): Promise<Bar[] | null> {
  const spans = await readSpans(client, checkIds, days, now);
  return spans && barsOfDays(spans, days, now);
}

async function readSpans(client: pg.ClientBase, checkIds: readonly string[], days: readonly Day[], now: number): Promise<Span[] | null> {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  try {
    return await readEverySpan(client, checkIds, first.fromMs, Math.min(last.toMs, now));
  } catch (error) {
    if (error instanceof TooManySpans) return null;
    throw error;
  }
}

function barsOfDays(spans: readonly Span[], days: readonly Day[], now: number): Bar[] {
  const sorted = [...spans].sort((a, b) => a.fromMs - b.fromMs);
  return days.map(({ fromMs, toMs }) => {
    const [bar] = barsOf(sorted.filter((span) => span.fromMs < toMs && span.toMs > fromMs), fromMs, Math.min(toMs, Math.max(now, fromMs + 1)), 1);
    return bar ?? { from: fromMs, to: toMs, upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 };
  });
}
