import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { isOpen } from '@/lib/incidents/life-cycle';
import { incidentStates, type Incident, type IncidentState } from '@/lib/incidents/schemas';
import type { Transaction } from '@/server/database/database';

const State = z.enum(incidentStates);

/**
 * What the public was told of an incident that is merged into another one goes on under that one, with those who subscribed to it. What is over, or was said to be over, stays as it
 * was: it would end the other one. Throws `conflict` where the page says of the other one that it is over, for then this one would be over too.
 */
export async function movePosts(tx: Transaction, from: Pick<Incident, 'id' | 'state'>, into: Pick<Incident, 'id' | 'number'>): Promise<void> {
  const last = await lastPost(tx, from.id);
  if (!last || !isOpen(from.state) || !isOpen(last.state)) return;
  const theirs = await lastPost(tx, into.id);
  if (theirs && !isOpen(theirs.state) && theirs.at >= last.at) {
    throw new AppError('conflict', `The status page says that incident ${into.number} is over. Post an update of it there first, so that the public does not take this one for over too.`);
  }
  await tx.statusPost.updateMany({ where: { incidentId: from.id }, data: { incidentId: into.id } });
  // Of an address that subscribed to both, the one that was confirmed goes on.
  await tx.$executeRaw`
    delete from status_subscribers o using status_subscribers s
    where s.incident_id = ${from.id}::uuid and s.confirmed_at is not null and o.incident_id = ${into.id}::uuid and o.confirmed_at is null and o.page_id = s.page_id and o.address_hash = s.address_hash`;
  await tx.$executeRaw`
    update status_subscribers s set incident_id = ${into.id}::uuid, scope = ${into.id}
    where s.incident_id = ${from.id}::uuid and not exists (select from status_subscribers o where o.page_id = s.page_id and o.scope = ${into.id} and o.address_hash = s.address_hash)`;
}

async function lastPost(tx: Transaction, incidentId: string): Promise<{ at: Date; state: IncidentState } | null> {
  const post = await tx.statusPost.findFirst({ where: { incidentId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], select: { at: true, state: true } });
  return post && { at: post.at, state: State.parse(post.state) };
}
