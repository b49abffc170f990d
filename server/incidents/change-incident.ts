import type { IncidentPatch } from '@/lib/incidents/life-cycle';
import type { Incident } from '@/lib/incidents/schemas';
import type { Caller } from '@/lib/context';
import type { Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';
import { addEntries, type EntryToWrite } from './entries';
import { loadIncident } from './load-incidents';

/** Stores a change of an incident that this transaction holds (lockIncident), with its entries, in a version one higher; answers with the incident as it is then. */
export async function storeChange(tx: Transaction, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, id: string, set: IncidentPatch, entries: readonly EntryToWrite[]): Promise<Incident> {
  await tx.incident.update({ where: { id }, data: { ...updateOf(set, now), version: { increment: 1 }, updatedAt: new Date(now) } });
  await addEntries(tx, tenant.id, id, now, entries);
  return loadIncident(tx, id);
}

/** Of what others look at beside the incident itself, such as its tasks: they see by the time that there is something new; its version stays, for nothing of what is edited changed. */
export async function touchIncident(tx: Transaction, { now }: Pick<Caller, 'now'>, id: string): Promise<void> {
  await tx.incident.update({ where: { id }, data: { updatedAt: new Date(now) }, select: { id: true } });
}

/** What the audit trail keeps of an incident. */
export function auditOf({ id, number, version, title, state, severity, team, runbookUrl, roles, times }: Incident) {
  return { id, number, version, title, state, severity, team, runbookUrl, times, roles: { lead: roles.lead?.id ?? null, communications: roles.communications?.id ?? null, scribe: roles.scribe?.id ?? null } };
}

function updateOf({ roles, times, mergedIntoId, ...plain }: IncidentPatch, nowMs: number): Prisma.IncidentUncheckedUpdateInput {
  return {
    ...plain,
    ...(mergedIntoId === undefined ? {} : { mergedIntoId }),
    ...(roles?.lead === undefined ? {} : { leadId: roles.lead?.id ?? null }),
    ...(roles?.communications === undefined ? {} : { communicationsId: roles.communications?.id ?? null }),
    ...(roles?.scribe === undefined ? {} : { scribeId: roles.scribe?.id ?? null }),
    ...(times?.started === undefined || times.started === null ? {} : { startedAt: new Date(times.started) }),
    ...(times?.detected === undefined ? {} : { detectedAt: dateOf(times.detected) }),
    ...(times?.acknowledged === undefined ? {} : { acknowledgedAt: dateOf(times.acknowledged) }),
    ...(times?.mitigated === undefined ? {} : { mitigatedAt: dateOf(times.mitigated) }),
    ...(times?.resolved === undefined ? {} : { resolvedAt: dateOf(times.resolved) }),
    ...(plain.state === 'reviewed' ? { reviewedAt: new Date(nowMs) } : {}),
  };
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
