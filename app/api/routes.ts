import type { RouteModules } from '@/server/http/route-table';
import * as audit from './monitoring/audit/route';
import * as auditExport from './monitoring/audit/export/route';
import * as auditSettings from './monitoring/audit/settings/route';
import * as auditStream from './monitoring/audit/stream/route';
import * as auditVerify from './monitoring/audit/verify/route';
import * as account from './account/route';
import * as accountTheme from './account/theme/route';
import * as accountContacts from './account/contacts/route';
import * as accountContact from './account/contacts/[id]/route';
import * as accountContactsConfirm from './account/contacts/confirm/route';
import * as accountPassword from './account/password/route';
import * as accountResetRequest from './account/reset-request/route';
import * as accountReset from './account/reset/route';
import * as accountSessions from './account/sessions/route';
import * as accountSession from './account/sessions/[id]/route';
import * as accountFactors from './account/factors/route';
import * as accountFactor from './account/factors/[id]/route';
import * as accountTotp from './account/factors/totp/route';
import * as accountTotpConfirm from './account/factors/totp/[id]/confirm/route';
import * as accountPasskeys from './account/factors/passkeys/route';
import * as accountPasskeysBegin from './account/factors/passkeys/begin/route';
import * as accountRecoveryCodes from './account/recovery-codes/route';
import * as accountProof from './account/proof/route';
import * as accountProofBegin from './account/proof/begin/route';
import * as accountPasskeySignIn from './account/passkey-sign-in/route';
import * as alertGroups from './monitoring/alert-groups/route';
import * as alertLink from './alert-links/[token]/route';
import * as alerts from './monitoring/alerts/route';
import * as alert from './monitoring/alerts/[id]/route';
import * as alertAccount from './monitoring/alerts/[id]/account/route';
import * as alertAcknowledge from './monitoring/alerts/[id]/acknowledge/route';
import * as alertComments from './monitoring/alerts/[id]/comments/route';
import * as alertResolve from './monitoring/alerts/[id]/resolve/route';
import * as alertUnacknowledge from './monitoring/alerts/[id]/unacknowledge/route';
import * as alertsAcknowledge from './monitoring/alerts/acknowledge/route';
import * as alertsResolve from './monitoring/alerts/resolve/route';
import * as badge from './badges/[token]/[kind]/route';
import * as channelKinds from './monitoring/channel-kinds/route';
import * as channels from './monitoring/channels/route';
import * as channel from './monitoring/channels/[id]/route';
import * as channelTest from './monitoring/channels/[id]/test/route';
import * as channelsTest from './monitoring/channels/test/route';
import * as pushSubscriptions from './monitoring/push-subscriptions/route';
import * as incidents from './monitoring/incidents/route';
import * as incident from './monitoring/incidents/[id]/route';
import * as incidentImpact from './monitoring/incidents/[id]/impact/route';
import * as incidentPage from './monitoring/incidents/[id]/page/route';
import * as incidentTimeline from './monitoring/incidents/[id]/timeline/route';
import * as incidentUpdates from './monitoring/incidents/[id]/updates/route';
import * as incidentSettings from './monitoring/incident-settings/route';
import * as incidentAlerts from './monitoring/incidents/[id]/alerts/route';
import * as incidentExport from './monitoring/incidents/[id]/export/route';
import * as incidentMerge from './monitoring/incidents/[id]/merge/route';
import * as incidentReview from './monitoring/incidents/[id]/review/route';
import * as incidentReviewDraft from './monitoring/incidents/[id]/review/draft/route';
import * as incidentSimilar from './monitoring/incidents/[id]/similar/route';
import * as incidentSplit from './monitoring/incidents/[id]/split/route';
import * as incidentTasks from './monitoring/incidents/[id]/tasks/route';
import * as incidentTask from './monitoring/incidents/[id]/tasks/[taskId]/route';
import * as incidentPin from './monitoring/incidents/[id]/timeline/[entryId]/pin/route';
import * as incidentViewers from './monitoring/incidents/[id]/viewers/route';
import * as incidentWatch from './monitoring/incidents/[id]/watch/route';
import * as incidentFigures from './monitoring/incident-figures/route';
import * as incidentHooks from './monitoring/incident-hooks/route';
import * as incidentHook from './monitoring/incident-hooks/[id]/route';
import * as incidentSettingsPreview from './monitoring/incident-settings/preview/route';
import * as deploys from './monitoring/deploys/route';
import * as incidentHookCall from './incident-hooks/[token]/route';
import * as alertRules from './monitoring/alert-rules/route';
import * as alertRule from './monitoring/alert-rules/[id]/route';
import * as alertRuleEnabled from './monitoring/alert-rules/[id]/enabled/route';
import * as alertRulesBacktest from './monitoring/alert-rules/backtest/route';
import * as alertRulesExport from './monitoring/alert-rules/export/route';
import * as alertRulesImport from './monitoring/alert-rules/import/route';
import * as alertRulesPreview from './monitoring/alert-rules/preview/route';
import * as thresholds from './monitoring/thresholds/route';
import * as thresholdsPreview from './monitoring/thresholds/preview/route';
import * as organisation from './monitoring/organisation/route';
import * as retentionSettings from './monitoring/retention-settings/route';
import * as retentionPreview from './monitoring/retention-settings/preview/route';
import * as about from './monitoring/about/route';
import * as configSummary from './monitoring/config-summary/route';
import * as configuration from './monitoring/config/route';
import * as configurationExport from './monitoring/config/export/route';
import * as configurationFiles from './monitoring/config/files/route';
import * as configurationSchema from './monitoring/config/schema.json/route';
import * as configurationVersions from './monitoring/config/versions/route';
import * as configurationVersion from './monitoring/config/versions/[version]/route';
import * as configurationRestore from './monitoring/config/versions/[version]/restore/route';
import * as health from './monitoring/health/route';
import * as collect from './monitoring/health/collect/route';
import * as dashboard from './monitoring/health/dashboard/route';
import * as hosts from './monitoring/hosts/route';
import * as host from './monitoring/hosts/[key]/route';
import * as metrics from './monitoring/metrics/route';
import * as openApi from './openapi.json/route';
import * as scrapeJobs from './monitoring/scrape-jobs/route';
import * as scrapeJob from './monitoring/scrape-jobs/[id]/route';
import * as scrapeJobsImport from './monitoring/scrape-jobs/import/route';
import * as scrapeJobsTest from './monitoring/scrape-jobs/test/route';
import * as scrapeTargets from './monitoring/scrape-targets/route';
import * as silences from './monitoring/silences/route';
import * as silence from './monitoring/silences/[id]/route';
import * as silenceExpire from './monitoring/silences/[id]/expire/route';
import * as silencesPreview from './monitoring/silences/preview/route';
import * as maintenance from './monitoring/maintenance/route';
import * as maintenanceWindow from './monitoring/maintenance/[id]/route';
import * as maintenancePreview from './monitoring/maintenance/preview/route';
import * as suppressionRules from './monitoring/suppression-rules/route';
import * as escalationPolicies from './monitoring/escalation-policies/route';
import * as escalationPolicy from './monitoring/escalation-policies/[id]/route';
import * as onCall from './monitoring/on-call/route';
import * as onCallSchedules from './monitoring/on-call-schedules/route';
import * as onCallSchedule from './monitoring/on-call-schedules/[id]/route';
import * as onCallOverrides from './monitoring/on-call-schedules/[id]/overrides/route';
import * as onCallOverride from './monitoring/on-call-schedules/[id]/overrides/[overrideId]/route';
import * as onCallShifts from './monitoring/on-call-schedules/[id]/shifts/route';
import * as onCallPreview from './monitoring/on-call-schedules/preview/route';
import * as apiKeys from './monitoring/keys/route';
import * as apiKey from './monitoring/keys/[id]/route';
import * as apiKeyRevoke from './monitoring/keys/[id]/revoke/route';
import * as apiKeyRotate from './monitoring/keys/[id]/rotate/route';
import * as limits from './monitoring/limits/route';
import * as limitsLockouts from './monitoring/limits/lockouts/route';
import * as limitsPreview from './monitoring/limits/preview/route';
import * as limitsUnlock from './monitoring/limits/unlock/route';
import * as signInProvider from './monitoring/sign-in-providers/[key]/route';
import * as signInProviders from './monitoring/sign-in-providers/route';
import * as signInSettings from './monitoring/sign-in-settings/route';
import * as people from './monitoring/people/route';
import * as deliveries from './monitoring/deliveries/route';
import * as deliveryResend from './monitoring/deliveries/[id]/resend/route';
import * as notificationRouting from './monitoring/notification-routing/route';
import * as notificationRoutingTest from './monitoring/notification-routing/test/route';
import * as checkKinds from './monitoring/check-kinds/route';
import * as checks from './monitoring/checks/route';
import * as check from './monitoring/checks/[id]/route';
import * as checkHistory from './monitoring/checks/[id]/history/route';
import * as checksImport from './monitoring/checks/import/route';
import * as checkRun from './monitoring/checks/[id]/run/route';
import * as checksTest from './monitoring/checks/test/route';
import * as heartbeatBars from './monitoring/heartbeat-bars/route';
import * as heartbeats from './heartbeats/[token]/route';
import * as services from './monitoring/services/route';
import * as service from './monitoring/services/[id]/route';
import * as serviceBadges from './monitoring/services/[id]/badges/route';
import * as serviceGraph from './monitoring/services/graph/route';
import * as sla from './monitoring/sla/route';
import * as objectives from './monitoring/objectives/route';
import * as objective from './monitoring/objectives/[id]/route';
import * as objectiveBurnAlerts from './monitoring/objectives/[id]/burn-alerts/route';
import * as statusPage from './monitoring/status-page/route';
import * as statusPagePost from './monitoring/status-page/posts/[id]/route';
import * as statusPageSubscribers from './monitoring/status-page/subscribers/route';
import * as statusPageSubscriber from './monitoring/status-page/subscribers/[id]/route';
import * as statusPageSubscribersExport from './monitoring/status-page/subscribers/export/route';
import * as statements from './monitoring/statements/route';
import * as statement from './monitoring/statements/[id]/route';
import * as statementCsv from './monitoring/statements/[id]/csv/route';
import * as statementVerify from './monitoring/statements/[id]/verify/route';
import * as statementsPreview from './monitoring/statements/preview/route';
import * as setup from './setup/route';
import * as accountTenant from './account/tenant/route';
import * as accountTenants from './account/tenants/route';
import * as invitationByToken from './invitations/[token]/route';
import * as invitationAccept from './invitations/[token]/accept/route';
import * as members from './monitoring/members/route';
import * as member from './monitoring/members/[id]/route';
import * as memberRole from './monitoring/members/[id]/role/route';
import * as memberActive from './monitoring/members/[id]/active/route';
import * as memberSessions from './monitoring/members/[id]/end-sessions/route';
import * as memberTransfer from './monitoring/members/[id]/transfer/route';
import * as invitations from './monitoring/invitations/route';
import * as invitation from './monitoring/invitations/[id]/route';
import * as invitationResend from './monitoring/invitations/[id]/resend/route';
import * as customRoles from './monitoring/roles/route';
import * as customRole from './monitoring/roles/[id]/route';
import * as teams from './monitoring/teams/route';
import * as team from './monitoring/teams/[id]/route';

