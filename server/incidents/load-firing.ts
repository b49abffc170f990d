import { z } from 'zod';
import { Severity } from '@/lib/alerts/schemas';
import { togetherMs, type FiringAlert, type JoinableIncident, type TakenAlert } from '@/lib/incidents/join';
import { incidentLimits } from '@/lib/incidents/schemas';
import { labelSetOf } from '@/lib/metrics/labels';
import type { Transaction } from '@/server/database/database';

/** What alerts are looked at for incidents: what fires, is in none, and what there is to join. */
export interface Firing {
  alerts: FiringAlert[];
  /** That fire beyond those that are looked at, the milder and older ones. */
  leftOut: number;
  /** When alerts that were not planned yet are looked at all the same; null: there are none. Milliseconds since 1970. */
  waitingUntilMs: number | null;
  incidents: JoinableIncident[];
  /** What incidents that a rule declared took within the last ten minutes, as long as nobody is far with them. */
  taken: TakenAlert[];
  /** By the name of a service, the names of those that it needs. */
  needs: Map<string, ReadonlySet<string>>;
}

const most = { alerts: 2_000, taken: 1_000, incidents: 200, known: 50_000, needs: 50_000 };
/** What suppresses an alert, and its group, are known when its notifications are planned, which takes a second at most; without a plan it is better declared than not. */
const planMs = 10_000;

const AlertRow = z.object({
  id: z.string(), name: z.string(), labels: z.record(z.string(), z.string()), summary: z.string().nullable(), severity: Severity, service: z.string(), groupKey: z.string().nullable(), causeId: z.string().nullable(),
  firedAt: z.date(), state: z.string(), isWaiting: z.boolean(), total: z.coerce.number(),
});
const TakenRow = AlertRow.omit({ isWaiting: true, total: true }).extend({ incident: z.object({ id: z.string(), number: z.number(), severity: z.string(), isSeveritySet: z.boolean() }) });
const IncidentRow = z.object({ id: z.string(), number: z.number(), joinedAt: z.date(), services: z.array(z.string()) });
const KnownRow = z.object({ incidentId: z.string(), alertId: z.string(), groupKey: z.string().nullable() });
const NeedRow = z.object({ name: z.string(), needed: z.string() });

/**
 * Alerts of the transaction's tenant that fire or are acknowledged, that nothing suppresses, that are in no incident and that nobody took out of one: the worst and newest
 * 2,000. With them the newest 200 open incidents, and the newest 1,000 alerts that may make several of those one.
 */
export async function loadFiring(tx: Transaction, nowMs: number): Promise<Firing> {
  const rows = z.array(AlertRow).parse(await tx.$queryRaw`
    select a.id, a.name, a.labels, a.annotations ->> 'summary' as summary, a.severity, a.service, a.group_key as "groupKey", a.cause_id as "causeId", coalesce(a.fired_at, a.starts_at) as "firedAt", a.state,
      a.group_key is null and coalesce(a.fired_at, a.starts_at) > ${new Date(nowMs - planMs)} as "isWaiting", count(*) over () as total
    from alerts a
    where a.state in ('firing', 'acknowledged') and a.suppression is null and not exists (select from incident_alerts x where x.alert_id = a.id)
      and not exists (select from incident_entries e where e.kind = 'alert_left' and e.subject ->> 'id' = a.id::text)
    order by case a.severity when 'critical' then 0 when 'warning' then 1 else 2 end, a.fired_at desc nulls last, a.id limit ${most.alerts}`);
  const waiting = rows.filter(({ isWaiting }) => isWaiting);
  const alerts = rows.filter(({ isWaiting }) => !isWaiting).map(firingAlertOf);
  return {
    alerts,
    leftOut: Math.max(0, (rows[0]?.total ?? 0) - rows.length),
    waitingUntilMs: waiting.length === 0 ? null : Math.min(...waiting.map(({ firedAt }) => firedAt.getTime())) + planMs,
    taken: await loadTaken(tx, nowMs),
    ...(alerts.length === 0 ? { incidents: [], needs: new Map() } : { incidents: await loadJoinable(tx), needs: await loadNeeds(tx) }),
  };
}

