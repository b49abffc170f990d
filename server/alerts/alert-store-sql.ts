import type pg from 'pg';
import { z } from 'zod';
import type { NewAlertEvent } from '@/lib/alerts/life-cycle';
import type { ActiveAlert, AlertSignal, SignalPatch } from '@/lib/alerts/life-cycle-signal';
import { alertStates } from '@/lib/alerts/schemas';
import { severityOf } from '@/lib/alerts/severity';
import { labelOf, labelsOf } from '@/lib/metrics/labels';
import type { TenantRef } from '@/lib/tenants';
import { jsonOf } from './stored-json';

export interface NewAlert {
  signal: AlertSignal;
  state: 'pending' | 'firing';
  event: NewAlertEvent;
}

export interface AlertUpdate {
  id: string;
  set: SignalPatch;
  atMs: number;
  /** Whether it is a step of the life cycle, which raises the version. */
  isStep: boolean;
}

export interface EventRow {
  alertId: string;
  event: NewAlertEvent;
}

const ActiveRow = z.object({
  id: z.string(),
  fingerprint: z.string(),
  state: z.enum(alertStates),
  source: z.enum(['rule', 'api']),
  isFlapping: z.boolean(),
  value: z.number().nullable(),
  annotations: z.record(z.string(), z.string()),
  startsAt: z.date(),
  activeUntil: z.date().nullable(),
  generatorUrl: z.string().nullable(),
  runbookUrl: z.string().nullable(),
});

/** The active alerts of the fingerprints, locked until the transaction ends. */
export async function readActive(client: pg.PoolClient, tenant: TenantRef, fingerprints: readonly string[]): Promise<Map<string, ActiveAlert & { id: string }>> {
  const { rows } = await client.query(
    `select id, fingerprint, state, source, is_flapping as "isFlapping", value, annotations, starts_at as "startsAt", active_until as "activeUntil",
       generator_url as "generatorUrl", runbook_url as "runbookUrl"
     from alerts where tenant_id = $1 and is_active and fingerprint = any($2) order by id for update`,
    [tenant.id, fingerprints],
  );
  return new Map(
    rows.map((row) => {
      const { fingerprint, startsAt, activeUntil, ...alert } = ActiveRow.parse(row);
      return [fingerprint, { ...alert, startsAt: startsAt.getTime(), activeUntil: activeUntil?.getTime() ?? null }];
    }),
  );
}

/**
 * New occurrences; the ids by fingerprint. One that began elsewhere in the meantime is left alone, as is one that an earlier occurrence has been already:
 * that ended after the signal was made, and began no earlier. The end alone does not tell, for clocks differ; and one that ended minutes later than now
 * tells of a clock that was set back.
 */
export async function insertAlerts(client: pg.PoolClient, tenant: TenantRef, alerts: readonly NewAlert[]): Promise<Map<string, string>> {
  if (alerts.length === 0) return new Map();
  const { rows } = await client.query<{ id: string; fingerprint: string }>(
    `insert into alerts (tenant_id, fingerprint, source, rule_id, name, severity, state, is_active, is_flapping, service, team, labels, annotations, value,
       starts_at, fired_at, active_until, runbook_url, generator_url, is_settled, evaluation, updated_at)
     select $1, n.fingerprint, n.source, (select r.id from alert_rules r where r.id = n.rule_id), n.name, n.severity, n.state, true, n.is_flapping, n.service, n.team, n.labels, n.annotations, n.value,
       n.starts_at, n.fired_at, n.active_until, n.runbook_url, n.generator_url, n.state = 'pending', n.evaluation, n.updated_at
     from json_to_recordset($2::json) as n(fingerprint text, source text, rule_id uuid, name text, severity text, state text, is_flapping boolean, service text, team text,
       labels jsonb, annotations jsonb, value double precision, starts_at timestamptz, fired_at timestamptz, active_until timestamptz, runbook_url text, generator_url text,
       evaluation jsonb, updated_at timestamptz)
     where not exists (select from alerts o where o.tenant_id = $1 and o.fingerprint = n.fingerprint and o.starts_at >= n.starts_at
       and o.resolved_at > n.updated_at and o.resolved_at <= n.updated_at + interval '2 minutes')
     on conflict (tenant_id, fingerprint) where is_active do nothing
     returning id, fingerprint`,
    [tenant.id, jsonOf(alerts.map(recordOf))],
  );
  return new Map(rows.map(({ id, fingerprint }) => [fingerprint, id]));
}

