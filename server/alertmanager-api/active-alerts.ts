import { isWanted, type ApiAlert } from '@/lib/alertmanager/alerts';
import { labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import { alertInclude, viewOfAlert } from '@/server/alerts/alert-row';
import type { Transaction } from '@/server/database/database';
import type { AlertQuery } from './query';
import type { Receivers } from './receivers';

export interface FoundAlert extends ApiAlert {
  labelSet: LabelSet;
  routes: ReturnType<Receivers['of']>;
}

const maxAlerts = 10_000;

/** The alerts of the transaction's tenant that fire or are acknowledged and that a query wants, by their fingerprints. */
export async function findActiveAlerts(tx: Transaction, query: AlertQuery, receivers: Receivers): Promise<FoundAlert[]> {
  const rows = await tx.alert.findMany({ where: { state: { in: ['firing', 'acknowledged'] } }, include: alertInclude, orderBy: { fingerprint: 'asc' }, take: maxAlerts });
  const fingerprints = new Map(rows.map(({ id, fingerprint }) => [id, fingerprint]));
  return rows.flatMap((row) => {
    const view = viewOfAlert(row);
    const labelSet = labelSetOf(Object.entries(view.labels));
    if (!query.accepts(labelSet)) return [];
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
    return isWanted(alert, query) && (isReceiver === null || names.some(isReceiver)) ? [alert] : [];
  });
}
