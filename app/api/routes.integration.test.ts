import { randomBytes, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { methods, type Endpoint } from '@/lib/endpoint';
import { permissions } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { defaultRoute } from '@/lib/alerts/notify/schemas';
import { hostKeyOf } from '@/lib/hosts/host-key';
import { Problem } from '@/lib/problem';
import { StoredProvider } from '@/lib/settings/provider-settings';
import { ScrapeJobInput } from '@/lib/scrape/schemas';
import { CheckDraft } from '@/lib/checks/schemas';
import { ServiceInput } from '@/lib/services/schemas';
import { ChannelDraft, type PushSubscriptionInput } from '@/lib/alerts/channels/schemas';
import { PolicySettings, ScheduleSettings } from '@/lib/alerts/on-call/schemas';
import { RuleSettings } from '@/lib/alerts/rules/schemas';
import type { MaintenanceInput, SilenceInput } from '@/lib/alerts/suppression/schemas';
import { createChannel } from '@/server/alerts/channels/channels';
import { readAuditSettings, updateAuditSettings } from '@/server/audit/audit-settings';
import { channelsOf } from '@/server/alerts/channels/channels-of';
import { addSubscription } from '@/server/alerts/channels/push-subscriptions';
import { createPolicy } from '@/server/alerts/on-call/policies';
import { createSchedule } from '@/server/alerts/on-call/schedules';
import { createRule } from '@/server/alerts/rules/rules';
import { readThresholds, updateThresholds } from '@/server/alerts/rules/thresholds';
import { createMaintenance } from '@/server/alerts/suppression/maintenance';
import { createSilence } from '@/server/alerts/suppression/silences';
import { hashInvitationToken } from '@/server/people/invitation-view';
import { readRouting, updateRouting } from '@/server/alerts/notify/routing';
import { readSuppressionRules, updateSuppressionRules } from '@/server/alerts/suppression/suppression-rules';
import { hashLinkToken } from '@/server/alerts/link-token';
import { storeAlerts } from '@/server/alerts/test-stored-alerts';
import { switchBadges } from '@/server/badges/badges';
import { createKey } from '@/server/auth/keys';
import { subjectsOf } from '@/server/auth/sign-in-throttle';
import { createCheck } from '@/server/checks/checks';
import { defaultIncidentSettings } from '@/lib/incidents/default-settings';
import { addToTimeline } from '@/server/incidents/add-entry';
import { declareIncident } from '@/server/incidents/declare-incident';
import { createHook, deleteHook } from '@/server/incidents/hooks';
import { readSettings, updateSettings } from '@/server/incidents/incident-settings';
import { writeTask } from '@/server/incidents/tasks';
import { ObjectiveInput } from '@/lib/sla/schemas';
import { createObjective } from '@/server/sla/objectives';
import { StatementInput } from '@/lib/statements/schemas';
import { StatusPageInput } from '@/lib/status-pages/schemas';
import { readStatusPage, updateStatusPage } from '@/server/status-pages/manage-page';
import { issueStatement } from '@/server/statements/issue-statement';
import { appendSamples } from '@/server/metrics/append-samples';
import { readRetention } from '@/server/retention/retention-settings';
import { putProvider } from '@/server/sso/manage-providers';
import { currentConfiguration } from '@/server/configuration/configuration';
import { createJob } from '@/server/scrape/jobs';
import { readSettings as readSection } from '@/server/settings/settings';
import { createService } from '@/server/services/services';
import { readOrganisation, updateOrganisation } from '@/server/settings/organisation';
import { readAccount } from '@/server/account/own-account';
import { beginPasskey } from '@/server/account/passkeys';
import { createTestAuthenticator } from '@/server/account/test-authenticator';
import { clearFactors, storeTotp } from '@/server/account/test-factors';
import { castPassword, callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { routes } from './routes';

interface Right {
  /** Where the template has parameters. */
  path?: string;
  query?: Record<string, string>;
  body?: unknown;
  /** Where Nines is called, when not by its address. */
  origin?: string;
}

/** What each endpoint needs to be called rightly. A new endpoint without an entry fails the walk. */
const rightly: Record<string, () => Right | Promise<Right>> = {
  'GET /api/account': () => ({}),
  'PATCH /api/account': async () => ({ body: { version: (await readAccount(nines.database, alice())).version, name: 'Alice' } }),
  'PUT /api/account/theme': () => ({ body: { theme: 'dark' } }),
  'POST /api/account/contacts': () => ({ body: { address: 'alice-at-home@example.com' } }),
  'DELETE /api/account/contacts/{id}': async () => ({ path: `/api/account/contacts/${await storedContact()}` }),
  'PUT /api/account/password': () => ({ body: { current: castPassword, password: castPassword } }),
  'GET /api/account/sessions': () => ({}),
  'DELETE /api/account/sessions': () => ({}),
  'DELETE /api/account/sessions/{id}': async () => ({ path: `/api/account/sessions/${(await nines.openSession(nines.cast.alice)).id}` }),
  'GET /api/account/identities': () => ({}),
  'DELETE /api/account/identities/{provider}': async () => {
    const linked = { provider: 'walked', userId: nines.cast.alice.id, email: 'alice@example.com' };
    await nines.database.transaction({ kind: 'auth' }, (tx) => tx.userIdentity.upsert({ where: { provider_subject: { provider: 'walked', subject: 'alice' } }, create: { ...linked, subject: 'alice' }, update: {} }));
    return { path: '/api/account/identities/walked' };
  },
  'GET /api/account/factors': () => ({}),
  'DELETE /api/account/factors/{id}': async () => ({ path: `/api/account/factors/${(await waitingTotp()).id}` }),
  'POST /api/account/factors/totp': async () => {
    await clearFactors(nines.database, nines.cast.alice.id);
    return { body: { name: 'Phone' } };
  },
  'POST /api/account/factors/totp/{id}/confirm': async () => {
    const { id, codeAt } = await waitingTotp();
    return { path: `/api/account/factors/totp/${id}/confirm`, body: { code: codeAt(Date.now()) } };
  },
  'POST /api/account/factors/passkeys/begin': async () => {
    await clearFactors(nines.database, nines.cast.alice.id);
    return { origin: localOrigin() };
  },
  'POST /api/account/factors/passkeys': async () => {
    await clearFactors(nines.database, nines.cast.alice.id);
    const { options } = await beginPasskey(nines.runtime, await aliceOfSession(), { id: 'localhost', origin: localOrigin() });
    return { origin: localOrigin(), body: { name: 'Laptop', response: createTestAuthenticator(localOrigin()).register(options) } };
  },
  'POST /api/account/recovery-codes': async () => {
    await clearFactors(nines.database, nines.cast.alice.id);
    await storeTotp(nines.runtime, nines.cast.alice.id);
    await nines.database.transaction({ kind: 'auth' }, (tx) => tx.session.updateMany({ where: { userId: nines.cast.alice.id }, data: { secondFactorAt: new Date() } }));
    return {};
  },
  'POST /api/account/proof/begin': () => ({ origin: localOrigin() }),
  'POST /api/account/proof': () => ({ body: { password: castPassword } }),
  'POST /api/account/contacts/confirm': () => ({ body: { token: 'x' } }),
  'POST /api/account/reset-request': () => ({ body: { email: 'nobody@example.com' } }),
  'POST /api/account/reset': () => ({ body: { token: 'x', password: castPassword } }),
  'POST /api/account/passkey-sign-in': () => ({ origin: localOrigin() }),
  'GET /api/monitoring/alerts': () => ({}),
  'GET /api/monitoring/audit': () => ({}),
  'POST /api/monitoring/audit/verify': () => ({ body: {} }),
  'GET /api/monitoring/audit/export': () => ({ query: { format: 'csv' } }),
  'GET /api/monitoring/audit/stream': () => ({}),
  'GET /api/monitoring/audit/settings': () => ({}),
  'PUT /api/monitoring/audit/settings': async () => ({ body: await auditSettings() }),
  'GET /api/monitoring/alert-groups': () => ({}),
  'GET /api/monitoring/alerts/{id}': async () => ({ path: await storedAlert() }),
  'GET /api/monitoring/alerts/{id}/account': async () => ({ path: `${await storedAlert()}/account` }),
  'POST /api/monitoring/alerts/{id}/acknowledge': async () => ({ path: `${await storedAlert()}/acknowledge`, body: { comment: 'mine' } }),
  'POST /api/monitoring/alerts/{id}/unacknowledge': async () => ({ path: `${await storedAlert()}/unacknowledge`, body: {} }),
  'POST /api/monitoring/alerts/{id}/resolve': async () => ({ path: `${await storedAlert()}/resolve`, body: {} }),
  'POST /api/monitoring/alerts/{id}/comments': async () => ({ path: `${await storedAlert()}/comments`, body: { text: 'It was the backup.' } }),
  'POST /api/monitoring/alerts/acknowledge': async () => ({ body: { ids: [idIn(await storedAlert())] } }),
  'POST /api/monitoring/alerts/resolve': async () => ({ body: { ids: [idIn(await storedAlert())] } }),
  'GET /api/alert-links/{token}': async () => ({ path: await storedLink() }),
  'POST /api/alert-links/{token}': async () => ({ path: await storedLink(), body: {} }),
  'GET /api/monitoring/channel-kinds': () => ({}),
  'GET /api/monitoring/channels': () => ({}),
  'POST /api/monitoring/channels': () => ({ body: channelDraft() }),
  'GET /api/monitoring/channels/{id}': async () => ({ path: await storedChannel() }),
  'PUT /api/monitoring/channels/{id}': async () => ({ path: await storedChannel(), body: { version: 1, channel: channelDraft() } }),
  'DELETE /api/monitoring/channels/{id}': async () => ({ path: await storedChannel() }),
  'POST /api/monitoring/channels/{id}/test': async () => ({ path: `${await storedChannel()}/test`, body: {} }),
  'POST /api/monitoring/channels/test': () => ({ body: { channel: channelDraft() } }),
  'GET /api/monitoring/push-subscriptions': () => ({}),
  'POST /api/monitoring/push-subscriptions': () => ({ body: pushSubscription() }),
  'DELETE /api/monitoring/push-subscriptions': async () => ({ body: { endpoint: await storedSubscription() } }),
  'GET /api/monitoring/health': () => ({}),
  'GET /api/monitoring/health/dashboard': () => ({ query: { range: 'live' } }),
  'POST /api/monitoring/health/collect': () => ({}),
  'GET /api/monitoring/hosts': () => ({}),
  'GET /api/monitoring/hosts/{key}': async () => ({ path: await storedHost() }),
  'GET /api/monitoring/metrics': () => ({
    query: { selector: 'deploys_total', from: String(Date.now() - 600_000), to: String(Date.now()), step: '60000' },
  }),
  'POST /api/monitoring/metrics': () => ({ body: { name: 'deploys_total', labels: { team: 'web' }, value: 1 } }),
  'GET /api/monitoring/scrape-jobs': () => ({}),
  'POST /api/monitoring/scrape-jobs': () => ({ body: scrapeJob() }),
  'GET /api/monitoring/scrape-jobs/{id}': async () => ({ path: await storedScrapeJob() }),
  'PUT /api/monitoring/scrape-jobs/{id}': async () => ({ path: await storedScrapeJob(), body: { version: 1, job: scrapeJob() } }),
  'DELETE /api/monitoring/scrape-jobs/{id}': async () => ({ path: await storedScrapeJob() }),
  'POST /api/monitoring/scrape-jobs/test': () => ({ body: { job: scrapeJob() } }),
  'POST /api/monitoring/scrape-jobs/import': () => ({ body: { yaml: `job_name: ${scrapeJob().name}` } }),
  'GET /api/monitoring/scrape-targets': () => ({}),
  'GET /api/monitoring/alert-rules': () => ({}),
  'POST /api/monitoring/alert-rules': () => ({ body: alertRule() }),
  'GET /api/monitoring/alert-rules/{id}': async () => ({ path: await storedAlertRule() }),
  'PUT /api/monitoring/alert-rules/{id}': async () => ({ path: await storedAlertRule(), body: { version: 1, settings: alertRule() } }),
  'DELETE /api/monitoring/alert-rules/{id}': async () => ({ path: await storedAlertRule() }),
  'PUT /api/monitoring/alert-rules/{id}/enabled': async () => ({ path: `${await storedAlertRule()}/enabled`, body: { version: 1, isEnabled: false } }),
  'POST /api/monitoring/alert-rules/preview': () => ({ body: { settings: alertRule() } }),
  'POST /api/monitoring/alert-rules/backtest': () => ({ body: { settings: alertRule(), from: Date.now() - 60_000 } }),
  'POST /api/monitoring/alert-rules/import': () => ({ body: { yaml: `groups: [{name: g, rules: [{alert: ${alertRule().name}, expr: up == 0}]}]` } }),
  'GET /api/monitoring/alert-rules/export': () => ({}),
  'GET /api/monitoring/thresholds': () => ({}),
  'PUT /api/monitoring/thresholds': async () => ({ body: { version: await thresholdsVersion(), thresholds: {} } }),
  'POST /api/monitoring/thresholds/preview': () => ({ body: { thresholds: { cpu: { warning: 1, critical: 2 } } } }),
  'GET /api/monitoring/organisation': () => ({}),
  'PUT /api/monitoring/organisation': async () => ({ body: await storedOrganisation() }),
  'GET /api/monitoring/retention-settings': () => ({}),
  'PUT /api/monitoring/retention-settings': async () => ({ body: { version: (await readRetention(nines.runtime, alice())).version, settings: {} } }),
  'POST /api/monitoring/retention-settings/preview': () => ({ body: { rawDays: 1 } }),
  'GET /api/monitoring/sign-in-settings': () => ({}),
  'PUT /api/monitoring/sign-in-settings': async () => ({ body: { version: (await readSection(nines.database, nines.tenants.alpha, 'sign-in')).version, settings: {} } }),
  'GET /api/monitoring/sign-in-providers': () => ({}),
  'PUT /api/monitoring/sign-in-providers/{key}': async () => ({ path: '/api/monitoring/sign-in-providers/git-hub', body: signInProvider(await providersVersion()) }),
  'DELETE /api/monitoring/sign-in-providers/{key}': async () => ({ path: '/api/monitoring/sign-in-providers/git-hub', query: { version: String(await storedSignInProvider()) } }),
  'GET /api/monitoring/about': () => ({}),
  'GET /api/monitoring/config-summary': () => ({}),
  'GET /api/monitoring/config': () => ({}),
  'PUT /api/monitoring/config': () => ({ body: { document: { version: 1 } } }),
  'GET /api/monitoring/config/export': () => ({}),
  'POST /api/monitoring/organisation/preview': () => ({ body: {} }),
  'POST /api/monitoring/sign-in-settings/preview': () => ({ body: {} }),
  'POST /api/monitoring/audit/settings/preview': () => ({ body: {} }),
  'GET /api/monitoring/managed-sections': () => ({}),
  'GET /api/monitoring/config/files': () => ({}),
  'GET /api/monitoring/config/schema.json': () => ({}),
  'GET /api/monitoring/config/versions': () => ({}),
  'GET /api/monitoring/config/versions/{version}': async () => ({ path: await storedConfigVersion() }),
  'POST /api/monitoring/config/versions/{version}/restore': async () => ({ path: `${await storedConfigVersion()}/restore`, body: { dryRun: true } }),
  'GET /api/monitoring/silences': () => ({}),
  'POST /api/monitoring/silences': () => ({ body: silence() }),
  'GET /api/monitoring/silences/{id}': async () => ({ path: await storedSilence() }),
  'PUT /api/monitoring/silences/{id}': async () => ({ path: await storedSilence(), body: { version: 1, silence: silence() } }),
  'POST /api/monitoring/silences/{id}/expire': async () => ({ path: `${await storedSilence()}/expire`, body: {} }),
  'POST /api/monitoring/silences/preview': () => ({ body: { matchers: silence().matchers } }),
  'GET /api/monitoring/maintenance': () => ({}),
  'POST /api/monitoring/maintenance': () => ({ body: maintenance() }),
  'GET /api/monitoring/maintenance/{id}': async () => ({ path: await storedMaintenance() }),
  'PUT /api/monitoring/maintenance/{id}': async () => ({ path: await storedMaintenance(), body: { version: 1, window: maintenance() } }),
  'DELETE /api/monitoring/maintenance/{id}': async () => ({ path: await storedMaintenance() }),
  'POST /api/monitoring/maintenance/preview': () => ({ body: { schedule: maintenance().schedule } }),
  'GET /api/monitoring/status-page': () => ({}),
  'PUT /api/monitoring/status-page': async () => ({ body: await storedStatusPage() }),
  'DELETE /api/monitoring/status-page/posts/{id}': async () => ({ path: await storedStatusPost() }),
  'GET /api/monitoring/status-page/subscribers': () => ({}),
  'DELETE /api/monitoring/status-page/subscribers/{id}': async () => ({ path: await storedSubscriber() }),
  'GET /api/monitoring/status-page/subscribers/export': () => ({}),
  'GET /api/monitoring/suppression-rules': () => ({}),
  'PUT /api/monitoring/suppression-rules': async () => ({ body: { version: await suppressionVersion(), rules: { inhibitions: [], dependencies: [] } } }),
  'GET /api/monitoring/escalation-policies': () => ({}),
  'POST /api/monitoring/escalation-policies': () => ({ body: policy() }),
  'GET /api/monitoring/escalation-policies/{id}': async () => ({ path: await storedPolicy() }),
  'PUT /api/monitoring/escalation-policies/{id}': async () => ({ path: await storedPolicy(), body: { version: 1, policy: policy() } }),
  'DELETE /api/monitoring/escalation-policies/{id}': async () => ({ path: await storedPolicy() }),
  'GET /api/monitoring/on-call': () => ({}),
  'GET /api/monitoring/on-call-schedules': () => ({}),
  'POST /api/monitoring/on-call-schedules': () => ({ body: schedule() }),
  'GET /api/monitoring/on-call-schedules/{id}': async () => ({ path: await storedSchedule() }),
  'PUT /api/monitoring/on-call-schedules/{id}': async () => ({ path: await storedSchedule(), body: { version: 1, schedule: schedule() } }),
  'DELETE /api/monitoring/on-call-schedules/{id}': async () => ({ path: await storedSchedule() }),
  'POST /api/monitoring/on-call-schedules/{id}/overrides': async () => ({ path: `${await storedSchedule()}/overrides`, body: { userId: nines.cast.bob.id, startsAt: Date.now(), endsAt: Date.now() + 3_600_000 } }),
  'DELETE /api/monitoring/on-call-schedules/{id}/overrides/{overrideId}': async () => ({ path: `${await storedSchedule()}/overrides/first` }),
  'GET /api/monitoring/on-call-schedules/{id}/shifts': async () => ({ path: `${await storedSchedule()}/shifts`, query: { from: String(Date.now()), to: String(Date.now() + 86_400_000) } }),
  'POST /api/monitoring/on-call-schedules/preview': () => ({ body: { schedule: schedule(), from: Date.now(), to: Date.now() + 86_400_000 } }),
  'GET /api/monitoring/people': () => ({}),
  'GET /api/monitoring/members': () => ({}),
  'GET /api/monitoring/members/{id}': async () => ({ path: await storedMember() }),
  'PUT /api/monitoring/members/{id}/role': async () => ({ path: `${await storedMember()}/role`, body: { version: 1, given: { role: 'VIEWER' } } }),
  'PUT /api/monitoring/members/{id}/active': async () => ({ path: `${await storedMember()}/active`, body: { version: 1, isActive: false } }),
  'DELETE /api/monitoring/members/{id}': async () => ({ path: await storedMember() }),
  'POST /api/monitoring/members/{id}/end-sessions': async () => ({ path: `${await storedMember()}/end-sessions`, body: {} }),
  'POST /api/monitoring/members/{id}/transfer': async () => ({ path: `${await storedMember()}/transfer`, body: { tenantName: nines.tenants.alpha.name } }),
  'GET /api/monitoring/invitations': () => ({}),
  'POST /api/monitoring/invitations': () => ({ body: { email: `guest-${(guests += 1)}@example.com`, given: { role: 'VIEWER' } } }),
  'POST /api/monitoring/invitations/{id}/resend': async () => ({ path: `/api/monitoring/invitations/${(await storedInvitation()).id}/resend`, body: {} }),
  'DELETE /api/monitoring/invitations/{id}': async () => ({ path: `/api/monitoring/invitations/${(await storedInvitation()).id}` }),
  'GET /api/invitations/{token}': async () => ({ path: `/api/invitations/${(await storedInvitation()).token}` }),
  'POST /api/invitations/{token}': async () => ({ path: `/api/invitations/${(await storedInvitation()).token}`, body: { name: 'Greta', password: castPassword } }),
  'POST /api/invitations/{token}/accept': async () => ({ path: `/api/invitations/${(await invitationToBeta()).token}/accept`, body: {} }),
  'GET /api/monitoring/roles': () => ({}),
  'POST /api/monitoring/roles': () => ({ body: customRole() }),
  'PUT /api/monitoring/roles/{id}': async () => ({ path: await storedRole(), body: { version: 1, role: customRole() } }),
  'DELETE /api/monitoring/roles/{id}': async () => ({ path: await storedRole() }),
  'GET /api/monitoring/teams': () => ({}),
  'POST /api/monitoring/teams': () => ({ body: team() }),
  'PUT /api/monitoring/teams/{id}': async () => ({ path: await storedTeam(), body: { version: 1, team: team() } }),
  'DELETE /api/monitoring/teams/{id}': async () => ({ path: await storedTeam() }),
  'GET /api/account/tenants': () => ({}),
  'POST /api/account/tenant': () => ({ body: { tenantId: nines.tenants.alpha.id } }),
  'GET /api/monitoring/keys': () => ({}),
  'POST /api/monitoring/keys': () => ({ body: { name: 'agent', scopes: ['monitoring.key.update'], expiresInDays: 1 } }),
  'PATCH /api/monitoring/keys/{id}': async () => ({ path: await storedApiKey(), body: { name: 'agent of web-2', from: 'agent' } }),
  'POST /api/monitoring/keys/{id}/rotate': async () => ({ path: `${await storedApiKey()}/rotate`, body: { overlapSeconds: 0 } }),
  'POST /api/monitoring/keys/{id}/revoke': async () => ({ path: `${await storedApiKey()}/revoke`, body: {} }),
  'GET /api/monitoring/limits': () => ({}),
  'PUT /api/monitoring/limits': async () => ({ body: { version: (await readSection(nines.database, nines.tenants.alpha, 'limits')).version, settings: {} } }),
  'POST /api/monitoring/limits/preview': () => ({ body: { settings: {} } }),
  'GET /api/monitoring/limits/lockouts': () => ({}),
  'POST /api/monitoring/limits/unlock': async () => ({ body: { email: await lockedMember() } }),
  'GET /api/monitoring/deliveries': () => ({}),
  'POST /api/monitoring/deliveries/{id}/resend': async () => ({ path: `${await storedDelivery()}/resend`, body: {} }),
  'GET /api/monitoring/notification-routing': () => ({}),
  'PUT /api/monitoring/notification-routing': async () => ({ body: { version: await routingVersion(), root: defaultRoute } }),
  'POST /api/monitoring/notification-routing/test': () => ({ body: { labels: { alertname: 'DiskFull' } } }),
  'GET /api/monitoring/incidents': () => ({}),
  'POST /api/monitoring/incidents': () => ({ body: { title: 'Checkout is down', severity: 'sev1' } }),
  'GET /api/monitoring/incidents/{id}': async () => ({ path: await storedIncident() }),
  'PATCH /api/monitoring/incidents/{id}': async () => ({ path: await storedIncident(), body: { version: 1, title: 'Checkout is slow' } }),
  'GET /api/monitoring/incidents/{id}/timeline': async () => ({ path: `${await storedIncident()}/timeline` }),
  'POST /api/monitoring/incidents/{id}/timeline': async () => ({ path: `${await storedIncident()}/timeline`, body: { text: 'It was the backup.' } }),
  'PUT /api/monitoring/incidents/{id}/timeline/{entryId}/pin': async () => ({ path: await storedEntry(), body: { isPinned: true } }),
  'POST /api/monitoring/incidents/{id}/tasks': async () => ({ path: `${await storedIncident()}/tasks`, body: { text: 'Look at the logs' } }),
  'PATCH /api/monitoring/incidents/{id}/tasks/{taskId}': async () => ({ path: await storedTask(), body: { version: 1, isDone: true } }),
  'DELETE /api/monitoring/incidents/{id}/tasks/{taskId}': async () => ({ path: await storedTask() }),
  'POST /api/monitoring/incidents/{id}/alerts': async () => ({ path: `${await storedIncident()}/alerts`, body: { add: [], remove: [] } }),
  'PUT /api/monitoring/incidents/{id}/impact': async () => impactOfService(await storedServiceId()),
  'POST /api/monitoring/incidents/{id}/page': async () => ({ path: `${await storedIncident()}/page`, body: { policyId: idIn(await storedPolicy()) } }),
  'POST /api/monitoring/incidents/{id}/merge': async () => ({ path: `${await storedIncident()}/merge`, body: { into: idIn(await storedIncident()), version: 1 } }),
  'GET /api/monitoring/incidents/{id}/similar': async () => ({ path: `${await storedIncident()}/similar` }),
  'POST /api/monitoring/incidents/{id}/split': async () => splitOf([idIn(await storedAlert()), idIn(await storedAlert())]),
  'PUT /api/monitoring/incidents/{id}/review': async () => ({ path: `${await storedIncident()}/review`, body: { text: '## Impact', version: 0 } }),
  'GET /api/monitoring/incidents/{id}/review/draft': async () => ({ path: `${await storedIncident()}/review/draft` }),
  'GET /api/monitoring/incidents/{id}/export': async () => ({ path: `${await storedIncident()}/export` }),
  'PUT /api/monitoring/incidents/{id}/watch': async () => ({ path: `${await storedIncident()}/watch`, body: { isWatched: true } }),
  'PUT /api/monitoring/incidents/{id}/viewers': async () => ({ path: `${await storedIncident()}/viewers`, body: { isLooking: true } }),
  'GET /api/monitoring/incident-figures': () => ({}),
  'GET /api/monitoring/incident-settings': () => ({}),
  'PUT /api/monitoring/incident-settings': async () => ({ body: { version: await incidentSettingsVersion(), settings: defaultIncidentSettings } }),
  'POST /api/monitoring/incident-settings/preview': () => ({ body: defaultIncidentSettings }),
  'GET /api/monitoring/incident-hooks': () => ({}),
  'POST /api/monitoring/incident-hooks': () => ({ body: { name: 'chat', severity: 'sev2' } }),
  'DELETE /api/monitoring/incident-hooks/{id}': async () => ({ path: `/api/monitoring/incident-hooks/${(await storedHook()).hook.id}` }),
  'POST /api/incident-hooks/{token}': async () => ({ path: new URL((await storedHook()).url).pathname, body: { title: 'Checkout is down' } }),
  'GET /api/monitoring/deploys': () => ({}),
  'POST /api/monitoring/deploys': () => ({ body: { version: 'v1.2.3' } }),
  'GET /api/monitoring/check-kinds': () => ({}),
  'GET /api/monitoring/checks': () => ({}),
  'POST /api/monitoring/checks': () => ({ body: checkDraft() }),
  'GET /api/monitoring/checks/{id}': async () => ({ path: await storedCheck() }),
  'PUT /api/monitoring/checks/{id}': async () => ({ path: await storedCheck(), body: { version: 1, check: checkDraft() } }),
  'DELETE /api/monitoring/checks/{id}': async () => ({ path: await storedCheck() }),
  'GET /api/monitoring/checks/{id}/history': async () => ({ path: `${await storedCheck()}/history` }),
  'POST /api/monitoring/checks/{id}/run': async () => ({ path: `${await storedCheck()}/run`, body: {} }),
  'POST /api/monitoring/checks/import': () => ({ body: { source: 'blackbox', text: 'modules: { web: { prober: http } }', targets: ['https://example.com'], isTrial: true } }),
  'POST /api/monitoring/checks/test': () => ({ body: { check: checkDraft() } }),
  'GET /api/monitoring/heartbeat-bars': async () => ({ query: { of: 'checks', ids: idIn(await storedCheck()) } }),
  'POST /api/heartbeats/{token}': async () => ({ path: await storedHeartbeat() }),
  'GET /api/heartbeats/{token}': async () => ({ path: await storedHeartbeat() }),
  'GET /api/monitoring/services': () => ({}),
  'POST /api/monitoring/services': () => ({ body: service() }),
  'GET /api/monitoring/services/{id}': async () => ({ path: await storedService() }),
  'PUT /api/monitoring/services/{id}': async () => ({ path: await storedService(), body: { version: 1, service: service() } }),
  'DELETE /api/monitoring/services/{id}': async () => ({ path: await storedService() }),
  'GET /api/monitoring/services/{id}/badges': async () => ({ path: `${await storedService()}/badges` }),
  'PUT /api/monitoring/services/{id}/badges': async () => ({ path: `${await storedService()}/badges`, body: { isOn: true } }),
  'GET /api/badges/{token}/{kind}': async () => ({ path: await storedBadge() }),
  'GET /api/monitoring/services/graph': () => ({}),
  'GET /api/monitoring/sla': () => ({}),
  'POST /api/monitoring/incidents/{id}/updates': async () => ({ path: `${await storedIncident()}/updates`, body: { text: 'We know the cause.', key: randomUUID() } }),
  'POST /api/monitoring/objectives': async () => ({ body: objective(await storedServiceId()) }),
  'GET /api/monitoring/objectives/{id}': async () => ({ path: await storedObjective() }),
  'PUT /api/monitoring/objectives/{id}': async () => ({ path: await storedObjective(), body: { version: 1, objective: objective(await storedServiceId()) } }),
  'DELETE /api/monitoring/objectives/{id}': async () => ({ path: await storedObjective() }),
  'POST /api/monitoring/objectives/{id}/burn-alerts': async () => ({ path: `${await storedObjective()}/burn-alerts`, body: {} }),
  'GET /api/monitoring/statements': () => ({}),
  'POST /api/monitoring/statements': async () => ({ body: await statementInput() }),
  'POST /api/monitoring/statements/preview': async () => ({ body: await statementInput() }),
  'GET /api/monitoring/statements/{id}': async () => ({ path: await storedStatement() }),
  'GET /api/monitoring/statements/{id}/csv': async () => ({ path: `${await storedStatement()}/csv` }),
  'POST /api/monitoring/statements/{id}/verify': async () => ({ path: `${await storedStatement()}/verify`, body: {} }),
  'GET /api/openapi.json': () => ({}),
  'POST /api/setup': () => ({
    body: { token: 'a wrong one', name: 'Mallory', email: 'mallory@example.com', password: 'a long enough password', organisation: 'Evil' },
  }),
};

/** What an owner of another tenant gets: nothing of a host that is not theirs, and only their own samples. */
const fromAnotherTenant: Record<string, number> = {
  'GET /api/account': 200,
  'PATCH /api/account': 200,
  'PUT /api/account/theme': 200,
  'POST /api/account/contacts': 200,
  'DELETE /api/account/contacts/{id}': 404,
  'PUT /api/account/password': 200,
  'GET /api/account/sessions': 200,
  'DELETE /api/account/sessions': 200,
  'DELETE /api/account/sessions/{id}': 404,
  'GET /api/account/identities': 200,
  'DELETE /api/account/identities/{provider}': 404,
  'GET /api/account/factors': 200,
  'DELETE /api/account/factors/{id}': 404,
  'POST /api/account/factors/totp': 200,
  'POST /api/account/factors/totp/{id}/confirm': 404,
  'POST /api/account/factors/passkeys/begin': 200,
  'POST /api/account/factors/passkeys': 400,
  'POST /api/account/recovery-codes': 409,
  'POST /api/account/proof/begin': 200,
  'POST /api/account/proof': 200,
  'GET /api/monitoring/deliveries': 200,
  'POST /api/monitoring/deliveries/{id}/resend': 404,
  'GET /api/monitoring/notification-routing': 200,
  'PUT /api/monitoring/notification-routing': 409,
  'POST /api/monitoring/notification-routing/test': 200,
  'GET /api/monitoring/alerts': 200,
  'GET /api/monitoring/audit': 200,
  'POST /api/monitoring/audit/verify': 200,
  'GET /api/monitoring/audit/export': 200,
  'GET /api/monitoring/audit/stream': 200,
  'GET /api/monitoring/audit/settings': 200,
  'PUT /api/monitoring/audit/settings': 409,
  'GET /api/monitoring/alert-groups': 200,
  'GET /api/monitoring/alerts/{id}': 404,
  'GET /api/monitoring/alerts/{id}/account': 404,
  'POST /api/monitoring/alerts/{id}/acknowledge': 404,
  'POST /api/monitoring/alerts/{id}/unacknowledge': 404,
  'POST /api/monitoring/alerts/{id}/resolve': 404,
  'POST /api/monitoring/alerts/{id}/comments': 404,
  'POST /api/monitoring/alerts/acknowledge': 200,
  'POST /api/monitoring/alerts/resolve': 200,
  'GET /api/monitoring/channel-kinds': 200,
  'GET /api/monitoring/channels': 200,
  'POST /api/monitoring/channels': 200,
  'GET /api/monitoring/channels/{id}': 404,
  'PUT /api/monitoring/channels/{id}': 404,
  'DELETE /api/monitoring/channels/{id}': 404,
  'POST /api/monitoring/channels/{id}/test': 404,
  'POST /api/monitoring/channels/test': 200,
  'GET /api/monitoring/push-subscriptions': 200,
  'POST /api/monitoring/push-subscriptions': 200,
  'DELETE /api/monitoring/push-subscriptions': 404,
  'GET /api/monitoring/health': 404,
  'GET /api/monitoring/health/dashboard': 404,
  'POST /api/monitoring/health/collect': 404,
  'GET /api/monitoring/hosts': 200,
  'GET /api/monitoring/hosts/{key}': 404,
  'GET /api/monitoring/metrics': 200,
  'POST /api/monitoring/metrics': 200,
  'GET /api/monitoring/scrape-jobs': 200,
  'POST /api/monitoring/scrape-jobs': 200,
  'GET /api/monitoring/scrape-jobs/{id}': 404,
  'PUT /api/monitoring/scrape-jobs/{id}': 404,
  'DELETE /api/monitoring/scrape-jobs/{id}': 404,
  'POST /api/monitoring/scrape-jobs/test': 200,
  'POST /api/monitoring/scrape-jobs/import': 200,
  'GET /api/monitoring/alert-rules': 200,
  'POST /api/monitoring/alert-rules': 200,
  'GET /api/monitoring/alert-rules/{id}': 404,
  'PUT /api/monitoring/alert-rules/{id}': 404,
  'DELETE /api/monitoring/alert-rules/{id}': 404,
  'PUT /api/monitoring/alert-rules/{id}/enabled': 404,
  'POST /api/monitoring/alert-rules/preview': 200,
  'POST /api/monitoring/alert-rules/backtest': 200,
  'POST /api/monitoring/alert-rules/import': 200,
  'GET /api/monitoring/alert-rules/export': 200,
  'GET /api/monitoring/thresholds': 200,
  'PUT /api/monitoring/thresholds': 409,
  'POST /api/monitoring/thresholds/preview': 200,
  'GET /api/monitoring/organisation': 200,
  'PUT /api/monitoring/organisation': 409,
  'GET /api/monitoring/retention-settings': 404,
  'PUT /api/monitoring/retention-settings': 404,
  'POST /api/monitoring/retention-settings/preview': 404,
  'GET /api/monitoring/sign-in-settings': 200,
  'PUT /api/monitoring/sign-in-settings': 409,
  'GET /api/monitoring/sign-in-providers': 404,
  'PUT /api/monitoring/sign-in-providers/{key}': 404,
  'DELETE /api/monitoring/sign-in-providers/{key}': 404,
  'GET /api/monitoring/about': 200,
  'GET /api/monitoring/config-summary': 200,
  'GET /api/monitoring/config': 200,
  'PUT /api/monitoring/config': 200,
  'GET /api/monitoring/config/export': 200,
  'POST /api/monitoring/organisation/preview': 200,
  'POST /api/monitoring/sign-in-settings/preview': 200,
  'POST /api/monitoring/audit/settings/preview': 200,
  'GET /api/monitoring/managed-sections': 200,
  'GET /api/monitoring/config/files': 200,
  'GET /api/monitoring/config/versions': 200,
  'GET /api/monitoring/config/versions/{version}': 404,
  'POST /api/monitoring/config/versions/{version}/restore': 404,
  'GET /api/monitoring/silences': 200,
  'POST /api/monitoring/silences': 200,
  'GET /api/monitoring/silences/{id}': 404,
  'PUT /api/monitoring/silences/{id}': 404,
  'POST /api/monitoring/silences/{id}/expire': 404,
  'POST /api/monitoring/silences/preview': 200,
  'GET /api/monitoring/maintenance': 200,
  'POST /api/monitoring/maintenance': 200,
  'GET /api/monitoring/maintenance/{id}': 404,
  'PUT /api/monitoring/maintenance/{id}': 404,
  'DELETE /api/monitoring/maintenance/{id}': 404,
  'POST /api/monitoring/maintenance/preview': 200,
  'GET /api/monitoring/status-page': 200,
  'PUT /api/monitoring/status-page': 409,
  'DELETE /api/monitoring/status-page/posts/{id}': 404,
  'GET /api/monitoring/status-page/subscribers': 200,
  'DELETE /api/monitoring/status-page/subscribers/{id}': 404,
  'GET /api/monitoring/status-page/subscribers/export': 200,
  'GET /api/monitoring/suppression-rules': 200,
  'PUT /api/monitoring/suppression-rules': 409,
  'GET /api/monitoring/escalation-policies': 200,
  'POST /api/monitoring/escalation-policies': 400,
  'GET /api/monitoring/escalation-policies/{id}': 404,
  'PUT /api/monitoring/escalation-policies/{id}': 404,
  'DELETE /api/monitoring/escalation-policies/{id}': 404,
  'GET /api/monitoring/on-call': 200,
  'GET /api/monitoring/on-call-schedules': 200,
  'POST /api/monitoring/on-call-schedules': 400,
  'GET /api/monitoring/on-call-schedules/{id}': 404,
  'PUT /api/monitoring/on-call-schedules/{id}': 404,
  'DELETE /api/monitoring/on-call-schedules/{id}': 404,
  'POST /api/monitoring/on-call-schedules/{id}/overrides': 404,
  'DELETE /api/monitoring/on-call-schedules/{id}/overrides/{overrideId}': 404,
  'GET /api/monitoring/on-call-schedules/{id}/shifts': 404,
  'POST /api/monitoring/on-call-schedules/preview': 200,
  'GET /api/monitoring/people': 200,
  'GET /api/monitoring/members': 200,
  'GET /api/monitoring/members/{id}': 404,
  'PUT /api/monitoring/members/{id}/role': 404,
  'PUT /api/monitoring/members/{id}/active': 404,
  'DELETE /api/monitoring/members/{id}': 404,
  'POST /api/monitoring/members/{id}/end-sessions': 404,
  'POST /api/monitoring/members/{id}/transfer': 404,
  'GET /api/monitoring/invitations': 200,
  'POST /api/monitoring/invitations': 200,
  'POST /api/monitoring/invitations/{id}/resend': 404,
  'DELETE /api/monitoring/invitations/{id}': 404,
  'POST /api/invitations/{token}/accept': 403,
  'GET /api/monitoring/roles': 200,
  'POST /api/monitoring/roles': 200,
  'PUT /api/monitoring/roles/{id}': 404,
  'DELETE /api/monitoring/roles/{id}': 404,
  'GET /api/monitoring/teams': 200,
  'POST /api/monitoring/teams': 200,
  'PUT /api/monitoring/teams/{id}': 404,
  'DELETE /api/monitoring/teams/{id}': 404,
  'GET /api/account/tenants': 200,
  'POST /api/account/tenant': 404,
  'GET /api/monitoring/keys': 200,
  'POST /api/monitoring/keys': 200,
  'PATCH /api/monitoring/keys/{id}': 404,
  'POST /api/monitoring/keys/{id}/rotate': 404,
  'POST /api/monitoring/keys/{id}/revoke': 404,
  'GET /api/monitoring/limits': 200,
  'PUT /api/monitoring/limits': 403,
  'POST /api/monitoring/limits/preview': 403,
  'GET /api/monitoring/limits/lockouts': 200,
  'POST /api/monitoring/limits/unlock': 404,
  'GET /api/monitoring/incidents': 200,
  'POST /api/monitoring/incidents': 200,
  'GET /api/monitoring/incidents/{id}': 404,
  'PATCH /api/monitoring/incidents/{id}': 404,
  'GET /api/monitoring/incidents/{id}/timeline': 404,
  'POST /api/monitoring/incidents/{id}/timeline': 404,
  'PUT /api/monitoring/incidents/{id}/timeline/{entryId}/pin': 404,
  'POST /api/monitoring/incidents/{id}/tasks': 404,
  'PATCH /api/monitoring/incidents/{id}/tasks/{taskId}': 404,
  'DELETE /api/monitoring/incidents/{id}/tasks/{taskId}': 404,
  'POST /api/monitoring/incidents/{id}/alerts': 404,
  'PUT /api/monitoring/incidents/{id}/impact': 404,
  'POST /api/monitoring/incidents/{id}/page': 404,
  'POST /api/monitoring/incidents/{id}/merge': 404,
  'GET /api/monitoring/incidents/{id}/similar': 404,
  'POST /api/monitoring/incidents/{id}/split': 404,
  'PUT /api/monitoring/incidents/{id}/review': 404,
  'GET /api/monitoring/incidents/{id}/review/draft': 404,
  'GET /api/monitoring/incidents/{id}/export': 404,
  'PUT /api/monitoring/incidents/{id}/watch': 404,
  'PUT /api/monitoring/incidents/{id}/viewers': 404,
  'GET /api/monitoring/incident-figures': 200,
  'GET /api/monitoring/incident-settings': 200,
  'PUT /api/monitoring/incident-settings': 409,
  'POST /api/monitoring/incident-settings/preview': 200,
  'GET /api/monitoring/incident-hooks': 200,
  'POST /api/monitoring/incident-hooks': 200,
  'DELETE /api/monitoring/incident-hooks/{id}': 404,
  'GET /api/monitoring/deploys': 200,
  'POST /api/monitoring/deploys': 200,
  'GET /api/monitoring/check-kinds': 200,
  'GET /api/monitoring/checks': 200,
  'POST /api/monitoring/checks': 200,
  'GET /api/monitoring/checks/{id}': 404,
  'PUT /api/monitoring/checks/{id}': 404,
  'DELETE /api/monitoring/checks/{id}': 404,
  'GET /api/monitoring/checks/{id}/history': 404,
  'POST /api/monitoring/checks/{id}/run': 404,
  'POST /api/monitoring/checks/import': 200,
  'POST /api/monitoring/checks/test': 200,
  'GET /api/monitoring/heartbeat-bars': 200,
  'GET /api/monitoring/services': 200,
  'POST /api/monitoring/services': 200,
  'GET /api/monitoring/services/{id}': 404,
  'PUT /api/monitoring/services/{id}': 404,
  'DELETE /api/monitoring/services/{id}': 404,
  'GET /api/monitoring/services/{id}/badges': 404,
  'PUT /api/monitoring/services/{id}/badges': 404,
  'GET /api/monitoring/services/graph': 200,
  'GET /api/monitoring/scrape-targets': 200,
  'GET /api/monitoring/sla': 200,
  'POST /api/monitoring/incidents/{id}/updates': 404,
  'POST /api/monitoring/objectives': 400,
  'GET /api/monitoring/objectives/{id}': 404,
  'PUT /api/monitoring/objectives/{id}': 404,
  'DELETE /api/monitoring/objectives/{id}': 404,
  'POST /api/monitoring/objectives/{id}/burn-alerts': 404,
  'GET /api/monitoring/statements': 200,
  'POST /api/monitoring/statements': 400,
  'POST /api/monitoring/statements/preview': 400,
  'GET /api/monitoring/statements/{id}': 404,
  'GET /api/monitoring/statements/{id}/csv': 404,
  'POST /api/monitoring/statements/{id}/verify': 404,
};

/** The path of a key of Alice's tenant that can do what a key of any one scope may hand on. */
async function storedApiKey(): Promise<string> {
  const { id } = await createKey(nines.database, nines.tenants.alpha, { name: 'agent', scopes: ['monitoring.key.update'], expiresAt: null, now: Date.now(), requestId: 'test' });
  return `/api/monitoring/keys/${id}`;
}

/** The email of a member who gave a wrong password too often. */
async function lockedMember(): Promise<string> {
  const { email } = nines.cast.victor;
  const state = { failures: 20, lastFailureAt: new Date(), lockedUntil: new Date(Date.now() + 60_000) };
  const { account: subject } = subjectsOf(nines.runtime.authSecret, { kind: 'sign-in', email, address: '192.0.2.1' });
  await nines.database.transaction({ kind: 'auth' }, (tx) => tx.signInThrottle.upsert({ where: { subject }, create: { subject, ...state }, update: state }));
  return email;
}

/** What only a person can do, whatever a key holds. */
const ofPeople = new Set(['PUT /api/monitoring/sign-in-providers/{key}', 'DELETE /api/monitoring/sign-in-providers/{key}', 'POST /api/monitoring/members/{id}/transfer', 'POST /api/monitoring/push-subscriptions', 'DELETE /api/monitoring/push-subscriptions', 'PUT /api/monitoring/incidents/{id}/watch', 'PUT /api/monitoring/incidents/{id}/viewers']);

async function providersVersion(): Promise<number> {
  return (await readSection(nines.database, nines.tenants.alpha, 'providers')).version;
}

function signInProvider(version: number) {
  return { version, provider: { name: 'GitHub', connection: { kind: 'github', clientId: 'of a test' } }, clientSecret: 'of a test' };
}

/** The version of the providers of sign-in, with one among them. */
async function storedSignInProvider(): Promise<number> {
  const { provider, ...rest } = signInProvider(await providersVersion());
  return (await putProvider(nines.runtime, alice(), 'git-hub', { ...rest, provider: StoredProvider.omit({ key: true }).parse(provider) })).version;
}

let channels = 0;

/** It leads to where nothing may be sent, so that a test of it ends at once. */
function channelDraft(): ChannelDraft {
  return ChannelDraft.parse({ name: `channel ${(channels += 1)}`, kind: 'webhook', settings: { url: 'http://127.0.0.1:9/' } });
}

/** The path of a channel of Alice's tenant. */
async function storedChannel(): Promise<string> {
  const { id } = await createChannel(channelsOf(nines.runtime), callerOf(nines.cast.alice, permissions, Date.now()), channelDraft());
  return `/api/monitoring/channels/${id}`;
}

let browsers = 0;

function pushSubscription(): PushSubscriptionInput {
  return { endpoint: `https://push.example.com/${(browsers += 1)}`, keys: { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) } };
}

/** The endpoint of a browser of Alice. */
async function storedSubscription(): Promise<string> {
  const subscription = pushSubscription();
  await addSubscription(channelsOf(nines.runtime), callerOf(nines.cast.alice, permissions, Date.now()), subscription, null);
  return subscription.endpoint;
}

const alice = () => callerOf(nines.cast.alice, permissions, Date.now());
let suppressions = 0;

function silence(): SilenceInput {
  return { matchers: [{ label: 'instance', operator: '=', value: `host-${(suppressions += 1)}` }], startsAt: Date.now(), endsAt: Date.now() + 3_600_000, comment: 'a test' };
}

async function storedSilence(): Promise<string> {
  return `/api/monitoring/silences/${(await createSilence(nines.runtime, alice(), silence())).id}`;
}

function maintenance(): MaintenanceInput {
  const { matchers, startsAt, endsAt } = silence();
  return { name: `window ${suppressions}`, reason: 'a test', isEnabled: true, matchers, schedule: { kind: 'once', startsAt, endsAt } };
}

async function storedMaintenance(): Promise<string> {
  return `/api/monitoring/maintenance/${(await createMaintenance(nines.runtime, alice(), maintenance())).id}`;
}

/** The version of the rules of Alice's tenant, which are stored then. */
async function suppressionVersion(): Promise<number> {
  const { version, rules } = await readSuppressionRules(nines.runtime, alice());
  return version > 0 ? version : (await updateSuppressionRules(nines.runtime, alice(), { version, rules })).version;
}

/** Alice's status page as it is to be sent, in a version above 0, so that Beta's is another one. */
async function storedStatusPage(): Promise<{ version: number; page: StatusPageInput }> {
  const { version, settings } = await readStatusPage(nines.runtime, alice());
  const page = StatusPageInput.parse({ isOn: true, slug: 'the-walk', settings });
  return { page, version: version > 0 ? version : (await updateStatusPage(nines.runtime, alice(), { version, page })).version };
}

/** The path of a post of Alice's status page. */
async function storedStatusPost(): Promise<string> {
  const { tenant } = alice();
  const incidentId = idIn(await storedIncident());
  const { id } = await nines.database.transaction({ kind: 'tenant', tenant }, (tx) => tx.statusPost.create({ data: { tenantId: tenant.id, incidentId, at: new Date(), title: 'It fails', state: 'investigating', text: 'We look.', components: [] } }));
  return `/api/monitoring/status-page/posts/${id}`;
}

/** The path of a subscriber of Alice's status page. */
async function storedSubscriber(): Promise<string> {
  await storedStatusPage();
  const { tenant } = alice();
  const id = randomUUID();
  await nines.database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const page = await tx.statusPage.findFirstOrThrow();
    await tx.statusSubscriber.create({ data: { id, tenantId: tenant.id, pageId: page.id, kind: 'email', address: `${id}@example.com`, addressHash: id, leaveHash: id } });
  });
  return `/api/monitoring/status-page/subscribers/${id}`;
}

