import { viewThresholds } from '@/lib/alerts/rules/thresholds';
import { retentionVariables } from './retention-variables';
import type { SettingsSection } from './sections';

export interface SettingField {
  label: string;
  /** What it does. */
  help: string;
  /** The page where it is set. */
  href: string;
  /** The name of that page. */
  page: string;
  unit?: string;
  /** What holds while nobody changed it. */
  initial?: string;
  bounds?: string;
  /** Further words by which people look for it. */
  words?: string;
  /** Where it is stored, for what has a section of its own. */
  section?: SettingsSection;
  field?: string;
}

type Entry = Omit<SettingField, 'href' | 'page'>;

const on = (page: string, href: string, fields: readonly Entry[]): SettingField[] => fields.map((field) => ({ ...field, page, href }));
const of = (section: SettingsSection, page: string, href: string, fields: readonly (Entry & { field: string })[]): SettingField[] => on(page, href, fields).map((field) => ({ ...field, section }));

const thresholds = viewThresholds({}).map(({ title, help, unit, direction, defaults }): SettingField => ({
  label: `${title} threshold`, help, unit: { percent: '%', seconds: 's', per_second: '/s', count: '', hours: 'h', days: 'd' }[unit], initial: `warning ${direction} ${defaults.warning}, critical ${direction} ${defaults.critical}`,
  bounds: unit === 'percent' ? '0 to 100' : '0 or more', words: 'level warning critical', page: 'Thresholds', href: '/alert-rules/thresholds',
}));

const monitoring = [
  ...on('Alert rules', '/alert-rules', [
    { label: 'Expression of a rule', help: 'What a rule evaluates, as PromQL or with two levels.', words: 'promql query condition' },
    { label: 'Wait of a rule', help: 'How long the condition must hold before the alert fires.', unit: 'minutes', words: 'for duration pending' },
    { label: 'Missing data', help: 'What a rule makes of data that does not arrive.', words: 'no data' },
  ]),
  ...on('Services', '/services', [
    { label: 'Tier of a service', help: 'How much it matters; 1 matters most.', initial: '3', bounds: '1 to 4' },
    { label: 'Owner of a service', help: 'The team that its alerts name.', words: 'team' },
    { label: 'Dependencies of a service', help: 'What it needs: alerts of what depends on something that is down are muted.', words: 'depends on' },
  ]),
  ...on('Checks', '/checks', [
    { label: 'Interval of a check', help: 'How often it is tried.', unit: 's', initial: '20', bounds: '1 s to a day', words: 'frequency' },
    { label: 'Timeout of a check', help: 'How long an answer is waited for.', unit: 's', initial: '10', bounds: '0.1 to 60' },
    { label: 'Failures before down', help: 'How many of the last results must fail before it is down.', initial: '2 of 2', bounds: '1 to 20', words: 'retries' },
    { label: 'Degraded above', help: 'An answer that takes longer counts as degraded.', unit: 'ms', initial: 'never', bounds: '1 to 60000', words: 'slow response' },
  ]),
  ...on('Scraping', '/scraping', [
    { label: 'Scrape interval', help: 'How often a target is scraped.', unit: 's', initial: '15', bounds: '1 s to a day' },
    { label: 'Scrape timeout', help: 'How long a target may take.', unit: 's', initial: '10', bounds: 'at most the interval' },
    { label: 'Relabelling', help: 'Rules that keep, drop and rename targets and metrics.', words: 'relabel labels' },
    { label: 'Size of a scrape', help: 'What answers with more is refused.', unit: 'MiB', initial: '32', bounds: 'at most 128', words: 'body limit' },
  ]),
  ...of('retention', 'Collection and retention', '/config/retention', [
    { field: 'rawDays', label: 'Samples', help: 'How long every sample is kept. The variable METRICS_RETENTION holds over it.', unit: 'days', initial: '15', bounds: '1 to 36500', words: `retention raw storage ${retentionVariables.rawDays}` },
    { field: 'fiveMinuteDays', label: '5-minute roll-ups', help: 'How long averages, extremes and counts of 5 minutes are kept.', unit: 'days', initial: '180', bounds: '2 to 36500', words: `retention downsampling ${retentionVariables.fiveMinuteDays}` },
    { field: 'hourDays', label: 'Hourly roll-ups', help: 'How long averages, extremes and counts of an hour are kept.', unit: 'days', initial: '730', bounds: '2 to 36500', words: `retention downsampling ${retentionVariables.hourDays}` },
    { field: 'diskBudgetBytes', label: 'Disk budget', help: 'The most that metrics may take on disk: the oldest samples go first.', unit: 'GB', initial: 'no limit', bounds: '0.1 to 1000000', words: `space size ${retentionVariables.diskBudgetBytes}` },
  ]),
  ...on('Objectives', '/sla', [
    { label: 'Target of an objective', help: 'The share that is promised.', unit: '%', initial: '99.99', bounds: 'between 0 and 100, six decimals', words: 'slo sla uptime' },
    { label: 'Fast enough', help: 'Answers that are no slower count as good in an objective of response time.', unit: 'ms', initial: '100', bounds: '1 to 60000', words: 'latency response' },
    { label: 'Window of an objective', help: 'Over which time it is counted.', initial: '30 days, rolling', words: 'calendar month quarter' },
    { label: 'What counts', help: 'How degraded, unknown and maintenance time is counted.', initial: 'degraded is good; unknown and maintenance are left out' },
  ]),
];

