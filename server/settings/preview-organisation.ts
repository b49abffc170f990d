import type { Caller } from '@/lib/context';
import type { OrganisationPreview } from '@/lib/settings/previews';
import type { Database } from '@/server/database/database';

/** Whom a change of the caller's organisation concerns. What has a time zone of its own keeps it. */
export function previewOrganisation({ database }: { database: Database }, { tenant }: Caller): Promise<OrganisationPreview> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => ({
    people: await tx.membership.count({ where: { tenantId: tenant.id, deactivatedAt: null } }),
    schedules: await tx.onCallSchedule.count(),
    objectives: await tx.objective.count(),
  }));
}
