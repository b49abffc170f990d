import type { Suppression } from '@/lib/alerts/schemas';
import { fingerprintOf } from '@/lib/alerts/fingerprint';
import { severityOf } from '@/lib/alerts/severity';
import { labelOf, labelSetOf } from '@/lib/metrics/labels';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';

export interface TestAlert extends Partial<Omit<Prisma.AlertUncheckedCreateInput, 'labels' | 'annotations' | 'suppression' | 'startsAt'>> {
  labels: Record<string, string>;
  annotations?: Record<string, string>;
  suppression?: Suppression;
  startsAt?: Date;
}

export const startOfTest = Date.parse('2026-01-05T03:00:00Z');

/** Stores alerts that fire unless they say otherwise, one second apart from each other; their ids in the same order. */
export async function storeAlerts(database: Database, tenant: TenantRef, alerts: readonly TestAlert[]): Promise<string[]> {
  const rows = await database.transaction({ kind: 'tenant', tenant }, (tx) =>
    tx.alert.createManyAndReturn({
      select: { id: true },
      data: alerts.map(({ labels, ...alert }, index) => {
        const set = labelSetOf(Object.entries(labels));
        const startsAt = alert.startsAt ?? new Date(startOfTest + index * 1_000);
        const isOver = alert.state === 'resolved';
        return {
          tenantId: tenant.id, fingerprint: fingerprintOf(set), source: 'rule', name: labelOf(set, 'alertname'), severity: severityOf(set), state: 'firing', isActive: !isOver,
          service: labelOf(set, 'service'), team: labelOf(set, 'team'), labels, annotations: {}, startsAt, firedAt: startsAt, resolvedAt: isOver ? new Date(startsAt.getTime() + 60_000) : null,
          resolution: isOver ? 'condition' : null, ...alert,
        };
      }),
    }),
  );
  return rows.map(({ id }) => id);
}

export const silenced: Suppression = { kind: 'silence', id: '00000000-0000-4000-8000-000000000001', reason: 'New disks.', sinceMs: startOfTest, untilMs: null };
