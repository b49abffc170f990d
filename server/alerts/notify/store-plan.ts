import type pg from 'pg';
import type { Plan, PlannedDelivery } from '@/lib/alerts/notify/plan-types';
import type { TenantRef } from '@/lib/tenants';
import { jsonOf } from '@/server/alerts/stored-json';
import { alertStamp } from './load-alerts-to-plan';

/** Messages of a tenant that wait to be sent at most; what comes on top is dropped, with the reason. */
const longestQueue = 10_000;

/** A group is not in the version any more that the plan was made from: another process planned at the same time. */
export class StalePlan extends Error {
  override readonly name = 'StalePlan';
}

/** The stamps of an alert around the change that the plan made to it. */
export interface StampedChange {
  id: string;
  before: string;
  after: string;
}

/** Writes a plan down with few statements, whatever its size. Throws StalePlan, and then the transaction must not be committed. */
export async function storePlan(client: pg.ClientBase, tenant: TenantRef, plan: Plan, nowMs: number): Promise<StampedChange[]> {
  await storeGroups(client, tenant, plan, nowMs);
  const stamps = await storeAlerts(client, plan, nowMs);
  await storeEscalations(client, tenant, plan, nowMs);
  await storeDecisions(client, tenant, plan, nowMs);
  await storeDeliveries(client, tenant, plan.deliveries, nowMs);
  return stamps;
}

async function storeGroups(client: pg.ClientBase, tenant: TenantRef, { groups }: Plan, nowMs: number): Promise<void> {
  if (groups.length === 0) return;
  const { rows } = await client.query<{ count: number }>(
    `with g as (select * from jsonb_to_recordset($2::jsonb) as g(key text, version int, state jsonb, due_ms double precision)),
       made as (
         insert into notification_groups (tenant_id, key, state, next_due_at, updated_at)
         select $1, key, state, to_timestamp(due_ms / 1000), $3 from g where version = 0 on conflict do nothing returning 1),
       changed as (
         update notification_groups n set state = g.state, version = n.version + 1, next_due_at = to_timestamp(g.due_ms / 1000), updated_at = $3
         from g where n.tenant_id = $1 and n.key = g.key and n.version = g.version and g.version > 0 and g.state is not null returning 1),
       ended as (
         delete from notification_groups n using g where n.tenant_id = $1 and n.key = g.key and n.version = g.version and g.version > 0 and g.state is null returning 1)
     select ((select count(*) from made) + (select count(*) from changed) + (select count(*) from ended))::int as count`,
    [tenant.id, jsonOf(groups.map(({ key, version, state, nextDueMs }) => ({ key, version, ...(state ? { state } : {}), due_ms: nextDueMs }))), new Date(nowMs)],
  );
  if (rows[0]?.count !== groups.length) throw new StalePlan('The groups of alerts were planned by another process at the same time.');
}

async function storeAlerts(client: pg.ClientBase, { alerts, expired, settled }: Plan, nowMs: number): Promise<StampedChange[]> {
  const at = new Date(nowMs);
  if (expired.length > 0) {
    await client.query(
      `update alerts set state = 'firing', acknowledged_at = null, acknowledged_by = null, acknowledged_until = null, version = version + 1, updated_at = $2
       where id = any($1::uuid[]) and state = 'acknowledged' and acknowledged_until <= $2`,
      [expired, at],
    );
  }
  if (settled.length > 0) await client.query(`update alerts set is_settled = true where id = any($1::uuid[]) and state = 'resolved'`, [settled]);
  if (alerts.length === 0) return [];
  const { rows } = await client.query<StampedChange>(
    `with c as (select * from jsonb_to_recordset($1::jsonb) as c(id uuid, suppression jsonb, cause uuid, group_key text)),
       old as (select id as old_id, ${alertStamp} as before from alerts where id in (select id from c) order by id for update)
     update alerts a set suppression = case when a.state = 'resolved' then a.suppression else c.suppression end, cause_id = c.cause, group_key = c.group_key, version = a.version + 1, updated_at = $2
     from c join old on old_id = c.id where a.id = c.id returning a.id, before, ${alertStamp} as after`,
    [jsonOf(alerts.map(({ id, suppression, causeId, groupKey }) => ({ id, ...(suppression ? { suppression } : {}), cause: causeId, group_key: groupKey }))), at],
  );
  return rows;
}