/** The version of Alice's routing, which is above 0, so that Beta's is another one. */
async function routingVersion(): Promise<number> {
  const { version } = await readRouting(nines.runtime, alice());
  return version > 0 ? version : (await updateRouting(nines.runtime, alice(), { version, root: defaultRoute })).version;
}

let channelOfDeliveries: string | null = null;
let deliveries = 0;

/** The path of a message of Alice's tenant that could not be delivered. */
async function storedDelivery(): Promise<string> {
  const channelId = (channelOfDeliveries ??= (await storedChannel()).split('/').at(-1) ?? '');
  const { tenant } = alice();
  const recipient = { kind: 'channel', name: 'chat' };
  const message = { title: 'Disk full', reason: 'The route sends to it.' };
  const { id } = await nines.database.transaction({ kind: 'tenant', tenant }, (tx) =>
    tx.delivery.create({
      data: { tenantId: tenant.id, eventKey: `event ${(deliveries += 1)}`, kind: 'fire', channelId, channelName: 'chat', channelKind: 'slack', recipient, recipientKey: channelId, groupKey: 'root:0', alertIds: [], message, state: 'dead' },
    }),
  );
  return `/api/monitoring/deliveries/${id}`;
}

/** The path of an incident of Alice's with these alerts, to split the first of them off. */
async function splitOf(alertIds: string[]): Promise<Right> {
  const wanted = { title: 'Checkout is down', severity: 'sev1', summary: '', serviceIds: [], alertIds, leadId: null, policyId: null };
  const { id } = await declareIncident(nines.runtime, alice(), wanted);
  return { path: `/api/monitoring/incidents/${id}/split`, body: { alertIds: alertIds.slice(0, 1), title: 'Mail is late', severity: 'sev2' } };
}

