import type pg from 'pg';
import type { RecordedDay } from '@/lib/sla/recorded-days';
import { readDays } from './recorded-days';
import type { StoredObjective } from './stored-objectives';

interface Kept {
  version: number;
  daysVersion: number;
  days: RecordedDay[];
}

/** A year of one is about 90 KB. */
const mostKept = 400;
const kept = new Map<string, Kept>();

/**
 * The recorded days of objectives, oldest first, by the objective's id. Those of finished days hardly ever change, so they are remembered by the versions of
 * the objective, which every change of either raises in its own transaction.
 */
export async function daysOf(client: pg.ClientBase, objectives: readonly StoredObjective[]): Promise<Map<string, RecordedDay[]>> {
  const found = new Map<string, RecordedDay[]>();
  const unknown: StoredObjective[] = [];
  for (const objective of objectives) {
    const known = kept.get(objective.id);
    if (known && known.version === objective.version && known.daysVersion === objective.daysVersion) found.set(objective.id, known.days);
    else unknown.push(objective);
  }
  if (unknown.length === 0) return found;
  const read = await readDays(client, unknown);
  for (const { id, version, daysVersion } of unknown) {
    const days = read.get(id) ?? [];
    found.set(id, days);
    kept.delete(id);
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    kept.set(id, { version, daysVersion, days });
  }
  return found;
}
