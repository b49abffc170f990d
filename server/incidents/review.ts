import { alertActorOf } from '@/lib/alerts/actor';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';
import { addEntries } from './entries';
import { lockToWorkOn } from './load-incidents';

interface Review {
  text: string;
  version: number;
}

/** Saves the review of an incident; it stays when the incident is opened again. Throws `not_found`, and `conflict` when it is not in this version any more or the incident was merged. */
export function writeReview({ database }: { database: Database }, caller: Caller, id: string, { text, version }: Review): Promise<Review & { updatedAt: number }> {
  const { tenant, now } = caller;
  return mutate(database, caller, 'incident.write_review', async (tx) => {
    const { number } = await lockToWorkOn(tx, id);
    const before = await tx.incident.findUniqueOrThrow({ where: { id }, select: { review: true, reviewVersion: true } });
    if (before.reviewVersion !== version) throw new AppError('conflict', 'The review was changed by somebody else in the meantime. Keep a copy of your text, load theirs, and put the two together.');
    await tx.incident.update({ where: { id }, data: { review: text, reviewVersion: version + 1, reviewAt: new Date(now), updatedAt: new Date(now) }, select: { id: true } });
    const actor = alertActorOf(caller.actor);
    if (version === 0) await addEntries(tx, tenant.id, id, now, [{ at: now, kind: 'review', text: `${actor.name} began the review.`, actor, subject: null }]);
    const about = { id, number };
    return { result: { text, version: version + 1, updatedAt: now }, before: { ...about, version, text: before.review }, after: { ...about, version: version + 1, characters: text.length } };
  });
}