async function storedTask(): Promise<string> {
  const incident = await storedIncident();
  const { id } = await writeTask(nines.runtime, alice(), idIn(incident), { text: 'Look at the logs', kind: 'task', ownerId: null, dueAt: null });
  return `${incident}/tasks/${id}`;
}

async function storedEntry(): Promise<string> {
  const incident = await storedIncident();
  const { id } = await addToTimeline(nines.runtime, alice(), idIn(incident), { text: 'It was the backup.', evidence: null, isPinned: false, corrects: null });
  return `${incident}/timeline/${id}/pin`;
}

let hooks: ReturnType<typeof createHook> | null = null;
let deletedHooks = 0;

/** A hook of Alice's: as there may be few, some of those that were made before are deleted. */
async function storedHook(): ReturnType<typeof createHook> {
  const made = (await hooks)?.hook;
  if (made && (deletedHooks += 1) % 2 === 0) await deleteHook(nines.runtime, alice(), made.id).catch(() => undefined);
  return (hooks = createHook(nines.runtime, alice(), { name: 'chat', severity: 'sev2' }));
}

/** The version of the settings of Alice's tenant, which are stored then. */
async function incidentSettingsVersion(): Promise<number> {
  const { version, settings } = await readSettings(nines.runtime, alice());
  return version > 0 ? version : (await updateSettings(nines.runtime, alice(), { version, settings })).version;
}

