import type { Permission } from '@/lib/auth/permissions';

interface ConfigPlace {
  href: string;
  label: string;
  /** What is set there, in one line. */
  about: string;
  permission: Permission;
}

const read = 'monitoring.read';
const config = 'monitoring.config.read';

/** Every page of Config and every page elsewhere that is configuration, in groups. */
export const configPlaces: readonly { title: string; places: readonly ConfigPlace[] }[] = [
  {
    title: 'Monitoring',
    places: [
      { href: '/alert-rules/thresholds', label: 'Thresholds', about: 'The warning and critical levels that rules and Overview share.', permission: read },
      { href: '/alert-rules', label: 'Alert rules', about: 'What is evaluated, and when it becomes an alert.', permission: read },
      { href: '/services', label: 'Services', about: 'What is watched, who owns it and what it needs.', permission: read },
      { href: '/checks', label: 'Checks', about: 'What is tried from outside, how often, and when it counts as down.', permission: read },
      { href: '/scraping', label: 'Scraping', about: 'Where metrics are fetched from.', permission: read },
      { href: '/config/retention', label: 'Collection and retention', about: 'How long samples are kept, and what that takes on disk.', permission: config },
      { href: '/sla', label: 'Objectives', about: 'What uptime and response is promised, and how it is counted.', permission: read },
    ],
  },
  {
    title: 'Telling people',
    places: [
      { href: '/notifications/channels', label: 'Notification channels', about: 'How people and programs are told.', permission: read },
      { href: '/notifications', label: 'Routing', about: 'Which alert goes to which channel, in which groups.', permission: read },
      { href: '/on-call/policies', label: 'Escalation policies', about: 'Who is paged next when nobody acknowledges.', permission: read },
      { href: '/on-call', label: 'On-call schedules', about: 'Who is on duty when.', permission: read },
      { href: '/silences', label: 'Silences', about: 'What is muted for a while, and maintenance windows.', permission: read },
      { href: '/incidents/settings', label: 'Incident settings', about: 'Severities, rules that declare, templates and the checklist.', permission: read },
      { href: '/status-page', label: 'Status page', about: 'What the public sees.', permission: read },
    ],
  },
  {
    title: 'Organisation',
    places: [
      { href: '/config/organisation', label: 'Organisation', about: 'Name, time zone, dates and colour.', permission: config },
      { href: '/config/people', label: 'People', about: 'Who belongs to it, as what, and who is invited.', permission: config },
      { href: '/config/roles', label: 'Roles', about: 'Permissions in sets of your own.', permission: config },
      { href: '/config/teams', label: 'Teams', about: 'Who works together.', permission: config },
    ],
  },
  {
    title: 'Security',
    places: [
      { href: '/config/sign-in', label: 'Sign-in', about: 'Passwords, second factors and other providers.', permission: config },
      { href: '/config/keys', label: 'API keys', about: 'Access for programs.', permission: config },
      { href: '/config/limits', label: 'Rate limits', about: 'How much the API takes, and who is locked out.', permission: config },
      { href: '/config/audit', label: 'Audit trail', about: 'Who changed what, provably.', permission: 'monitoring.audit.read' },
    ],
  },
  {
    title: 'Nines',
    places: [
      { href: '/config/history', label: 'History', about: 'Every version of the configuration, and the way back.', permission: config },
      { href: '/config/as-code', label: 'As code', about: 'The whole configuration as one file.', permission: config },
      { href: '/config/about', label: 'About and health', about: 'Versions, disk, queues and figures of Nines itself.', permission: config },
    ],
  },
];