function firingAlertOf({ id, name, labels, summary, severity, service, groupKey, causeId, firedAt, state }: Omit<z.infer<typeof AlertRow>, 'isWaiting' | 'total'>): FiringAlert {
  return { id, name, summary: summary ?? '', labels: labelSetOf(Object.entries(labels)), severity, service, groupKey, causeId, firedAtMs: firedAt.getTime(), isAcknowledged: state === 'acknowledged' };
}

/** Of incidents that somebody is working on beyond looking into them, none: those stay as they are. */
async function loadTaken(tx: Transaction, nowMs: number): Promise<TakenAlert[]> {
  const rows = z.array(TakenRow).parse(await tx.$queryRaw`
    select a.id, a.name, a.labels, a.annotations ->> 'summary' as summary, a.severity, a.service, a.group_key as "groupKey", a.cause_id as "causeId", coalesce(a.fired_at, a.starts_at) as "firedAt", a.state,
      json_build_object('id', i.id, 'number', i.number, 'severity', i.severity, 'isSeveritySet', exists (select from incident_entries e where e.incident_id = i.id and e.kind = 'severity')) as incident
    from incident_alerts x join alerts a on a.id = x.alert_id join incidents i on i.id = x.incident_id
    where i.source = 'rule' and i.merged_into is null and (i.state = 'investigating' or (i.acknowledged_at is null and i.state not in ('resolved', 'reviewed')))
      and x.joined_at > ${new Date(nowMs - togetherMs)} and a.state in ('firing', 'acknowledged') and a.suppression is null
    order by x.joined_at desc, a.id limit ${most.taken}`);
  return rows.map(({ incident, ...row }) => ({ ...firingAlertOf(row), incident }));
}

/** Those that are full take in nothing more. */
async function loadJoinable(tx: Transaction): Promise<JoinableIncident[]> {
  const incidents = z.array(IncidentRow).parse(await tx.$queryRaw`
    select i.id, i.number, i.joined_at as "joinedAt", array(select s.name from incident_services x join services s on s.id = x.service_id where x.incident_id = i.id) as services
    from incidents i where i.state not in ('resolved', 'reviewed') and i.merged_into is null order by i.created_at desc, i.id desc limit ${most.incidents}`);
  const known = z.array(KnownRow).parse(await tx.$queryRaw`
    select x.incident_id as "incidentId", x.alert_id as "alertId", a.group_key as "groupKey" from incident_alerts x join alerts a on a.id = x.alert_id
    where x.incident_id = any(${incidents.map(({ id }) => id)}::uuid[]) limit ${most.known}`);
  const byId = new Map(incidents.map(({ id }) => [id, { alertIds: new Set<string>(), groupKeys: new Set<string>() }]));
  for (const { incidentId, alertId, groupKey } of known) {
    byId.get(incidentId)?.alertIds.add(alertId);
    if (groupKey !== null) byId.get(incidentId)?.groupKeys.add(groupKey);
  }
  return incidents
    .map(({ id, number, joinedAt, services }) => ({ id, number, lastAtMs: joinedAt.getTime(), services: new Set(services), alertIds: new Set<string>(), groupKeys: new Set<string>(), ...byId.get(id) }))
    .filter(({ alertIds }) => alertIds.size < incidentLimits.alerts);
}

async function loadNeeds(tx: Transaction): Promise<Map<string, Set<string>>> {
  const rows = z.array(NeedRow).parse(await tx.$queryRaw`
    select v.name, n.name as needed from services v cross join lateral jsonb_array_elements_text(v.settings -> 'dependsOn') d join services n on n.id = d::uuid limit ${most.needs}`);
  const needs = new Map<string, Set<string>>();
  for (const { name, needed } of rows) needs.set(name, (needs.get(name) ?? new Set()).add(needed));
  return needs;
}