/** The path of the impact of an incident of Alice's that touches the service, with what it was. */
async function impactOfService(serviceId: string): Promise<Right> {
  const wanted = { title: 'Mail is late', severity: 'sev2', summary: '', serviceIds: [serviceId], alertIds: [], leadId: null, policyId: null };
  const { id } = await declareIncident(nines.runtime, alice(), wanted);
  return { path: `/api/monitoring/incidents/${id}/impact`, body: { serviceId, impact: { from: Date.now() - 60_000, to: null, degree: 'down' }, reason: 'Users saw it.' } };
}

let incidents = 0;

/** The path of an incident of Alice's tenant. */
async function storedIncident(): Promise<string> {
  const wanted = { title: `incident ${(incidents += 1)}`, severity: 'sev1', summary: '', serviceIds: [], alertIds: [], leadId: null, policyId: null };
  return `/api/monitoring/incidents/${(await declareIncident(nines.runtime, alice(), wanted)).id}`;
}

let objectives = 0;

function objective(serviceId: string): ObjectiveInput {
  return ObjectiveInput.parse({ name: `objective ${(objectives += 1)}`, serviceId, sli: { kind: 'checks', checkIds: [] } });
}

async function storedServiceId(): Promise<string> {
  return idIn(await storedService());
}

async function storedObjective(): Promise<string> {
  return `/api/monitoring/objectives/${(await createObjective(nines.runtime, alice(), objective(await storedServiceId()))).id}`;
}

