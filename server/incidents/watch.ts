import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { incidentLimits } from '@/lib/incidents/schemas';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';
import { lockToWorkOn } from './load-incidents';

/** Lets the caller be told of the updates of an incident, or no longer. Throws `not_found`, `forbidden` for a key, and `conflict` for one that was merged or has too many who are told. */
export async function watchIncident({ database }: { database: Database }, caller: Caller, id: string, { isWatched }: { isWatched: boolean }): Promise<{ isWatched: boolean }> {
  const { actor, tenant } = caller;
  if (actor.kind !== 'user') throw new AppError('forbidden', 'Only a person who is signed in can be told of an incident.');
  const own = { incidentId: id, userId: actor.id };
  return mutate(database, caller, 'incident.watch', async (tx) => {
    const { number } = await lockToWorkOn(tx, id);
    const before = (await tx.incidentWatcher.count({ where: own })) > 0;
    if (!isWatched) await tx.incidentWatcher.deleteMany({ where: own });
    else if (!before) {
      if ((await tx.incidentWatcher.count({ where: { incidentId: id } })) >= incidentLimits.watchers) throw new AppError('conflict', `${incidentLimits.watchers} people are told of this incident already. Post its updates to a channel instead.`);
      await tx.incidentWatcher.create({ data: { ...own, tenantId: tenant.id } });
    }
    const about = { id, number, userId: actor.id };
    return { result: { isWatched }, before: { ...about, isWatched: before }, after: { ...about, isWatched } };
  });
}
