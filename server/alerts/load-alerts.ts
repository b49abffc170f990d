import type { AlertView } from '@/lib/alerts/schemas';
import { AppError } from '@/lib/errors';
import type { Transaction } from '@/server/database/database';
import { alertInclude, viewOfAlert } from './alert-row';

/** The alerts with these ids, in this order; ids that the tenant does not have are left out. */
export async function loadAlerts(tx: Transaction, ids: readonly string[]): Promise<AlertView[]> {
  if (ids.length === 0) return [];
  const rows = await tx.alert.findMany({ where: { id: { in: [...ids] } }, include: alertInclude });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...new Set(ids)].flatMap((id) => {
    const row = byId.get(id);
    return row ? [viewOfAlert(row)] : [];
  });
}

/** Throws AppError `not_found`. */
export async function loadAlert(tx: Transaction, id: string): Promise<AlertView> {
  const [alert] = await loadAlerts(tx, [id]);
  if (!alert) throw noSuchAlert();
  return alert;
}

export function noSuchAlert(): AppError {
  return new AppError('not_found', 'There is no alert with this id.');
}