/** Of the last month, which is final from its first minutes on; in those it is the one before. */
async function statementInput(): Promise<StatementInput> {
  const serviceId = await storedServiceId();
  await createObjective(nines.runtime, alice(), objective(serviceId));
  const month = new Date(Date.now() - 600_000);
  month.setUTCDate(0);
  return StatementInput.parse({ serviceId, month: month.toISOString().slice(0, 7) });
}

async function storedStatement(): Promise<string> {
  return `/api/monitoring/statements/${(await issueStatement(nines.runtime, alice(), await statementInput())).id}`;
}

let alertRules = 0;

function alertRule(): RuleSettings {
  return RuleSettings.parse({ name: `rule ${(alertRules += 1)}`, condition: { kind: 'promql', expr: 'up == 0', severity: 'critical' } });
}

async function storedAlertRule(): Promise<string> {
  return `/api/monitoring/alert-rules/${(await createRule(nines.runtime, alice(), alertRule())).id}`;
}

/** The version of the thresholds of Alice's tenant, which are stored then. */
async function storedOrganisation() {
  const { slug: _, ...stored } = await readOrganisation(nines.runtime, alice());
  if (stored.version > 0) return stored;
  return { ...stored, version: (await updateOrganisation(nines.runtime, alice(), stored)).version };
}

