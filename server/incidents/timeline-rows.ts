import { z } from 'zod';
import { AlertActor } from '@/lib/alerts/schemas';
import { groupKeyOf } from '@/lib/incidents/paging';
import {
  entryOfAlertEvent, entryOfAudit, entryOfDelivery, entryOfDeploy, mostSourced, nameInAudit, toldAlertOutcomes, toldSettings, untoldVerbs, type SourcedEntry,
} from '@/lib/incidents/timeline-sources';
import type { Transaction } from '@/server/database/database';

/** An incident whose timeline is filled with what happened in [from, until]; what was written before `since` is in it already. */
export interface FillWindow {
  id: string;
  from: Date;
  until: Date;
  since: Date | null;
}

export interface FoundEntry {
  incidentId: string;
  entry: SourcedEntry;
}

const at = z.date().transform((date) => date.getTime());
const incidentId = z.string();
const EventRow = z.object({ incidentId, id: z.string(), at, stage: z.string(), outcome: z.string(), reason: z.string(), actor: AlertActor.nullable(), alertId: z.string(), alertName: z.string() });
const DeliveryRow = z.object({
  incidentId, id: z.string(), at, state: z.string(), title: z.string(), channelId: z.string().nullable(), channelName: z.string(), to: z.string(), isPerson: z.boolean(), error: z.string().nullable(),
});
const DeployRow = z.object({ incidentId, id: z.string(), at, serviceId: z.string().nullable(), serviceName: z.string(), version: z.string(), text: z.string(), actor: AlertActor });
const AuditRow = z.object({ incidentId, id: z.string(), at, action: z.string(), actor: z.object({ kind: z.string(), id: z.string() }), name: z.string().nullable(), before: z.unknown(), after: z.unknown() });

// `offset 0` below: without statistics the planner would compare every source with every entry; so it asks the unique index for each.

/** More than fit are never needed. */
const most = { changes: mostSourced.changes + 1, alerts: mostSourced.alerts + 1 } as const;

/** What happened to the alerts of the incidents, and what was said about them, that is not in their timelines yet; of those that joined since all of it. */
export async function alertEventEntries(tx: Transaction, windows: readonly FillWindow[]): Promise<FoundEntry[]> {
  const { ids, untils, sinces } = arraysOf(windows);
  const rows = await tx.$queryRaw`
    select i.id as "incidentId", f.* from unnest(${ids}::uuid[], ${untils}::timestamptz[], ${sinces}::timestamptz[]) as i(id, until_at, since) cross join lateral (
      select e.id::text as id, e.at, e.stage, e.outcome, e.reason, e.actor, a.id as "alertId", a.name as "alertName"
      from incident_alerts x join alerts a on a.id = x.alert_id join alert_events e on e.alert_id = a.id
      where x.incident_id = i.id and e.at <= i.until_at and (i.since is null or e.at >= i.since or x.joined_at >= i.since) and (e.stage = 'comment' or (e.stage in ('evaluation', 'life_cycle') and e.outcome = any(${toldAlertOutcomes})))
        and not exists (select from incident_entries n where n.incident_id = i.id and n.source_key = 'alert_event:' || e.id offset 0)
      order by e.id limit ${most.alerts}) f`;
  return z.array(EventRow).parse(rows).map(({ incidentId: id, ...source }) => ({ incidentId: id, entry: entryOfAlertEvent(source) }));
}

/** Messages about the alerts and the pages of the incidents that arrived, or are given up. */
export async function deliveryEntries(tx: Transaction, windows: readonly FillWindow[]): Promise<FoundEntry[]> {
  const { ids, froms, untils, sinces } = arraysOf(windows);
  const rows = await tx.$queryRaw`
    select i.id as "incidentId", f.* from unnest(${ids}::uuid[], ${froms}::timestamptz[], ${untils}::timestamptz[], ${sinces}::timestamptz[], ${ids.map(groupKeyOf)}::text[]) as i(id, from_at, until_at, since, group_key) cross join lateral (
      select d.id::text as id, coalesce(d.delivered_at, d.updated_at) as at, d.state, coalesce(d.message ->> 'title', '') as title, d.channel_id as "channelId", d.channel_name as "channelName",
        coalesce(d.recipient ->> 'name', '') as "to", d.recipient ->> 'kind' = 'user' as "isPerson", d.last_error as error
      from deliveries d
      where d.created_at >= i.from_at and d.created_at <= i.until_at and d.state in ('delivered', 'dead')
        and (d.group_key = i.group_key or d.alert_ids && array(select x.alert_id from incident_alerts x where x.incident_id = i.id))
        and (i.since is null or d.updated_at >= i.since or d.alert_ids && array(select x.alert_id from incident_alerts x where x.incident_id = i.id and x.joined_at >= i.since))
        and not exists (select from incident_entries n where n.incident_id = i.id and n.source_key = case when d.state = 'delivered' then 'delivery:' || d.id else 'delivery:' || d.id || ':' || d.state end offset 0)
      order by d.position limit ${most.alerts}) f`;
  return z.array(DeliveryRow).parse(rows).map(({ incidentId: id, ...source }) => ({ incidentId: id, entry: entryOfDelivery(source) }));
}