const telling = [
  ...on('Notification channels', '/notifications/channels', [
    { label: 'Channels', help: 'Email, chat, SMS, push and webhooks by which people are told.', words: 'email smtp slack teams discord telegram pagerduty webhook sms push' },
    { label: 'Test of a channel', help: 'Sends one message to see whether it arrives.' },
  ]),
  ...on('Routing', '/notifications', [
    { label: 'Routes', help: 'Which alerts go where, by their labels.', words: 'matcher tree receiver' },
    { label: 'Grouping', help: 'Which alerts are told in one message, how long it waits for more, and how often it is repeated.', unit: 'minutes', words: 'group wait interval repeat' },
  ]),
  ...on('Escalation policies', '/on-call/policies', [
    { label: 'Steps of a policy', help: 'Who is paged, and how long later the next.', words: 'page escalation' },
    { label: 'Repeats of a policy', help: 'How often all steps are gone through again.', initial: '0', bounds: '0 to 20' },
  ]),
  ...on('On-call schedules', '/on-call', [{ label: 'Layers and hand-overs', help: 'Who is on duty in turn, and when it changes.', words: 'rotation shift override' }]),
  ...on('Silences', '/silences', [{ label: 'Silences', help: 'What is muted by its labels until a time.', words: 'mute snooze' }]),
  ...on('Maintenance', '/silences/maintenance', [{ label: 'Maintenance windows', help: 'Planned work: alerts are muted, and objectives leave the time out.', words: 'planned downtime' }]),
  ...on('Dependencies and inhibition', '/silences/dependencies', [{ label: 'Inhibitions', help: 'Which alerts mute which others.', words: 'suppress' }]),
  ...on('Incident settings', '/incidents/settings', [
    { label: 'Severities', help: 'How incidents are graded, and whom each one pages.', words: 'sev1 priority' },
    { label: 'Rules that declare incidents', help: 'Which alerts become an incident by themselves.', words: 'automatic' },
    { label: 'Templates and checklist', help: 'What updates begin with, and what is done in each incident.' },
    { label: 'Hooks', help: 'Addresses by which chats and programs declare incidents.', words: 'webhook slash command' },
  ]),
  ...on('Status page', '/status-page', [
    { label: 'Publication of the status page', help: 'Whether it is public, and at which address.', initial: 'off', words: 'host domain slug' },
    { label: 'Components', help: 'What the page shows, and whose checks say how it is.' },
    { label: 'Subscribers', help: 'Who is told of posts.', words: 'email webhook' },
  ]),
];

const organisation = [
  ...on('Organisation', '/config/organisation', [{ label: 'Name of the organisation', help: 'Shown to everybody who belongs to it.', bounds: '1 to 200 characters', words: 'tenant' }]),
  ...of('organisation', 'Organisation', '/config/organisation', [
    { field: 'timeZone', label: 'Time zone', help: 'What new on-call schedules, objectives and the status page begin with.', initial: 'that of the browser', bounds: 'a name of the IANA database' },
    { field: 'locale', label: 'Dates', help: 'By whose habits dates are written.', initial: 'en-GB', bounds: 'a language tag', words: 'locale language format' },
    { field: 'accent', label: 'Colour', help: 'Of the mark of Nines in every page of the organisation. States keep their own colours.', initial: 'that of Nines', bounds: '#rrggbb', words: 'brand branding accent logo' },
  ]),
  ...on('People', '/config/people', [
    { label: 'Members', help: 'Who belongs to the organisation, and as what: OWNER, ADMIN, MEMBER or VIEWER.', words: 'users role deactivate transfer owner' },
    { label: 'Invitations', help: 'One-time links by which people join.', words: 'invite' },
  ]),
  ...on('Roles', '/config/roles', [{ label: 'Custom roles', help: 'Permissions that are added to those of MEMBER or VIEWER.', words: 'access rights' }]),
  ...on('Teams', '/config/teams', [{ label: 'Teams', help: 'Names and members of teams.', words: 'group' }]),
];