async function storedConfigVersion(): Promise<string> {
  const { document, sha256, at } = await currentConfiguration(nines.runtime, callerOf(nines.cast.alice, permissions, Date.now()));
  const tenant = nines.tenants.alpha;
  // A number that no other tenant has.
  const data = { tenantId: tenant.id, version: 100_000, at, document: JSON.parse(JSON.stringify(document)) as object, sha256, source: 'change', auditSeq: 0n };
  await nines.database.transaction({ kind: 'tenant', tenant }, (tx) => tx.monitoringConfig.createMany({ data, skipDuplicates: true }));
  return '/api/monitoring/config/versions/100000';
}

async function thresholdsVersion(): Promise<number> {
  const { version } = await readThresholds(nines.runtime, alice());
  return version > 0 ? version : (await updateThresholds(nines.runtime, alice(), { version, thresholds: {} })).version;
}

let onCall = 0;

function policy(): PolicySettings {
  return PolicySettings.parse({ name: `policy ${(onCall += 1)}`, steps: [{ afterMs: 0, targets: [{ kind: 'user', id: nines.cast.alice.id }] }] });
}

async function storedPolicy(): Promise<string> {
  return `/api/monitoring/escalation-policies/${(await createPolicy(nines.runtime, alice(), policy())).id}`;
}

