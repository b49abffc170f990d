import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { readIncident as endpoint } from '@/lib/incidents/api';
import { nextStep } from '@/lib/incidents/next-step';
import { incidentLimits, IncidentTask } from '@/lib/incidents/schemas';
import { loadAlerts } from '@/server/alerts/load-alerts';
import type { Database, Transaction } from '@/server/database/database';
import type { IncidentTask as TaskRow } from '@/server/database/generated/client';
import { publicationOf } from '@/server/status-pages/publish-post';
import { impactOf } from './impact';
import { loadIncident } from './load-incidents';
import { viewersOf } from './viewers';

type Answer = z.input<(typeof endpoint)['response']>;

const shownAlerts = 200;
const taskInclude = { owner: { select: { id: true, name: true, email: true } } } as const;
const { kind, doneBy } = IncidentTask.shape;

/** An incident with all that its page shows at first; `url` is where people reach Nines. Throws AppError `not_found`. */
export async function readIncident({ database, url }: { database: Database; url: string }, { tenant, actor, now }: Caller, id: string): Promise<Answer> {
  const found = await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const incident = await loadIncident(tx, id);
    const tasks = await tasksOf(tx, id);
    const row = await tx.incident.findUniqueOrThrow({ where: { id }, select: { review: true, reviewVersion: true, reviewAt: true } });
    const review = row.review === null || row.reviewAt === null ? null : { text: row.review, version: row.reviewVersion, updatedAt: row.reviewAt.getTime() };
    return {
      incident, tasks, review, alerts: await alertsOf(tx, id), viewers: await viewersOf(tx, id, now), publication: await publicationOf(tx, url, id),
      isWatched: actor.kind === 'user' && (await tx.incidentWatcher.count({ where: { incidentId: id, userId: actor.id } })) > 0,
      next: nextStep({ incident, tasks, lastUpdateMs: await lastUpdate(tx, id), hasReview: review !== null }, now),
    };
  });
  return { ...found, impact: await impactOf({ database }, { tenant, now }, found.incident) };
}

async function alertsOf(tx: Transaction, incidentId: string): Promise<Answer['alerts']> {
  const joined = await tx.incidentAlert.findMany({ where: { incidentId }, orderBy: [{ joinedAt: 'desc' }, { alertId: 'desc' }], take: shownAlerts });
  const alerts = new Map((await loadAlerts(tx, joined.map(({ alertId }) => alertId))).map((alert) => [alert.id, alert]));
  return joined.flatMap(({ alertId, joinedAt, reason }) => {
    const alert = alerts.get(alertId);
    return alert ? [{ alert, joinedAt: joinedAt.getTime(), reason }] : [];
  });
}

async function tasksOf(tx: Transaction, incidentId: string): Promise<Answer['tasks']> {
  const rows = await tx.incidentTask.findMany({ where: { incidentId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: incidentLimits.tasks, include: taskInclude });
  return rows.map(viewOfTask);
}

/** A task as the API shows it. */
export function viewOfTask(row: TaskRow & { owner: { id: string; name: string | null; email: string } | null }): IncidentTask {
  return {
    id: row.id, text: row.text, version: row.version, kind: kind.parse(row.kind), owner: row.owner && { id: row.owner.id, name: row.owner.name ?? row.owner.email },
    dueAt: row.dueAt?.getTime() ?? null, doneAt: row.doneAt?.getTime() ?? null, doneBy: doneBy.parse(row.doneBy),
  };
}

async function lastUpdate(tx: Transaction, incidentId: string): Promise<number | null> {
  const entry = await tx.incidentEntry.findFirst({ where: { incidentId, kind: 'update' }, orderBy: { at: 'desc' }, select: { at: true } });
  return entry?.at.getTime() ?? null;
}
