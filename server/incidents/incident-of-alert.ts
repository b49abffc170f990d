import type { Transaction } from '@/server/database/database';

/** The incident that an alert is in. */
export async function incidentOfAlert(tx: Transaction, alertId: string): Promise<{ id: string; number: number; title: string } | null> {
  const found = await tx.incidentAlert.findUnique({ where: { alertId }, select: { incident: { select: { id: true, number: true, title: true } } } });
  return found?.incident ?? null;
}