function schedule(): ScheduleSettings {
  const layer = { id: 'a', name: 'a', participants: [nines.cast.alice.id], startsAt: '2026-01-05T09:00', turn: { unit: 'weeks', length: 1 } };
  return ScheduleSettings.parse({ name: `schedule ${(onCall += 1)}`, timeZone: 'UTC', layers: [layer], overrides: [{ id: 'first', userId: nines.cast.bob.id, startsAt: 1, endsAt: 2 }] });
}

async function storedSchedule(): Promise<string> {
  return `/api/monitoring/on-call-schedules/${(await createSchedule(nines.runtime, alice(), schedule())).id}`;
}

let checks = 0;

/** It looks at a promise of this machine itself, so that a try of it ends at once. */
function checkDraft(): CheckDraft {
  return CheckDraft.parse({ name: `check ${(checks += 1)}`, kind: 'promql', settings: { expr: 'vector(1)' } });
}

async function storedCheck(): Promise<string> {
  return `/api/monitoring/checks/${(await createCheck(nines.runtime, alice(), checkDraft())).id}`;
}

/** The path that a service calls. */
async function storedHeartbeat(): Promise<string> {
  const { heartbeatUrl } = await createCheck(nines.runtime, alice(), CheckDraft.parse({ ...checkDraft(), kind: 'heartbeat', settings: {} }));
  return new URL(heartbeatUrl ?? '').pathname;
}

let services = 0;

function service(): ServiceInput {
  return ServiceInput.parse({ name: `service ${(services += 1)}` });
}

async function storedService(): Promise<string> {
  return `/api/monitoring/services/${(await createService(nines.runtime, alice(), service())).id}`;
}

async function storedBadge(): Promise<string> {
  const { url } = await switchBadges(nines.runtime, alice(), await storedServiceId(), { isOn: true, renew: false });
  return `${new URL(url ?? '').pathname}/status.svg`;
}

let scrapeJobs = 0;

/** A new one each time: the name of a job is its own. */
function scrapeJob(): { name: string } {
  return { name: `job ${(scrapeJobs += 1)}` };
}

let alerts = 0;

/** The path of an alert of Alice's tenant. */
async function storedAlert(): Promise<string> {
  const [id = ''] = await storeAlerts(nines.database, nines.tenants.alpha, [{ labels: { alertname: 'Disk', instance: 'web-1', n: String((alerts += 1)) } }]);
  return `/api/monitoring/alerts/${id}`;
}

function idIn(path: string): string {
  return path.split('/').at(-1) ?? '';
}

/** The path of a link that nobody followed yet. */
async function storedLink(): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const { alpha } = nines.tenants;
  const link = { tokenHash: hashLinkToken(token), tenantId: alpha.id, action: 'acknowledge', alertIds: [], recipient: { kind: 'channel', name: 'Slack' }, expiresAt: new Date(Date.now() + 3_600_000) };
  await nines.database.transaction({ kind: 'tenant', tenant: alpha }, (tx) => tx.alertLink.create({ data: link }));
  return `/api/alert-links/${token}`;
}

/** The path of a job of Alice's tenant. */
async function storedScrapeJob(): Promise<string> {
  const { id } = await createJob(nines.runtime, callerOf(nines.cast.alice, permissions, Date.now()), ScrapeJobInput.parse(scrapeJob()));
  return `/api/monitoring/scrape-jobs/${id}`;
}

/** The version of the settings of Alice's audit trail, which are stored then. */
async function auditSettings(): Promise<object> {
  const { version } = await readAuditSettings(nines.runtime, alice());
  const settings = { retentionDays: null, stream: null };
  return { version: version > 0 ? version : (await updateAuditSettings(nines.runtime, alice(), { version, settings })).version, settings };
}

/** The path of a host of Alice's tenant. */
async function storedHost(): Promise<string> {
  const { tenant } = callerOf(nines.cast.alice, permissions, Date.now());
  const labels = { instance: 'web-1' };
  await appendSamples(nines.runtime.metrics, tenant, [{ name: 'nines_collector_duration_seconds', labels, value: 0.01, at: Date.now() }]);
  return `/api/monitoring/hosts/${hostKeyOf({ source: 'nines', job: '', ...labels, hostName: '' })}`;
}

let guests = 0;

/** The path of a member of Alice's tenant, who owns it. */
async function storedMember(): Promise<string> {
  const { alpha } = nines.tenants;
  const userId = await nines.database.transaction({ kind: 'auth' }, async (tx) => {
    await tx.membership.update({ where: { tenantId_userId: { tenantId: alpha.id, userId: nines.cast.alice.id } }, data: { role: 'OWNER' } });
    const { id } = await tx.user.create({ data: { email: `member-${(guests += 1)}@example.com`, memberships: { create: { tenantId: alpha.id, role: 'MEMBER' } } } });
    return id;
  });
  return `/api/monitoring/members/${userId}`;
}

/** An invitation that is open, and the only open one. */
async function storedInvitation({ tenant = nines.tenants.alpha, email = `guest-${(guests += 1)}@example.com` } = {}): Promise<{ id: string; token: string }> {
  const token = randomBytes(32).toString('base64url');
  const inviter = tenant.id === nines.tenants.beta.id ? nines.cast.charlie : nines.cast.alice;
  const made = { tenantId: tenant.id, email, role: 'VIEWER', invitedBy: { kind: 'user', id: inviter.id, name: 'An owner' }, tokenHash: hashInvitationToken(token), createdAt: new Date(Date.now() - 7_200_000), expiresAt: new Date(Date.now() + 3_600_000) } as const;
  return nines.database.transaction({ kind: 'auth' }, async (tx) => {
    await tx.invitation.deleteMany();
    const { id } = await tx.invitation.create({ data: made });
    return { id, token };
  });
}

/** An invitation of Alice to the tenant of Charlie, which she does not belong to. */
async function invitationToBeta(): Promise<{ token: string }> {
  await nines.database.transaction({ kind: 'auth' }, (tx) => tx.membership.deleteMany({ where: { tenantId: nines.tenants.beta.id, userId: nines.cast.alice.id } }));
  return storedInvitation({ tenant: nines.tenants.beta, email: nines.cast.alice.email });
}

function customRole() {
  return { name: `role ${(guests += 1)}`, description: 'of a test', permissions: ['monitoring.people.update'] };
}

/** The path of a custom role of Alice's tenant, the only one. */
async function storedRole(): Promise<string> {
  const tenantId = nines.tenants.alpha.id;
  const { id } = await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, async (tx) => {
    await tx.customRole.deleteMany();
    return tx.customRole.create({ data: { tenantId, ...customRole() } });
  });
  return `/api/monitoring/roles/${id}`;
}

function team() {
  return { name: `team ${(guests += 1)}`, memberIds: [] };
}

async function storedTeam(): Promise<string> {
  const { alpha } = nines.tenants;
  const { id } = await nines.database.transaction({ kind: 'tenant', tenant: alpha }, (tx) => tx.team.create({ data: { tenantId: alpha.id, name: team().name } }));
  return `/api/monitoring/teams/${id}`;
}

/** Passkeys are for names alone. */
const localOrigin = () => `http://localhost:${new URL(nines.origin).port}`;

const waitingTotp = async () => {
  await clearFactors(nines.database, nines.cast.alice.id);
  return storeTotp(nines.runtime, nines.cast.alice.id, { isConfirmed: false });
};

async function storedContact(): Promise<string> {
  const { id: userId } = nines.cast.alice;
  const { id } = await nines.database.transaction({ kind: 'auth' }, (tx) => tx.userContact.create({ data: { userId, kind: 'email', address: `${randomUUID()}@example.com` } }));
  return id;
}

/** Alice in a session that is there, which what is her own asks for. */
async function aliceOfSession(): Promise<Caller> {
  const caller = alice();
  const { id: sessionId } = await nines.openSession(nines.cast.alice);
  return caller.actor.kind === 'user' ? { ...caller, actor: { ...caller.actor, sessionId } } : caller;
}

const endpoints = Object.values(routes).flatMap((module) => methods.flatMap((method) => module[method]?.endpoint ?? []));
const named = endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const);
const guarded = named.filter(([, endpoint]) => endpoint.permission !== 'public');
const withBody = named.filter(([, endpoint]) => endpoint.body);
/** What is a person's own is open to each person, and to no key. */
const isOwn = ({ permission }: Endpoint) => permission === 'self';
const writes = guarded.filter(([, endpoint]) => endpoint.method !== 'GET');

let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
});
afterAll(() => nines.close());

interface Sent {
  headers?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
}

