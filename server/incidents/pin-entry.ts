import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { TimelineEntry } from '@/lib/incidents/schemas';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';
import { touchIncident } from './change-incident';
import { viewOfEntry } from './entries';
import { lockToWorkOn } from './load-incidents';

/** Pins an entry of a timeline, or unpins it: the one thing of an entry that changes. Throws `not_found`, and `conflict` for an incident that was merged. */
export function pinEntry({ database }: { database: Database }, caller: Caller, incidentId: string, entryId: string, { isPinned }: { isPinned: boolean }): Promise<TimelineEntry> {
  const id = BigInt(entryId);
  return mutate(database, caller, 'incident.pin_entry', async (tx) => {
    await lockToWorkOn(tx, incidentId);
    const row = await tx.incidentEntry.findFirst({ where: { id, incidentId } });
    if (!row) throw new AppError('not_found', 'This incident has no entry with this id.');
    if (row.isPinned !== isPinned) {
      await tx.incidentEntry.update({ where: { id }, data: { isPinned }, select: { id: true } });
      await touchIncident(tx, caller, incidentId);
    }
    const about = { incidentId, id: entryId };
    return { result: viewOfEntry({ ...row, isPinned }), before: { ...about, isPinned: row.isPinned }, after: { ...about, isPinned } };
  });
}
