import { z } from 'zod';
import type { AlertPatch } from '@/lib/alerts/life-cycle';
import { AlertActor, AlertView, Suppression, type AlertEvent } from '@/lib/alerts/schemas';
import { Prisma, type Alert } from '@/server/database/generated/client';

/** What `prisma.alert.findMany({ include: alertInclude })` needs so that its rows are AlertRows. */
export const alertInclude = { owner: { select: { id: true, name: true, email: true } } } as const;

/** A row of `alerts`, from Prisma or from SQL that selects `alertColumns`. */
export type AlertRow = Omit<Alert, 'evaluation' | 'tenantId' | 'updatedAt' | 'ownerId'> & { owner: { id: string; name: string | null; email: string } | null };

/** The columns of an AlertRow in SQL: `select ${alertColumns} from alerts a left join users o on o.id = a.owner_id`. */
export const alertColumns = `a.id, a.version, a.fingerprint, a.source, a.rule_id as "ruleId", a.name, a.severity, a.state, a.is_active as "isActive", a.suppression,
  a.is_flapping as "isFlapping", a.service, a.team, a.labels, a.annotations, a.value, a.starts_at as "startsAt", a.fired_at as "firedAt", a.active_until as "activeUntil",
  a.acknowledged_at as "acknowledgedAt", a.acknowledged_by as "acknowledgedBy", a.acknowledged_until as "acknowledgedUntil", a.comment, a.resolved_at as "resolvedAt",
  a.resolution, a.resolved_by as "resolvedBy", a.runbook_url as "runbookUrl", a.generator_url as "generatorUrl", a.group_key as "groupKey", a.cause_id as "causeId",
  a.is_settled as "isSettled", case when o.id is null then null else json_build_object('id', o.id, 'name', o.name, 'email', o.email) end as owner`;

const Texts = z.record(z.string(), z.string());
const NullableActor = AlertActor.nullable();
const NullableSuppression = Suppression.nullable();
const { state, severity, source, resolution } = AlertView.shape;

/** An alert as the API and the notifier see it. Throws ZodError for a row that this program did not write. */
export function viewOfAlert(row: AlertRow): AlertView {
  const { id, version, fingerprint, ruleId, name, isActive, isFlapping, service, team, value, comment, runbookUrl, generatorUrl, groupKey, causeId, owner } = row;
  return {
    id, version, fingerprint, ruleId, name, isActive, isFlapping, service, team, value, comment, runbookUrl, generatorUrl, groupKey, causeId,
    source: source.parse(row.source),
    severity: severity.parse(row.severity),
    state: state.parse(row.state),
    suppression: row.suppression === null ? null : NullableSuppression.parse(row.suppression),
    labels: Texts.parse(row.labels),
    annotations: Texts.parse(row.annotations),
    startsAt: row.startsAt.getTime(),
    firedAt: msOf(row.firedAt),
    acknowledgedAt: msOf(row.acknowledgedAt),
    acknowledgedBy: row.acknowledgedBy === null ? null : NullableActor.parse(row.acknowledgedBy),
    acknowledgedUntil: msOf(row.acknowledgedUntil),
    owner: owner && { id: owner.id, name: owner.name ?? owner.email },
    resolvedAt: msOf(row.resolvedAt),
    resolution: resolution.parse(row.resolution),
    resolvedBy: row.resolvedBy === null ? null : NullableActor.parse(row.resolvedBy),
  };
}

/** What Prisma sets for a patch; the version rises by one. Use it with `where: { id, version }` and take a count of zero for a conflict. */
export function updateOfPatch(patch: AlertPatch, nowMs: number): Prisma.AlertUncheckedUpdateManyInput {
  const { suppression, acknowledgedBy, resolvedBy, firedAt, acknowledgedAt, acknowledgedUntil, resolvedAt, ...plain } = patch;
  return {
    ...plain,
    ...(suppression === undefined ? {} : { suppression: suppression ?? Prisma.DbNull }),
    ...(acknowledgedBy === undefined ? {} : { acknowledgedBy: acknowledgedBy ?? Prisma.DbNull }),
    ...(resolvedBy === undefined ? {} : { resolvedBy: resolvedBy ?? Prisma.DbNull }),
    ...(firedAt === undefined ? {} : { firedAt: dateOf(firedAt) }),
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt: dateOf(acknowledgedAt) }),
    ...(acknowledgedUntil === undefined ? {} : { acknowledgedUntil: dateOf(acknowledgedUntil) }),
    ...(resolvedAt === undefined ? {} : { resolvedAt: dateOf(resolvedAt) }),
    version: { increment: 1 },
    updatedAt: new Date(nowMs),
  };
}

/** A row of `alert_events`. */
export function rowOfEvent(tenantId: string, alertId: string, event: Omit<AlertEvent, 'id'>): Prisma.AlertEventCreateManyInput {
  const { at, stage, outcome, reason, actor, subject } = event;
  return { tenantId, alertId, at: new Date(at), stage, outcome, reason, actor: actor ?? Prisma.DbNull, subject: subject ?? Prisma.DbNull };
}

function msOf(date: Date | null): number | null {
  return date === null ? null : date.getTime();
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
