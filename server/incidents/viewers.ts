import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { Viewer } from '@/lib/incidents/schemas';
import type { Database, Transaction } from '@/server/database/database';
import { noSuchIncident } from './load-incidents';

/** Who did not say so for this long is gone. */
const staleMs = 40_000;
const mostViewers = 100;
const { doing } = Viewer.shape;

/**
 * Notes that the caller looks at an incident, or no longer, and answers who does. The others hear of those who come and go and of what they do, not of each call. Throws
 * `not_found`, and `forbidden` for a key, which does not look.
 */
export async function lookAt({ database }: { database: Database }, { tenant, actor, now }: Caller, id: string, looking: { isLooking: boolean; doing: Viewer['doing'] }): Promise<{ viewers: Viewer[] }> {
  if (actor.kind !== 'user') throw new AppError('forbidden', 'Only a person who is signed in looks at an incident.');
  const userId = actor.id;
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    if (!(await tx.incident.findUnique({ where: { id }, select: { id: true } }))) throw noSuchIncident();
    const at = new Date(now);
    const known = await tx.incidentViewer.findFirst({ where: { incidentId: id, userId, ...freshAt(now) } });
    if (looking.isLooking && known?.doing === looking.doing) {
      await tx.incidentViewer.updateMany({ where: { incidentId: id, userId }, data: { seenAt: at } });
    } else {
      await tx.incidentViewer.deleteMany({ where: { incidentId: id, userId } });
      // Two windows of one person may come at the same time.
      if (looking.isLooking) await tx.incidentViewer.createMany({ data: [{ incidentId: id, userId, tenantId: tenant.id, doing: looking.doing, sinceAt: known?.sinceAt ?? at, seenAt: at }], skipDuplicates: true });
    }
    await tx.$executeRaw`delete from incident_viewers where (incident_id, user_id) in (
      select incident_id, user_id from incident_viewers where incident_id = ${id}::uuid and (seen_at < ${new Date(now - staleMs)} or seen_at > ${new Date(now + staleMs)}) for update skip locked)`;
    return { viewers: await viewersOf(tx, id, now) };
  });
}

/** Who has an incident open, in the order in which they came; at most 100. */
export async function viewersOf(tx: Transaction, incidentId: string, nowMs: number): Promise<Viewer[]> {
  const rows = await tx.incidentViewer.findMany({ where: { incidentId, ...freshAt(nowMs) }, include: { user: { select: { name: true, email: true } } }, orderBy: [{ sinceAt: 'asc' }, { userId: 'asc' }], take: mostViewers });
  return rows.map((row) => ({ userId: row.userId, name: row.user.name ?? row.user.email, doing: doing.parse(row.doing), sinceMs: row.sinceAt.getTime() }));
}

/** What a clock that was ahead wrote does not stay for longer. */
function freshAt(nowMs: number) {
  return { seenAt: { gte: new Date(nowMs - staleMs), lte: new Date(nowMs + staleMs) } };
}