/** Sends the endpoint's right request with some of it changed. */
async function send(name: string, { method, path: template }: Endpoint, changed: Sent = {}): Promise<{ status: number; body: unknown; headers: Headers }> {
  const right = (await rightly[name]?.()) ?? {};
  const search = new URLSearchParams({ ...right.query, ...changed.query }).toString();
  const body = changed.body ?? right.body;
  const response = await fetch(`${right.origin ?? nines.origin}${right.path ?? template}${search && `?${search}`}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...changed.headers, ...(right.origin && changed.headers?.origin === nines.origin ? { origin: right.origin } : {}) },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, body: isJson ? await response.json() : await response.text(), headers: response.headers };
}

async function as(person: keyof TestRuntime['cast']): Promise<Record<string, string>> {
  const { cookie } = await nines.openSession(nines.cast[person]);
  return { cookie };
}

describe('the table of routes', () => {
  it('has every route.ts on disk but those of next-auth, under its own path', async () => {
    const files = await readdir(import.meta.dirname, { recursive: true });
    const found = files.filter((file) => path.basename(file) === 'route.ts' && !file.startsWith('auth'));
    expect(Object.keys(routes).sort()).toEqual(found.map((file) => `/api/${path.dirname(file)}`).sort());
    for (const [file, module] of Object.entries(routes)) {
      const onDisk = (await import(/* @vite-ignore */ path.join(import.meta.dirname, file.slice('/api/'.length), 'route.ts'))) as unknown;
      expect(onDisk).toBe(module);
    }
  });

  it.each(Object.entries(routes))('%s declares each method that it exports with that method and path', (file, module) => {
    for (const method of methods) {
      const handler = module[method];
      if (!handler) continue;
      expect({ method: handler.endpoint.method, path: handler.endpoint.path.replaceAll(/\{(\w+)\}/g, '[$1]') }).toEqual({ method, path: file });
    }
  });

  it('has a right request and an answer to another tenant for each endpoint', () => {
    expect(Object.keys(rightly).sort()).toEqual(named.map(([name]) => name).sort());
    expect(Object.keys(fromAnotherTenant).sort()).toEqual(guarded.map(([name]) => name).sort());
  });

  it('is what /api/openapi.json lists', async () => {
    const { paths } = (await (await fetch(`${nines.origin}/api/openapi.json`)).json()) as { paths: Record<string, Record<string, { 'x-permission'?: string }>> };
    const listed = Object.entries(paths).flatMap(([route, operations]) =>
      Object.entries(operations).map(([method, operation]) => `${method.toUpperCase()} ${route} ${operation['x-permission'] ?? 'public'}`),
    );
    const wires = nines.runtime.wires.endpoints.flatMap((wire) => wire.methods.map((method) => `${method} ${wire.path} ${wire.permission}`));
    expect(listed.sort()).toEqual([...named.map(([name, { permission }]) => `${name} ${permission}`), ...wires].sort());
  });
});

describe.each(guarded)('%s', (name, endpoint) => {
  const refused: [who: string, headers: () => Promise<Record<string, string>>][] = [
    ['nobody', async () => ({})],
    ['a cookie that is not ours', async () => ({ cookie: 'next-auth.session-token=eyJhbGciOiJkaXIifQ..a.b.c' })],
    ['a session of the past', async () => ({ cookie: (await nines.openSession(nines.cast.alice, { expiresAt: new Date('2026-01-05T03:00:00Z') })).cookie })],
    ['a revoked session', async () => ({ cookie: (await nines.openSession(nines.cast.alice, { revokedAt: new Date('2026-01-05T03:00:00Z') })).cookie })],
    ['a key that nobody has', async () => ({ authorization: `Bearer nines_${'A'.repeat(43)}` })],
    ['a wrong key beside a right cookie', async () => ({ ...(await as('alice')), authorization: 'Bearer nines_wrong' })],
  ];
  it.each(refused)('answers %s with 401', async (_, headers) => {
    const answer = await send(name, endpoint, { headers: await headers() });
    expect(Problem.parse(answer.body)).toMatchObject({ status: 401, type: 'urn:nines:problem:unauthenticated' });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="nines"');
  });

  it.each(isOwn(endpoint) ? [] : (['bob', 'victor'] as const))('answers %s of the same tenant, who holds nothing, with 403', async (person) => {
    const answer = await send(name, endpoint, { headers: await as(person) });
    expect(answer.status).toBe(403);
    expect(Problem.parse(answer.body).detail).toContain(String(endpoint.permission));
  });

  it('answers a key that holds every other scope with 403', async () => {
    const key = await nines.keyOf(nines.tenants.alpha, ...permissions.filter((permission) => permission !== endpoint.permission));
    const answer = await send(name, endpoint, { headers: { authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(403);
  });

  it('answers a key that holds the scope alone', async () => {
    const scope = permissions.find((permission) => permission === endpoint.permission) ?? 'monitoring.read';
    const key = await nines.keyOf(nines.tenants.alpha, scope);
    const answer = await send(name, endpoint, { headers: { authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(ofPeople.has(name) || isOwn(endpoint) ? 403 : 200);
  });

  it('shows the owner of another tenant nothing', async () => {
    const answer = await send(name, endpoint, { headers: await as('charlie') });
    expect(answer.status).toBe(fromAnotherTenant[name]);
    expect(JSON.stringify(answer.body)).not.toContain('web-1');
  });

  it('answers the owner with what it declares', async () => {
    const answer = await send(name, endpoint, { headers: await as('alice') });
    expect(answer.status).toBe(200);
    expect(endpoint.response.parse(answer.body)).toEqual(answer.body);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('refuses a query field that it does not know, by its name', async () => {
    const answer = await send(name, endpoint, { headers: await as('alice'), query: { surprise: '1' } });
    expect(Problem.parse(answer.body)).toMatchObject({ status: 400, detail: expect.stringContaining('surprise') as string });
  });
});

describe.each(writes)('%s', (name, endpoint) => {
  const foreign: [what: string, headers: Record<string, string>][] = [
    ['another site', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['another port of this host', { origin: 'http://127.0.0.1:1' }],
    ['a sibling that sends no Origin', { 'sec-fetch-site': 'same-site' }],
  ];
  it.each(foreign)('refuses a write with the cookie from %s', async (_, headers) => {
    const answer = await send(name, endpoint, { headers: { ...(await as('alice')), ...headers } });
    expect(answer.status).toBe(403);
  });

  it('takes a write with the cookie from its own pages', async () => {
    const answer = await send(name, endpoint, { headers: { ...(await as('alice')), origin: nines.origin } });
    expect(answer.status).toBe(200);
  });
});

describe.each(withBody)('%s', (name, endpoint) => {
  const headers = async () => (endpoint.permission === 'public' ? {} : as('alice'));

  // As deep as the endpoint's limit lets it be.
  const mostBrackets = Math.min(500_000, Math.floor((endpoint.maxBodyBytes ?? 1024 * 1024) / 2));
  const wrong: [what: string, status: number, changed: Sent][] = [
    ['a form', 400, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['text that a foreign page may send without asking', 400, { headers: { 'content-type': 'text/plain' } }],
    ['no JSON', 400, { body: '{"name":' }],
    ['an unknown field', 400, { body: { surprise: 1 } }],
    ['a million brackets', 400, { body: '['.repeat(mostBrackets) + ']'.repeat(mostBrackets) }],
    ['a prototype', 400, { body: '{"__proto__":{"isAdmin":true}}' }],
  ];
  it.each(wrong)('refuses %s', async (_, status, changed) => {
    const answer = await send(name, endpoint, { ...changed, headers: { ...(await headers()), ...changed.headers } });
    expect(Problem.parse(answer.body).status).toBe(status);
  });

  it('refuses a body over its limit with 413', async () => {
    const body = `{"name":"${'x'.repeat(endpoint.maxBodyBytes ?? 1024 * 1024)}"}`;
    const answer = await send(name, endpoint, { body, headers: await headers() });
    expect(Problem.parse(answer.body)).toMatchObject({ status: 413, type: 'urn:nines:problem:too_large' });
  });
});

describe('samples', () => {
  it('pushed by Alice are seen by Alice alone', async () => {
    const push = endpointOf('POST /api/monitoring/metrics');
    const query = endpointOf('GET /api/monitoring/metrics');
    const selector = { selector: 'secret_of_alpha' };
    const pushed = await send('POST /api/monitoring/metrics', push, { headers: await as('alice'), body: { name: 'secret_of_alpha', value: 42 } });
    expect(pushed.body).toEqual({ stored: 1 });
    const seenBy = async (person: 'alice' | 'charlie') =>
      (await send('GET /api/monitoring/metrics', query, { headers: await as(person), query: { ...selector, to: String(Date.now() + 60_000) } })).body;
    expect(await seenBy('alice')).toMatchObject({ series: [{ name: 'secret_of_alpha', points: [[expect.any(Number), 42]] }] });
    expect(await seenBy('charlie')).toMatchObject({ series: [] });
  });

  const hostile: [what: string, body: string][] = [
    ['a label that is a prototype', '{"name":"x","value":1,"labels":{"__proto__":"y"}}'],
    ['a label that is reserved', '{"name":"x","value":1,"labels":{"__name__":"y"}}'],
    ['a name that is no name', '{"name":"x{a=\\"b\\"}","value":1}'],
    ['a value beyond numbers', '{"name":"x","value":1e999}'],
    ['fifty thousand samples that are wrong in every field', JSON.stringify({ samples: Array(50_000).fill({ name: 1, labels: 1, value: '', timestamp: '', x: 1 }) })],
  ];
  it.each(hostile)('refuse %s and say where', async (_, body) => {
    const answer = await send('POST /api/monitoring/metrics', endpointOf('POST /api/monitoring/metrics'), { headers: await as('alice'), body });
    expect(answer.status).toBe(400);
    expect(Problem.parse(answer.body).issues?.length).toBeGreaterThan(0);
  });
});

describe('a query', () => {
  const hostile: [what: string, query: Record<string, string>, field: string][] = [
    ['that gives a field twice by a prototype', { __proto__: 'x', constructor: 'y' }, 'constructor'],
    ['of ten million points', { from: '0', to: '31536000000', step: '1000' }, 'query.step'],
    ['that ends before it starts', { from: '2000000', to: '1000000' }, 'query.to'],
    ['of a time that is no number', { from: 'NaN' }, 'query.from'],
    ['with a pattern that explodes', { selector: 'x{a=~"((a{1,200}){1,200}){1,200}"}' }, 'selector'],
    ['with a pattern that looks back', { selector: String.raw`x{a=~"(a)\\1"}` }, 'selector'],
  ];
  it.each(hostile)('%s is refused by name', async (_, query, field) => {
    const answer = await send('GET /api/monitoring/metrics', endpointOf('GET /api/monitoring/metrics'), { headers: await as('alice'), query });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(field);
  });
});

function endpointOf(name: string): Endpoint {
  const found = named.find(([each]) => each === name);
  if (!found) throw new Error(`There is no endpoint ${name}.`);
  return found[1];
}
