import type { Caller } from '@/lib/context';
import type { ConfigDocument } from '@/lib/configuration/schemas';
import { readYamlDocument } from '@/lib/configuration/read-document';
import { defaultIncidentSettings } from '@/lib/incidents/default-settings';
import type { TestRuntime } from '@/server/test-runtime';
import { applyDocument, type Applying } from './configuration';

const applying: Applying = { source: 'apply', sha256: null, allowRemovals: true, dryRun: false };

/** The secrets of the world by the names of their fields. */
export const worldSecrets: Readonly<Record<string, string>> = {
  url: 'https://hooks.slack.com/services/T0/B0/abcdefghijklmnopqrstuvwx', password: 'scrape-password', value: 'scope-secret', clientSecret: 'client-of-nines', token: 'a-token-of-a-hook-0123456789abcdefghijk',
  signingSecret: 'signs-each-request', authorization: 'Bearer of-the-trail',
};

/** An exported world with its marks of secrets replaced. */
export function withSecrets(exported: string, secretOf: (field: string) => unknown): string {
  return exported.replace(/(\w+):\n\s+keep: true/g, (_, field: string) => `${field}: ${JSON.stringify(secretOf(field))}`);
}

/** A configuration with something of every section that a tenant has, as text. */
export const worldYaml = `version: 1
organisation: { name: Alpha Works, timeZone: Europe/Berlin, accent: "#3b6ea8" }
signIn: { sessionDays: 14 }
audit: { retentionDays: 400, stream: { kind: webhook, url: "https://siem.example.com/in", signingSecret: ${worldSecrets.signingSecret}, authorization: ${worldSecrets.authorization} } }
limits: { key: { perSecond: 500, burst: 1000 } }
retention: { rawDays: 30 }
roles:
  - { name: Responder, description: Acts on alerts, permissions: [monitoring.read, monitoring.alert.acknowledge] }
teams:
  - { name: web, description: The shop, members: [bob@example.com, alice@example.com] }
signInProviders:
  - name: login
    label: Alpha Login
    connection: { kind: oidc, issuer: "https://login.example.com", clientId: nines }
    clientSecret: ${worldSecrets.clientSecret}
    rules: { domains: [example.com], groups: [{ group: ops, role: MEMBER, customRole: Responder }, { group: all, role: VIEWER }] }
thresholds: { cpu: { warning: 70, critical: 90 } }
services:
  - { name: shop, team: web, tier: 1, labels: { env: live }, dependsOn: [database, cache], links: [{ title: Wiki, url: "https://wiki.example.com/shop" }] }
  - { name: database, tier: 1, badges: true }
  - { name: cache, dependsOn: [database] }
checks:
  - name: shop front
    service: shop
    kind: http
    settings: { url: "https://shop.example.com/" }
    intervalMs: 30000
  - { name: database port, service: database, kind: tcp, settings: { host: db.example.com, port: 5432 } }
  - { name: nightly backup, kind: heartbeat, settings: { periodSeconds: 86400 } }
scrapeJobs:
  - name: node
    staticConfigs: [{ targets: ["10.0.0.1:9100", "10.0.0.2:9100"], labels: { dc: a } }]
    auth: { type: basic, username: nines, password: ${worldSecrets.password} }
    headers: [{ name: X-Scope, value: ${worldSecrets.value} }]
channels:
  - { name: chat, kind: slack, secrets: { url: "${worldSecrets.url}" } }
  - { name: hook, kind: webhook, settings: { url: "https://hook.example.com/nines" } }
onCallSchedules:
  - name: primary
    timeZone: Europe/Berlin
    layers: [{ name: week, participants: [alice@example.com, bob@example.com], startsAt: "2026-01-05T09:00", turn: { unit: weeks, length: 1 } }]
escalationPolicies:
  - name: page web
    steps:
      - { afterMs: 0, targets: [{ kind: schedule, name: primary }, { kind: channel, name: chat }] }
      - { afterMs: 600000, targets: [{ kind: user, email: alice@example.com }] }
routing:
  name: Everything
  channels: [hook]
  escalationPolicy: false
  groupBy: [alertname]
  routes:
    - { name: web, matchers: [{ label: team, operator: "=", value: web }], channels: [chat, hook], escalationPolicy: page web }
alertRules:
  - name: Shop is slow
    condition: { kind: levels, query: "avg(up)", comparison: "<", warning: 0.9, critical: 0.5 }
    labels: { team: web }
  - { name: Node gone, condition: { kind: promql, expr: "up == 0", severity: critical } }
suppression:
  inhibitions: [{ name: site, source: [{ label: site, operator: "=", value: down }], target: [{ label: tier, operator: "=", value: web }], equal: [dc] }]
  dependencies: [{ service: shop, dependsOn: { kind: host, name: db1 } }]
maintenance:
  - name: Patch day
    reason: Updates of the system
    matchers: [{ label: env, operator: "=", value: live }]
    schedule: { kind: recurring, timeZone: UTC, startDate: "2026-01-06", endDate: null, time: "02:00", durationMinutes: 60, recurrence: { kind: weekly, everyWeeks: 1, weekdays: [2] } }
objectives:
  - { name: Shop is there, service: shop, sli: { kind: checks, checks: [shop front] }, target: "99.9", burnAlerts: true }
  - { name: Shop answers, service: shop, sli: { kind: ratio, good: 'sum(increase(ok_total[$window]))', total: 'sum(increase(all_total[$window]))' } }
incidents: ${JSON.stringify({ ...defaultIncidentSettings, severities: defaultIncidentSettings.severities.map(({ policyId: _, ...severity }) => ({ ...severity, escalationPolicy: severity.key === 'sev1' ? 'page web' : null })) })}
incidentHooks:
  - { name: chat, severity: sev2, token: ${worldSecrets.token} }
statusPage:
  isOn: false
  slug: alpha-works
  settings: { name: Alpha status, maintenance: [{ window: Patch day, title: Updates, components: [Shop] }] }
  components: [{ name: Shop, services: [shop, database], group: Web }]
`;

/** A document that is right. */
function documentOfYaml(yaml: string): ConfigDocument {
  const { document, problems } = readYamlDocument(yaml, 'test.yaml');
  if (!document) throw new Error(problems.map(({ line, path, message }) => `${line}: ${path}: ${message}`).join('\n'));
  return document;
}

export function applyYaml(nines: TestRuntime, caller: Caller, yaml: string, how: Partial<Applying> = {}) {
  return applyDocument(nines.runtime, caller, documentOfYaml(yaml), { ...applying, ...how });
}

/** What is left when everything is taken away that can be. */
export const emptyYaml = `version: 1
audit: {}
limits: {}
retention: {}
signInProviders: []
roles: []
teams: []
thresholds: {}
services: []
checks: []
scrapeJobs: []
channels: []
onCallSchedules: []
escalationPolicies: []
routing: { name: Everything, channels: [], escalationPolicy: false }
alertRules: []
suppression: { inhibitions: [], dependencies: [] }
maintenance: []
objectives: []
incidentHooks: []
incidents: ${JSON.stringify({ severities: [{ key: 'sev1', name: 'SEV1', look: 'critical' }], declare: [] })}
statusPage: { isOn: false, slug: alpha-works, settings: { name: Empty } }
`;

