import { isWanted, type ApiAlert } from '@/lib/alertmanager/alerts';
import { labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import type { TenantRef } from '@/lib/tenants';
import { alertInclude, viewOfAlert } from '@/server/alerts/alert-row';
import { createPatience } from '@/server/alerts/patience';
import type { Database } from '@/server/database/database';
import type { AlertQuery } from './query';
import { receiversOf, type Receivers } from './receivers';

export interface FoundAlert extends ApiAlert {
  labelSet: LabelSet;
  routes: ReturnType<Receivers['of']>;
}

const maxAlerts = 10_000;

/** The alerts of a tenant that fire or are acknowledged and that a query wants, by their fingerprints. Throws AppError `invalid` for expressions that take too long. */
export async function findActiveAlerts(database: Database, tenant: TenantRef, query: AlertQuery): Promise<FoundAlert[]> {
  const { rows, receivers } = await database.transaction({ kind: 'tenant', tenant }, async (tx) => ({
    receivers: await receiversOf(tx),
    rows: await tx.alert.findMany({ where: { state: { in: ['firing', 'acknowledged'] } }, include: alertInclude, orderBy: { fingerprint: 'asc' }, take: maxAlerts }),
  }));
  const fingerprints = new Map(rows.map(({ id, fingerprint }) => [id, fingerprint]));
  const pause = createPatience('filter');
  const found: FoundAlert[] = [];
  for (const row of rows) {
    const alert = foundAlert(row, query, receivers, fingerprints);
    if (alert) found.push(alert);
    const paused = pause();
    if (paused) await paused;
  }
  return found;
}

function foundAlert(row: Parameters<typeof viewOfAlert>[0] & { updatedAt: Date }, query: AlertQuery, receivers: Receivers, fingerprints: ReadonlyMap<string, string>): FoundAlert | null {
  const view = viewOfAlert(row);
  const labelSet = labelSetOf(Object.entries(view.labels));
  if (!query.accepts(labelSet)) return null;
  const routes = receivers.of(labelSet);
  const names = [...new Set(routes.flatMap((route) => route.names))];
  const alert: FoundAlert = {
    view, labelSet, routes,
    activeUntilMs: row.activeUntil?.getTime() ?? null,
    updatedAtMs: row.updatedAt.getTime(),
    receivers: names,
    causeFingerprint: view.causeId === null ? null : (fingerprints.get(view.causeId) ?? null),
  };
  const { isReceiver } = query;
  return isWanted(alert, query) && (isReceiver === null || names.some(isReceiver)) ? alert : null;
}