/** Every route of the API; a test proves that no `route.ts` is missing here. */
export const routes: RouteModules = {
  '/api/account': account,
  '/api/account/theme': accountTheme,
  '/api/account/contacts': accountContacts,
  '/api/account/contacts/[id]': accountContact,
  '/api/account/contacts/confirm': accountContactsConfirm,
  '/api/account/password': accountPassword,
  '/api/account/reset-request': accountResetRequest,
  '/api/account/reset': accountReset,
  '/api/account/sessions': accountSessions,
  '/api/account/sessions/[id]': accountSession,
  '/api/account/factors': accountFactors,
  '/api/account/factors/[id]': accountFactor,
  '/api/account/factors/totp': accountTotp,
  '/api/account/factors/totp/[id]/confirm': accountTotpConfirm,
  '/api/account/factors/passkeys': accountPasskeys,
  '/api/account/factors/passkeys/begin': accountPasskeysBegin,
  '/api/account/recovery-codes': accountRecoveryCodes,
  '/api/account/proof': accountProof,
  '/api/account/proof/begin': accountProofBegin,
  '/api/account/passkey-sign-in': accountPasskeySignIn,
  '/api/monitoring/alert-groups': alertGroups,
  '/api/alert-links/[token]': alertLink,
  '/api/monitoring/audit': audit,
  '/api/monitoring/audit/export': auditExport,
  '/api/monitoring/audit/settings': auditSettings,
  '/api/monitoring/audit/stream': auditStream,
  '/api/monitoring/audit/verify': auditVerify,
  '/api/monitoring/alerts': alerts,
  '/api/monitoring/alerts/[id]': alert,
  '/api/monitoring/alerts/[id]/account': alertAccount,
  '/api/monitoring/alerts/[id]/acknowledge': alertAcknowledge,
  '/api/monitoring/alerts/[id]/comments': alertComments,
  '/api/monitoring/alerts/[id]/resolve': alertResolve,
  '/api/monitoring/alerts/[id]/unacknowledge': alertUnacknowledge,
  '/api/monitoring/alerts/acknowledge': alertsAcknowledge,
  '/api/monitoring/alerts/resolve': alertsResolve,
  '/api/badges/[token]/[kind]': badge,
  '/api/monitoring/channel-kinds': channelKinds,
  '/api/monitoring/channels': channels,
  '/api/monitoring/channels/[id]': channel,
  '/api/monitoring/channels/[id]/test': channelTest,
  '/api/monitoring/channels/test': channelsTest,
  '/api/monitoring/push-subscriptions': pushSubscriptions,
  '/api/monitoring/incidents': incidents,
  '/api/monitoring/incidents/[id]': incident,
  '/api/monitoring/incidents/[id]/impact': incidentImpact,
  '/api/monitoring/incidents/[id]/page': incidentPage,
  '/api/monitoring/incidents/[id]/timeline': incidentTimeline,
  '/api/monitoring/incidents/[id]/updates': incidentUpdates,
  '/api/monitoring/incident-settings': incidentSettings,
  '/api/monitoring/incidents/[id]/alerts': incidentAlerts,
  '/api/monitoring/incidents/[id]/export': incidentExport,
  '/api/monitoring/incidents/[id]/merge': incidentMerge,
  '/api/monitoring/incidents/[id]/review': incidentReview,
  '/api/monitoring/incidents/[id]/review/draft': incidentReviewDraft,
  '/api/monitoring/incidents/[id]/similar': incidentSimilar,
  '/api/monitoring/incidents/[id]/split': incidentSplit,
  '/api/monitoring/incidents/[id]/tasks': incidentTasks,
  '/api/monitoring/incidents/[id]/tasks/[taskId]': incidentTask,
  '/api/monitoring/incidents/[id]/timeline/[entryId]/pin': incidentPin,
  '/api/monitoring/incidents/[id]/viewers': incidentViewers,
  '/api/monitoring/incidents/[id]/watch': incidentWatch,
  '/api/monitoring/incident-figures': incidentFigures,
  '/api/monitoring/incident-hooks': incidentHooks,
  '/api/monitoring/incident-hooks/[id]': incidentHook,
  '/api/monitoring/incident-settings/preview': incidentSettingsPreview,
  '/api/monitoring/deploys': deploys,
  '/api/incident-hooks/[token]': incidentHookCall,
  '/api/monitoring/alert-rules': alertRules,
  '/api/monitoring/alert-rules/[id]': alertRule,
  '/api/monitoring/alert-rules/[id]/enabled': alertRuleEnabled,
  '/api/monitoring/alert-rules/backtest': alertRulesBacktest,
  '/api/monitoring/alert-rules/export': alertRulesExport,
  '/api/monitoring/alert-rules/import': alertRulesImport,
  '/api/monitoring/alert-rules/preview': alertRulesPreview,
  '/api/monitoring/thresholds': thresholds,
  '/api/monitoring/thresholds/preview': thresholdsPreview,
  '/api/monitoring/organisation': organisation,
  '/api/monitoring/retention-settings': retentionSettings,
  '/api/monitoring/retention-settings/preview': retentionPreview,
  '/api/monitoring/about': about,
  '/api/monitoring/config-summary': configSummary,
  '/api/monitoring/config': configuration,
  '/api/monitoring/config/export': configurationExport,
  '/api/monitoring/config/files': configurationFiles,
  '/api/monitoring/config/schema.json': configurationSchema,
  '/api/monitoring/config/versions': configurationVersions,
  '/api/monitoring/config/versions/[version]': configurationVersion,
  '/api/monitoring/config/versions/[version]/restore': configurationRestore,
  '/api/monitoring/health': health,
  '/api/monitoring/health/collect': collect,
  '/api/monitoring/health/dashboard': dashboard,
  '/api/monitoring/hosts': hosts,
  '/api/monitoring/hosts/[key]': host,
  '/api/monitoring/metrics': metrics,
  '/api/monitoring/scrape-jobs': scrapeJobs,
  '/api/monitoring/scrape-jobs/[id]': scrapeJob,
  '/api/monitoring/scrape-jobs/import': scrapeJobsImport,
  '/api/monitoring/scrape-jobs/test': scrapeJobsTest,
  '/api/monitoring/scrape-targets': scrapeTargets,
  '/api/monitoring/silences': silences,
  '/api/monitoring/silences/[id]': silence,
  '/api/monitoring/silences/[id]/expire': silenceExpire,
  '/api/monitoring/silences/preview': silencesPreview,
  '/api/monitoring/maintenance': maintenance,
  '/api/monitoring/maintenance/[id]': maintenanceWindow,
  '/api/monitoring/maintenance/preview': maintenancePreview,
  '/api/monitoring/suppression-rules': suppressionRules,
  '/api/monitoring/escalation-policies': escalationPolicies,
  '/api/monitoring/escalation-policies/[id]': escalationPolicy,
  '/api/monitoring/on-call': onCall,
  '/api/monitoring/on-call-schedules': onCallSchedules,
  '/api/monitoring/on-call-schedules/[id]': onCallSchedule,
  '/api/monitoring/on-call-schedules/[id]/overrides': onCallOverrides,
  '/api/monitoring/on-call-schedules/[id]/overrides/[overrideId]': onCallOverride,
  '/api/monitoring/on-call-schedules/[id]/shifts': onCallShifts,
  '/api/monitoring/on-call-schedules/preview': onCallPreview,
  '/api/monitoring/keys': apiKeys,
  '/api/monitoring/keys/[id]': apiKey,
  '/api/monitoring/keys/[id]/revoke': apiKeyRevoke,
  '/api/monitoring/keys/[id]/rotate': apiKeyRotate,
  '/api/monitoring/limits': limits,
  '/api/monitoring/limits/lockouts': limitsLockouts,
  '/api/monitoring/limits/preview': limitsPreview,
  '/api/monitoring/limits/unlock': limitsUnlock,
  '/api/monitoring/sign-in-providers': signInProviders,
  '/api/monitoring/sign-in-providers/[key]': signInProvider,
  '/api/monitoring/sign-in-settings': signInSettings,
  '/api/monitoring/people': people,
  '/api/openapi.json': openApi,
  '/api/monitoring/deliveries': deliveries,
  '/api/monitoring/deliveries/[id]/resend': deliveryResend,
  '/api/monitoring/notification-routing': notificationRouting,
  '/api/monitoring/notification-routing/test': notificationRoutingTest,
  '/api/monitoring/check-kinds': checkKinds,
  '/api/monitoring/checks': checks,
  '/api/monitoring/checks/[id]': check,
  '/api/monitoring/checks/[id]/history': checkHistory,
  '/api/monitoring/checks/[id]/run': checkRun,
  '/api/monitoring/checks/import': checksImport,
  '/api/monitoring/checks/test': checksTest,
  '/api/monitoring/heartbeat-bars': heartbeatBars,
  '/api/heartbeats/[token]': heartbeats,
  '/api/monitoring/services': services,
  '/api/monitoring/services/[id]': service,
  '/api/monitoring/services/[id]/badges': serviceBadges,
  '/api/monitoring/services/graph': serviceGraph,
  '/api/monitoring/sla': sla,
  '/api/monitoring/objectives': objectives,
  '/api/monitoring/objectives/[id]': objective,
  '/api/monitoring/objectives/[id]/burn-alerts': objectiveBurnAlerts,
  '/api/monitoring/status-page': statusPage,
  '/api/monitoring/status-page/posts/[id]': statusPagePost,
  '/api/monitoring/status-page/subscribers': statusPageSubscribers,
  '/api/monitoring/status-page/subscribers/[id]': statusPageSubscriber,
  '/api/monitoring/status-page/subscribers/export': statusPageSubscribersExport,
  '/api/monitoring/statements': statements,
  '/api/monitoring/statements/[id]': statement,
  '/api/monitoring/statements/[id]/csv': statementCsv,
  '/api/monitoring/statements/[id]/verify': statementVerify,
  '/api/monitoring/statements/preview': statementsPreview,
  '/api/setup': setup,
  '/api/account/tenant': accountTenant,
  '/api/account/tenants': accountTenants,
  '/api/invitations/[token]': invitationByToken,
  '/api/invitations/[token]/accept': invitationAccept,
  '/api/monitoring/members': members,
  '/api/monitoring/members/[id]': member,
  '/api/monitoring/members/[id]/role': memberRole,
  '/api/monitoring/members/[id]/active': memberActive,
  '/api/monitoring/members/[id]/end-sessions': memberSessions,
  '/api/monitoring/members/[id]/transfer': memberTransfer,
  '/api/monitoring/invitations': invitations,
  '/api/monitoring/invitations/[id]': invitation,
  '/api/monitoring/invitations/[id]/resend': invitationResend,
  '/api/monitoring/roles': customRoles,
  '/api/monitoring/roles/[id]': customRole,
  '/api/monitoring/teams': teams,
  '/api/monitoring/teams/[id]': team,
};
