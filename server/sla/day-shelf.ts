import type { RecordedDay } from '@/lib/sla/recorded-days';
import type { StoredObjective } from './stored-objectives';

type Versions = Pick<StoredObjective, 'id' | 'version' | 'daysVersion'>;

interface Kept extends Omit<Versions, 'id'> {
  days: RecordedDay[];
}

interface DayShelf {
  find(objective: Versions): RecordedDay[] | undefined;
  /** Makes room by what was looked for longest ago; where that is `needed` as well, these days are not kept: a list that is longer than the shelf keeps its first part there. */
  put(objective: Versions, days: RecordedDay[], needed: ReadonlyMap<string, unknown>): void;
}

/** Keeps the recorded days of objectives in their latest version, `mostDays` days in all. */
export function createDayShelf(mostDays: number): DayShelf {
  /** By the objective's id, what was looked for longest ago first. */
  const kept = new Map<string, Kept>();
  let size = 0;

  function drop(id: string): void {
    const known = kept.get(id);
    if (known && kept.delete(id)) size -= sizeOf(known.days);
  }

  return {
    find({ id, version, daysVersion }) {
      const known = kept.get(id);
      if (!known || known.version !== version || known.daysVersion !== daysVersion) return undefined;
      kept.delete(id);
      kept.set(id, known);
      return known.days;
    },
    put({ id, version, daysVersion }, days, needed) {
      drop(id);
      while (size + sizeOf(days) > mostDays) {
        const [oldest] = kept.keys();
        if (oldest === undefined || needed.has(oldest)) return;
        drop(oldest);
      }
      kept.set(id, { version, daysVersion, days });
      size += sizeOf(days);
    },
  };
}

/** One without a day takes a place as well. */
function sizeOf(days: readonly RecordedDay[]): number {
  return Math.max(1, days.length);
}
