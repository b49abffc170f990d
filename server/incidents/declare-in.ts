import { z } from 'zod';
import { alertActorOf } from '@/lib/alerts/actor';
import type { AlertActor, AlertView } from '@/lib/alerts/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Incident, IncidentSettings, IncidentSeverity } from '@/lib/incidents/schemas';
import type { Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';
import { StoredService } from '@/lib/services/schemas';
import { loadAlerts } from '@/server/alerts/load-alerts';
import { addEntries } from './entries';
import { loadIncident } from './load-incidents';
import { invalid, memberOf, servicesOf, severityOf } from './references';
import { startPolicy } from './start-policy';

export interface Declaration {
  title: string;
  /** Markdown. */
  summary: string;
  /** A key of the settings. */
  severity: string;
  source: Incident['source'];
  actor: AlertActor;
  /** The first sentence of the timeline. */
  text: string;
  leadId: string | null;
  serviceIds: readonly string[];
  alertIds: readonly string[];
  /** Why the alerts are in it, for each of them. */
  alertReason: string;
  /** Milliseconds since 1970; undefined: when the first of its alerts began, or now. */
  startedAt: number | undefined;
  /** Whom to page, whoever leads it; undefined: that of the severity unless somebody is on it already, null: nobody. */
  policyId: string | null | undefined;
}

const Parts = z.object({ team: StoredService.shape.team, runbookUrl: StoredService.shape.runbookUrl });

/** What is looked at of settings and checks begins with the start. */
export const longestPastMs = 90 * 86_400_000;

/** One declares or joins at a time in a tenant, until the transaction ends: no alert gets into two incidents, and no number is given twice. */
export async function lockDeclaring(tx: Transaction, tenantId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('incidents ' || ${tenantId}, 0))::text`;
}

/**
 * Makes an incident in a transaction of the tenant that called lockDeclaring. Paging, if anybody is to be paged, is due at once. Throws AppError `invalid` for a severity,
 * person, service, alert or policy that there is not, and `conflict` for an alert that is in another incident.
 */
export async function declareIn(tx: Transaction, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, settings: IncidentSettings, declaration: Declaration): Promise<Incident> {
  const { title, summary, source, actor, text, leadId } = declaration;
  const severity = severityOf(settings, declaration.severity, 'body.severity');
  const alerts = await freeAlerts(tx, declaration.alertIds);
  const services = await touchedServices(tx, declaration.serviceIds, alerts);
  const lead = leadId === null ? null : await memberOf(tx, leadId, 'body.leadId');
  const fired = alerts.flatMap(({ firedAt }) => firedAt ?? []);
  const startedAt = declaration.startedAt ?? Math.min(now, ...alerts.map(({ startsAt }) => startsAt));
  if (startedAt > now) throw invalid('body.startedAt', 'This time is still to come.');
  if (declaration.startedAt !== undefined && startedAt < now - longestPastMs) throw invalid('body.startedAt', 'This is more than 90 days ago.');
  const team = alerts.find((alert) => alert.team !== '')?.team ?? services.find((service) => service.team !== '')?.team ?? '';
  const runbookUrl = alerts.find((alert) => alert.runbookUrl)?.runbookUrl ?? services.find((service) => service.runbookUrl)?.runbookUrl ?? null;
  const at = new Date(now);
  const acknowledged = lead ? at : acknowledgedAt(alerts);
  const paging = declaration.policyId === undefined ? await usualPaging(tx, severity, acknowledged !== null, lead?.name ?? null, now) : await chosenPaging(tx, declaration.policyId, actor.name, now);
  const [last] = await tx.incident.findMany({ orderBy: { number: 'desc' }, take: 1, select: { number: true } });
  const { id } = await tx.incident.create({
    select: { id: true },
    data: {
      tenantId: tenant.id, number: (last?.number ?? 0) + 1, title, summary, state: 'investigating', severity: severity.key, source, declaredBy: actor, team, runbookUrl,
      leadId: lead?.id ?? null, startedAt: new Date(startedAt), detectedAt: new Date(Math.max(startedAt, Math.min(now, ...fired))), acknowledgedAt: acknowledged,
      ...paging.row, joinedAt: at, createdAt: at, updatedAt: at,
    },
  });
  await tx.incidentAlert.createMany({ data: alerts.map((alert) => ({ alertId: alert.id, incidentId: id, tenantId: tenant.id, joinedAt: at, reason: declaration.alertReason })) });
  await tx.incidentService.createMany({ data: services.map((service) => ({ incidentId: id, serviceId: service.id, tenantId: tenant.id })) });
  await tx.incidentTask.createMany({ data: settings.checklist.map((task, place) => ({ tenantId: tenant.id, incidentId: id, kind: 'task', text: task, createdAt: new Date(now + place) })) });
  await addEntries(tx, tenant.id, id, now, [
    { at: now, kind: 'declared', text, actor, subject: null },
    ...(lead ? [{ at: now, kind: 'role' as const, text: lead.id === actor.id ? `${lead.name} took the role lead.` : `${actor.name} gave the role lead to ${lead.name}.`, actor, subject: { kind: 'user' as const, ...lead } }] : []),
    ...(paging.text === null ? [] : [{ at: now, kind: 'page' as const, text: paging.text, actor, subject: null }]),
    ...alerts.map((alert) => ({ at: now, kind: 'alert_joined' as const, text: `${alert.name} joined. ${declaration.alertReason}`, actor, subject: { kind: 'alert' as const, id: alert.id, name: alert.name } })),
  ]);
  return loadIncident(tx, id);
}

/** Declares as a caller does by the API. */
export function callersDeclaration(caller: Caller): Pick<Declaration, 'actor' | 'source'> {
  return { actor: alertActorOf(caller.actor), source: caller.actor.kind === 'user' ? 'person' : 'api' };
}

interface Paging {
  row: Pick<Prisma.IncidentUncheckedCreateInput, 'policyId' | 'escalation' | 'escalationDueAt'>;
  /** What the timeline says of it. */
  text: string | null;
}

/** That of a severity, which begins with the next turn of the engine. Who is on it already needs nobody to be called. */
async function usualPaging(tx: Transaction, { name, policyId }: IncidentSeverity, acknowledged: boolean, leadName: string | null, now: number): Promise<Paging> {
  if (policyId === null) return { row: {}, text: null };
  const policy = await tx.escalationPolicy.findUnique({ where: { id: policyId }, select: { name: true } });
  if (!policy) return { row: {}, text: `Nobody is paged: the escalation policy of ${name} was deleted. Choose another one in the settings of incidents.` };
  if (acknowledged) return { row: {}, text: `Nobody is paged by “${policy.name}”, the policy of ${name}: ${leadName === null ? 'its alerts are acknowledged' : `${leadName} leads it`}.` };
  return { row: { policyId, escalationDueAt: new Date(now) }, text: null };
}

/** What somebody asks for begins at once, also where somebody leads: others are wanted. */
async function chosenPaging(tx: Transaction, policyId: string | null, by: string, now: number): Promise<Paging> {
  if (policyId === null) return { row: {}, text: null };
  const { name, row } = await startPolicy(tx, policyId, now);
  return { row, text: `${by} started the escalation policy “${name}”.` };
}

/** When the first of its alerts was acknowledged, if all that fires is. */
function acknowledgedAt(alerts: readonly AlertView[]): Date | null {
  const times = alerts.flatMap(({ acknowledgedAt: time }) => time ?? []);
  return times.length === 0 || alerts.some(({ state }) => state === 'firing') ? null : new Date(Math.min(...times));
}

async function freeAlerts(tx: Transaction, ids: readonly string[]): Promise<AlertView[]> {
  const alerts = await loadAlerts(tx, ids);
  const missing = ids.find((id) => !alerts.some((alert) => alert.id === id));
  if (missing !== undefined) throw invalid('body.alertIds', `There is no alert with the id ${missing}.`);
  const taken = await tx.incidentAlert.findFirst({ where: { alertId: { in: [...ids] } }, select: { alert: { select: { name: true } }, incident: { select: { number: true } } } });
  if (taken) throw new AppError('conflict', `The alert ${taken.alert.name} is in incident ${taken.incident.number} already. Work on that one, or take the alert out of it first.`);
  return alerts;
}

interface TouchedService {
  id: string;
  team: string;
  runbookUrl: string | null;
}

async function touchedServices(tx: Transaction, ids: readonly string[], alerts: readonly AlertView[]): Promise<TouchedService[]> {
  await servicesOf(tx, ids, 'body.serviceIds');
  const names = [...new Set(alerts.flatMap(({ service }) => (service === '' ? [] : [service])))];
  const rows = await tx.service.findMany({ where: { OR: [{ id: { in: [...ids] } }, { name: { in: names } }] }, select: { id: true, settings: true } });
  return rows.map(({ id, settings }) => ({ id, ...Parts.parse(settings) }));
}
