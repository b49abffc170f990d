import type { z } from 'zod';
import { alertActorOf } from '@/lib/alerts/actor';
import type { Caller } from '@/lib/context';
import type { addEntry as endpoint } from '@/lib/incidents/api';
import type { EntryKind, TimelineEntry } from '@/lib/incidents/schemas';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import { Prisma } from '@/server/database/generated/client';
import { touchIncident } from './change-incident';
import { addEntry } from './entries';
import { freezeEvidence, mostEvidence, tooMuchEvidence } from './freeze-evidence';
import { lockToWorkOn } from './load-incidents';
import { invalid } from './references';

type Body = z.output<NonNullable<(typeof endpoint)['body']>>;


/**
 * Adds a comment, evidence or a correction to a timeline; what is corrected stays. Throws `not_found`, `invalid` for a time that is to come, evidence that cannot be had or an entry
 * that there is not, and `conflict` for an incident that was merged or has too much evidence.
 */
export async function addToTimeline(sources: { database: Database; metrics: MetricStore }, caller: Caller, incidentId: string, { text, at, evidence: asked, isPinned, corrects }: Body): Promise<TimelineEntry> {
  if (at !== undefined && at > caller.now) throw invalid('body.at', 'This time is still to come.');
  // Before anything is asked of the metrics, which costs more.
  await sources.database.transaction({ kind: 'tenant', tenant: caller.tenant }, (tx) => check(tx, incidentId, corrects));
  const evidence = asked === null ? undefined : await freezeEvidence(sources, caller, asked);
  return mutate(sources.database, caller, 'incident.add_entry', async (tx) => {
    await check(tx, incidentId, corrects);
    if (evidence && (await tx.incidentEntry.count({ where: { incidentId, evidence: { not: Prisma.DbNull } } })) >= mostEvidence) throw tooMuchEvidence(mostEvidence);
    const kind: EntryKind = corrects !== null ? 'correction' : evidence ? 'evidence' : 'comment';
    const result = await addEntry(tx, caller.tenant.id, incidentId, caller.now, { at: at ?? caller.now, kind, text, actor: alertActorOf(caller.actor), subject: null, isPinned, corrects, ...(evidence ? { evidence } : {}) });
    await touchIncident(tx, caller, incidentId);
    return { result, before: null, after: { incidentId, id: result.id, kind, at: result.at, text, isPinned, corrects, evidence: asked } };
  });
}

async function check(tx: Transaction, incidentId: string, corrects: string | null): Promise<void> {
  await lockToWorkOn(tx, incidentId);
  if (corrects === null) return;
  const found = /^\d{1,18}$/.test(corrects) && (await tx.incidentEntry.findFirst({ where: { id: BigInt(corrects), incidentId }, select: { id: true } }));
  if (!found) throw invalid('body.corrects', 'This incident has no entry with this id.');
}
