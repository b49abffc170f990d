import type { SectionKey } from './schemas';

/** Which section an audited change is of, by the beginning of its action. */
const prefixes: readonly (readonly [string, SectionKey])[] = [
  ['settings.organisation', 'organisation'],
  ['settings.sign-in', 'signIn'],
  ['settings.audit', 'audit'],
  ['settings.limits', 'limits'],
  ['settings.retention', 'retention'],
  ['role.', 'roles'],
  ['team.', 'teams'],
  ['thresholds.', 'thresholds'],
  ['service.', 'services'],
  ['check.', 'checks'],
  ['scrape_job.', 'scrapeJobs'],
  ['channel.', 'channels'],
  ['on_call_schedule.', 'onCallSchedules'],
  ['escalation_policy.', 'escalationPolicies'],
  ['notification_routing.', 'routing'],
  ['alert_rule.', 'alertRules'],
  ['suppression_rules.', 'suppression'],
  ['maintenance.', 'maintenance'],
  ['objective.', 'objectives'],
  ['incident_settings.', 'incidents'],
  ['status_page.update', 'statusPage'],
];

/** What is audited with one of these beginnings and changes nothing that a document has. */
const beside: ReadonlySet<string> = new Set(['on_call_schedule.override', 'on_call_schedule.take_back', 'service.switch_badges', 'channel.test', 'scrape_job.test', 'check.test', 'alert_rule.seed']);

/** The section of the configuration that an action of the audit trail changes; null for any other. */
export function sectionOfAction(action: string): SectionKey | null {
  if (beside.has(action)) return null;
  return prefixes.find(([prefix]) => action.startsWith(prefix))?.[1] ?? null;
}

/** The action prefixes of the whole configuration. */
export const configurationActions: readonly string[] = prefixes.map(([prefix]) => prefix);