const security = [
  ...of('sign-in', 'Sign-in', '/config/sign-in', [
    { field: 'secondFactorFor', label: 'Second factor', help: 'Roles that must prove a second factor before anything opens.', initial: 'none', words: 'totp passkey 2fa mfa' },
    { field: 'isPasswordOn', label: 'Sign-in by password', help: 'Whether an email and a password are enough to begin with.', initial: 'on' },
    { field: 'sessionDays', label: 'Length of a session', help: 'After which people sign in again.', unit: 'days', initial: '30', bounds: '1 to 90', words: 'expiry timeout' },
  ]),
  ...of('providers', 'Sign-in', '/config/sign-in', [{ field: 'providers', label: 'Providers of sign-in', help: 'OpenID Connect, Microsoft Entra ID, GitHub and Google, with rules for domains and groups.', initial: 'none', bounds: 'at most 10', words: 'sso single sign-on oidc saml azure' }]),
  ...on('API keys', '/config/keys', [{ label: 'API keys', help: 'Access for programs, with scopes and an end.', words: 'token bearer scope rotate revoke' }]),
  ...of('limits', 'Rate limits', '/config/limits', [
    { field: 'isOn', label: 'Rate limits', help: 'Whether requests are counted and refused at all.', initial: 'on', words: 'throttle' },
    { field: 'address', label: 'Limit of an address', help: 'Requests without a session or key, from one address.', unit: 'requests/s', initial: '100, 1000 at once', words: 'rate ip anonymous' },
    { field: 'user', label: 'Limit of a person', help: 'Requests of one person.', unit: 'requests/s', initial: '20000, 40000 at once', words: 'rate user' },
    { field: 'key', label: 'Limit of a key', help: 'Requests by one API key.', unit: 'requests/s', initial: '20000, 40000 at once', words: 'rate' },
    { field: 'tenant', label: 'Limit of an organisation', help: 'Requests of one organisation altogether.', unit: 'requests/s', initial: '40000, 80000 at once', words: 'rate tenant' },
    { field: 'handshake', label: 'Limit of live sockets', help: 'Sockets that one address opens.', unit: 'sockets/s', initial: '1000, 20000 at once', words: 'rate websocket' },
  ]),
  ...of('audit', 'Audit trail', '/config/audit', [
    { field: 'retentionDays', label: 'Retention of the audit trail', help: 'How long entries are kept.', unit: 'days', initial: 'for ever', bounds: '30 to 3650' },
    { field: 'stream', label: 'Stream of the audit trail', help: 'Where each entry is sent: syslog or a webhook.', initial: 'nowhere', words: 'syslog siem export' },
  ]),
];

const nines = [
  ...on('History', '/config/history', [{ label: 'Versions of the configuration', help: 'Who changed what when, and the way back.', words: 'restore diff undo' }]),
  ...on('As code', '/config/as-code', [{ label: 'Configuration as a file', help: 'Export and import as one YAML document, and the watched file CONFIG_PATH.', words: 'yaml json schema gitops terraform import export' }]),
  ...on('About and health', '/config/about', [{ label: 'Versions and health of Nines', help: 'Versions, disk, queues, figures and variables.', words: 'build uptime environment' }]),
];

/** Every setting there is, for the search of Config. */
export const settingFields: readonly SettingField[] = [...thresholds, ...monitoring, ...telling, ...organisation, ...security, ...nines];

/** The settings in which all words are found, those first whose name has them. */
export function findSettings(text: string, fields: readonly SettingField[] = settingFields): SettingField[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const hasAll = (found: string) => words.every((word) => found.toLowerCase().includes(word));
  const named = fields.filter(({ label, page }) => hasAll(`${label} ${page}`));
  return [...named, ...fields.filter((each) => !named.includes(each) && hasAll([each.label, each.page, each.help, each.unit, each.initial, each.words].join(' ')))];
}
