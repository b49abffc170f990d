import type { z } from 'zod';
import type { readAlert as endpoint } from '@/lib/alerts/api';
import type { AlertView } from '@/lib/alerts/schemas';
import type { Caller } from '@/lib/context';
import type { Database, Transaction } from '@/server/database/database';
import { incidentOfAlert } from '@/server/incidents/incident-of-alert';
import { chartOf } from './alert-chart';
import { viewOfEvent } from './alert-events';
import { alertInclude, viewOfAlert } from './alert-row';
import { deliveryInclude, viewOfDelivery } from './delivery-row';
import { loadAlert } from './load-alerts';
import type { Evaluator } from './rules/evaluator';

interface ReadAlert {
  database: Database;
  alerting: { evaluator: Pick<Evaluator, 'valueOf'> };
}

const shown = { events: 500, deliveries: 50, related: 50, similar: 20 };

/** An alert with its timeline, its deliveries and what is like it. Throws AppError `not_found`. */
export function readAlert({ database, alerting }: ReadAlert, { tenant, now }: Caller, id: string): Promise<z.input<(typeof endpoint)['response']>> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const alert = await loadAlert(tx, id);
    const events = await tx.alertEvent.findMany({ where: { alertId: id }, orderBy: { id: 'desc' }, take: shown.events });
    const deliveries = await tx.delivery.findMany({ where: { alertIds: { has: id } }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: shown.deliveries, include: deliveryInclude });
    const related = await relatedTo(tx, alert);
    const last = alert.ruleId === null ? null : alerting.evaluator.valueOf(alert.ruleId, alert.fingerprint);
    return {
      alert,
      events: events.reverse().map(viewOfEvent),
      deliveries: deliveries.map(viewOfDelivery),
      related,
      similar: await similarTo(tx, alert, related),
      chart: await chartOf(tx, alert, now),
      // Another process may be the one that evaluates: then the value that was stored last is shown, without a time.
      incident: await incidentOfAlert(tx, id),
      now: { value: last ? last.value : alert.value, at: last?.atMs ?? null },
    };
  });
}

/** Open alerts of the same group, the cause, what it is the cause of, and what has the same cause. */
async function relatedTo(tx: Transaction, { id, groupKey, causeId }: AlertView): Promise<AlertView[]> {
  const ties = [{ causeId: id }, ...(groupKey === null ? [] : [{ groupKey }]), ...(causeId === null ? [] : [{ id: causeId }, { causeId }])];
  const rows = await tx.alert.findMany({ where: { id: { not: id }, state: { not: 'resolved' }, OR: ties }, orderBy: [{ startsAt: 'desc' }, { id: 'desc' }], take: shown.related, include: alertInclude });
  return rows.map(viewOfAlert);
}

/** Earlier occurrences of the same labels first, then other alerts of the same rule. */
async function similarTo(tx: Transaction, { id, fingerprint, ruleId }: AlertView, related: readonly AlertView[]): Promise<AlertView[]> {
  const newest = [{ startsAt: 'desc' }, { id: 'desc' }] as const;
  const except = [id, ...related.map((each) => each.id)];
  const occurrences = await tx.alert.findMany({ where: { id: { notIn: except }, fingerprint }, orderBy: [...newest], take: shown.similar, include: alertInclude });
  const left = shown.similar - occurrences.length;
  const others = ruleId === null || left === 0 ? [] : await tx.alert.findMany({ where: { id: { notIn: except }, ruleId, fingerprint: { not: fingerprint } }, orderBy: [...newest], take: left, include: alertInclude });
  return [...occurrences, ...others].map(viewOfAlert);
}
