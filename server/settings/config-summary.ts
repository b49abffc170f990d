import { Route } from '@/lib/alerts/notify/schemas';
import { readStoredThresholds } from '@/lib/alerts/rules/thresholds';
import type { Caller } from '@/lib/context';
import type { ConfigCounts } from '@/lib/settings/api';
import type { Database, Transaction } from '@/server/database/database';

/** What the caller's tenant has configured, in numbers. */
export function readConfigSummary({ database }: { database: Database }, { tenant, now }: Caller): Promise<ConfigCounts> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => ({ ...(await monitoringOf(tx)), ...(await tellingOf(tx, now)), ...(await peopleOf(tx, tenant.id, now)), ...(await ninesOf(tx)) }));
}

async function monitoringOf(tx: Transaction) {
  const rules = await tx.alertRule.count();
  const rulesOff = await tx.alertRule.count({ where: { settings: { path: ['isEnabled'], equals: false } } });
  const thresholds = await tx.alertThresholds.findFirst({ select: { settings: true } });
  return {
    rules, rulesOff, thresholdsChanged: Object.keys(readStoredThresholds(thresholds?.settings).overrides).length,
    services: await tx.service.count(), checks: await tx.check.count(), scrapeJobs: await tx.scrapeJob.count(), objectives: await tx.objective.count(),
  };
}

async function tellingOf(tx: Transaction, now: number) {
  const routing = Route.safeParse((await tx.notificationRouting.findFirst({ select: { settings: true } }))?.settings).data;
  const page = await tx.statusPage.findFirst({ select: { isOn: true } });
  return {
    channels: await tx.notificationChannel.count(), routes: routing ? routesBelow(routing) : 0, policies: await tx.escalationPolicy.count(), schedules: await tx.onCallSchedule.count(),
    silences: await tx.silence.count({ where: { endsAt: { gt: new Date(now) } } }), maintenance: await tx.maintenanceWindow.count(), hasIncidentSettings: (await tx.incidentSettings.count()) > 0,
    isStatusPagePublished: page?.isOn ?? false, subscribers: await tx.statusSubscriber.count({ where: { confirmedAt: { not: null } } }),
  };
}

function routesBelow({ routes }: Route): number {
  return routes.reduce((sum, route) => sum + 1 + routesBelow(route), 0);
}

async function peopleOf(tx: Transaction, tenantId: string, now: number) {
  const at = new Date(now);
  return {
    people: await tx.membership.count({ where: { tenantId, deactivatedAt: null } }), roles: await tx.customRole.count(), teams: await tx.team.count(),
    invitations: await tx.invitation.count({ where: { acceptedAt: null, revokedAt: null, expiresAt: { gt: at } } }),
    keys: await tx.apiKey.count({ where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] } }),
  };
}

async function ninesOf(tx: Transaction) {
  const newest = await tx.monitoringConfig.findFirst({ select: { version: true }, orderBy: { version: 'desc' } });
  const file = await tx.configFile.findFirst({ select: { problems: true } });
  return { configVersion: newest?.version ?? 0, files: file ? 1 : 0, fileProblems: Array.isArray(file?.problems) ? file.problems.length : 0 };
}