function recordOf({ signal, state }: NewAlert): object {
  const { fingerprint, labels, annotations, value, source, ruleId, runbookUrl, generatorUrl, evaluation, isFlapping } = signal;
  return {
    fingerprint, source, state, annotations, value, evaluation,
    rule_id: ruleId, name: labelOf(labels, 'alertname'), severity: severityOf(labels), is_flapping: isFlapping,
    service: labelOf(labels, 'service'), team: labelOf(labels, 'team'), labels: labelsOf(labels),
    starts_at: isoOf(signal.startsAtMs), fired_at: state === 'firing' ? isoOf(signal.atMs) : null,
    active_until: isoOf(signal.activeUntilMs), runbook_url: runbookUrl, generator_url: generatorUrl, updated_at: isoOf(signal.atMs),
  };
}

/** Sets of each alert what its patch names. */
export async function updateAlerts(client: pg.PoolClient, updates: readonly AlertUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  const records = updates.map(({ id, set, atMs, isStep }) => ({
    id, step: isStep ? 1 : 0, at: isoOf(atMs),
    set: {
      ...set,
      ...(set.startsAt === undefined ? {} : { startsAt: isoOf(set.startsAt) }),
      ...(set.firedAt === undefined ? {} : { firedAt: isoOf(set.firedAt) }),
      ...(set.resolvedAt === undefined ? {} : { resolvedAt: isoOf(set.resolvedAt) }),
      ...(set.activeUntil === undefined ? {} : { activeUntil: isoOf(set.activeUntil) }),
    },
  }));
  await client.query(
    `update alerts a set
       version = a.version + u.step,
       updated_at = u.at,
       state = coalesce(u.set ->> 'state', a.state),
       is_active = coalesce((u.set ->> 'isActive')::boolean, a.is_active),
       is_settled = coalesce((u.set ->> 'isSettled')::boolean, a.is_settled),
       is_flapping = coalesce((u.set ->> 'isFlapping')::boolean, a.is_flapping),
       suppression = case when u.set ? 'suppression' then nullif(u.set -> 'suppression', 'null') else a.suppression end,
       starts_at = coalesce((u.set ->> 'startsAt')::timestamptz, a.starts_at),
       fired_at = coalesce((u.set ->> 'firedAt')::timestamptz, a.fired_at),
       resolved_at = coalesce((u.set ->> 'resolvedAt')::timestamptz, a.resolved_at),
       resolution = coalesce(u.set ->> 'resolution', a.resolution),
       value = case when u.set ? 'value' then (u.set ->> 'value')::double precision else a.value end,
       annotations = coalesce(u.set -> 'annotations', a.annotations),
       active_until = case when u.set ? 'activeUntil' then (u.set ->> 'activeUntil')::timestamptz else a.active_until end,
       generator_url = case when u.set ? 'generatorUrl' then u.set ->> 'generatorUrl' else a.generator_url end,
       source = coalesce(u.set ->> 'source', a.source),
       rule_id = case when u.set ? 'ruleId' then (select r.id from alert_rules r where r.id = (u.set ->> 'ruleId')::uuid) else a.rule_id end,
       runbook_url = case when u.set ? 'runbookUrl' then u.set ->> 'runbookUrl' else a.runbook_url end,
       evaluation = case when u.set ? 'evaluation' then nullif(u.set -> 'evaluation', 'null') else a.evaluation end
     from json_to_recordset($1::json) as u(id uuid, step int, at timestamptz, set jsonb)
     where a.id = u.id`,
    [jsonOf(records)],
  );
}

export async function deleteAlerts(client: pg.PoolClient, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await client.query('delete from alerts where id = any($1)', [ids]);
}

export async function insertEvents(client: pg.PoolClient, tenant: TenantRef, events: readonly EventRow[]): Promise<void> {
  if (events.length === 0) return;
  await client.query(
    `insert into alert_events (tenant_id, alert_id, at, stage, outcome, reason, actor, subject)
     select $1, e.alert_id, e.at, e.stage, e.outcome, e.reason, e.actor, e.subject
     from json_to_recordset($2::json) as e(alert_id uuid, at timestamptz, stage text, outcome text, reason text, actor jsonb, subject jsonb)`,
    [tenant.id, jsonOf(events.map(({ alertId, event }) => ({ ...event, alert_id: alertId, at: isoOf(event.at) })))],
  );
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
