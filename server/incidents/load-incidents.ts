import { z } from 'zod';
import { EscalationState } from '@/lib/alerts/on-call/escalation';
import { AppError } from '@/lib/errors';
import { Incident, incidentLimits, Person } from '@/lib/incidents/schemas';
import type { Transaction } from '@/server/database/database';

const Row = z.object({
  ...Incident.pick({ id: true, number: true, version: true, title: true, summary: true, state: true, severity: true, source: true, reopened: true, mergedInto: true, team: true, runbookUrl: true, services: true, alerts: true, tasks: true }).shape,
  lead: Person.nullable(), communications: Person.nullable(), scribe: Person.nullable(),
  startedAt: z.date(), detectedAt: z.date().nullable(), acknowledgedAt: z.date().nullable(), mitigatedAt: z.date().nullable(), resolvedAt: z.date().nullable(),
  policyId: z.uuid().nullable(), policyName: z.string().nullable(), escalation: EscalationState.nullable(), escalationDueAt: z.date().nullable(), createdAt: z.date(), updatedAt: z.date(),
});

/** The incidents with these ids, in this order; ids that the tenant does not have are left out. Throws ZodError for rows that this program did not write. */
export async function loadIncidents(tx: Transaction, ids: readonly string[]): Promise<Incident[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw`
    select i.id, i.number, i.version, i.title, i.summary, i.state, i.severity, i.source, i.reopened, i.team, i.runbook_url as "runbookUrl",
      i.started_at as "startedAt", i.detected_at as "detectedAt", i.acknowledged_at as "acknowledgedAt", i.mitigated_at as "mitigatedAt", i.resolved_at as "resolvedAt",
      i.escalation, i.escalation_due_at as "escalationDueAt", i.created_at as "createdAt", i.updated_at as "updatedAt", i.policy_id as "policyId", p.name as "policyName",
      case when l.id is not null then json_build_object('id', l.id, 'name', coalesce(l.name, l.email)) end as lead,
      case when c.id is not null then json_build_object('id', c.id, 'name', coalesce(c.name, c.email)) end as communications,
      case when s.id is not null then json_build_object('id', s.id, 'name', coalesce(s.name, s.email)) end as scribe,
      case when m.id is not null then json_build_object('id', m.id, 'number', m.number) end as "mergedInto",
      (select coalesce(json_agg(json_strip_nulls(json_build_object('id', v.id, 'name', v.name, 'isGone', nullif(v.gone, false))) order by lower(v.name), v.id), '[]')
        from (select x.service_id as id, coalesce(sv.name, x.gone_name) as name, sv.id is null as gone from incident_services x left join services sv on sv.id = x.service_id where x.incident_id = i.id limit ${incidentLimits.services}) v) as services,
      (select json_build_object('total', count(*), 'open', count(*) filter (where a.state <> 'resolved')) from incident_alerts x join alerts a on a.id = x.alert_id where x.incident_id = i.id) as alerts,
      (select json_build_object('total', count(*), 'done', count(t.done_at)) from incident_tasks t where t.incident_id = i.id) as tasks
    from incidents i
      left join users l on l.id = i.lead_id left join users c on c.id = i.communications_id left join users s on s.id = i.scribe_id
      left join incidents m on m.id = i.merged_into left join escalation_policies p on p.id = i.policy_id
    where i.id = any(${[...ids]}::uuid[])`;
  const byId = new Map(z.array(Row).parse(rows).map((row) => [row.id, viewOf(row)]));
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
}

/** Throws AppError `not_found`. */
export async function loadIncident(tx: Transaction, id: string): Promise<Incident> {
  const [incident] = await loadIncidents(tx, [id]);
  if (!incident) throw noSuchIncident();
  return incident;
}

/** Holds the incident until the transaction ends, so that what was read of it stays true. Throws AppError `not_found`. */
export async function lockIncident(tx: Transaction, id: string): Promise<Incident> {
  // It does not keep others from adding entries, whose rows only need that the incident stays.
  await tx.$queryRaw`select 1 from incidents where id = ${id}::uuid for no key update`;
  return loadIncident(tx, id);
}

/** As lockIncident; one that was merged into another one is refused. Throws AppError `not_found` and `conflict`. */
export async function lockToWorkOn(tx: Transaction, id: string): Promise<Incident> {
  const incident = await lockIncident(tx, id);
  if (incident.mergedInto) throw new AppError('conflict', `This incident was merged into incident ${incident.mergedInto.number}. Work on that one.`);
  return incident;
}

export function noSuchIncident(): AppError {
  return new AppError('not_found', 'There is no incident with this id.');
}

/** An incident without a name of its own for what changed: somebody else was quicker. */
export function versionLost({ number }: Pick<Incident, 'number'>): AppError {
  return new AppError('conflict', `Incident ${number} was changed by somebody else in the meantime. Load it again and repeat the change.`);
}

function viewOf(row: z.infer<typeof Row>): Incident {
  const { id, number, version, title, summary, state, severity, source, reopened, mergedInto, team, runbookUrl, services, alerts, tasks, lead, communications, scribe } = row;
  return {
    id, number, version, title, summary, state, severity, source, reopened, mergedInto, team, runbookUrl, services, alerts, tasks, roles: { lead, communications, scribe },
    times: { started: row.startedAt.getTime(), detected: msOf(row.detectedAt), acknowledged: msOf(row.acknowledgedAt), mitigated: msOf(row.mitigatedAt), resolved: msOf(row.resolvedAt) },
    paging: pagingOf(row), createdAt: row.createdAt.getTime(), updatedAt: row.updatedAt.getTime(),
  };
}

/** A policy that was deleted while it paged is told so; before the first step it runs already. */
function pagingOf({ policyId, policyName, escalation, escalationDueAt }: z.infer<typeof Row>): Incident['paging'] {
  if (policyId === null) return null;
  return { policyId, policyName: policyName ?? 'a deleted policy', state: policyName === null ? 'policy_removed' : (escalation?.ended ?? 'running'), nextAt: msOf(escalationDueAt) };
}

function msOf(date: Date | null): number | null {
  return date === null ? null : date.getTime();
}