/** The escalations of the groups, for those who list them; what decides is in the groups. */
async function storeEscalations(client: pg.ClientBase, tenant: TenantRef, { escalations }: Plan, nowMs: number): Promise<void> {
  // Of one group the last state of each round counts, and an end comes before the next beginning.
  for (const wave of wavesOf(escalations)) {
    const rows = wave.map(({ groupKey, policyId, state }) => ({ group_key: groupKey, policy: policyId, state, due_ms: state.dueMs, is_over: state.ended !== null }));
    await client.query(
      `with e as (select * from jsonb_to_recordset($2::jsonb) as e(group_key text, policy uuid, state jsonb, due_ms double precision, is_over boolean)),
         changed as (
           update escalations o set state = e.state, version = o.version + 1, next_due_at = to_timestamp(e.due_ms / 1000), ended_at = case when e.is_over then $3::timestamptz end, updated_at = $3
           from e where o.tenant_id = $1 and o.group_key = e.group_key and o.policy_id = e.policy and o.ended_at is null returning o.group_key, o.policy_id)
       insert into escalations (tenant_id, group_key, policy_id, state, next_due_at, ended_at, created_at, updated_at)
       select $1, e.group_key, e.policy, e.state, to_timestamp(e.due_ms / 1000), case when e.is_over then $3::timestamptz end, $3, $3 from e
       where not exists (select from changed where changed.group_key = e.group_key and changed.policy_id = e.policy)`,
      [tenant.id, jsonOf(rows), new Date(nowMs)],
    );
  }
}

function wavesOf(escalations: Plan['escalations']): Plan['escalations'][] {
  const waves: Plan['escalations'][] = [];
  const seen = new Map<string, number>();
  for (const each of escalations) {
    const key = `${each.groupKey} ${each.policyId}`;
    const wave = seen.get(key) ?? 0;
    seen.set(key, wave + 1);
    (waves[wave] ??= []).push(each);
  }
  return waves;
}

async function storeDecisions(client: pg.ClientBase, tenant: TenantRef, { decisions }: Plan, nowMs: number): Promise<void> {
  if (decisions.length === 0) return;
  await client.query(
    `insert into alert_events (tenant_id, alert_id, at, stage, outcome, reason, subject)
     select $1, a.id, $2, d.stage, d.outcome, d.reason, d.subject
     from rows from (jsonb_to_recordset($3::jsonb) as (alerts uuid[], stage text, outcome text, reason text, subject jsonb)) with ordinality as d(alerts, stage, outcome, reason, subject, place)
     cross join lateral unnest(d.alerts) as named(id) join alerts a on a.id = named.id order by d.place`,
    [tenant.id, new Date(nowMs), jsonOf(decisions.map(({ alertIds, subject, ...decision }) => ({ alerts: alertIds, ...decision, ...(subject ? { subject } : {}) })))],
  );
}

async function storeDeliveries(client: pg.ClientBase, tenant: TenantRef, deliveries: readonly PlannedDelivery[], nowMs: number): Promise<void> {
  if (deliveries.length === 0) return;
  const rows = deliveries.map(({ eventKey, kind, channel, recipient, recipientKey, groupKey, alertIds, message }) => ({
    event_key: eventKey, kind, channel_id: channel.id, channel_name: channel.name, channel_kind: channel.kind, recipient, recipient_key: recipientKey, group_key: groupKey, alert_ids: alertIds, message,
  }));
  await client.query(
    `with room as (
       select ${longestQueue} - count(*) as places from (select from deliveries where tenant_id = $1 and state in ('queued', 'sending', 'retrying') limit ${longestQueue}) as waiting)
     insert into deliveries (tenant_id, event_key, kind, channel_id, channel_name, channel_kind, recipient, recipient_key, group_key, alert_ids, message, state, next_attempt_at, last_error, queued_at, created_at, updated_at)
     select $1, d.event_key, d.kind, c.id, d.channel_name, d.channel_kind, d.recipient, d.recipient_key, d.group_key, d.alert_ids, d.message,
       case when d.place <= room.places then 'queued' else 'dropped' end, case when d.place <= room.places then $2::timestamptz end,
       case when d.place <= room.places then null else 'Dropped: ${longestQueue} messages wait to be sent already. Find out which channel does not take its messages.' end, $2, $2, $2
     from rows from (jsonb_to_recordset($3::jsonb) as (event_key text, kind text, channel_id uuid, channel_name text, channel_kind text, recipient jsonb, recipient_key text, group_key text, alert_ids uuid[], message jsonb))
       with ordinality as d(event_key, kind, channel_id, channel_name, channel_kind, recipient, recipient_key, group_key, alert_ids, message, place)
     cross join room left join notification_channels c on c.id = d.channel_id order by d.place
     on conflict (tenant_id, event_key) do nothing`,
    [tenant.id, new Date(nowMs), jsonOf(rows)],
  );
}
