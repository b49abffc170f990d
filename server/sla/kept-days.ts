import type pg from 'pg';
import type { RecordedDay } from '@/lib/sla/recorded-days';
import { createDayShelf } from './day-shelf';
import { readDays } from './recorded-days';
import type { StoredObjective } from './stored-objectives';

/** Of all tenants together. A year of one objective is about 90 KB, so that these are about 50 MB. */
const shelf = createDayShelf(200_000);

/**
 * The recorded days of objectives, oldest first, by the objective's id. Those of finished days hardly ever change, so they are remembered by the versions of
 * the objective, which every change of either raises in its own transaction.
 */
export async function daysOf(client: pg.ClientBase, objectives: readonly StoredObjective[]): Promise<Map<string, RecordedDay[]>> {
  const found = new Map<string, RecordedDay[]>();
  const unknown: StoredObjective[] = [];
  for (const objective of objectives) {
    const days = shelf.find(objective);
    if (days) found.set(objective.id, days);
    else unknown.push(objective);
  }
  if (unknown.length === 0) return found;
  const read = await readDays(client, unknown);
  for (const objective of unknown) {
    const days = read.get(objective.id) ?? [];
    found.set(objective.id, days);
    shelf.put(objective, days, found);
  }
  return found;
}