/** What was rolled out of the services that it touches, or of none alone, while it went on or shortly before; a pipeline may tell it later. */
export async function deployEntries(tx: Transaction, windows: readonly FillWindow[]): Promise<FoundEntry[]> {
  const { ids, froms, untils, sinces } = arraysOf(windows);
  const rows = await tx.$queryRaw`
    select i.id as "incidentId", f.* from unnest(${ids}::uuid[], ${froms}::timestamptz[], ${untils}::timestamptz[], ${sinces}::timestamptz[]) as i(id, from_at, until_at, since) cross join lateral (
      select d.id::text as id, d.at, d.service_id as "serviceId", d.service_name as "serviceName", d.version, d.text, d.actor from deploys d
      where d.at >= i.from_at and d.at <= i.until_at and (i.since is null or d.created_at >= i.since)
        and (d.service_name = '' or exists (select from incident_services x where x.incident_id = i.id and x.service_id = d.service_id))
        and not exists (select from incident_entries n where n.incident_id = i.id and n.source_key = 'deploy:' || d.id offset 0)
      order by d.at limit ${most.changes}) f`;
  return z.array(DeployRow).parse(rows).map(({ incidentId: id, ...source }) => ({ incidentId: id, entry: entryOfDeploy(source) }));
}

/** Which settings were changed while it went on, or shortly before. */
export async function auditEntries(tx: Transaction, windows: readonly FillWindow[]): Promise<FoundEntry[]> {
  const { ids, froms, untils, sinces } = arraysOf(windows);
  const rows = await tx.$queryRaw`
    select i.id as "incidentId", f.* from unnest(${ids}::uuid[], ${froms}::timestamptz[], ${untils}::timestamptz[], ${sinces}::timestamptz[]) as i(id, from_at, until_at, since) cross join lateral (
      select e.id::text as id, e.at, e.action, e.actor, e.before, e.after,
        case e.actor ->> 'kind' when 'user' then (select coalesce(u.name, u.email) from users u where u.id::text = e.actor ->> 'id') when 'key' then (select k.name from api_keys k where k.id::text = e.actor ->> 'id') end as name
      from audit_entries e
      where e.at >= greatest(i.from_at, i.since) and e.at <= i.until_at and split_part(e.action, '.', 1) = any(${toldSettings}) and split_part(e.action, '.', 2) <> all(${untoldVerbs})
        and not exists (select from incident_entries n where n.incident_id = i.id and n.source_key = 'audit:' || e.id offset 0)
      order by e.at limit ${most.changes}) f`;
  return z.array(AuditRow).parse(rows).map(({ incidentId: incident, id, at: atMs, action, actor, name, before, after }) => ({
    incidentId: incident, entry: entryOfAudit({ id, at: atMs, action, actor: actorOf(actor, name), name: nameInAudit(before, after) }),
  }));
}

/** The audit trail keeps ids only; who is gone is called by the kind. */
function actorOf({ kind, id }: { kind: string; id: string }, name: string | null): AlertActor {
  if (kind === 'user') return { kind, id, name: name ?? 'Somebody who is gone' };
  return kind === 'key' ? { kind, id, name: name === null ? 'An API key that is gone' : `The API key ${name}` } : { kind: 'system', id, name: 'Nines' };
}

function arraysOf(windows: readonly FillWindow[]) {
  return { ids: windows.map(({ id }) => id), froms: windows.map(({ from }) => from.toISOString()), untils: windows.map(({ until }) => until.toISOString()), sinces: windows.map(({ since }) => since?.toISOString() ?? null) };
}
