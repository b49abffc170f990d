import { updateChannel } from '@/lib/alerts/channels/api';
import { updateNotificationRouting } from '@/lib/alerts/notify/api';
import { updatePolicy, updateSchedule } from '@/lib/alerts/on-call/api';
import { updateAlertRule, updateThresholds } from '@/lib/alerts/rules/api';
import { updateMaintenance, updateSuppressionRules } from '@/lib/alerts/suppression/api';
import { updateAuditSettings } from '@/lib/audit/api';
import { updateCheck } from '@/lib/checks/api';
import { createIncidentHook, updateIncidentSettings } from '@/lib/incidents/api';
import { updateLimits } from '@/lib/limits/api';
import { updateRole, updateTeam } from '@/lib/people/api';
import { updateScrapeJob } from '@/lib/scrape/api';
import { updateService } from '@/lib/services/api';
import { updateOrganisation, updateRetention } from '@/lib/settings/api';
import { updateObjective } from '@/lib/sla/api';
import { updateProvider, updateSignInSettings } from '@/lib/sso/api';
import { updateStatusPage } from '@/lib/status-pages/api';
import type { SectionKey } from './schemas';

/** The endpoint by which the form of a section changes it: a document asks for the same permission. */
const formOf = {
  organisation: updateOrganisation, signIn: updateSignInSettings, audit: updateAuditSettings, limits: updateLimits, retention: updateRetention, roles: updateRole, teams: updateTeam,
  signInProviders: updateProvider, thresholds: updateThresholds, services: updateService, checks: updateCheck, scrapeJobs: updateScrapeJob, channels: updateChannel, onCallSchedules: updateSchedule,
  escalationPolicies: updatePolicy, routing: updateNotificationRouting, alertRules: updateAlertRule, suppression: updateSuppressionRules, maintenance: updateMaintenance, objectives: updateObjective,
  incidents: updateIncidentSettings, incidentHooks: createIncidentHook, statusPage: updateStatusPage,
} as const satisfies Record<SectionKey, { permission: string }>;

/** What it takes to change a section. */
export function permissionFor(section: SectionKey) {
  return formOf[section].permission;
}
